// EncdecLinearCrossEntropy, EncdecLinearSquaredError and EncdecLinearCopyCrossEntropy.
#include "linear_copy_loss.h"
#include "linear_loss.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

// Reads the arguments that all begin with: input [..., features], kernel, bias; `weights` is the index of
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

class LinearCopyCrossEntropy {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLinearCopyCrossEntropy",
        {"want_gradients: bool = true", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "bias: float", "labels: int32", "weights: float", "gate: float",
         "attention: float", "copy_ids: int32"},
        {"loss: float", "input_gradient: float", "kernel_gradient: float", "bias_gradient: float",
         "gate_gradient: float", "attention_gradient: float"}};
    return operation;
  }

  explicit LinearCopyCrossEntropy(const Attributes& attributes)
      : want_gradients_(attributes.flag("want_gradients")), bfloat16_(attributes.flag("mixed_precision")) {}

  void run(Call& call) const {
    LinearLoss layer = read_layer(call, 4);
    layer.bfloat16 = bfloat16_;
    CopyMixture copy{};
    copy.sources = call.dimension(7, 0, 2);
    copy.length = call.dimension(7, 1, 2);
    copy.copy_ids = call.integers(7, {copy.sources, copy.length});
    if (layer.rows % copy.sources != 0) {
      call.fail(7, "have a row for each source of equally many of " + std::to_string(layer.rows) + " labels");
    }
    copy.labels = call.integers_of_size(3, layer.rows);
    copy.gates = call.floats_of_size(5, layer.rows);
    copy.attention = call.floats_of_size(6, int64_t{layer.rows} * copy.length);
    for (int r = 0; r < layer.rows; r++) {
      if ((!layer.weights || layer.weights[r] != 0) && copy.labels[r] < 0) {
        throw InvalidArgument("labels must be 0 or above, got " + std::to_string(copy.labels[r]) +
                              " at row " + std::to_string(r));
      }
    }
    allocate_results(call, want_gradients_, layer);
    copy.gate_gradient = want_gradients_ ? call.output_like(5, 4) : call.output(4, {}, false);
    copy.attention_gradient = want_gradients_ ? call.output_like(6, 5) : call.output(5, {}, false);
    linear_copy_cross_entropy(layer, copy);
  }

 private:
  bool want_gradients_, bfloat16_;
};

}  // namespace

std::string register_linear_loss() {
  return register_operation<LinearCrossEntropy>() + register_operation<LinearSquaredError>() +
         register_operation<LinearCopyCrossEntropy>();
}

}  // namespace encdec
