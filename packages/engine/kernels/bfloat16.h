// Products in bfloat16 with sums in float32, where the processor has them (AVX512-BF16). Two neighbours along
// the depth of a product share 32 bits: such a pair travels wherever a float does, so that packing and tiles
// are the same for both formats.
#pragma once

#include "vector.h"

namespace encdec {

enum class Format { float32, bfloat16 };

#if defined(__AVX512BF16__)
constexpr bool kHasBfloat16 = true;

// Low half from `even`, high half from `odd`, rounded to nearest.
inline Vector pairs_of(Vector even, Vector odd) {
  const __m512i both = (__m512i)_mm512_cvtne2ps_pbh((__m512)odd, (__m512)even);
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7,
                                         22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return (Vector)_mm512_maskz_permutexvar_epi16(~0u, order, both);
}

// Rounds kLanes neighbours to kLanes / 2 pairs.
inline void store_pairs(float* to, Vector values) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), (__m256i)_mm512_cvtneps_pbh((__m512)values));
}

// sum + the product of the two pairs of each lane.
inline Vector multiply_add_pairs(Vector sum, Vector left, Vector right) {
  return (Vector)_mm512_dpbf16_ps((__m512)sum, (__m512bh)left, (__m512bh)right);
}
#else
constexpr bool kHasBfloat16 = false;
inline Vector pairs_of(Vector even, Vector) { return even; }
inline void store_pairs(float*, Vector) {}
inline Vector multiply_add_pairs(Vector sum, Vector, Vector) { return sum; }
#endif

// How many floats or pairs a depth takes.
inline int depth_units(Format format, int depth) {
  return format == Format::float32 ? depth : (depth + 1) / 2;
}

// The stride of rows of pairs that store_pairs fills: whole vectors.
inline int pair_stride(int count) { return (count + kLanes - 1) / kLanes * (kLanes / 2); }

// Rounds a row of floats to pairs, `to` with room for pair_stride(count); beyond the end they are zero.
inline void to_pairs(const float* from, int count, float* to) {
  for (int at = 0; at < count; at += kLanes) {
    store_pairs(to + at / 2, load_first(from + at, count - at < kLanes ? count - at : kLanes));
  }
}

}  // namespace encdec
