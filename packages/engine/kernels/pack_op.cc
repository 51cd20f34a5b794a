// EncdecPack: weights arranged for the products once, for many calls with the same weights (decoding step by
// step). How depends on the processor: the result is for this process.
#include "operations.h"
#include "pack.h"
#include "registration.h"

namespace encdec {
namespace {

class Pack {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecPack", {"gates: int = 0"}, {"kernel: float"}, {"packed: float"}};
    return operation;
  }
  explicit Pack(const Attributes& attributes) : gates_(attributes.integer("gates")) {}

  // With gates, as pack_gates(): a recurrent kernel [units, gates * units].
  void run(Call& call) const {
    const int depth = call.dimension(0, 0, 2), columns = call.dimension(0, 1, 2);
    const float* kernel = call.floats(0, {depth, columns});
    if (gates_ > 0 && columns != int64_t{gates_} * depth) {
      call.fail(0, "have " + std::to_string(gates_) + " columns for each row");
    }
    const size_t size = gates_ > 0 ? packed_gates_size(depth, depth, gates_) : packed_size(depth, columns);
    float* packed = call.output(0, {static_cast<int64_t>(size)});
    parallel(1, [&](Member& member) {
      if (gates_ > 0) {
        pack_gates(Format::float32, kernel, columns, depth, depth, gates_, packed, member);
      } else {
        pack(Format::float32, kernel, columns, depth, columns, packed, member);
      }
    });
  }

 private:
  int gates_;
};

}  // namespace

std::string register_pack() { return register_operation<Pack>(); }

}  // namespace encdec
