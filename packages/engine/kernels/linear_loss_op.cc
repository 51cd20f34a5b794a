// EncdecLinearCrossEntropy and EncdecLinearSquaredError.
#include "linear_loss.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

// Reads the arguments that both begin with: input [..., features], kernel, bias; `weights` is the index of
// that input.
LinearLoss read_layer(const Call& call, int weights) {
  LinearLoss layer{};
  layer.features = call.dimension(1, 0, 2);
  layer.outputs = call.dimension(1, 1, 2);
  layer.input = call.rows_of(0, layer.features, layer.rows);
  layer.kernel = call.floats(1, {layer.features, layer.outputs});
  layer.bias = call.optional_floats(2, {layer.outputs});
  layer.weights = call.present(weights) ? call.floats_of_size(weights, layer.rows) : nullptr;
  return layer;
}

void allocate_results(Call& call, bool want_gradients, LinearLoss& layer) {
  layer.loss = call.output(0, {});
  layer.input_gradient = want_gradients ? call.output_like(0, 1) : call.output(1, {}, false);
  layer.kernel_gradient = call.output(2, {layer.features, layer.outputs}, want_gradients);
  layer.bias_gradient = call.output(3, {layer.outputs}, want_gradients);
}

const std::vector<std::string> kResults{"loss: float", "input_gradient: float", "kernel_gradient: float",
                                        "bias_gradient: float"};

class LinearCrossEntropy {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLinearCrossEntropy",
        {"label_smoothing: float = 0", "want_gradients: bool = true", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "bias: float", "labels: int32", "weights: float"},
        kResults};
    return operation;
  }

  explicit LinearCrossEntropy(const Attributes& attributes)
      : smoothing_(attributes.number("label_smoothing")),
        want_gradients_(attributes.flag("want_gradients")),
        bfloat16_(attributes.flag("mixed_precision")) {}

  void run(Call& call) const {
    LinearLoss layer = read_layer(call, 4);
    layer.bfloat16 = bfloat16_;
    const CrossEntropy loss{call.integers_of_size(3, layer.rows), smoothing_};
    if (!(smoothing_ >= 0 && smoothing_ <= 1)) {
      throw InvalidArgument("label smoothing must be between 0 and 1, got " + std::to_string(smoothing_));
    }
    for (int r = 0; r < layer.rows; r++) {
      const bool counts = !layer.weights || layer.weights[r] != 0;
      if (counts && (loss.labels[r] < 0 || loss.labels[r] >= layer.outputs)) {
        throw InvalidArgument("labels must be below the vocabulary of " + std::to_string(layer.outputs) +
                              ", got " + std::to_string(loss.labels[r]) + " at row " + std::to_string(r));
      }
    }
    allocate_results(call, want_gradients_, layer);
    linear_cross_entropy(layer, loss);
  }

 private:
  float smoothing_;
  bool want_gradients_, bfloat16_;
};

class LinearSquaredError {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLinearSquaredError",
        {"want_gradients: bool = true", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "bias: float", "targets: float", "weights: float"},
        kResults};
    return operation;
  }

  explicit LinearSquaredError(const Attributes& attributes)
      : want_gradients_(attributes.flag("want_gradients")), bfloat16_(attributes.flag("mixed_precision")) {}

  void run(Call& call) const {
    LinearLoss layer = read_layer(call, 4);
    layer.bfloat16 = bfloat16_;
    const float* targets = call.floats_of_size(3, int64_t{layer.rows} * layer.outputs);
    allocate_results(call, want_gradients_, layer);
    linear_squared_error(layer, targets);
  }

 private:
  bool want_gradients_, bfloat16_;
};

}  // namespace

std::string register_linear_loss() {
  return register_operation<LinearCrossEntropy>() + register_operation<LinearSquaredError>();
}

}  // namespace encdec
