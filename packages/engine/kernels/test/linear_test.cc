// The linear layer and its losses of random shapes against plain loops in double precision.
#include "linear.h"

#include <cmath>

#include "check.h"
#include "differences.h"
#include "linear_loss.h"
#include "pack.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

struct LinearCase {
  int rows, features, outputs, threads;
  bool bfloat16;
  float smoothing;
  Floats input, kernel, bias, weights, targets;
  std::vector<int32_t> labels;

  std::string name() const {
    return std::to_string(rows) + " rows, " + std::to_string(features) + " features, " +
           std::to_string(outputs) + " outputs, " + std::to_string(threads) + " threads";
  }
};

struct LinearGradients {
  Floats input, kernel, bias;
};

struct LinearArguments {
  Doubles input, kernel, bias;
};

LinearCase random_linear(Random& random, int rows, int features, int outputs) {
  LinearCase call{
      rows, features, outputs, random_integer(random, 1, 4), random_flag(random, 0.2), 0, {}, {}, {},
      {},   {},       {}};
  call.smoothing = random_flag(random) ? 0.1f : 0;
  call.input = random_floats(random, size_t(rows) * features);
  call.kernel = random_floats(random, size_t(features) * outputs);
  if (random_flag(random)) call.bias = random_floats(random, outputs);
  call.targets = random_floats(random, size_t(rows) * outputs);
  const bool weighted = random_flag(random), none_counts = random_flag(random, 0.1);
  for (int r = 0; r < rows; r++) {
    const bool ignored = weighted && (none_counts || random_flag(random, 0.3));
    if (weighted) call.weights.push_back(ignored ? 0 : 0.5f + random_floats(random, 1, 0.4f)[0]);
    // The label of an ignored row is not read.
    call.labels.push_back(ignored ? -7 : random_integer(random, 0, outputs - 1));
  }
  return call;
}

// The linear layer's outputs of one row.
ENCDEC_ALONE Doubles outputs_of(const LinearCase& call, const LinearArguments& arguments, int row) {
  Doubles outputs = arguments.bias;
  double* const sums = outputs.data();
  for (int f = 0; f < call.features; f++) {
    const double value = arguments.input.data()[size_t(row) * call.features + f];
    const double* kernel = arguments.kernel.data() + size_t(f) * call.outputs;
    for (int c = 0; c < call.outputs; c++) sums[c] += value * kernel[c];
  }
  return outputs;
}

double cross_entropy_of(const Doubles& logits, int label, double smoothing) {
  const double* const values = logits.data();
  const size_t count = logits.size();
  double sum = 0, mean = 0;
  for (size_t c = 0; c < count; c++) {
    sum += std::exp(values[c]);
    mean += values[c] / double(count);
  }
  return std::log(sum) - (1 - smoothing) * logits[label] - smoothing * mean;
}

double squared_error_of(const Doubles& outputs, const float* targets) {
  double sum = 0;
  for (size_t c = 0; c < outputs.size(); c++) sum += (outputs[c] - targets[c]) * (outputs[c] - targets[c]);
  return sum;
}

double reference_loss(const LinearCase& call, const LinearArguments& arguments, bool squared) {
  double loss = 0;
  for (int r = 0; r < call.rows; r++) {
    const double weight = call.weights.empty() ? 1 : call.weights[r];
    if (weight == 0) continue;
    const Doubles outputs = outputs_of(call, arguments, r);
    loss += weight * (squared ? squared_error_of(outputs, call.targets.data() + size_t(r) * call.outputs)
                              : cross_entropy_of(outputs, call.labels[r], call.smoothing));
  }
  return loss;
}

LinearArguments arguments_of(const LinearCase& call) {
  return {widened(call.input), widened(call.kernel),
          call.bias.empty() ? Doubles(call.outputs) : widened(call.bias)};
}

void check_loss(const LinearCase& call, bool squared) {
  const std::string name = (squared ? "squared error: " : "cross-entropy: ") + call.name();
  float value = 0, value_alone = 0;
  Floats of_input = unwritten(call.input.size()), of_kernel = unwritten(call.kernel.size());
  Floats of_bias = unwritten(call.outputs);
  LinearLoss layer{call.rows,          call.features,      call.outputs,          call.input.data(),
                   call.kernel.data(), pointer(call.bias), pointer(call.weights), &value,
                   of_input.data(),    of_kernel.data(),   of_bias.data(),        call.bfloat16};
  const auto run = [&] {
    if (squared) return linear_squared_error(layer, call.targets.data());
    linear_cross_entropy(layer, {call.labels.data(), call.smoothing});
  };
  run();
  layer.loss = &value_alone;
  layer.input_gradient = layer.kernel_gradient = layer.bias_gradient = nullptr;
  run();
  // Without gradients the team may be of another size, but the loss is summed row by row.
  expect_near(name + ": loss without gradients", value_alone, value, 0);
  LinearArguments arguments = arguments_of(call);
  const auto loss = [&] { return reference_loss(call, arguments, squared); };
  const double want = loss(), tolerance = call.bfloat16 && kHasBfloat16 ? 2e-2 : 5e-6;
  expect_near(name, value, want, tolerance * (1 + std::fabs(want)));
  // A single class has probability 1, and its gradients are what rounding leaves of 1 - 1; the bias of a single output has one
  // sum as gradient, of which hardly anything may be left.
  const double smallest_scale = call.outputs == 1 ? 1 : 1e-2;
  check_gradient(name + ": input", of_input, arguments.input, loss, 10 * tolerance, smallest_scale);
  check_gradient(name + ": kernel", of_kernel, arguments.kernel, loss, 10 * tolerance, smallest_scale);
  check_gradient(name + ": bias", of_bias, arguments.bias, loss, 10 * tolerance, smallest_scale);
}

