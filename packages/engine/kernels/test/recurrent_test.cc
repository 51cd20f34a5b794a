// Recurrent layers of random shapes, options and thread counts: results against plain loops in double
// precision, gradients against differences of these.
#include <algorithm>
#include <cmath>

#include "differences.h"
#include "recurrent_case.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

Fused run_fused(const RecurrentCase& call) {
  if (call.kind == Kind::lstm) return run_lstm(call);
  return call.kind == Kind::layer_norm_lstm ? run_layer_norm_lstm(call) : run_gru(call);
}

// Relative to the largest of `exact`, or 0.1.
double largest_difference(const Doubles& values, const Doubles& exact) {
  double largest = 0, scale = 0.1;
  for (size_t i = 0; i < exact.size(); i++) {
    if (!std::isfinite(exact[i])) continue;
    largest = std::max(largest, std::fabs(values[i] - exact[i]));
    scale = std::max(scale, std::fabs(exact[i]));
  }
  return largest / scale;
}

double weighted_sum(const Doubles& values, const Floats& weights) {
  double sum = 0;
  for (size_t i = 0; i < weights.size(); i++) sum += values[i] * weights[i];
  return sum;
}

void expect_same_gradients(const RecurrentCase& call, const Arrays<float>& got, const Arrays<float>& want) {
  for (const auto& [name, array] : Arrays<float>::all()) {
    expect_same(call.name() + ": gradient of " + name + " once more", got.*array, want.*array);
  }
}

void check_gradients(const RecurrentCase& call, const Arrays<float>& gradients, double tolerance,
                     double smallest_scale) {
  Arrays<double> arguments;
  const auto loss = [&] {
    const Results<double> results = run_reference(call, arguments);
    const Results<float>& weights = call.loss_weights;
    return weighted_sum(results.outputs, weights.outputs) + weighted_sum(results.hidden, weights.hidden) +
           weighted_sum(results.cell, weights.cell);
  };
  const auto& floats = Arrays<float>::all();
  const auto& doubles = Arrays<double>::all();
  for (size_t i = 0; i < floats.size(); i++)
    arguments.*doubles[i].array = widened(call.arguments.*floats[i].array);
  // A bias that is left out is zero, and has a gradient all the same.
  if (arguments.bias.empty()) arguments.bias.resize(gradients.bias.size());
  if (arguments.recurrent_bias.empty()) arguments.recurrent_bias.resize(gradients.recurrent_bias.size());
  for (size_t i = 0; i < floats.size(); i++) {
    const Floats& gradient = gradients.*floats[i].array;
    if (gradient.empty()) continue;
    check_gradient(call.name() + ": " + floats[i].name, gradient, arguments.*doubles[i].array, loss, tolerance,
                   smallest_scale);
  }
}

// How far the exact results move, relative to the largest, when the arguments do by so much of themselves.
double sensitivity(const RecurrentCase& call, const Arrays<double>& arguments, const Results<double>& exact,
                   double share) {
  Random random(static_cast<unsigned>(call.shape.rows()));
  double largest = 0;
  for (int draw = 0; draw < 4; draw++) {
    Arrays<double> moved = arguments;
    for (const auto& [name, array] : Arrays<double>::all()) {
      for (double& value : moved.*array) value *= 1 + (random_flag(random) ? share : -share);
    }
    const Results<double> results = run_reference(call, moved);
    for (const auto array : {&Results<double>::outputs, &Results<double>::hidden, &Results<double>::cell}) {
      largest = std::max(largest, largest_difference(results.*array, exact.*array));
    }
  }
  return largest;
}

// The fewer values normalisation divides by the deviation of, the more it enlarges their last bits, step by step: as much as
// it does those of the arguments in the exact results.
double enlarged(const RecurrentCase& call, bool rounded, const Arrays<double>& arguments, const Results<double>& exact) {
  if (call.kind != Kind::layer_norm_lstm || !(rounded || call.shape.units <= 4)) return 0;
  return sensitivity(call, arguments, exact, rounded ? 1.0 / (1 << 9) : 1.0 / (1 << 24));
}

double output_tolerance(const RecurrentCase& call, bool rounded, double enlarged) {
  const bool normalised = call.kind == Kind::layer_norm_lstm;
  if (rounded) return normalised ? std::max(4e-2, 2 * enlarged) : 3e-2;
  return normalised ? std::max(5e-5, 4 * enlarged) : 5e-6;
}

