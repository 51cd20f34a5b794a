#include "linear.h"

#include "gemm.h"
#include "scratch.h"

namespace encdec {
namespace {

// Rounds the member's rows of `matrix` [*, width] to pairs.
void round_rows(const float* matrix, int width, Range rows, float* pairs) {
  const size_t stride = pair_stride(width);
  for (int r = rows.begin; r < rows.end; r++) to_pairs(matrix + size_t(r) * width, width, pairs + r * stride);
}

// The product of rows that are floats, or in pairs.
RowProduct product_of(const float* rows, const float* pairs, int depth, const float* packed, int columns,
                      float* result) {
  RowProduct product{rows, size_t(depth), packed, depth, columns, result, size_t(columns)};
  if (pairs) {
    product.left = pairs;
    product.left_stride = pair_stride(depth);
    product.depth = depth_units(Format::bfloat16, depth);
    product.format = Format::bfloat16;
  }
  return product;
}

}  // namespace

void linear_forward(const Linear& layer, const float* packed, const float* bias, float* result) {
  const int features = layer.features, outputs = layer.outputs;
  const Format format = kHasBfloat16 && layer.bfloat16 && !packed ? Format::bfloat16 : Format::float32;
  const size_t pairs_size = format == Format::bfloat16 ? size_t(layer.rows) * pair_stride(features) : 0;
  Scratch scratch((packed ? 0 : packed_size(features, outputs)) + pairs_size);
  float* own = packed ? nullptr : scratch.take(packed_size(features, outputs));
  float* pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  parallel(members_for(2.0 * layer.rows * features * outputs), [&](Member& member) {
    const Range rows = member.share(layer.rows);
    if (pairs) round_rows(layer.input, features, rows, pairs);
    if (own) {
      pack(format, layer.kernel, outputs, features, outputs, own, member);
      member.barrier();
    }
    RowProduct product = product_of(layer.input, pairs, features, own ? own : packed, outputs, result);
    product.bias = bias;
    multiply_rows(product, rows);
  });
}

void linear_backward(const Linear& layer, const float* result_gradient, float* input_gradient,
                     float* kernel_gradient, float* bias_gradient) {
  const int features = layer.features, outputs = layer.outputs;
  const int members = members_for(4.0 * layer.rows * features * outputs);
  const Format format = kHasBfloat16 && layer.bfloat16 ? Format::bfloat16 : Format::float32;
  const bool wants_pairs = format == Format::bfloat16 && input_gradient;
  const size_t pairs_size = wants_pairs ? size_t(layer.rows) * pair_stride(outputs) : 0;
  const size_t outer_each = outer_scratch_size(outputs, features, members) / 16 * 16 + 16;
  Scratch scratch(packed_size(outputs, features) + members * outer_each + 4 * size_t(layer.rows) +
                  pairs_size);
  float* packed = scratch.take(packed_size(outputs, features));
  float* outer = scratch.take(members * outer_each);
  float* pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  const float** input_rows = scratch.take_as<const float*>(layer.rows);
  const float** gradient_rows = scratch.take_as<const float*>(layer.rows);
  for (int r = 0; r < layer.rows; r++) {
    input_rows[r] = layer.input + size_t(r) * features;
    gradient_rows[r] = result_gradient + size_t(r) * outputs;
  }
  parallel(members, [&](Member& member) {
    if (input_gradient) {
      const Range rows = member.share(layer.rows);
      if (pairs) round_rows(result_gradient, outputs, rows, pairs);
      pack_transposed(format, layer.kernel, outputs, outputs, features, packed, member);
      member.barrier();
      multiply_rows(product_of(result_gradient, pairs, outputs, packed, features, input_gradient), rows);
    }
    if (!kernel_gradient) return;
    const OuterProduct product{input_rows, features, kernel_gradient};
    multiply_outer({gradient_rows, layer.rows, outputs, outputs, &product, 1, bias_gradient, false, format},
                   member, outer + member.index * outer_each);
  });
}

}  // namespace encdec
