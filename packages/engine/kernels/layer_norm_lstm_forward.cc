#include <cstring>

#include "gemm.h"
#include "layer_norm.h"
#include "layer_norm_lstm.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 4;

// One step of one sequence, after the product h R: `recurrent` holds it.
void finish(const LayerNormLstmForward& layer, int b, int step, const float* hidden_before) {
  const Sequence& shape = layer.sequence;
  const size_t units = shape.units, row = shape.row(b, step);
  float* recurrent = layer.kept.recurrent + row * kGates * units;
  const float* input = layer.kept.input + row * kGates * units;
  float *gates = layer.kept.gates + row * kGates * units, *cells = layer.kept.cells + row * units;
  float* normal = layer.kept.normal_cells + row * units;
  float* deviations = layer.kept.deviations + row * kDeviations;
  float *outputs = layer.outputs + row * units, *cell = layer.cell + b * units;
  deviations[1] = normalize(recurrent, kGates * shape.units, recurrent);
  for_each_vector(shape.units, [&](int u, int count) {
    const auto gate = [&](int g) {
      const size_t at = g * units + u;
      return load_first(input + at, count) * load_first(layer.input_scale + at, count) +
             load_first(recurrent + at, count) * load_first(layer.recurrent_scale + at, count) +
             load_first(layer.bias + at, count);
    };
    const Vector i = sigmoid(gate(0)), f = sigmoid(gate(1)), g = hyperbolic_tangent(gate(2));
    const Vector o = sigmoid(gate(3));
    store_first(gates + u, i, count);
    store_first(gates + units + u, f, count);
    store_first(gates + 2 * units + u, g, count);
    store_first(gates + 3 * units + u, o, count);
    store_first(cells + u, f * load_first(cell + u, count) + i * g, count);
  });
  deviations[2] = normalize(cells, shape.units, normal);
  const bool masked = layer.mask && layer.mask[row] == 0;
  for_each_vector(shape.units, [&](int u, int count) {
    const Vector y = load_first(normal + u, count) * load_first(layer.cell_scale + u, count) +
                     load_first(layer.cell_bias + u, count);
    Vector h = load_first(gates + 3 * units + u, count) * hyperbolic_tangent(y);
    if (masked) {
      h = hidden_before ? load_first(hidden_before + u, count) : Vector{};
      store_first(cells + u, load_first(cell + u, count), count);
    }
    store_first(outputs + u, h, count);
  });
  std::memcpy(cell, cells, sizeof(float) * units);
  if (step == shape.steps - 1) std::memcpy(layer.hidden + b * units, outputs, sizeof(float) * units);
}

}  // namespace

void layer_norm_lstm_forward(const LayerNormLstmForward& layer) {
  const Sequence& shape = layer.sequence;
  const int columns = kGates * shape.units;
  const size_t units = shape.units;
  Scratch scratch(packed_size(shape.features, columns) + packed_size(shape.units, columns));
  float* packed_kernel = scratch.take(packed_size(shape.features, columns));
  float* packed_recurrent = scratch.take(packed_size(shape.units, columns));
  const double operations = 2.0 * columns * shape.rows() * (double(shape.features) + shape.units);
  parallel(members_for(operations), [&](Member& member) {
    pack(Format::float32, layer.kernel, columns, shape.features, columns, packed_kernel, member);
    pack(Format::float32, layer.recurrent_kernel, columns, shape.units, columns, packed_recurrent, member);
    member.barrier();
    // Each member has its own sequences throughout.
    const Range own = member.share(shape.batch);
    const Range rows{own.begin * shape.steps, own.end * shape.steps};
    multiply_rows({layer.input, size_t(shape.features), packed_kernel, shape.features, columns,
                   layer.kept.input, size_t(columns)},
                  rows);
    for (int r = rows.begin; r < rows.end; r++) {
      float* row = layer.kept.input + size_t(r) * columns;
      layer.kept.deviations[size_t(r) * kDeviations] = normalize(row, columns, row);
    }
    for (int b = own.begin; b < own.end; b++) {
      for (size_t u = 0; u < units; u++) {
        layer.cell[b * units + u] = layer.initial_cell ? layer.initial_cell[b * units + u] : 0;
      }
    }
    for (int step = 0; step < shape.steps; step++) {
      const float* before = step > 0 ? layer.outputs + shape.row(0, step - 1) * units : layer.initial_hidden;
      const size_t stride = step > 0 ? shape.steps * units : units;
      // Without a state the depth is zero, which leaves zeros.
      multiply_rows({before, before ? stride : 0, packed_recurrent, before ? shape.units : 0, columns,
                     layer.kept.recurrent + shape.row(0, step) * columns, size_t(shape.steps) * columns},
                    own);
      for (int b = own.begin; b < own.end; b++) {
        finish(layer, b, step, before ? before + b * stride : nullptr);
      }
    }
  });
}

}  // namespace encdec
