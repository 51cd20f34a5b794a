// EncdecLinear and EncdecLinearGrad.
#include "linear.h"
#include "operations.h"
#include "pack.h"
#include "registration.h"

namespace encdec {
namespace {

Linear read_layer(const Call& call, bool bfloat16) {
  Linear layer{};
  layer.bfloat16 = bfloat16;
  layer.features = call.dimension(1, 0, 2);
  layer.outputs = call.dimension(1, 1, 2);
  layer.input = call.rows_of(0, layer.features, layer.rows);
  layer.kernel = call.floats(1, {layer.features, layer.outputs});
  return layer;
}

class LinearOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecLinear",
                                     {"mixed_precision: bool = false"},
                                     {"input: float", "kernel: float", "bias: float", "packed: float"},
                                     {"result: float"}};
    return operation;
  }
  explicit LinearOperation(const Attributes& attributes) : bfloat16_(attributes.flag("mixed_precision")) {}

  void run(Call& call) const {
    const Linear layer = read_layer(call, bfloat16_);
    const float* bias = call.optional_floats(2, {layer.outputs});
    const int64_t size = static_cast<int64_t>(packed_size(layer.features, layer.outputs));
    const float* packed = call.present(3) ? call.floats_of_size(3, size) : nullptr;
    linear_forward(layer, packed, bias, call.output_rows_like(0, 0, layer.outputs));
  }

 private:
  bool bfloat16_;
};

class LinearGradOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLinearGrad",
        {"want_input: bool = true", "want_kernel: bool = true", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "result_gradient: float"},
        {"input_gradient: float", "kernel_gradient: float", "bias_gradient: float"}};
    return operation;
  }
  explicit LinearGradOperation(const Attributes& attributes)
      : want_input_(attributes.flag("want_input")),
        want_kernel_(attributes.flag("want_kernel")),
        bfloat16_(attributes.flag("mixed_precision")) {}

  void run(Call& call) const {
    const Linear layer = read_layer(call, bfloat16_);
    const float* gradient = call.floats_of_size(2, int64_t{layer.rows} * layer.outputs);
    float* input_gradient = want_input_ ? call.output_like(0, 0) : call.output(0, {}, false);
    float* kernel_gradient = call.output(1, {layer.features, layer.outputs}, want_kernel_);
    float* bias_gradient = call.output(2, {layer.outputs}, want_kernel_);
    linear_backward(layer, gradient, input_gradient, kernel_gradient, bias_gradient);
  }

 private:
  bool want_input_, want_kernel_, bfloat16_;
};

}  // namespace

std::string register_linear() {
  return register_operation<LinearOperation>() + register_operation<LinearGradOperation>();
}

}  // namespace encdec
