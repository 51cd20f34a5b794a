// EncdecOptimizerStep. It changes variables and slots in place: the caller makes sure that no other tensor
// shares their memory.
#include <array>

#include "operations.h"
#include "optimizer.h"
#include "registration.h"

namespace encdec {
namespace {

Rule rule_named(const std::string& name) {
  constexpr std::array<const char*, 5> names{"sgd", "rmsprop", "adam", "adamw", "adagrad"};
  for (size_t i = 0; i < names.size(); i++) {
    if (name == names[i]) return static_cast<Rule>(i);
  }
  throw InvalidArgument("rule must be sgd, rmsprop, adam, adamw or adagrad, got " + name);
}

int fewest_slots(Rule rule) {
  return rule == Rule::sgd ? 0 : rule == Rule::adam || rule == Rule::adamw ? 2 : 1;
}

class OptimizerOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecOptimizerStep",
        {"rule: string", "count: int >= 1", "slots: int >= 0"},
        {"settings: float", "variables: count * float", "gradients: count * float", "memory: slots * float"},
        {"report: float"},
        true};
    return operation;
  }

  explicit OptimizerOperation(const Attributes& attributes)
      : rule_(attributes.text("rule")), count_(attributes.integer("count")) {}

  // Inputs: the settings, then all variables, all gradients, the first slots of all, the second slots of all.
  void run(Call& call) const {
    const Rule rule = rule_named(rule_);
    const float* s = call.floats(0, {8});
    const OptimizerStep step{rule, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
    const int slots = (call.input_count() - 1) / count_ - 2;
    if (slots < fewest_slots(rule) || slots > 2) {
      throw InvalidArgument("memory must have " + std::to_string(fewest_slots(rule)) +
                            " to 2 slots for rule " + rule_ + ", got " + std::to_string(slots));
    }
    std::vector<Parameter> parameters(count_);
    for (int i = 0; i < count_; i++) {
      const int variable = 1 + i;
      const size_t size = call.size(variable);
      const auto in_place = [&](int block) {
        const int input = variable + block * count_;
        if (call.size(input) != size) {
          call.fail(input, "have the " + std::to_string(size) + " elements of its variable");
        }
        return call.floats_in_place(input);
      };
      parameters[i] = {in_place(0), in_place(1), slots > 0 ? in_place(2) : nullptr,
                       slots > 1 ? in_place(3) : nullptr, size};
    }
    const StepReport report = run_optimizer(step, parameters);
    float* output = call.output(0, {2});
    output[0] = report.gradient_norm;
    output[1] = report.applied;
  }

 private:
  std::string rule_;
  int count_;
};

}  // namespace

std::string register_optimizer_step() { return register_operation<OptimizerOperation>(); }

}  // namespace encdec
