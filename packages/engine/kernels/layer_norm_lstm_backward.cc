#include <cstring>

#include "gemm.h"
#include "layer_norm.h"
#include "layer_norm_lstm.h"
#include "recurrent_gradients.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 4;

// One member's sums for the vectors of parameters.
struct Sums {
  float *input_scale, *recurrent_scale, *bias, *cell_scale, *cell_bias;
  static size_t size(int units) { return (3 * kGates + 2) * size_t(units); }
  Sums(float* memory, int units)
      : input_scale(memory),
        recurrent_scale(memory + kGates * units),
        bias(memory + 2 * kGates * units),
        cell_scale(memory + 3 * kGates * units),
        cell_bias(memory + (3 * kGates + 1) * units) {}
};

struct Step {
  const LayerNormLstmBackward& layer;
  float *input_side, *state_side;         // [batch, steps, 4 units], gradients of x W and h R
  float *state_gradient, *cell_gradient;  // [batch, units]
  float* work;                            // [5 units], this member's own

  void run(int b, int step, const Sums& sums) const {
    const Sequence& shape = layer.sequence;
    const size_t units = shape.units, row = shape.row(b, step), columns = kGates * units;
    float *dh = state_gradient + b * units, *dc = cell_gradient + b * units;
    float *of_gates = work, *of_cell = work + columns;
    const float *gates = layer.kept.gates + row * columns, *normal = layer.kept.normal_cells + row * units;
    const float* deviations = layer.kept.deviations + row * kDeviations;
    const float* before = step > 0             ? layer.kept.cells + shape.row(b, step - 1) * units
                          : layer.initial_cell ? layer.initial_cell + b * units
                                               : nullptr;
    if (layer.output_gradient) {
      for (size_t u = 0; u < units; u++) dh[u] += layer.output_gradient[row * units + u];
    }
    if (layer.mask && layer.mask[row] == 0) {
      std::memset(input_side + row * columns, 0, sizeof(float) * columns);
      std::memset(state_side + row * columns, 0, sizeof(float) * columns);
      return;
    }
    for_each_vector(shape.units, [&](int u, int count) {
      const Vector scale = load_first(layer.cell_scale + u, count), x = load_first(normal + u, count);
      const Vector o = load_first(gates + 3 * units + u, count);
      const Vector tanh_y = hyperbolic_tangent(x * scale + load_first(layer.cell_bias + u, count));
      const Vector h = load_first(dh + u, count), of_y = h * o * (1.0f - tanh_y * tanh_y);
      store_first(of_gates + 3 * units + u, h * tanh_y * o * (1.0f - o), count);
      store_first(of_cell + u, of_y, count);
      store_first(sums.cell_bias + u, load_first(sums.cell_bias + u, count) + of_y, count);
      store_first(dh + u, Vector{}, count);
    });
    normalize_backward(of_cell, normal, layer.cell_scale, deviations[2], shape.units, of_cell,
                       sums.cell_scale);
    for_each_vector(shape.units, [&](int u, int count) {
      const Vector i = load_first(gates + u, count), f = load_first(gates + units + u, count);
      const Vector g = load_first(gates + 2 * units + u, count);
      const Vector c = load_first(dc + u, count) + load_first(of_cell + u, count);
      const Vector c_before = before ? load_first(before + u, count) : Vector{};
      store_first(of_gates + u, c * g * i * (1.0f - i), count);
      store_first(of_gates + units + u, c * c_before * f * (1.0f - f), count);
      store_first(of_gates + 2 * units + u, c * i * (1.0f - g * g), count);
      store_first(dc + u, c * f, count);
    });
    for (size_t k = 0; k < columns; k++) sums.bias[k] += of_gates[k];
    const size_t input_row = shape.repeated ? b : row;
    normalize_backward(of_gates, layer.kept.input + input_row * columns, layer.input_scale, deviations[0],
                       kGates * shape.units, input_side + row * columns, sums.input_scale);
    normalize_backward(of_gates, layer.kept.recurrent + row * columns, layer.recurrent_scale, deviations[1],
                       kGates * shape.units, state_side + row * columns, sums.recurrent_scale);
  }
};

}  // namespace

