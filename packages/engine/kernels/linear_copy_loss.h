// The last layer of a model that writes words of its vocabulary or copies those of its source, and its loss
// (See et al. 2017, eq. 8 and 9):
//
//   p_gen = sigmoid(gate)
//   p = p_gen softmax(input . kernel + bias)[label] + (1 - p_gen) (sum of attention[i]: copy_ids[i] = label)
//   loss = sum over rows of weight * -log max(p, kLeastProbability)
#pragma once

#include "linear_loss.h"

namespace encdec {

// Below every probability that matters: a label that cannot be written has a finite loss, and no gradient.
constexpr double kLeastProbability = 1e-20;

struct CopyMixture {
  // Labels from the vocabulary's size on are words that only sources have: their rows need no softmax.
  const int32_t* labels;                      // [rows], not negative where the weight is not 0
  const float* gates;                         // [rows]
  int sources, length;                        // rows / sources neighbouring rows belong to each source
  const float* attention;                     // [rows, length]
  const int32_t* copy_ids;                    // [sources, length]
  float *gate_gradient, *attention_gradient;  // optional, both or none: not wanted
};
void linear_copy_cross_entropy(const LinearLoss& layer, const CopyMixture& copy);

}  // namespace encdec
