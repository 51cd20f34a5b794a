#include "check.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace encdec {

void expect(bool condition, const std::string& what) {
  if (!condition) throw Failure(what);
}

// NaN equals NaN.
static bool is_near(double got, double want, double tolerance) {
  return std::isnan(want) ? std::isnan(got) : got == want || std::fabs(got - want) <= tolerance;
}

void expect_near(const std::string& what, double got, double want, double tolerance) {
  if (is_near(got, want, tolerance)) return;
  throw Failure(what + " is " + std::to_string(got) + ", not " + std::to_string(want) + " +- " +
                std::to_string(tolerance));
}

// Both comparisons name an element only when it is wrong: under a sanitizer, names would take longer than what is tested.
void expect_close(const std::string& what, const Floats& got, const Doubles& want, double tolerance,
                  double smallest_scale) {
  expect(got.size() == want.size(), what + " has another size");
  const float* const found = got.data();
  const double* const wanted = want.data();
  double scale = smallest_scale;
  for (size_t i = 0; i < want.size(); i++) {
    if (std::isfinite(wanted[i])) scale = std::max(scale, std::fabs(wanted[i]));
  }
  for (size_t i = 0; i < got.size(); i++) {
    if (is_near(found[i], wanted[i], tolerance * scale)) continue;
    expect_near(what + "[" + std::to_string(i) + "]", found[i], wanted[i], tolerance * scale);
  }
}

void expect_same(const std::string& what, const Floats& got, const Floats& want) {
  expect(got.size() == want.size(), what + " has another size");
  if (got.empty() || std::memcmp(got.data(), want.data(), got.size() * sizeof(float)) == 0) return;
  for (size_t i = 0; i < got.size(); i++) {
    if (std::memcmp(&got[i], &want[i], sizeof(float)) == 0) continue;
    throw Failure(what + "[" + std::to_string(i) + "] has other bits: " + std::to_string(got[i]) + ", not " +
                  std::to_string(want[i]));
  }
}

Floats random_floats(Random& random, size_t count, float scale) {
  std::uniform_real_distribution<float> uniform(-scale, scale);
  Floats values(count);
  for (float& value : values) value = uniform(random);
  return values;
}

int random_integer(Random& random, int lowest, int largest) {
  return std::uniform_int_distribution<int>(lowest, largest)(random);
}

bool random_flag(Random& random, double probability) {
  return std::bernoulli_distribution(probability)(random);
}

Floats unwritten(size_t count) { return Floats(count, std::numeric_limits<float>::quiet_NaN()); }

}  // namespace encdec
