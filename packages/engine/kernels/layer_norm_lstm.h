// Long short-term memory with layer normalisation (Ba, Kiros and Hinton 2016, supplementary material,
// equations 20 to 22):
//
//   (i, f, g, o) = LN(x W) * input_scale + LN(h R) * recurrent_scale + bias, i, f, o = sigmoid, g = tanh of
//   it c = f c + i g h = o tanh(LN(c) * cell_scale + cell_bias)
//
// LN(a) = (a - mean) / sqrt(variance + 1e-5) over a row. Weights as for the LSTM; arrays marked optional may
// be null.
#pragma once

#include "sequence.h"

namespace encdec {

// Deviations 1 / sqrt(variance + 1e-5) of a step: of x W, h R and c.
constexpr int kDeviations = 3;

struct LayerNormLstmInputs {
  Sequence sequence;
  const float *input, *kernel, *recurrent_kernel;
  const float *input_scale, *recurrent_scale;  // [4 units]
  const float* cell_scale;                     // [units]
  const float *initial_hidden, *initial_cell;  // [batch, units], optional: zero
  const float* mask;                           // [batch, steps], optional
  const float* recurrent_dropout;              // [batch, units], optional: factors of h in the products
  bool bfloat16;                               // products in bfloat16 where the processor has them
};

// What the gradient needs of each step.
template <class Float>
struct LayerNormLstmKept {
  Float* input;                 // LN(x W), [batch, steps, 4 units], or [batch, 4 units] if it is repeated
  Float* recurrent;             // LN(h R), [batch, steps, 4 units]
  Float* gates;                 // [batch, steps, 4 units]
  Float *cells, *normal_cells;  // [batch, steps, units], c and LN(c)
  Float* deviations;            // [batch, steps, 3]
};

struct LayerNormLstmForward : LayerNormLstmInputs {
  const float *bias, *cell_bias;  // [4 units], [units]
  // As by pack(); optional: packed in the call.
  const float *packed_kernel, *packed_recurrent;
  float* outputs;
  float *hidden, *cell;
  LayerNormLstmKept<float> kept;
};

struct LayerNormLstmBackward : LayerNormLstmInputs {
  const float* cell_bias;
  const float* outputs;
  LayerNormLstmKept<const float> kept;
  const float *output_gradient, *hidden_gradient, *cell_gradient;  // each optional: zero
  float* input_gradient;                                           // optional: not wanted
  float *kernel_gradient, *recurrent_gradient, *input_scale_gradient, *recurrent_scale_gradient,
      *bias_gradient;
  float *cell_scale_gradient, *cell_bias_gradient;
  float *initial_hidden_gradient, *initial_cell_gradient;  // optional: not wanted
};

void layer_norm_lstm_forward(const LayerNormLstmForward& layer);
void layer_norm_lstm_backward(const LayerNormLstmBackward& layer);

}  // namespace encdec
