// The most probable tokens after a linear layer. Logits exist for a tile at a time, in registers.
#pragma once

#include <cstdint>

#include "linear.h"

namespace encdec {

struct LinearTopK : Linear {
  const float* packed;  // the kernel as by pack(), optional: packed in the call
  const float* bias;    // [outputs], optional: zero
  int k;                // 1 to kMostTokens, at most `outputs`
  // [rows, k], best first, of equals the lower id first; NaN counts as lowest.
  int32_t* ids;
  float* log_probabilities;
};

constexpr int kMostTokens = 256;

void linear_top_k(const LinearTopK& layer);

}  // namespace encdec
