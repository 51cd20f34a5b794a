// One step of an optimizer over all variables, in place, with clipping by the global norm of the gradients.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace encdec {

// One variable and its gradient; the slots are what the rule remembers of it.
struct Parameter {
  float* values;
  const float* gradient;
  float *first, *second;  // by the rule, else null
  size_t size;
};

//   sgd:      first = a first + g,                        p -= rate * first  (without a slot: rate * g)
//   rmsprop:  first = a first + (1 - a) g^2,              p -= rate * g / sqrt(first + e)
//             with a second slot: second = b second + that step, p -= second
//   adam:     first = a first + (1 - a) g,  second = b second + (1 - b) g^2,
//             p -= rate * (first / ca) / (sqrt(second / cb) + e),     ca = 1 - a^t, cb = 1 - b^t
//             Kingma and Ba 2015
//   adamw:    as adam, after p -= rate * decay * p              Loshchilov and Hutter 2019
//   adagrad:  first += g^2,                               p -= rate * g / sqrt(first + e)
enum class Rule { sgd, rmsprop, adam, adamw, adagrad };

struct OptimizerStep {
  Rule rule;
  float rate, a, b, epsilon, decay, a_correction, b_correction;
  float largest_norm;  // 0: no clipping
};

struct StepReport {
  float gradient_norm;  // before clipping
  bool applied;         // false if a gradient is not finite: then nothing has changed
};

StepReport run_optimizer(const OptimizerStep& step, const std::vector<Parameter>& parameters);

}  // namespace encdec
