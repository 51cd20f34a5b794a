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
  Floats queries, keys, values, mask, energy, bias, of_context, of_weights;
  std::string name() const {
    return std::string(energy.empty() ? "multiplicative" : "additive") + " attention: batch " +
           std::to_string(batch) + ", " + std::to_string(targets) + " targets, " + std::to_string(sources) +
           " sources, size " + std::to_string(size) + ", values of " + std::to_string(value_size);
  }
};

struct Arguments {
  Doubles queries, keys, values, energy, bias;
};

AttentionCase random_case(Random& random) {
  AttentionCase call{random_integer(random, 1, 6),
                     random_integer(random, 1, 7),
                     random_integer(random, 1, 40),
                     random_integer(random, 1, 50),
                     random_integer(random, 1, 50),
                     1,
                     {},
                     {},
                     {},
                     {},
                     {},
                     {},
                     {},
                     {}};
  call.queries = random_floats(random, size_t(call.batch) * call.targets * call.size);
  call.keys = random_floats(random, size_t(call.batch) * call.sources * call.size);
  call.values = random_floats(random, size_t(call.batch) * call.sources * call.value_size);
  if (random_flag(random))
    call.energy = random_floats(random, call.size);
  else
    call.scale = 0.3f;
  if (!call.energy.empty() && random_flag(random)) call.bias = random_floats(random, call.size);
  const bool all_masked = random_flag(random, 0.2);
  if (random_flag(random)) {
    for (int i = 0; i < call.batch * call.sources; i++) {
      call.mask.push_back((all_masked && i < call.sources) || random_flag(random, 0.3) ? 0 : 1);
    }
  }
  call.of_context = random_floats(random, size_t(call.batch) * call.targets * call.value_size);
  if (random_flag(random))
    call.of_weights = random_floats(random, size_t(call.batch) * call.targets * call.sources);
  return call;
}

double score_of(const AttentionCase& call, const Arguments& x, size_t query, size_t key) {
  double score = 0;
  for (int i = 0; i < call.size; i++) {
    const double q = x.queries[query * call.size + i], k = x.keys[key * call.size + i];
    if (call.energy.empty()) {
      score += call.scale * q * k;
    } else {
      score += x.energy[i] * std::tanh(q + k + (x.bias.empty() ? 0 : x.bias[i]));
    }
  }
  return score;
}

// Context and weights of one target.
void reference_row(const AttentionCase& call, const Arguments& x, int b, int t, Doubles& context,
                   Doubles& weights) {
  weights.assign(call.sources, 0);
  context.assign(call.value_size, 0);
  double top = -HUGE_VAL, sum = 0;
  for (int s = 0; s < call.sources; s++) {
    weights[s] = score_of(call, x, size_t(b) * call.targets + t, size_t(b) * call.sources + s);
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
}

double reference_loss(const AttentionCase& call, const Arguments& x) {
  double loss = 0;
  Doubles context, weights;
  for (int b = 0; b < call.batch; b++) {
    for (int t = 0; t < call.targets; t++) {
      const size_t row = size_t(b) * call.targets + t;
      reference_row(call, x, b, t, context, weights);
      for (int v = 0; v < call.value_size; v++)
        loss += context[v] * call.of_context[row * call.value_size + v];
      for (int s = 0; s < call.sources && !call.of_weights.empty(); s++) {
        loss += weights[s] * call.of_weights[row * call.sources + s];
      }
    }
  }
  return loss;
}

void check_case(const AttentionCase& call) {
  const size_t rows = size_t(call.batch) * call.targets;
  Arguments x{widened(call.queries), widened(call.keys), widened(call.values), widened(call.energy),
              widened(call.bias)};
  AttentionInputs inputs{call.batch,         call.targets,       call.sources,         call.size,
                         call.value_size,    call.scale,         call.queries.data(),  call.keys.data(),
                         call.values.data(), pointer(call.mask), pointer(call.energy), pointer(call.bias)};
  Floats context = unwritten(rows * call.value_size), weights = unwritten(rows * call.sources);
  attention_forward({inputs, context.data(), weights.data()});
  Doubles want_context, want_weights, context_row, weights_row;
  for (size_t row = 0; row < rows; row++) {
    reference_row(call, x, int(row / call.targets), int(row % call.targets), context_row, weights_row);
    want_context.insert(want_context.end(), context_row.begin(), context_row.end());
    want_weights.insert(want_weights.end(), weights_row.begin(), weights_row.end());
  }
  expect_close(call.name() + ": context", context, want_context, 1e-5, 1);
  expect_close(call.name() + ": weights", weights, want_weights, 1e-5, 1);

  Floats of_queries = unwritten(call.queries.size()), of_keys = unwritten(call.keys.size());
  Floats of_values = unwritten(call.values.size()), of_energy = unwritten(call.energy.size());
  Floats of_bias = unwritten(call.energy.size());
  attention_backward({inputs, weights.data(), call.of_context.data(), pointer(call.of_weights),
                      of_queries.data(), of_keys.data(), of_values.data(), pointer(of_energy),
                      pointer(of_bias)});
  const auto loss = [&] { return reference_loss(call, x); };
  check_gradient(call.name() + ": queries", of_queries, x.queries, loss, 2e-5);
  check_gradient(call.name() + ": keys", of_keys, x.keys, loss, 2e-5);
  check_gradient(call.name() + ": values", of_values, x.values, loss, 2e-5);
  check_gradient(call.name() + ": energy", of_energy, x.energy, loss, 2e-5);
  if (!call.bias.empty()) check_gradient(call.name() + ": bias", of_bias, x.bias, loss, 2e-5);
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
