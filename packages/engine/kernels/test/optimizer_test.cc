// Every rule against its formula in double precision, and gradients that must not be applied.
#include "optimizer.h"

#include <cmath>
#include <limits>

#include "check.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

constexpr OptimizerStep kStep{Rule::sgd, 0.1f, 0.9f, 0.99f, 1e-3f, 0.05f, 0.19f, 0.0199f, 0};

struct Variable {
  Floats values, gradient, first, second;
};

std::vector<Variable> random_variables(Random& random, const std::vector<int>& sizes) {
  std::vector<Variable> variables;
  for (const int size : sizes) {
    Variable variable{random_floats(random, size), random_floats(random, size), random_floats(random, size),
                      random_floats(random, size)};
    // What rules keep of squares is not negative.
    for (float& value : variable.first) value = std::fabs(value);
    for (float& value : variable.second) value = std::fabs(value);
    variables.push_back(variable);
  }
  return variables;
}

StepReport run(const OptimizerStep& step, std::vector<Variable>& variables, int slots) {
  std::vector<Parameter> parameters;
  for (Variable& variable : variables) {
    parameters.push_back({variable.values.data(), variable.gradient.data(),
                          slots > 0 ? variable.first.data() : nullptr,
                          slots > 1 ? variable.second.data() : nullptr, variable.values.size()});
  }
  return run_optimizer(step, parameters);
}

// One element of a variable: value, first and second slot after the step.
struct Element {
  double value, first, second;
};

Element updated(const OptimizerStep& s, int slots, double g, Element old) {
  auto [p, first, second] = old;
  switch (s.rule) {
    case Rule::sgd: first = slots > 0 ? s.a * first + g : g; return {p - s.rate * first, first, second};
    case Rule::rmsprop:
      first = s.a * first + (1 - s.a) * g * g;
      second = (slots > 1 ? s.b * second : 0) + s.rate * g / std::sqrt(first + s.epsilon);
      return {p - second, first, second};
    case Rule::adagrad: first += g * g; return {p - s.rate * g / std::sqrt(first + s.epsilon), first, second};
    case Rule::adamw: p -= s.rate * s.decay * p; [[fallthrough]];
    case Rule::adam:
      first = s.a * first + (1 - s.a) * g;
      second = s.b * second + (1 - s.b) * g * g;
      return {p - s.rate * (first / s.a_correction) / (std::sqrt(second / s.b_correction) + s.epsilon), first,
              second};
  }
  throw Failure("no such rule");
}

double norm_of(const std::vector<Variable>& variables) {
  double sum = 0;
  for (const Variable& variable : variables) {
    for (const float g : variable.gradient) sum += double(g) * g;
  }
  return std::sqrt(sum);
}

void check_rule(Random& random, Rule rule, int slots, float largest_norm, const std::vector<int>& sizes) {
  const std::string name =
      "rule " + std::to_string(static_cast<int>(rule)) + ", " + std::to_string(slots) + " slots";
  OptimizerStep step = kStep;
  step.rule = rule;
  step.largest_norm = largest_norm;
  const std::vector<Variable> before = random_variables(random, sizes);
  std::vector<Variable> after = before;
  const StepReport report = run(step, after, slots);
  const double norm = norm_of(before);
  expect(report.applied, name + " must be applied");
  expect_near(name + ": norm", report.gradient_norm, norm, 1e-6 * norm);
  const double scale = largest_norm > 0 && norm > largest_norm ? largest_norm / norm : 1;
  for (size_t v = 0; v < before.size(); v++) {
    Doubles values, first, second;
    for (size_t i = 0; i < before[v].values.size(); i++) {
      const Variable& old = before[v];
      const Element element =
          updated(step, slots, scale * old.gradient[i], {old.values[i], old.first[i], old.second[i]});
      values.push_back(element.value);
      first.push_back(slots > 0 ? element.first : old.first[i]);
      second.push_back(slots > 1 ? element.second : old.second[i]);
    }
    expect_close(name + ": values", after[v].values, values, 3e-6, 1);
    expect_close(name + ": first slot", after[v].first, first, 1e-6, 1);
    expect_close(name + ": second slot", after[v].second, second, 3e-6, 1);
  }
}

// One bad element anywhere, and nothing changes.
void check_refused(Random& random, float bad) {
  const std::vector<Variable> start = random_variables(random, {5, 20000, 3});
  for (const size_t at : {0, 16383, 19999}) {
    std::vector<Variable> variables = start;
    variables[1].gradient[at] = bad;
    expect(!run(kStep, variables, 2).applied, "a gradient that is not finite must not be applied");
    for (size_t v = 0; v < start.size(); v++) {
      expect_same("values after a refused step", variables[v].values, start[v].values);
      expect_same("memory after a refused step", variables[v].first, start[v].first);
    }
  }
}

// Squares that overflow: the gradient is large, but finite, and clipping brings it back.
void check_large(float size) {
  std::vector<Variable> variables{{{1, 1}, {size, -size}, {0, 0}, {0, 0}}};
  OptimizerStep step = kStep;
  step.largest_norm = 1;
  const StepReport report = run(step, variables, 0);
  expect(report.applied, "a large gradient is finite");
  expect_near("norm of a large gradient", report.gradient_norm / size, std::sqrt(2.0), 1e-6);
  expect_near("a clipped large gradient", variables[0].values[0], 1 - 0.1 / std::sqrt(2.0), 1e-6);
}

}  // namespace

int test_optimizer(const TestOptions& options) {
  Random random(options.seed);
  const struct {
    Rule rule;
    int slots;
  } variants[] = {{Rule::sgd, 0},  {Rule::sgd, 1},   {Rule::rmsprop, 1}, {Rule::rmsprop, 2},
                  {Rule::adam, 2}, {Rule::adamw, 2}, {Rule::adagrad, 1}};
  int cases = 0;
  for (const auto& [rule, slots] : variants) {
    for (const float largest_norm : {0.0f, 0.5f, 1e6f}) {
      for (int threads = 1; threads <= 3; threads++, cases++) {
        set_thread_count(threads);
        check_rule(random, rule, slots, largest_norm,
                   {1, 15, 16, 17, 0, 333, random_integer(random, 1, 200)});
      }
      check_rule(random, rule, slots, largest_norm, {16383, 7, 16385, 40000});
    }
  }
  // The same norm whatever the threads.
  std::vector<Variable> variables = random_variables(random, {40000, 33});
  set_thread_count(1);
  const float norm = run(kStep, variables, 1).gradient_norm;
  set_thread_count(3);
  expect_near("norm by another number of threads", run(kStep, variables, 1).gradient_norm, norm, 0);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    check_refused(random, bad);
  }
  for (const float size : {1e19f, 1e25f, 1e38f}) check_large(size);
  expect(run(kStep, variables = {}, 0).applied, "no variables, no failure");
  return cases;
}

}  // namespace encdec
