// What all tests use: seeded random data, and comparisons that say what differs and where.
#pragma once

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace encdec {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Random = std::mt19937;

// For loops of a reference, which share nothing with other threads: the thread sanitizer would spend most of its time on them.
#define ENCDEC_ALONE __attribute__((no_sanitize("thread")))

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void expect(bool condition, const std::string& what);
void expect_near(const std::string& what, double got, double want, double tolerance);

// Every element within `tolerance` times the largest magnitude of `want` (at least `smallest_scale`); NaN
// equals NaN.
void expect_close(const std::string& what, const Floats& got, const Doubles& want, double tolerance,
                  double smallest_scale = 1e-3);

// The same bits.
void expect_same(const std::string& what, const Floats& got, const Floats& want);

// Uniform in [-scale, scale].
Floats random_floats(Random& random, size_t count, float scale = 1);

// Uniform in [lowest, largest].
int random_integer(Random& random, int lowest, int largest);
bool random_flag(Random& random, double probability = 0.5);

// Results start as NaN, so that an element nobody writes is seen.
Floats unwritten(size_t count);

inline Doubles widened(const Floats& values) { return Doubles(values.begin(), values.end()); }
inline float* pointer(Floats& values) { return values.empty() ? nullptr : values.data(); }
inline const float* pointer(const Floats& values) { return values.empty() ? nullptr : values.data(); }

}  // namespace encdec
