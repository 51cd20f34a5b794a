// Dropout against the hash written out, bit by bit.
#include "dropout.h"

#include "check.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

uint32_t hash(uint32_t x) {
  x ^= x >> 17;
  x *= 0xed5ad4bbu;
  x ^= x >> 11;
  x *= 0xac4c1b51u;
  x ^= x >> 15;
  x *= 0x31848babu;
  return x ^ (x >> 14);
}

}  // namespace

int test_dropout(const TestOptions& options) {
  Random random(options.seed);
  for (int round = 0; round < options.rounds; round++) {
    const int size =
        random_flag(random, 0.1) ? random_integer(random, 4000, 20000) : random_integer(random, 1, 99);
    const Dropout dropout{static_cast<uint32_t>(random()), static_cast<uint32_t>(random()), 1.25f};
    set_thread_count(random_integer(random, 1, 4));
    const Floats input = random_floats(random, size);
    Floats result = unwritten(size), want;
    drop(dropout, input.data(), input.size(), result.data());
    for (int p = 0; p < size; p++) {
      want.push_back(input[p] * (hash(hash(p) ^ dropout.key) < dropout.threshold ? 0.0f : dropout.scale));
    }
    expect_same("dropout", result, want);
  }
  return options.rounds;
}

}  // namespace encdec
