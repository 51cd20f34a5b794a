// The last layer of a model and its loss in one: the gradients are made on the way, so that the layer's
// outputs exist for some rows at a time only.
#pragma once

#include <cstdint>

namespace encdec {

// outputs = input . kernel + bias, loss = sum over rows of weight * row loss. Rows of weight 0 cost nothing
// and their targets are not read. Arrays marked optional may be null.
struct LinearLoss {
  int rows, features, outputs;
  const float *input, *kernel;             // [rows, features], [features, outputs]
  const float* bias;                       // [outputs], optional: zero
  const float* weights;                    // [rows], optional: one
  float* loss;                             // one number
  float* input_gradient;                   // optional: not wanted
  float *kernel_gradient, *bias_gradient;  // optional, both or none: not wanted
  bool bfloat16;                           // products in bfloat16 where the processor has them
};

// Softmax cross-entropy over a vocabulary, with s the label smoothing (Szegedy et al. 2016, section 7):
//   log sum exp(outputs) - (1 - s) outputs[label] - s mean(outputs)
struct CrossEntropy {
  const int32_t* labels;  // [rows], below the vocabulary
  float smoothing;        // 0 to 1
};
void linear_cross_entropy(const LinearLoss& layer, const CrossEntropy& loss);

// Sum of the squared differences from targets [rows, outputs].
void linear_squared_error(const LinearLoss& layer, const float* targets);

}  // namespace encdec
