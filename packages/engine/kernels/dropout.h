// Dropout whose bits are a hash of seed and position: the same whatever the threads, and on every engine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace encdec {

// Position p is set to zero when hash(hash(p) ^ key) < threshold, with triple32 (Wellons 2018,
// https://nullprogram.com/blog/2018/07/31/) as hash; the others are multiplied by `scale`.
struct Dropout {
  uint32_t key, threshold;
  float scale;
};

void drop(const Dropout& dropout, const float* from, size_t size, float* to);

}  // namespace encdec