// In bfloat16: outputs and gradients near the exact ones.
void check_rounded(const LinearCase& call, const Doubles& want) {
  const std::string name = "linear in bfloat16: " + call.name();
  Linear layer{call.rows, call.features, call.outputs, call.input.data(), call.kernel.data()};
  const auto backward = [&](bool bfloat16) {
    layer.bfloat16 = bfloat16;
    LinearGradients gradients{unwritten(call.input.size()), unwritten(call.kernel.size()),
                              unwritten(call.outputs)};
    linear_backward(layer, call.targets.data(), gradients.input.data(), gradients.kernel.data(),
                    gradients.bias.data());
    return gradients;
  };
  const LinearGradients exact = backward(false), rounded = backward(true);
  Floats result = unwritten(want.size());
  linear_forward(layer, nullptr, pointer(call.bias), result.data());
  const double tolerance = kHasBfloat16 ? 2e-2 : 5e-6;
  expect_close(name, result, want, tolerance, 1);
  expect_close(name + ": input", rounded.input, widened(exact.input), tolerance, 1);
  expect_close(name + ": kernel", rounded.kernel, widened(exact.kernel), tolerance, 1);
  expect_close(name + ": bias", rounded.bias, widened(exact.bias), tolerance, 1);
}

void check_linear(const LinearCase& call) {
  const std::string name = "linear: " + call.name();
  const LinearArguments exact = arguments_of(call);
  Doubles want;
  for (int r = 0; r < call.rows; r++) {
    const Doubles outputs = outputs_of(call, exact, r);
    want.insert(want.end(), outputs.begin(), outputs.end());
  }
  const Linear layer{call.rows, call.features, call.outputs, call.input.data(), call.kernel.data()};
  Floats result = unwritten(want.size()), packed_result = unwritten(want.size());
  linear_forward(layer, nullptr, pointer(call.bias), result.data());
  expect_close(name, result, want, 5e-6, 1);
  Floats packed(packed_size(call.features, call.outputs));
  parallel(1, [&](Member& member) {
    pack(Format::float32, call.kernel.data(), call.outputs, call.features, call.outputs, packed.data(),
         member);
  });
  linear_forward(layer, packed.data(), pointer(call.bias), packed_result.data());
  expect_same(name + ", packed before", packed_result, result);

  Floats of_input = unwritten(call.input.size()), of_kernel = unwritten(call.kernel.size());
  Floats of_bias = unwritten(call.outputs);
  if (call.bfloat16) return check_rounded(call, want);
  linear_backward(layer, call.targets.data(), of_input.data(), of_kernel.data(), of_bias.data());
  LinearArguments arguments = exact;
  const auto loss = [&] {
    double sum = 0;
    for (int r = 0; r < call.rows; r++) {
      const Doubles outputs = outputs_of(call, arguments, r);
      for (int c = 0; c < call.outputs; c++) sum += outputs[c] * call.targets[size_t(r) * call.outputs + c];
    }
    return sum;
  };
  check_gradient(name + ": input", of_input, arguments.input, loss, 2e-5);
  check_gradient(name + ": kernel", of_kernel, arguments.kernel, loss, 2e-5);
  check_gradient(name + ": bias", of_bias, arguments.bias, loss, 2e-5);
}

}  // namespace

int test_linear(const TestOptions& options) {
  Random random(options.seed);
  int cases = 0;
  const auto check = [&](const LinearCase& call) {
    set_thread_count(call.threads);
    check_linear(call);
    check_loss(call, false);
    check_loss(call, true);
    cases++;
  };
  // More rows than are in memory at a time.
  LinearCase in_parts = random_linear(random, 53, 1, 44000);
  in_parts.threads = 1;
  in_parts.bfloat16 = false;
  check_loss(in_parts, false);
  for (int round = 0; round < options.rounds; round++) {
    check(random_linear(random, random_integer(random, 1, 60), random_integer(random, 1, 40),
                        random_integer(random, 1, 100)));
  }
  return cases;
}

}  // namespace encdec
