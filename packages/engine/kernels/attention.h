// Attention of whole target sequences over their sources:
//
//   scores_ts = scale * queries_t . keys_s                       multiplicative (Luong et al. 2015)
//   scores_ts = energy . tanh(queries_t + bias + keys_s)         additive (Bahdanau et al. 2015)
//   weights_t = softmax(scores_t) over the sources that are not masked, all zero if there is none
//   context_t = sum_s weights_ts values_s
//
// With coverage (See et al. 2017, eq. 10 and 11) each target knows what those before it looked at:
//
//   coverage_ts = coverage_s at the start + sum of weights_is over the targets i before t
//   scores_ts = energy . tanh(queries_t + bias + keys_s + coverage_ts * coverage_kernel)
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
  // Additive only: [batch, sources] and [size], both or none.
  const float *start_coverage, *coverage_kernel;
};

struct AttentionForward : AttentionInputs {
  float *context, *weights;  // [batch, targets, value_size], [batch, targets, sources]
  float* coverage;           // [batch, targets, sources], with a coverage kernel only
};

struct AttentionBackward : AttentionInputs {
  const float *weights, *coverage;
  const float *context_gradient, *weights_gradient, *coverage_gradient;  // each optional: zero
  float *queries_gradient, *keys_gradient, *values_gradient;
  float *energy_gradient, *bias_gradient;                     // additive only, else null
  float *start_coverage_gradient, *coverage_kernel_gradient;  // with a coverage kernel only, else null
};

void attention_forward(const AttentionForward& attention);
void attention_backward(const AttentionBackward& attention);

}  // namespace encdec
