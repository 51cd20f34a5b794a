// A linear layer: outputs = input . kernel + bias.
#pragma once

namespace encdec {

struct Linear {
  int rows, features, outputs;
  const float *input, *kernel;  // [rows, features], [features, outputs]
  bool bfloat16 = false;        // products in bfloat16 where the processor has them
};

// `packed`: the kernel as by pack(), from an earlier call; null to pack it here.
void linear_forward(const Linear& layer, const float* packed, const float* bias, float* result);

// Each gradient may be null: not wanted; `bias_gradient` only together with `kernel_gradient`.
void linear_backward(const Linear& layer, const float* result_gradient, float* input_gradient,
                     float* kernel_gradient, float* bias_gradient);

}  // namespace encdec
