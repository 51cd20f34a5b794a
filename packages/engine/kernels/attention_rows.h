// What attention does with rows: of queries, keys, values and weights.
#pragma once

#include <cmath>
#include <cstddef>

#include "vector.h"

namespace encdec {

// A call for each vector would keep the sums of a loop in memory.
#define ENCDEC_INLINE __attribute__((always_inline))

// Calls visit(first, lanes) for each vector of a row.
template <class Visit>
inline ENCDEC_INLINE void for_each_vector(int size, const Visit& visit) {
  int at = 0;
  for (; at + kLanes <= size; at += kLanes) visit(at, kLanes);
  if (at < size) visit(at, size - at);
}

// Products of one row with Count others, so that the row is loaded once.
template <int Count>
void dot_products(const float* row, const float* others, size_t stride, int size, float* products) {
  Vector sums[Count] = {};
  for_each_vector(size, [&](int at, int count) ENCDEC_INLINE {
    const Vector x = load_first(row + at, count);
    for (int c = 0; c < Count; c++) sums[c] += x * load_first(others + c * stride + at, count);
  });
  for (int c = 0; c < Count; c++) products[c] = sum_of(sums[c]);
}

inline void dot_products(const float* row, const float* others, int others_count, int size, float* products) {
  int c = 0;
  for (; c + 4 <= others_count; c += 4) {
    dot_products<4>(row, others + size_t(c) * size, size, size, products + c);
  }
  for (; c < others_count; c++) dot_products<1>(row, others + size_t(c) * size, size, size, products + c);
}

// to = sum over r of factors[r] * rows[r]: some vectors of the result at a time, in registers
template <int Vectors>
void weighted_sum(const float* factors, const float* rows, size_t stride, int count, float* to) {
  Vector sums[Vectors] = {};
  for (int r = 0; r < count; r++) {
    // What is masked may be no number.
    if (factors[r] == 0) continue;
    const Vector factor = broadcast(factors[r]);
    for (int v = 0; v < Vectors; v++) sums[v] += factor * load(rows + r * stride + v * kLanes);
  }
  for (int v = 0; v < Vectors; v++) store(to + v * kLanes, sums[v]);
}

inline void weighted_sum(const float* factors, const float* rows, int count, int size, float* to) {
  int at = 0;
  for (; at + 8 * kLanes <= size; at += 8 * kLanes) weighted_sum<8>(factors, rows + at, size, count, to + at);
  for (; at + kLanes <= size; at += kLanes) weighted_sum<1>(factors, rows + at, size, count, to + at);
  if (at == size) return;
  Vector sum{};
  for (int r = 0; r < count; r++) {
    if (factors[r] != 0) sum += factors[r] * load_first(rows + size_t(r) * size + at, size - at);
  }
  store_first(to + at, sum, size - at);
}

// to += factor * row
inline void add_scaled(float factor, const float* row, int size, float* to) {
  for_each_vector(size, [&](int at, int count) ENCDEC_INLINE {
    store_first(to + at, load_first(to + at, count) + factor * load_first(row + at, count), count);
  });
}

inline bool is_masked(const float* mask, int source) { return mask && mask[source] == 0; }

// The row of sources, of one target; `mask` is null or that of its batch.
inline void masked_softmax(float* scores, const float* mask, int sources) {
  float top = -HUGE_VALF;
  for (int s = 0; s < sources; s++) {
    if (!is_masked(mask, s) && !(scores[s] <= top)) top = scores[s];
  }
  Vector sum{};
  for_each_vector(sources, [&](int at, int count) ENCDEC_INLINE {
    Vector e = exponential(load_first(scores + at, count) - top);
    if (mask) e = select(load_first(mask + at, count) == 0.0f, Vector{}, e);
    // The lanes beyond the row are not zero.
    sum += select(lane_numbers() < count, e, Vector{});
    store_first(scores + at, e, count);
  });
  const float total = sum_of(sum);
  if (total == 0) return;
  for_each_vector(sources, [&](int at, int count) ENCDEC_INLINE {
    store_first(scores + at, load_first(scores + at, count) / total, count);
  });
}

}  // namespace encdec
