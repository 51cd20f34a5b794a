// Layer normalisation of one row (Ba, Kiros and Hinton 2016).
#pragma once

#include <algorithm>
#include <cmath>

#include "vector.h"

namespace encdec {

// Calls visit(first, lanes) for each vector of a row.
template <class Visit>
inline void for_each_vector(int size, const Visit& visit) {
  for (int at = 0; at < size; at += kLanes) visit(at, std::min(kLanes, size - at));
}

// The first `count` lanes, the others zero: for sums over a row.
inline Vector first_lanes(Vector value, int count) {
  for (int lane = count; lane < kLanes; lane++) value[lane] = 0;
  return value;
}

// to = (from - mean) / sqrt(variance + 1e-5); returns the factor. In place if `to` is `from`.
inline float normalize(const float* from, int size, float* to) {
  Vector total{}, squares{};
  for_each_vector(size, [&](int at, int count) { total += load_first(from + at, count); });
  const float mean = sum_of(total) / size;
  for_each_vector(size, [&](int at, int count) {
    const Vector centered = first_lanes(load_first(from + at, count) - mean, count);
    squares += centered * centered;
  });
  const float deviation = 1 / std::sqrt(sum_of(squares) / size + 1e-5f);
  for_each_vector(size, [&](int at, int count) {
    store_first(to + at, (load_first(from + at, count) - mean) * deviation, count);
  });
  return deviation;
}

// From the gradient of the scaled row to that of what was normalised, `normal` = LN of it:
//   deviation * (g - mean(g) - normal * mean(g * normal)),   g = gradient * scale
// and adds gradient * normal to scale_gradient.
inline void normalize_backward(const float* gradient, const float* normal, const float* scale,
                               float deviation, int size, float* to, float* scale_gradient) {
  Vector total{}, projections{};
  for_each_vector(size, [&](int at, int count) {
    const Vector x = load_first(normal + at, count), raw = load_first(gradient + at, count);
    const Vector g = raw * load_first(scale + at, count);
    total += g;
    projections += g * x;
    store_first(scale_gradient + at, load_first(scale_gradient + at, count) + raw * x, count);
  });
  const float mean = sum_of(total) / size, projection = sum_of(projections) / size;
  for_each_vector(size, [&](int at, int count) {
    const Vector g = load_first(gradient + at, count) * load_first(scale + at, count);
    store_first(to + at, deviation * (g - mean - load_first(normal + at, count) * projection), count);
  });
}

}  // namespace encdec
