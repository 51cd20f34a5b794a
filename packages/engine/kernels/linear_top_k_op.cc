// EncdecLinearTopK.
#include "linear_top_k.h"

#include "operations.h"
#include "pack.h"
#include "registration.h"

namespace encdec {
namespace {

class LinearTopKOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecLinearTopK",
                                     {"k: int >= 1"},
                                     {"input: float", "kernel: float", "bias: float", "packed: float"},
                                     {"ids: int32", "log_probabilities: float"}};
    return operation;
  }
  explicit LinearTopKOperation(const Attributes& attributes) : k_(attributes.integer("k")) {}

  void run(Call& call) const {
    LinearTopK layer{};
    layer.features = call.dimension(1, 0, 2);
    layer.outputs = call.dimension(1, 1, 2);
    layer.rows = call.dimension(0, 0, 2);
    layer.input = call.floats(0, {layer.rows, layer.features});
    layer.kernel = call.floats(1, {layer.features, layer.outputs});
    layer.bias = call.optional_floats(2, {layer.outputs});
    const int64_t size = static_cast<int64_t>(packed_size(layer.features, layer.outputs));
    layer.packed = call.present(3) ? call.floats_of_size(3, size) : nullptr;
    layer.k = k_;
    const int most = layer.outputs < kMostTokens ? layer.outputs : kMostTokens;
    if (k_ > most) {
      throw InvalidArgument("k must be at most " + std::to_string(most) + ", got " + std::to_string(k_));
    }
    layer.ids = call.output_integers(0, {layer.rows, k_});
    layer.log_probabilities = call.output(1, {layer.rows, k_});
    linear_top_k(layer);
  }

 private:
  int k_;
};

}  // namespace

std::string register_linear_top_k() { return register_operation<LinearTopKOperation>(); }

}  // namespace encdec
