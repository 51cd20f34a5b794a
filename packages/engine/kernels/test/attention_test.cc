// Attention of random shapes against plain loops in double precision, and finite differences.
#include "attention.h"

#include <algorithm>
#include <cmath>

#include "check.h"
#include "differences.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

struct AttentionCase {
  int batch, targets, sources, size, value_size;
  float scale;
  Floats queries, keys, values, mask, energy, bias, coverage, coverage_kernel, of_context, of_weights,
      of_coverage;
  std::string name() const {
    return std::string(energy.empty() ? "multiplicative" : "additive") + " attention" +
           (coverage.empty() ? "" : " with coverage") + ": batch " + std::to_string(batch) + ", " +
           std::to_string(targets) + " targets, " + std::to_string(sources) + " sources, size " +
           std::to_string(size) + ", values of " + std::to_string(value_size);
  }
};

struct Arguments {
  Doubles queries, keys, values, energy, bias, coverage, coverage_kernel;
};

AttentionCase random_case(Random& random) {
  AttentionCase call{};
  call.batch = random_integer(random, 1, 6);
  call.targets = random_integer(random, 1, 7);
  call.sources = random_integer(random, 1, 40);
  call.size = random_integer(random, 1, 50);
  call.value_size = random_integer(random, 1, 50);
  call.scale = 1;
  call.queries = random_floats(random, size_t(call.batch) * call.targets * call.size);
  call.keys = random_floats(random, size_t(call.batch) * call.sources * call.size);
  call.values = random_floats(random, size_t(call.batch) * call.sources * call.value_size);
  if (random_flag(random))
    call.energy = random_floats(random, call.size);
  else
    call.scale = 0.3f;
  if (!call.energy.empty() && random_flag(random)) call.bias = random_floats(random, call.size);
  if (!call.energy.empty() && random_flag(random)) {
    call.coverage = random_floats(random, size_t(call.batch) * call.sources);
    call.coverage_kernel = random_floats(random, call.size);
  }
  const bool all_masked = random_flag(random, 0.2);
  if (random_flag(random)) {
    for (int i = 0; i < call.batch * call.sources; i++) {
      call.mask.push_back((all_masked && i < call.sources) || random_flag(random, 0.3) ? 0 : 1);
    }
  }
  call.of_context = random_floats(random, size_t(call.batch) * call.targets * call.value_size);
  if (random_flag(random))
    call.of_weights = random_floats(random, size_t(call.batch) * call.targets * call.sources);
  if (!call.coverage.empty() && random_flag(random))
    call.of_coverage = random_floats(random, size_t(call.batch) * call.targets * call.sources);
  return call;
}

double score_of(const AttentionCase& call, const Arguments& x, size_t query, size_t key, double coverage) {
  double score = 0;
  for (int i = 0; i < call.size; i++) {
    const double q = x.queries[query * call.size + i], k = x.keys[key * call.size + i];
    if (call.energy.empty()) {
      score += call.scale * q * k;
    } else {
      const double covered = coverage * (x.coverage_kernel.empty() ? 0 : x.coverage_kernel[i]);
      score += x.energy[i] * std::tanh(q + k + (x.bias.empty() ? 0 : x.bias[i]) + covered);
    }
  }
  return score;
}

struct Looks {
  Doubles context, weights, coverage;
};

// Context and weights of one target, from the coverage before it, which may be empty.
void look(const AttentionCase& call, const Arguments& x, int b, int t, const Doubles& coverage,
          Looks& looks) {
  Doubles weights(call.sources), context(call.value_size);
  double top = -HUGE_VAL, sum = 0;
  for (int s = 0; s < call.sources; s++) {
    weights[s] = score_of(call, x, size_t(b) * call.targets + t, size_t(b) * call.sources + s,
                          coverage.empty() ? 0 : coverage[s]);
    if (call.mask.empty() || call.mask[b * call.sources + s] != 0) top = std::max(top, weights[s]);
  }
  for (int s = 0; s < call.sources; s++) {
    const bool real = call.mask.empty() || call.mask[b * call.sources + s] != 0;
    weights[s] = real ? std::exp(weights[s] - top) : 0;
    sum += weights[s];
  }
  for (int s = 0; s < call.sources; s++) {
    if (sum > 0) weights[s] /= sum;
    for (int v = 0; v < call.value_size; v++) {
      context[v] += weights[s] * x.values[(size_t(b) * call.sources + s) * call.value_size + v];
    }
  }
  looks.context.insert(looks.context.end(), context.begin(), context.end());
  looks.weights.insert(looks.weights.end(), weights.begin(), weights.end());
  looks.coverage.insert(looks.coverage.end(), coverage.begin(), coverage.end());
}

