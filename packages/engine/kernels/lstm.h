// Long short-term memory over whole sequences.
//
//   i, f, o = sigmoid(x Wi + h Ri + bi), ...    g = tanh(x Wg + h Rg + bg)
//   c = f c + i g                               h = o tanh(c)
//
// Weights as in Keras: kernel [features, 4 units], recurrent kernel [units, 4 units], bias [4 units], gates
// in the order i, f, g, o. Hochreiter and Schmidhuber 1997, Neural Computation 9(8), with the forget gate of
// Gers et al. 2000.
#pragma once

#include "sequence.h"

namespace encdec {

// Arrays marked optional may be null.
struct LstmInputs {
  Sequence sequence;
  const float *input, *kernel, *recurrent_kernel;
  const float* initial_hidden;     // [batch, units], optional: zero
  const float* initial_cell;       // [batch, units], optional: zero
  const float* mask;               // [batch, steps], optional: a step of 0 carries both states over
  const float* recurrent_dropout;  // [batch, units], optional: factors of h in the products
  bool hard_gates;                 // i, f and o through hard_sigmoid
  bool bfloat16;  // products in bfloat16 where the processor has them; states and sums in float32
};

struct LstmForward : LstmInputs {
  const float* bias;  // optional: zero
  // As by pack() and pack_gates(); optional: packed in the call.
  const float *packed_kernel, *packed_recurrent;
  float* outputs;        // [batch, steps, units]
  float *hidden, *cell;  // [batch, units], the states after the last step
  float* gates;          // [batch, steps, 4 units], kept for the gradient; optional
  float* cells;          // [batch, steps, units], kept for the gradient; optional, as gates
};

struct LstmBackward : LstmInputs {
  const float *outputs, *gates, *cells;
  const float *output_gradient, *hidden_gradient, *cell_gradient;  // each optional: zero
  float* input_gradient;                                           // as the input; optional: not wanted
  float *kernel_gradient, *recurrent_gradient, *bias_gradient;
  float *initial_hidden_gradient, *initial_cell_gradient;  // optional: not wanted
};

void lstm_forward(const LstmForward& layer);
void lstm_backward(const LstmBackward& layer);

}  // namespace encdec
