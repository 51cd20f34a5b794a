// EncdecDropout. Its settings are an input, not attributes: the seed is another at every use.
#include <cstring>

#include "dropout.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

class DropoutOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecDropout", {}, {"input: float", "settings: int32"}, {"dropped: float"}};
    return operation;
  }
  explicit DropoutOperation(const Attributes&) {}

  // Settings: the bits of key, threshold and scale.
  void run(Call& call) const {
    const int32_t* settings = call.integers(1, {3});
    Dropout dropout{static_cast<uint32_t>(settings[0]), static_cast<uint32_t>(settings[1]), 0};
    std::memcpy(&dropout.scale, settings + 2, sizeof dropout.scale);
    checked_product({static_cast<int64_t>(call.size(0))}, "elements of the input");
    drop(dropout, call.floats_of_size(0, static_cast<int64_t>(call.size(0))), call.size(0),
         call.output_like(0, 0));
  }
};

}  // namespace

std::string register_dropout() { return register_operation<DropoutOperation>(); }

}  // namespace encdec