Looks reference(const AttentionCase& call, const Arguments& x) {
  Looks looks;
  for (int b = 0; b < call.batch; b++) {
    Doubles coverage;
    if (!x.coverage.empty()) {
      const auto first = x.coverage.begin() + size_t(b) * call.sources;
      coverage.assign(first, first + call.sources);
    }
    for (int t = 0; t < call.targets; t++) {
      look(call, x, b, t, coverage, looks);
      const double* weights = looks.weights.data() + looks.weights.size() - call.sources;
      for (size_t s = 0; s < coverage.size(); s++) coverage[s] += weights[s];
    }
  }
  return looks;
}

double sum_of_products(const Doubles& values, const Floats& factors) {
  double sum = 0;
  for (size_t i = 0; i < factors.size(); i++) sum += values[i] * factors[i];
  return sum;
}

double reference_loss(const AttentionCase& call, const Arguments& x) {
  const Looks looks = reference(call, x);
  return sum_of_products(looks.context, call.of_context) + sum_of_products(looks.weights, call.of_weights) +
         sum_of_products(looks.coverage, call.of_coverage);
}

void check_case(const AttentionCase& call) {
  const size_t rows = size_t(call.batch) * call.targets;
  Arguments x{widened(call.queries),        widened(call.keys), widened(call.values),
              widened(call.energy),         widened(call.bias), widened(call.coverage),
              widened(call.coverage_kernel)};
  AttentionInputs inputs{call.batch,
                         call.targets,
                         call.sources,
                         call.size,
                         call.value_size,
                         call.scale,
                         call.queries.data(),
                         call.keys.data(),
                         call.values.data(),
                         pointer(call.mask),
                         pointer(call.energy),
                         pointer(call.bias),
                         pointer(call.coverage),
                         pointer(call.coverage_kernel)};
  Floats context = unwritten(rows * call.value_size), weights = unwritten(rows * call.sources);
  Floats coverage = unwritten(call.coverage.empty() ? 0 : rows * call.sources);
  attention_forward({inputs, context.data(), weights.data(), pointer(coverage)});
  const Looks want = reference(call, x);
  expect_close(call.name() + ": context", context, want.context, 1e-5, 1);
  expect_close(call.name() + ": weights", weights, want.weights, 1e-5, 1);
  expect_close(call.name() + ": coverage", coverage, want.coverage, 1e-5, 1);

  Floats of_queries = unwritten(call.queries.size()), of_keys = unwritten(call.keys.size());
  Floats of_values = unwritten(call.values.size()), of_energy = unwritten(call.energy.size());
  Floats of_bias = unwritten(call.energy.size()), of_start = unwritten(call.coverage.size());
  Floats of_coverage_kernel = unwritten(call.coverage_kernel.size());
  attention_backward({inputs, weights.data(), pointer(coverage), call.of_context.data(),
                      pointer(call.of_weights), pointer(call.of_coverage), of_queries.data(), of_keys.data(),
                      of_values.data(), pointer(of_energy), pointer(of_bias), pointer(of_start),
                      pointer(of_coverage_kernel)});
  const auto loss = [&] { return reference_loss(call, x); };
  check_gradient(call.name() + ": queries", of_queries, x.queries, loss, 2e-5);
  check_gradient(call.name() + ": keys", of_keys, x.keys, loss, 2e-5);
  check_gradient(call.name() + ": values", of_values, x.values, loss, 2e-5);
  check_gradient(call.name() + ": energy", of_energy, x.energy, loss, 2e-5);
  if (!call.bias.empty()) check_gradient(call.name() + ": bias", of_bias, x.bias, loss, 2e-5);
  check_gradient(call.name() + ": coverage", of_start, x.coverage, loss, 2e-5);
  check_gradient(call.name() + ": coverage kernel", of_coverage_kernel, x.coverage_kernel, loss, 2e-5);
}

}  // namespace

int test_attention(const TestOptions& options) {
  Random random(options.seed);
  const int rounds = options.rounds / 4;
  for (int round = 0; round < rounds; round++) {
    set_thread_count(random_integer(random, 1, 4));
    check_case(random_case(random));
  }
  return rounds;
}

}  // namespace encdec