// Over a row of three or fewer values normalisation nearly cancels its gradient: a last bit of an argument
// then changes the exact gradient by as much as 1e-3 of itself, and by more where it changes the results.
double gradient_tolerance(const RecurrentCase& call, bool rounded, double enlarged) {
  if (rounded) return std::max(5e-2, 2 * enlarged);
  if (call.kind != Kind::layer_norm_lstm) return 2e-5;
  return std::max(call.shape.units <= 3 ? 1e-2 : 1e-4, 64 * enlarged);
}

constexpr Kind kKinds[] = {Kind::lstm, Kind::gru_reset_after, Kind::gru_reset_before, Kind::layer_norm_lstm};

}  // namespace

void check_recurrent(const RecurrentCase& call) {
  set_thread_count(call.threads);
  const Fused fused = run_fused(call);
  Arrays<double> arguments;
  for (size_t i = 0; i < Arrays<float>::all().size(); i++) {
    arguments.*Arrays<double>::all()[i].array = widened(call.arguments.*Arrays<float>::all()[i].array);
  }
  const Results<double> want = run_reference(call, arguments);
  const bool rounded = call.bfloat16 && kHasBfloat16;
  const double moved = enlarged(call, rounded, arguments, want);
  const double tolerance = output_tolerance(call, rounded, moved);
  expect_close(call.name() + ": outputs", fused.results.outputs, want.outputs, tolerance, 0.1);
  expect_close(call.name() + ": hidden", fused.results.hidden, want.hidden, tolerance, 0.1);
  expect_close(call.name() + ": cell", fused.results.cell, want.cell, tolerance, 0.1);
  // Of a single feature normalisation leaves the sign: the gradient of its size is what rounding leaves.
  const bool single = call.kind == Kind::layer_norm_lstm && call.shape.features == 1;
  check_gradients(call, fused.gradients, gradient_tolerance(call, rounded, moved),
                  !single ? 1e-2 : rounded ? 1 : 0.1);
  const Fused again = run_fused(call);
  expect_same(call.name() + ": outputs of a second run", again.results.outputs, fused.results.outputs);
  expect_same_gradients(call, again.gradients, fused.gradients);
}

int test_recurrent_grid(const TestOptions& options) {
  Random random(options.seed);
  int cases = 0;
  for (const Kind kind : kKinds) {
    for (const int units : {1, 3, 16, 37, 100}) {
      for (const int batch : {1, 5, 64}) {
        for (const int steps : {1, 2, 17}) {
          // Sanitizers make the largest too slow.
          if (options.rounds < 100 && batch * steps * units > 3000) continue;
          if (batch * steps * units > 20000) continue;
          check_recurrent(random_case(random, kind, {batch, steps, 4, units, 1 + cases % 4}));
          cases++;
        }
      }
    }
  }
  // One step with packed weights is divided by units where these fill whole panels.
  for (const int units : {64, 128, 192}) {
    RecurrentCase call = random_case(random, Kind::lstm, {5, 1, 7, units, 2});
    call.packed = true;
    call.bfloat16 = call.shape.repeated = false;
    call.dropout.clear();
    check_recurrent(call);
    cases++;
  }
  return cases;
}

int test_recurrent_tables(const TestOptions& options) {
  Random random(options.seed + 2);
  for (int round = 0; round < options.rounds / 2; round++) {
    const Layout layout{random_integer(random, 1, 20), random_integer(random, 1, 8),
                        random_integer(random, 1, 20), random_integer(random, 1, 70),
                        random_integer(random, 1, 4)};
    RecurrentCase call = random_case(random, kKinds[round % 3], layout);
    read_table(random, call);
    check_recurrent(call);
  }
  return options.rounds / 2;
}

int test_recurrent_shapes(const TestOptions& options) {
  Random random(options.seed + 1);
  for (int round = 0; round < options.rounds; round++) {
    const bool large = random_flag(random, 0.1);
    const Layout layout{random_integer(random, 1, 20), random_integer(random, 1, large ? 4 : 10),
                        random_integer(random, 1, 40), random_integer(random, 1, large ? 140 : 36),
                        random_integer(random, 1, 4)};
    check_recurrent(random_case(random, kKinds[round % 4], layout));
  }
  return options.rounds;
}

}  // namespace encdec
