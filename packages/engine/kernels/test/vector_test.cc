// Arithmetic on registers against the standard library's, and the values that are no ordinary numbers.
#include <cmath>
#include <cstring>
#include <limits>

#include "check.h"
#include "tests.h"
#include "transpose.h"
#include "vector.h"

namespace encdec {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

void check_functions(float x) {
  const std::string at = " of " + std::to_string(x);
  const double exact = std::exp(double(x));
  expect_near("exponential" + at, exponential(broadcast(x))[0] / exact, 1, 2e-7);
  expect_near("sigmoid" + at, sigmoid(broadcast(x))[kLanes - 1], 1 / (1 + std::exp(-double(x))), 2e-7);
  const double tanh = std::tanh(double(x));
  expect_near("hyperbolic tangent" + at, hyperbolic_tangent(broadcast(x))[0], tanh,
              3e-7 * std::fabs(tanh) + 1e-45);
}

// Not a number must stay so whatever its other bits, or a gradient that went wrong would look finite.
void check_not_a_number(uint32_t bits) {
  const float value = float_of(bits);
  const std::string what = "the NaN " + std::to_string(bits) + " through ";
  expect(std::isnan(exponential(broadcast(value))[0]), what + "exponential");
  expect(std::isnan(sigmoid(broadcast(value))[0]), what + "sigmoid");
  expect(std::isnan(hyperbolic_tangent(broadcast(value))[0]), what + "hyperbolic_tangent");
}

void check_first_lanes(Random& random, int count) {
  const Floats from = random_floats(random, count);
  const Vector value = load_first(from.data(), count);
  for (int lane = 0; lane < kLanes; lane++) {
    expect_near("lane " + std::to_string(lane), value[lane], lane < count ? from[lane] : 0, 0);
  }
  Floats to = unwritten(count);
  store_first(to.data(), value, count);
  expect_same("what store_first wrote", to, from);
}

void check_transpose(Random& random) {
  constexpr int kFrom = kLanes + 3, kTo = kLanes + 1;
  const Floats from = random_floats(random, kLanes * kFrom);
  Floats to(kLanes * kTo);
  transpose_block(from.data(), kFrom, to.data(), kTo);
  for (int r = 0; r < kLanes; r++) {
    for (int c = 0; c < kLanes; c++)
      expect_near("a transposed element", to[c * kTo + r], from[r * kFrom + c], 0);
  }
}

}  // namespace

int test_vectors(const TestOptions& options) {
  Random random(options.seed);
  constexpr int kValues = 4000;
  for (int i = -kValues; i <= kValues; i++) check_functions(87.0f * float(i) / kValues);
  for (float x = 1; x > 1e-30f; x /= 3) check_functions(x), check_functions(-x);
  for (const float x : {1e4f, 3e38f, kInfinity}) {
    expect_near("sigmoid of a large number", sigmoid(broadcast(x))[0], 1, 0);
    expect_near("sigmoid of a small number", sigmoid(broadcast(-x))[0], 0, 1e-37);
    expect_near("hyperbolic tangent of a large number", hyperbolic_tangent(broadcast(x))[0], 1, 0);
    expect_near("hyperbolic tangent of a small number", hyperbolic_tangent(broadcast(-x))[0], -1, 0);
    expect(std::isfinite(exponential(broadcast(x))[0]), "exponential of a large number must be finite");
  }
  for (const uint32_t sign : {0u, 0x80000000u}) {
    for (uint32_t payload = 0; payload < 0x400000; payload = 3 * payload + 1) {
      check_not_a_number(sign | 0x7fc00000 | payload);
    }
  }
  for (int count = 1; count <= kLanes; count++) check_first_lanes(random, count);
  check_transpose(random);
  Vector lanes;
  for (int lane = 0; lane < kLanes; lane++) lanes[lane] = float(lane * lane);
  expect_near("sum_of", sum_of(lanes), (kLanes - 1) * kLanes * (2 * kLanes - 1) / 6, 0);
  expect_near("largest_of", largest_of(lanes), (kLanes - 1) * (kLanes - 1), 0);
  expect_near("square_root", square_root(lanes)[kLanes - 1], kLanes - 1, 0);
  return 2 * kValues + 1;
}

}  // namespace encdec
