// Attention of whole target sequences over their sources:
//
//   scores_ts = scale * queries_t . keys_s                       multiplicative (Luong et al. 2015)
//   scores_ts = energy . tanh(queries_t + bias + keys_s)         additive (Bahdanau et al. 2015)
//   weights_t = softmax(scores_t) over the sources that are not masked, all zero if there is none
//   context_t = sum_s weights_ts values_s
//
// The [targets, sources, size] sums of the additive form exist in registers only: the gradient makes them
// anew. Arrays marked optional may be null.
#pragma once

namespace encdec {

struct AttentionInputs {
  int batch, targets, sources, size, value_size;
  float scale;                 // multiplicative only
  const float* queries;        // [batch, targets, size]
  const float *keys, *values;  // [batch, sources, size], [batch, sources, value_size]
  const float* mask;           // [batch, sources], optional: all 1
  const float* energy;         // [size], null for multiplicative
  const float* bias;           // [size], optional: zero
};

struct AttentionForward : AttentionInputs {
  float *context, *weights;  // [batch, targets, value_size], [batch, targets, sources]
};

struct AttentionBackward : AttentionInputs {
  const float* weights;
  const float *context_gradient, *weights_gradient;  // each optional: zero
  float *queries_gradient, *keys_gradient, *values_gradient;
  float *energy_gradient, *bias_gradient;  // additive only, else null
};

void attention_forward(const AttentionForward& attention);
void attention_backward(const AttentionBackward& attention);

}  // namespace encdec
