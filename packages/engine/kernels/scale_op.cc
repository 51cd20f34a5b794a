// EncdecScale: tensors times one factor; with a factor of 1, as for most losses, the tensors themselves
// without a copy.
#include "operations.h"
#include "registration.h"
#include "threads.h"

namespace encdec {
namespace {

class Scale {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecScale",
                                     {"count: int >= 1"},
                                     {"factor: float", "values: count * float"},
                                     {"scaled: count * float"}};
    return operation;
  }
  explicit Scale(const Attributes&) {}

  void run(Call& call) const {
    const float factor = *call.floats(0, {});
    for (int i = 1; i < call.input_count(); i++) {
      if (factor == 1) {
        call.forward(i, i - 1);
        continue;
      }
      const float* from = call.floats_in_place(i);
      float* to = call.output_like(i, i - 1);
      const int size = checked_product({static_cast<int64_t>(call.size(i))}, "elements of a tensor");
      parallel(members_for(8.0 * size), [&](Member& member) {
        const Range share = member.share(size, 64);
        for (int at = share.begin; at < share.end; at++) to[at] = from[at] * factor;
      });
    }
  }
};

}  // namespace

std::string register_scale() { return register_operation<Scale>(); }

}  // namespace encdec
