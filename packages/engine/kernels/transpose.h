// A square block of kLanes rows transposed in registers.
#pragma once

#include <cstddef>
#include <utility>

#include "vector.h"

namespace encdec {
namespace transpose_detail {

// Exchanges the upper right and lower left blocks, Step lanes wide, of every 2 Step x 2 Step block of the
// rows a and b.
template <int Step, int... Lane>
inline Vector upper(Vector a, Vector b, std::integer_sequence<int, Lane...>) {
  return __builtin_shufflevector(a, b, ((Lane & Step) ? kLanes + Lane - Step : Lane)...);
}
template <int Step, int... Lane>
inline Vector lower(Vector a, Vector b, std::integer_sequence<int, Lane...>) {
  return __builtin_shufflevector(a, b, ((Lane & Step) ? kLanes + Lane : Lane + Step)...);
}

template <int Step>
inline __attribute__((always_inline)) void exchange(Vector (&rows)[kLanes]) {
  constexpr auto lanes = std::make_integer_sequence<int, kLanes>{};
#pragma GCC unroll 16
  for (int r = 0; r < kLanes; r++) {
    if (r & Step) continue;
    const Vector a = rows[r], b = rows[r + Step];
    rows[r] = upper<Step>(a, b, lanes);
    rows[r + Step] = lower<Step>(a, b, lanes);
  }
  if constexpr (Step > 1) exchange<Step / 2>(rows);
}

}  // namespace transpose_detail

// to[c * to_stride + r] = from[r * from_stride + c] for r, c < kLanes.
inline void transpose_block(const float* from, size_t from_stride, float* to, size_t to_stride) {
  Vector rows[kLanes];
#pragma GCC unroll 16
  for (int r = 0; r < kLanes; r++) rows[r] = load(from + r * from_stride);
  transpose_detail::exchange<kLanes / 2>(rows);
#pragma GCC unroll 16
  for (int r = 0; r < kLanes; r++) store(to + r * to_stride, rows[r]);
}

}  // namespace encdec
