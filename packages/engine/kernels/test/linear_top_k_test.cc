// The most probable tokens of random shapes against a full sort, with ties, packed or not, on several teams.
#include "linear_top_k.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "check.h"
#include "pack.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

struct TopCase {
  int rows, features, outputs, k;
  Floats input, kernel, bias;
  std::string name() const {
    return "top " + std::to_string(k) + " of " + std::to_string(outputs) + ", " + std::to_string(rows) +
           " rows, " + std::to_string(features) + " features";
  }
};

struct Top {
  std::vector<int32_t> ids;
  Floats log_probabilities;
};

Top run(const TopCase& call, int threads, bool packed_before) {
  const size_t size = size_t(call.rows) * call.k;
  Top top{std::vector<int32_t>(size, -1), unwritten(size)};
  Floats packed(packed_size(call.features, call.outputs));
  if (packed_before) {
    parallel(1, [&](Member& member) {
      pack(Format::float32, call.kernel.data(), call.outputs, call.features, call.outputs, packed.data(),
           member);
    });
  }
  set_thread_count(threads);
  LinearTopK layer{};
  layer.rows = call.rows;
  layer.features = call.features;
  layer.outputs = call.outputs;
  layer.input = call.input.data();
  layer.kernel = call.kernel.data();
  layer.packed = packed_before ? packed.data() : nullptr;
  layer.bias = pointer(call.bias);
  layer.k = call.k;
  layer.ids = top.ids.data();
  layer.log_probabilities = top.log_probabilities.data();
  linear_top_k(layer);
  return top;
}

Doubles logits_of(const TopCase& call, int row) {
  Doubles logits = call.bias.empty() ? Doubles(call.outputs) : widened(call.bias);
  for (int f = 0; f < call.features; f++) {
    for (int c = 0; c < call.outputs; c++) {
      logits[c] +=
          double(call.input[size_t(row) * call.features + f]) * call.kernel[size_t(f) * call.outputs + c];
    }
  }
  return logits;
}

void check_case(const TopCase& call, bool exact) {
  const Top top = run(call, 1, false);
  for (const int threads : {2, 3, 4}) {
    const Top other = run(call, threads, threads != 3);
    expect(other.ids == top.ids, call.name() + ": other ids on " + std::to_string(threads) + " threads");
    expect_same(call.name() + " on several threads", other.log_probabilities, top.log_probabilities);
  }
  for (int r = 0; r < call.rows; r++) {
    const Doubles logits = logits_of(call, r);
    std::vector<int> order(call.outputs);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return logits[a] > logits[b]; });
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit - logits[order[0]]);
    std::vector<bool> seen(call.outputs);
    for (int c = 0; c < call.k; c++) {
      const int id = top.ids[size_t(r) * call.k + c];
      expect(id >= 0 && id < call.outputs && !seen[id], call.name() + ": an id is wrong or comes twice");
      seen[id] = true;
      // Sums that rounding cannot tell apart may change places.
      if (exact) expect(id == order[c], call.name() + ": not in the order of a stable sort");
      expect_near(call.name(), top.log_probabilities[size_t(r) * call.k + c],
                  logits[order[c]] - logits[order[0]] - std::log(sum), 2e-5);
      expect_near(call.name() + ": logit", logits[id], logits[order[c]], 2e-5);
    }
  }
}

void check_unusual() {
  const float infinity = std::numeric_limits<float>::infinity();
  const float not_a_number = std::numeric_limits<float>::quiet_NaN();
  for (const int k : {1, 3}) {
    // Suppressed tokens have probability 0, and come last.
    TopCase call{1, 1, 70, k, {0}, Floats(70), Floats(70, -infinity)};
    call.bias[69] = 1;
    call.bias[2] = 0;
    Top top = run(call, 2, false);
    expect(top.ids[0] == 69, "a token that is not suppressed comes first");
    expect_near("log-probability", top.log_probabilities[0], -std::log1p(std::exp(-1.0)), 1e-6);
    if (k > 1) {
      expect(top.ids[1] == 2 && top.ids[2] == 0, "suppressed tokens come last, in order");
      expect_near("log-probability", top.log_probabilities[2], -infinity, 0);
    }
    call.bias.assign(70, not_a_number);
    top = run(call, 2, false);
    for (int c = 0; c < k; c++) {
      expect(top.ids[c] >= 0 && top.ids[c] < 70, "ids exist whatever the logits");
      expect_near("log-probability", top.log_probabilities[c], not_a_number, 0);
    }
  }
}

}  // namespace

int test_linear_top_k(const TestOptions& options) {
  Random random(options.seed);
  const int rounds = options.rounds / 4;
  for (int round = 0; round < rounds; round++) {
    TopCase call{random_integer(random, 1, 20),
                 random_integer(random, 1, 70),
                 random_integer(random, 1, 300),
                 1,
                 {},
                 {},
                 {}};
    if (random_flag(random, 0.1)) call.outputs = random_integer(random, 1000, 3000);
    if (random_flag(random)) call.k = random_integer(random, 1, std::min(call.outputs, 64));
    call.input = random_floats(random, size_t(call.rows) * call.features);
    call.kernel = random_floats(random, size_t(call.features) * call.outputs);
    if (random_flag(random)) call.bias = random_floats(random, call.outputs);
    // Small whole numbers have exact sums, and many ties.
    const bool exact = random_flag(random);
    for (Floats* values : {&call.input, &call.kernel, &call.bias}) {
      for (float& value : *values) value = exact ? std::nearbyint(2 * value) : value;
    }
    check_case(call, exact);
  }
  check_unusual();
  return rounds;
}

}  // namespace encdec
