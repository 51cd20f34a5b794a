// Recurrent layers as their papers write them: plain loops over sequences, steps and units, in double
// precision.
#include <algorithm>
#include <cmath>

#include "recurrent_case.h"

namespace encdec {
namespace {

// columns += row . matrix, a matrix of columns.size() columns; from column `first` on.
ENCDEC_ALONE void add_product(const double* row, int depth, const Doubles& matrix, size_t first,
                              size_t stride, Doubles& columns) {
  double* const sums = columns.data();
  const size_t count = columns.size();
  for (int k = 0; k < depth; k++) {
    const double* line = matrix.data() + k * stride + first;
    for (size_t c = 0; c < count; c++) sums[c] += row[k] * line[c];
  }
}

Doubles normalized(const Doubles& row) {
  double mean = 0, variance = 0;
  for (const double value : row) mean += value / double(row.size());
  for (const double value : row) variance += (value - mean) * (value - mean) / double(row.size());
  Doubles result;
  for (const double value : row) result.push_back((value - mean) / std::sqrt(variance + 1e-5));
  return result;
}

// One sequence's walk through its steps.
struct Walk {
  const RecurrentCase& call;
  const Arrays<double>& arguments;
  Doubles h, c, factors;
  const int units = call.shape.units;
  const size_t columns = size_t(call.gates()) * units;

  double open(double x) const {
    return call.hard_gates ? std::clamp(0.2 * x + 0.5, 0.0, 1.0) : 1 / (1 + std::exp(-x));
  }

  // x W + b, or x W alone.
  Doubles projected(const double* x, bool with_bias) const {
    Doubles sums(columns);
    if (with_bias && !arguments.bias.empty()) sums = arguments.bias;
    add_product(x, call.shape.features, arguments.kernel, 0, columns, sums);
    return sums;
  }

  // The columns of h R that gates [first, first + count) have.
  Doubles recurrent(const Doubles& state, int first, int count) const {
    Doubles sums(size_t(count) * units);
    add_product(state.data(), units, arguments.recurrent_kernel, size_t(first) * units, columns, sums);
    return sums;
  }

  Doubles dropped() const {
    Doubles state = h;
    for (int u = 0; u < units && !factors.empty(); u++) state[u] *= factors[u];
    return state;
  }

  void step_lstm(const double* x) {
    Doubles gates = projected(x, true);
    const Doubles state = recurrent(dropped(), 0, 4);
    for (size_t k = 0; k < columns; k++) gates[k] += state[k];
    pass_cell(gates);
    for (int u = 0; u < units; u++) h[u] = open(gates[3 * units + u]) * std::tanh(c[u]);
  }

  void step_layer_norm_lstm(const double* x) {
    const Doubles of_input = normalized(projected(x, false)),
                  of_state = normalized(recurrent(dropped(), 0, 4));
    Doubles gates = arguments.bias;
    for (size_t k = 0; k < columns; k++) {
      gates[k] += of_input[k] * arguments.input_scale[k] + of_state[k] * arguments.recurrent_scale[k];
    }
    pass_cell(gates);
    const Doubles normal = normalized(c);
    for (int u = 0; u < units; u++) {
      const double y = normal[u] * arguments.cell_scale[u] + arguments.cell_bias[u];
      h[u] = open(gates[3 * units + u]) * std::tanh(y);
    }
  }

  void pass_cell(const Doubles& gates) {
    for (int u = 0; u < units; u++) {
      const double i = open(gates[u]), f = open(gates[units + u]), g = std::tanh(gates[2 * units + u]);
      c[u] = f * c[u] + i * g;
    }
  }

  void step_gru(const double* x) {
    const Doubles input = projected(x, true), state = dropped();
    Doubles sums = recurrent(state, 0, call.kind == Kind::gru_reset_after ? 3 : 2);
    for (size_t k = 0; k < arguments.recurrent_bias.size(); k++) sums[k] += arguments.recurrent_bias[k];
    Doubles z(units), r(units), reset(units), n(units);
    for (int u = 0; u < units; u++) {
      z[u] = open(input[u] + sums[u]);
      r[u] = open(input[units + u] + sums[units + u]);
      reset[u] = r[u] * state[u];
    }
    const Doubles of_reset = recurrent(reset, 2, 1);
    for (int u = 0; u < units; u++) {
      const double inner = call.kind == Kind::gru_reset_after ? r[u] * sums[2 * units + u] : of_reset[u];
      n[u] = std::tanh(input[2 * units + u] + inner);
    }
    for (int u = 0; u < units; u++) h[u] = z[u] * h[u] + (1 - z[u]) * n[u];
  }

  void step(const double* x) {
    if (call.kind == Kind::lstm) return step_lstm(x);
    if (call.kind == Kind::layer_norm_lstm) return step_layer_norm_lstm(x);
    step_gru(x);
  }
};

Doubles part_of(const Doubles& values, int row, int width) {
  const auto begin = values.begin() + std::ptrdiff_t(row) * width;
  return Doubles(begin, begin + width);
}

}  // namespace

Results<double> run_reference(const RecurrentCase& call, const Arrays<double>& arguments) {
  const Sequence& shape = call.shape;
  const int units = shape.units;
  const Doubles dropout = widened(call.dropout);
  Results<double> results;
  results.outputs.resize(size_t(shape.rows()) * units);
  for (int b = 0; b < shape.batch; b++) {
    const auto start = [&](const Doubles& states) {
      return states.empty() ? Doubles(units) : part_of(states, b, units);
    };
    Walk walk{call, arguments, start(arguments.initial_hidden), start(arguments.initial_cell), {}};
    if (!dropout.empty()) walk.factors = part_of(dropout, b, units);
    for (int step = 0; step < shape.steps; step++) {
      const size_t row = size_t(b) * shape.steps + (shape.reverse ? shape.steps - 1 - step : step);
      const size_t input_row = shape.ids ? size_t(call.ids[row]) : shape.repeated ? size_t(b) : row;
      const double* x = arguments.input.data() + input_row * shape.features;
      if (call.mask.empty() || call.mask[row] != 0) walk.step(x);
      for (int u = 0; u < units; u++) results.outputs[row * units + u] = walk.h[u];
    }
    results.hidden.insert(results.hidden.end(), walk.h.begin(), walk.h.end());
    if (call.has_cell()) results.cell.insert(results.cell.end(), walk.c.begin(), walk.c.end());
  }
  return results;
}

}  // namespace encdec
