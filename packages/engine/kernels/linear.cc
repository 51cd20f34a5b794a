#include "linear.h"

#include "gemm.h"
#include "scratch.h"

namespace encdec {

void linear_forward(const Linear& layer, const float* packed, const float* bias, float* result) {
  const int features = layer.features, outputs = layer.outputs;
  Scratch scratch(packed ? 0 : packed_size(features, outputs));
  float* own = packed ? nullptr : scratch.take(packed_size(features, outputs));
  parallel(members_for(2.0 * layer.rows * features * outputs), [&](Member& member) {
    if (own) {
      pack(Format::float32, layer.kernel, outputs, features, outputs, own, member);
      member.barrier();
    }
    multiply_rows(
        {layer.input, size_t(features), own ? own : packed, features, outputs, result, size_t(outputs), bias},
        member.share(layer.rows));
  });
}

void linear_backward(const Linear& layer, const float* result_gradient, float* input_gradient,
                     float* kernel_gradient, float* bias_gradient) {
  const int features = layer.features, outputs = layer.outputs;
  const int members = members_for(4.0 * layer.rows * features * outputs);
  const size_t outer_each = outer_scratch_size(outputs, features, members) / 16 * 16 + 16;
  Scratch scratch(packed_size(outputs, features) + members * outer_each + 4 * size_t(layer.rows));
  float* packed = scratch.take(packed_size(outputs, features));
  float* outer = scratch.take(members * outer_each);
  const float** input_rows = scratch.take_as<const float*>(layer.rows);
  const float** gradient_rows = scratch.take_as<const float*>(layer.rows);
  for (int r = 0; r < layer.rows; r++) {
    input_rows[r] = layer.input + size_t(r) * features;
    gradient_rows[r] = result_gradient + size_t(r) * outputs;
  }
  parallel(members, [&](Member& member) {
    if (input_gradient) {
      pack_transposed(Format::float32, layer.kernel, outputs, outputs, features, packed, member);
      member.barrier();
      multiply_rows(
          {result_gradient, size_t(outputs), packed, outputs, features, input_gradient, size_t(features)},
          member.share(layer.rows));
    }
    if (!kernel_gradient) return;
    const OuterProduct product{input_rows, features, kernel_gradient};
    multiply_outer({gradient_rows, layer.rows, outputs, outputs, &product, 1, bias_gradient}, member,
                   outer + member.index * outer_each);
  });
}

}  // namespace encdec
