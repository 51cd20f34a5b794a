// EncdecAttention and EncdecAttentionGrad.
#include "attention.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

// Reads what both operations begin with: queries, keys, values, mask, energy, bias, coverage, coverage
// kernel. With energy the attention is additive.
void read_inputs(const Call& call, AttentionInputs& attention) {
  attention.batch = call.dimension(0, 0, 3);
  attention.targets = call.dimension(0, 1, 3);
  attention.size = call.dimension(0, 2, 3);
  attention.sources = call.dimension(1, 1, 3);
  attention.value_size = call.dimension(2, 2, 3);
  const int batch = attention.batch, sources = attention.sources;
  checked_product({batch, attention.targets}, "batch times targets");
  attention.queries = call.floats(0, {batch, attention.targets, attention.size});
  attention.keys = call.floats(1, {batch, sources, attention.size});
  attention.values = call.floats(2, {batch, sources, attention.value_size});
  attention.mask = call.optional_floats(3, {batch, sources});
  attention.energy = call.optional_floats(4, {attention.size});
  attention.bias = call.optional_floats(5, {attention.size});
  attention.coverage_kernel = call.optional_floats(7, {attention.size});
  if (!attention.coverage_kernel) return;
  if (!attention.energy) call.fail(7, "be absent without energy");
  attention.start_coverage = call.floats(6, {batch, sources});
}

class Attention {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecAttention",
        {"scale: float = 1"},
        {"queries: float", "keys: float", "values: float", "mask: float", "energy: float", "bias: float",
         "start_coverage: float", "coverage_kernel: float"},
        {"context: float", "weights: float", "coverage: float"}};
    return operation;
  }
  explicit Attention(const Attributes& attributes) : scale_(attributes.number("scale")) {}

  void run(Call& call) const {
    AttentionForward attention{};
    attention.scale = scale_;
    read_inputs(call, attention);
    attention.context = call.output(0, {attention.batch, attention.targets, attention.value_size});
    attention.weights = call.output(1, {attention.batch, attention.targets, attention.sources});
    attention.coverage =
        call.output(2, {attention.batch, attention.targets, attention.sources}, attention.coverage_kernel);
    attention_forward(attention);
  }

 private:
  float scale_;
};

class AttentionGrad {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecAttentionGrad",
        {"scale: float = 1"},
        {"queries: float", "keys: float", "values: float", "mask: float", "energy: float", "bias: float",
         "start_coverage: float", "coverage_kernel: float", "weights: float", "coverage: float",
         "context_gradient: float", "weights_gradient: float", "coverage_gradient: float"},
        {"queries_gradient: float", "keys_gradient: float", "values_gradient: float",
         "energy_gradient: float", "bias_gradient: float", "start_coverage_gradient: float",
         "coverage_kernel_gradient: float"}};
    return operation;
  }
  explicit AttentionGrad(const Attributes& attributes) : scale_(attributes.number("scale")) {}

  void run(Call& call) const {
    AttentionBackward attention{};
    attention.scale = scale_;
    read_inputs(call, attention);
    const int batch = attention.batch, targets = attention.targets;
    const int sources = attention.sources;
    attention.weights = call.floats(8, {batch, targets, sources});
    attention.coverage = call.optional_floats(9, {batch, targets, sources});
    attention.context_gradient = call.optional_floats(10, {batch, targets, attention.value_size});
    attention.weights_gradient = call.optional_floats(11, {batch, targets, sources});
    attention.coverage_gradient = call.optional_floats(12, {batch, targets, sources});
    attention.queries_gradient = call.output_like(0, 0);
    attention.keys_gradient = call.output_like(1, 1);
    attention.values_gradient = call.output_like(2, 2);
    attention.energy_gradient = call.output(3, {attention.size}, attention.energy);
    attention.bias_gradient = call.output(4, {attention.size}, attention.energy);
    const bool covers = attention.coverage_kernel;
    attention.start_coverage_gradient = call.output(5, {batch, sources}, covers);
    attention.coverage_kernel_gradient = call.output(6, {attention.size}, covers);
    attention_backward(attention);
  }

 private:
  float scale_;
};

}  // namespace

std::string register_attention() {
  return register_operation<Attention>() + register_operation<AttentionGrad>();
}

}  // namespace encdec
