// Gated recurrent units over whole sequences.
//
//   z, r = sigmoid(x W + h R + b)      h = z h + (1 - z) n
//
// with the candidate n in one of two forms:
//   reset before the product (Cho et al. 2014):     n = tanh(x Wn + (r h) Rn + bn)
//   reset after it (cuDNN, Keras's `reset_after`):  n = tanh(x Wn + bn + r (h Rn + cn))
//
// Weights as in Keras: kernel [features, 3 units], recurrent kernel [units, 3 units], gates in the order z,
// r, n; the bias is [3 units] before, [2, 3 units] (b, then c) after. Arrays marked optional may be null.
#pragma once

#include "sequence.h"

namespace encdec {

struct GruInputs {
  Sequence sequence;
  bool reset_after;
  bool hard_gates;  // z and r through hard_sigmoid
  // Products in bfloat16 where the processor has them, with the reset after the product; states and sums in
  // float32.
  bool bfloat16;
  const float *input, *kernel, *recurrent_kernel;
  const float* initial;            // [batch, units], optional: zero
  const float* mask;               // [batch, steps], optional: a step of 0 carries the state over
  const float* recurrent_dropout;  // [batch, units], optional: factors of h in the products
};

// What is kept of each step for the gradient: z, r, n and, reset after, h Rn + cn, or before, r h.
constexpr int kGruKept = 4;

struct GruForward : GruInputs {
  const float *bias, *recurrent_bias;  // [3 units] each, optional: zero
  // As by pack() and pack_gates(), for the reset after the product; optional: packed in the call.
  const float *packed_kernel, *packed_recurrent;
  float* outputs;  // [batch, steps, units]
  float* hidden;   // [batch, units], the state after the last step
  float* kept;     // [batch, steps, 4 units], optional
};

struct GruBackward : GruInputs {
  const float *outputs, *kept;
  const float *output_gradient, *hidden_gradient;  // each optional: zero
  float* input_gradient;                           // optional: not wanted
  float *kernel_gradient, *recurrent_gradient, *bias_gradient;
  float* recurrent_bias_gradient;  // reset after only, else null
  float* initial_gradient;         // optional: not wanted
};

void gru_forward(const GruForward& layer);
void gru_backward(const GruBackward& layer);

}  // namespace encdec
