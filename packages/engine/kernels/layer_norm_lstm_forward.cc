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
  const float* input = layer.kept.input + (shape.repeated ? b : row) * kGates * units;
  float *gates = layer.kept.gates + row * kGates * units, *cells = layer.kept.cells + row * units;
  float* normal = layer.kept.normal_cells + row * units;
  float* deviations = layer.kept.deviations + row * kDeviations;
  float *outputs = layer.outputs + row * units, *cell = layer.cell + b * units;
  // A repeated input is normalised once, and its deviation kept with the first step.
  if (shape.repeated) deviations[0] = layer.kept.deviations[shape.row(b, 0) * kDeviations];
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

// The left-hand rows of the products: the input, and at each step the state times its dropout factors; in
// pairs where the products are in bfloat16.
struct LeftRows {
  const LayerNormLstmForward& layer;
  Format format;
  float *input, *hidden;  // [input rows, stride], [batch, stride]; null to read the rows in place

  int stride(int width) const { return format == Format::bfloat16 ? pair_stride(width) : width; }

  RowProduct product(const float* rows, size_t stride, const float* packed, int depth, float* result,
                     size_t result_stride) const {
    RowProduct product{
        rows,   stride,       packed, depth_units(format, depth), kGates * layer.sequence.units,
        result, result_stride};
    product.format = format;
    return product;
  }

  void prepare_input(Range rows) const {
    const size_t features = layer.sequence.features;
    for (int r = rows.begin; r < rows.end && input; r++) {
      to_pairs(layer.input + r * features, static_cast<int>(features), input + r * stride(features));
    }
  }

  void prepare_hidden(int b, const float* before) const {
    const int units = layer.sequence.units;
    float* row = hidden + size_t(b) * stride(units);
    for_each_vector(units, [&](int u, int count) {
      Vector h = load_first(before + u, count);
      if (layer.recurrent_dropout) h *= load_first(layer.recurrent_dropout + size_t(b) * units + u, count);
      if (format == Format::bfloat16) {
        store_pairs(row + u / 2, h);
      } else {
        store_first(row + u, h, count);
      }
    });
  }
};

}  // namespace

void layer_norm_lstm_forward(const LayerNormLstmForward& layer) {
  const Sequence& shape = layer.sequence;
  const int columns = kGates * shape.units, features = shape.features;
  const size_t units = shape.units;
  const bool prepared = layer.packed_kernel && layer.packed_recurrent;
  const Format format = kHasBfloat16 && layer.bfloat16 && !prepared ? Format::bfloat16 : Format::float32;
  const bool pairs = format == Format::bfloat16;
  const size_t input_size = pairs ? size_t(shape.input_rows()) * pair_stride(features) : 0;
  const size_t hidden_each = pairs ? pair_stride(shape.units) : units;
  const size_t hidden_size = pairs || layer.recurrent_dropout ? shape.batch * hidden_each : 0;
  Scratch scratch(packed_size(features, columns) + packed_size(shape.units, columns) + input_size +
                  hidden_size);
  float* own_kernel = prepared ? nullptr : scratch.take(packed_size(features, columns));
  float* own_recurrent = prepared ? nullptr : scratch.take(packed_size(shape.units, columns));
  const float* packed_kernel = prepared ? layer.packed_kernel : own_kernel;
  const float* packed_recurrent = prepared ? layer.packed_recurrent : own_recurrent;
  const LeftRows left{layer, format, input_size ? scratch.take(input_size) : nullptr,
                      hidden_size ? scratch.take(hidden_size) : nullptr};
  const double operations =
      2.0 * columns * (double(shape.input_rows()) * features + double(shape.rows()) * shape.units);
  parallel(members_for(operations), [&](Member& member) {
    if (!prepared) {
      pack(format, layer.kernel, columns, features, columns, own_kernel, member);
      pack(format, layer.recurrent_kernel, columns, shape.units, columns, own_recurrent, member);
      member.barrier();
    }
    // Each member has its own sequences throughout.
    const Range own = member.share(shape.batch);
    const int rows_each = shape.repeated ? 1 : shape.steps;
    const Range rows{own.begin * rows_each, own.end * rows_each};
    left.prepare_input(rows);
    multiply_rows(left.product(left.input ? left.input : layer.input, left.stride(features), packed_kernel,
                               features, layer.kept.input, columns),
                  rows);
    for (int r = rows.begin; r < rows.end; r++) {
      float* row = layer.kept.input + size_t(r) * columns;
      const size_t step_row = shape.repeated ? shape.row(r, 0) : r;
      layer.kept.deviations[step_row * kDeviations] = normalize(row, columns, row);
    }
    for (int b = own.begin; b < own.end; b++) {
      for (size_t u = 0; u < units; u++) {
        layer.cell[b * units + u] = layer.initial_cell ? layer.initial_cell[b * units + u] : 0;
      }
    }
    for (int step = 0; step < shape.steps; step++) {
      const float* before = step > 0 ? layer.outputs + shape.row(0, step - 1) * units : layer.initial_hidden;
      const size_t stride = step > 0 ? shape.steps * units : units;
      const bool copied = left.hidden && before;
      for (int b = own.begin; b < own.end && copied; b++) left.prepare_hidden(b, before + b * stride);
      // Without a state the depth is zero, which leaves zeros.
      multiply_rows(
          left.product(copied ? left.hidden : before,
                       copied   ? hidden_each
                       : before ? stride
                                : 0,
                       packed_recurrent, before ? shape.units : 0,
                       layer.kept.recurrent + shape.row(0, step) * columns, size_t(shape.steps) * columns),
          own);
      for (int b = own.begin; b < own.end; b++) {
        finish(layer, b, step, before ? before + b * stride : nullptr);
      }
    }
  });
}

}  // namespace encdec
