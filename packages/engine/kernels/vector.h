// Arithmetic on one register of floats, as wide as the target has: 16 lanes with AVX-512, 8 with AVX, else 4.
#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace encdec {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

// The register file holds 16 vectors on AVX and SSE, 32 elsewhere: product tiles are sized by it.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kRegisters = 32;
#else
constexpr int kRegisters = 16;
#endif

typedef float Vector __attribute__((vector_size(kLanes * 4)));
typedef int32_t IntVector __attribute__((vector_size(kLanes * 4)));
typedef uint32_t UnsignedVector __attribute__((vector_size(kLanes * 4)));
typedef float UnalignedVector __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));

inline Vector load(const float* from) { return *reinterpret_cast<const UnalignedVector*>(from); }
inline void store(float* to, Vector value) { *reinterpret_cast<UnalignedVector*>(to) = value; }
// Every lane the same bits: no arithmetic, which could change those of a NaN.
inline Vector broadcast(float value) {
#if defined(__AVX512F__)
  return (Vector)_mm512_set1_ps(value);
#else
  Vector all{};
  for (int lane = 0; lane < kLanes; lane++) all[lane] = value;
  return all;
#endif
}

// The first `count` lanes (1 to kLanes); the others read as zero and are not written.
inline Vector load_first(const float* from, int count) {
#if defined(__AVX512F__)
  return (Vector)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
#else
  if (count == kLanes) return load(from);
  Vector value{};
  std::memcpy(&value, from, sizeof(float) * count);
  return value;
#endif
}

inline void store_first(float* to, Vector value, int count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)value);
#else
  if (count == kLanes) return store(to, value);
  std::memcpy(to, &value, sizeof(float) * count);
#endif
}

inline Vector select(IntVector condition, Vector yes, Vector no) {
  return (Vector)(((IntVector)yes & condition) | ((IntVector)no & ~condition));
}
inline Vector minimum(Vector a, Vector b) { return select(a < b, a, b); }
inline Vector maximum(Vector a, Vector b) { return select(a > b, a, b); }
inline Vector absolute(Vector a) { return (Vector)((IntVector)a & 0x7fffffff); }

inline Vector square_root(Vector a) {
#if defined(__AVX512F__)
  return (Vector)_mm512_maskz_sqrt_ps(0xffff, (__m512)a);
#else
  Vector root{};
  for (int lane = 0; lane < kLanes; lane++) root[lane] = __builtin_sqrtf(a[lane]);
  return root;
#endif
}

inline IntVector lane_numbers() {
  IntVector numbers{};
  for (int lane = 0; lane < kLanes; lane++) numbers[lane] = lane;
  return numbers;
}

// Whether a lane of a comparison holds.
inline bool any(IntVector condition) {
#if defined(__AVX512F__)
  return _mm512_test_epi32_mask((__m512i)condition, (__m512i)condition) != 0;
#else
  int32_t either = 0;
  for (int lane = 0; lane < kLanes; lane++) either |= condition[lane];
  return either != 0;
#endif
}

inline float sum_of(Vector a) {
  float sum = 0;
  for (int lane = 0; lane < kLanes; lane++) sum += a[lane];
  return sum;
}

inline float largest_of(Vector a) {
  float largest = a[0];
  for (int lane = 1; lane < kLanes; lane++) largest = a[lane] > largest ? a[lane] : largest;
  return largest;
}

// e^x: 2^n times a degree-5 polynomial on [-ln 2 / 2, ln 2 / 2] (Cephes); relative error below 2e-7, a NaN
// stays a NaN.
//
// Adding 1.5 * 2^23 rounds to an integer in the low bits: the reason why -ffast-math, which folds it away, is
// not used.
inline Vector exponential(Vector x) {
  const Vector clamped = select(x > 88.3f, broadcast(88.3f), select(x < -87.3f, broadcast(-87.3f), x));
  const Vector magic = broadcast(12582912.0f);
  const Vector shifted = clamped * 1.44269504f + magic;
  const UnsignedVector exponent = (UnsignedVector)shifted - (UnsignedVector)magic;
  const Vector n = shifted - magic;
  const Vector r = clamped - n * 0.693359375f + n * 2.12194440e-4f;
  Vector y = broadcast(1.9875691500e-4f);
  y = y * r + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * (r * r) + r + 1.0f;
  // A product, not a sum of exponents, which could turn a NaN's bits into those of a number.
  return y * (Vector)((exponent << 23) + 0x3f800000u);
}

inline Vector sigmoid(Vector x) { return 1.0f / (1.0f + exponential(-x)); }

// The line through sigmoid's middle that Keras 1 and TensorFlow.js take for it; a NaN stays a NaN.
inline Vector hard_sigmoid(Vector x) {
  const Vector y = 0.2f * x + 0.5f;
  return select(y < 0.0f, Vector{}, select(y > 1.0f, broadcast(1.0f), y));
}

// How a gate opens, and the slope there from the value.
inline Vector open_gate(Vector x, bool hard) { return hard ? hard_sigmoid(x) : sigmoid(x); }
inline Vector gate_slope(Vector y, bool hard) {
  return hard ? select((y > 0.0f) & (y < 1.0f), broadcast(0.2f), Vector{}) : y * (1.0f - y);
}

// tanh x = 1 - 2 / (1 + e^2x), and an odd polynomial near zero, where that loses digits (Cephes).
inline Vector hyperbolic_tangent(Vector x) {
  const Vector z = x * x;
  Vector y = broadcast(-5.70498872745e-3f);
  y = y * z + 2.06390887954e-2f;
  y = y * z - 5.37397155531e-2f;
  y = y * z + 1.33314422036e-1f;
  y = y * z - 3.33332819422e-1f;
  const Vector near_zero = y * z * x + x;
  const Vector elsewhere = 1.0f - 2.0f / (1.0f + exponential(x + x));
  return select(absolute(x) < 0.625f, near_zero, elsewhere);
}

}  // namespace encdec
