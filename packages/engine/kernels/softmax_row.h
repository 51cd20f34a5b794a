// Softmax cross-entropy of one row of logits, in two halves: what the gradient is multiplied by may depend on
// the probability of the label.
#pragma once

#include <algorithm>
#include <cmath>

#include "vector.h"

namespace encdec {

// The label of a row, and the share of the target that is spread over the whole vocabulary.
struct RowTarget {
  int vocabulary, label;
  float smoothing;  // 0 to 1
};

struct RowSums {
  float exponentials;
  // log sum exp(logits) - (1 - s) logits[label] - s mean(logits), with s the smoothing
  float cross_entropy;
};

// Turns logits into exp(logit - largest logit).
inline RowSums pass_exponentials(float* logits, const RowTarget& target) {
  const int vocabulary = target.vocabulary;
  const float smoothing = target.smoothing;
  const int whole = vocabulary / kLanes * kLanes, rest = vocabulary - whole;
  Vector largest = broadcast(logits[0]), sum{};
  for (int c = 0; c < whole; c += kLanes) {
    const Vector x = load(logits + c);
    largest = maximum(x, largest);
    if (smoothing > 0) sum += x;
  }
  float top = largest_of(largest), total = sum_of(sum);
  for (int c = whole; c < vocabulary; c++) {
    top = std::max(top, logits[c]);
    total += logits[c];
  }
  const float wanted =
      (1 - smoothing) * logits[target.label] + (smoothing > 0 ? smoothing * total / vocabulary : 0);

  Vector exponentials{};
  for (int c = 0; c < whole; c += kLanes) {
    const Vector e = exponential(load(logits + c) - top);
    store(logits + c, e);
    exponentials += e;
  }
  float normalizer = sum_of(exponentials);
  if (rest > 0) {
    const Vector e = exponential(load_first(logits + whole, rest) - top);
    store_first(logits + whole, e, rest);
    for (int lane = 0; lane < rest; lane++) normalizer += e[lane];
  }
  return {normalizer, std::log(normalizer) + top - wanted};
}

// Turns the exponentials, which add up to `sum`, into weight times the gradient of the cross-entropy.
inline void pass_gradient(float* exponentials, const RowTarget& target, float sum, float weight) {
  const int vocabulary = target.vocabulary, whole = vocabulary / kLanes * kLanes;
  const float factor = weight / sum, share = weight * target.smoothing / vocabulary;
  for (int c = 0; c < whole; c += kLanes) {
    store(exponentials + c, load(exponentials + c) * factor - share);
  }
  for (int c = whole; c < vocabulary; c++) exponentials[c] = exponentials[c] * factor - share;
  exponentials[target.label] -= weight * (1 - target.smoothing);
}

}  // namespace encdec