void layer_norm_lstm_backward(const LayerNormLstmBackward& layer) {
  const Sequence& shape = layer.sequence;
  const int columns = kGates * shape.units;
  const size_t units = shape.units, state_size = shape.batch * units;
  const size_t gate_size = size_t(shape.rows()) * columns;
  const int members = members_for(
      4.0 * columns * (double(shape.input_rows()) * shape.features + double(shape.rows()) * shape.units));
  const Format format = kHasBfloat16 && layer.bfloat16 ? Format::bfloat16 : Format::float32;
  const size_t pair_width = pair_stride(columns);
  const size_t pairs_size = format == Format::bfloat16 ? shape.rows() * pair_width : 0;
  const size_t own_size = (Sums::size(shape.units) + 5 * units + 15) / 16 * 16;
  const auto gradients_with = [&](const float* input_side, const float* state_side, const float* pairs) {
    return RecurrentGradients(shape, layer.mask,
                              {layer.input, layer.kernel, input_side, columns, layer.input_gradient,
                               layer.kernel_gradient, nullptr, pairs},
                              {layer.outputs, layer.initial_hidden, layer.recurrent_dropout, state_side,
                               columns, layer.recurrent_gradient, nullptr});
  };
  Scratch scratch(packed_size(columns, shape.units) + 2 * gate_size + 2 * state_size + members * own_size +
                  2 * pairs_size + size_t(members) * shape.batch +
                  gradients_with(nullptr, nullptr, nullptr).scratch_size(members));
  float* packed = scratch.take(packed_size(columns, shape.units));
  float *input_side = scratch.take(gate_size), *state_side = scratch.take(gate_size);
  float* state_gradient =
      layer.initial_hidden_gradient ? layer.initial_hidden_gradient : scratch.take(state_size);
  float* cell_gradient = layer.initial_cell_gradient ? layer.initial_cell_gradient : scratch.take(state_size);
  float* own_memory = scratch.take(members * own_size);
  std::memset(own_memory, 0, sizeof(float) * members * own_size);
  float* input_pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  float* state_pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  int* moving = scratch.take_as<int>(size_t(members) * shape.batch);
  RecurrentGradients gradients = gradients_with(input_side, state_side, input_pairs);
  gradients.prepare(scratch, members);

  parallel(members, [&](Member& member) {
    pack_transposed(format, layer.recurrent_kernel, columns, columns, shape.units, packed, member);
    gradients.pack_kernel(member);
    member.barrier();
    const Part part{member.share(shape.batch), {0, shape.units}, true};
    float* memory = own_memory + member.index * own_size;
    int* own_moving = moving + size_t(member.index) * shape.batch;
    const Sums sums(memory, shape.units);
    const Step pass{layer,          input_side,    state_side,
                    state_gradient, cell_gradient, memory + Sums::size(shape.units)};
    for (size_t at = part.rows.begin * units; at < part.rows.end * units; at++) {
      state_gradient[at] = layer.hidden_gradient ? layer.hidden_gradient[at] : 0;
      cell_gradient[at] = layer.cell_gradient ? layer.cell_gradient[at] : 0;
    }
    for (int step = shape.steps - 1; step >= 0; step--) {
      for (int b = part.rows.begin; b < part.rows.end; b++) {
        pass.run(b, step, sums);
        if (!pairs_size) continue;
        const size_t row = shape.row(b, step);
        to_pairs(input_side + row * columns, columns, input_pairs + row * pair_width);
        to_pairs(state_side + row * columns, columns, state_pairs + row * pair_width);
      }
      if (step == 0 && !layer.initial_hidden) break;
      StateProduct product{state_side, size_t(columns), packed,
                           columns,    state_gradient,  layer.recurrent_dropout};
      if (pairs_size) {
        product.gate_gradient = state_pairs;
        product.stride = pair_width;
        product.depth = depth_units(format, columns);
        product.format = format;
      }
      const int count = list_moving(shape, layer.mask, step, part.rows, own_moving);
      pass_recurrent_product(product, shape, step, part.units, own_moving, count);
    }
    member.barrier();
    gradients.run(member);
  });

  const Sums result(own_memory, shape.units);
  for (int m = 1; m < members; m++) {
    for (size_t k = 0; k < Sums::size(shape.units); k++) own_memory[k] += own_memory[m * own_size + k];
  }
  const auto copy = [&](float* to, const float* from, size_t count) {
    std::memcpy(to, from, sizeof(float) * count);
  };
  copy(layer.input_scale_gradient, result.input_scale, columns);
  copy(layer.recurrent_scale_gradient, result.recurrent_scale, columns);
  copy(layer.bias_gradient, result.bias, columns);
  copy(layer.cell_scale_gradient, result.cell_scale, units);
  copy(layer.cell_bias_gradient, result.cell_bias, units);
}

}  // namespace encdec
