// The loss of a layer that writes or copies, of random shapes, against plain loops in double precision.
#include <algorithm>
#include <cmath>

#include "bfloat16.h"
#include "check.h"
#include "differences.h"
#include "linear_copy_loss.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

struct CopyCase {
  int sources, steps, features, outputs, length, threads;
  bool bfloat16;
  Floats input, kernel, bias, weights, gates, attention;
  std::vector<int32_t> labels, copy_ids;

  int rows() const { return sources * steps; }
  std::string name() const {
    return "copying: " + std::to_string(sources) + " sources, " + std::to_string(steps) + " steps, " +
           std::to_string(features) + " features, " + std::to_string(outputs) + " outputs, length " +
           std::to_string(length) + ", " + std::to_string(threads) + " threads";
  }
};

struct CopyArguments {
  Doubles input, kernel, bias, gates, attention;
};

struct CopyResult {
  Floats loss, input, kernel, bias, gates, attention;
};

CopyCase random_copying(Random& random) {
  CopyCase call{};
  call.sources = random_integer(random, 1, 6);
  call.steps = random_integer(random, 1, 9);
  call.features = random_integer(random, 1, 30);
  call.outputs = random_integer(random, 1, 80);
  call.length = random_integer(random, 1, 40);
  call.threads = random_integer(random, 1, 4);
  call.bfloat16 = random_flag(random, 0.2);
  call.input = random_floats(random, size_t(call.rows()) * call.features);
  call.kernel = random_floats(random, size_t(call.features) * call.outputs);
  if (random_flag(random)) call.bias = random_floats(random, call.outputs);
  call.gates = random_floats(random, call.rows(), 3);
  const bool weighted = random_flag(random), none_counts = random_flag(random, 0.1);
  // Some words come more than once in a source, and some are not in the vocabulary.
  const int unknown = random_integer(random, 0, 3);
  for (int i = 0; i < call.sources * call.length; i++) {
    const int distinct = std::min(call.outputs, 5);
    call.copy_ids.push_back(call.outputs - distinct + random_integer(random, 0, distinct + unknown - 1));
  }
  for (int r = 0; r < call.rows(); r++) {
    const bool ignored = weighted && (none_counts || random_flag(random, 0.3));
    if (weighted) call.weights.push_back(ignored ? 0 : 0.5f + random_floats(random, 1, 0.4f)[0]);
    const int* ids = call.copy_ids.data() + r / call.steps * call.length;
    const bool copied = random_flag(random);
    const int label = copied ? ids[random_integer(random, 0, call.length - 1)]
                             : random_integer(random, 0, call.outputs + 1);
    // The label of an ignored row is not read.
    call.labels.push_back(ignored ? -7 : label);
    Floats row = random_floats(random, call.length);
    float sum = 0;
    for (float& share : row) sum += share = std::exp(3 * share);
    for (const float share : row) call.attention.push_back(share / sum);
  }
  return call;
}

double probability_of(const CopyCase& call, const CopyArguments& x, int row) {
  const int label = call.labels[row];
  double sum = 0, wanted = 0, copied = 0;
  for (int c = 0; c < call.outputs; c++) {
    double logit = x.bias[c];
    for (int f = 0; f < call.features; f++) {
      logit += x.input[size_t(row) * call.features + f] * x.kernel[size_t(f) * call.outputs + c];
    }
    sum += std::exp(logit);
    if (c == label) wanted = std::exp(logit);
  }
  for (int i = 0; i < call.length; i++) {
    if (call.copy_ids[row / call.steps * call.length + i] == label) {
      copied += x.attention[size_t(row) * call.length + i];
    }
  }
  const double generates = 1 / (1 + std::exp(-x.gates[row]));
  return generates * wanted / sum + (1 - generates) * copied;
}

double reference_loss(const CopyCase& call, const CopyArguments& x) {
  double loss = 0;
  for (int r = 0; r < call.rows(); r++) {
    const double weight = call.weights.empty() ? 1 : call.weights[r];
    if (weight == 0) continue;
    loss -= weight * std::log(std::max(probability_of(call, x, r), kLeastProbability));
  }
  return loss;
}

CopyResult run(const CopyCase& call, int threads, bool with_gradients) {
  set_thread_count(threads);
  CopyResult result{unwritten(1),
                    unwritten(call.input.size()),
                    unwritten(call.kernel.size()),
                    unwritten(call.outputs),
                    unwritten(call.gates.size()),
                    unwritten(call.attention.size())};
  LinearLoss layer{call.rows(),         call.features,        call.outputs,          call.input.data(),
                   call.kernel.data(),  pointer(call.bias),   pointer(call.weights), result.loss.data(),
                   result.input.data(), result.kernel.data(), result.bias.data(),    call.bfloat16};
  CopyMixture copy{call.labels.data(),    call.gates.data(),    call.sources,        call.length,
                   call.attention.data(), call.copy_ids.data(), result.gates.data(), result.attention.data()};
  if (!with_gradients) {
    layer.input_gradient = layer.kernel_gradient = layer.bias_gradient = nullptr;
    copy.gate_gradient = copy.attention_gradient = nullptr;
  }
  linear_copy_cross_entropy(layer, copy);
  return result;
}

void check_case(const CopyCase& call) {
  const std::string name = call.name();
  const CopyResult result = run(call, call.threads, true), alone = run(call, 1, true);
  expect_same(name + ": loss by one thread", alone.loss, result.loss);
  expect_same(name + ": input by one thread", alone.input, result.input);
  expect_same(name + ": kernel by one thread", alone.kernel, result.kernel);
  expect_same(name + ": bias by one thread", alone.bias, result.bias);
  expect_same(name + ": gates by one thread", alone.gates, result.gates);
  expect_same(name + ": attention by one thread", alone.attention, result.attention);
  expect_same(name + ": loss without gradients", run(call, call.threads, false).loss, result.loss);
  CopyArguments x{widened(call.input), widened(call.kernel),
                  call.bias.empty() ? Doubles(call.outputs) : widened(call.bias), widened(call.gates),
                  widened(call.attention)};
  const auto loss = [&] { return reference_loss(call, x); };
  const double want = loss(), tolerance = call.bfloat16 && kHasBfloat16 ? 2e-2 : 5e-6;
  expect_near(name, result.loss[0], want, tolerance * (1 + std::fabs(want)));
  check_gradient(name + ": input", result.input, x.input, loss, 10 * tolerance);
  check_gradient(name + ": kernel", result.kernel, x.kernel, loss, 10 * tolerance);
  check_gradient(name + ": bias", result.bias, x.bias, loss, 10 * tolerance);
  check_gradient(name + ": gates", result.gates, x.gates, loss, 10 * tolerance);
  check_gradient(name + ": attention", result.attention, x.attention, loss, 10 * tolerance);
}

// What is no number stays none, and is not taken for a word that cannot be written.
void check_no_number(Random& random) {
  CopyCase call = random_copying(random);
  call.labels.assign(call.labels.size(), 0);
  call.weights.clear();
  call.input.assign(call.input.size(), std::nanf(""));
  const CopyResult result = run(call, call.threads, true);
  expect(std::isnan(result.loss[0]), call.name() + ": the loss of no number is a number");
  expect(std::isnan(result.gates[0]), call.name() + ": the gradient of no number is a number");
}

}  // namespace

int test_linear_copy(const TestOptions& options) {
  Random random(options.seed);
  for (int round = 0; round < options.rounds; round++) check_case(random_copying(random));
  check_no_number(random);
  return options.rounds + 1;
}

}  // namespace encdec
