// EncdecGru and EncdecGruGrad.
#include "gru.h"
#include "operations.h"
#include "pack.h"
#include "registration.h"
#include "sequence_op.h"

namespace encdec {
namespace {

// Reads input, kernel and recurrent kernel, then from `states` on initial state, mask and dropout; `repeat`
// and `ids` as in read_input().
void read_inputs(const Call& call, int repeat, int ids, int states, GruInputs& layer) {
  Sequence& shape = layer.sequence;
  layer.input = read_input(call, repeat, ids, shape);
  layer.kernel = call.floats(1, {shape.features, 3 * shape.units});
  layer.recurrent_kernel = call.floats(2, {shape.units, 3 * shape.units});
  layer.initial = call.optional_floats(states, {shape.batch, shape.units});
  layer.mask = call.optional_floats(states + 1, {shape.batch, shape.steps});
  layer.recurrent_dropout = call.optional_floats(states + 2, {shape.batch, shape.units});
}

class Gru {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecGru",
        {"reset_after: bool = true", "reverse: bool = false", "repeat: int = 0", "keep: bool = false",
         "hard_gates: bool = false", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "recurrent_kernel: float", "bias: float", "initial_hidden: float",
         "mask: float", "recurrent_dropout: float", "packed_kernel: float", "packed_recurrent_kernel: float",
         "ids: int32"},
        {"outputs: float", "hidden: float", "kept: float"}};
    return operation;
  }

  explicit Gru(const Attributes& attributes)
      : reset_after_(attributes.flag("reset_after")),
        reverse_(attributes.flag("reverse")),
        hard_gates_(attributes.flag("hard_gates")),
        keep_(attributes.flag("keep")),
        bfloat16_(attributes.flag("mixed_precision")),
        repeat_(attributes.integer("repeat")) {}

  void run(Call& call) const {
    GruForward layer{};
    layer.sequence.reverse = reverse_;
    layer.reset_after = reset_after_;
    layer.hard_gates = hard_gates_;
    layer.bfloat16 = bfloat16_;
    read_inputs(call, repeat_, 9, 4, layer);
    const Sequence& shape = layer.sequence;
    layer.packed_kernel =
        call.optional_floats(7, {static_cast<int64_t>(packed_size(shape.features, 3 * shape.units))});
    layer.packed_recurrent =
        call.optional_floats(8, {static_cast<int64_t>(packed_gates_size(shape.units, shape.units, 3))});
    if (call.present(3)) {
      layer.bias = reset_after_ ? call.floats(3, {2, 3 * shape.units}) : call.floats(3, {3 * shape.units});
      if (reset_after_) layer.recurrent_bias = layer.bias + 3 * shape.units;
    }
    layer.outputs = call.output(0, {shape.batch, shape.steps, shape.units});
    layer.hidden = call.output(1, {shape.batch, shape.units});
    layer.kept = call.output(2, {shape.batch, shape.steps, kGruKept * shape.units}, keep_);
    gru_forward(layer);
  }

 private:
  bool reset_after_, reverse_, hard_gates_, keep_, bfloat16_;
  int repeat_;
};

class GruGrad {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecGruGrad",
        {"reset_after: bool = true", "reverse: bool = false", "repeat: int = 0", "want_input: bool = true",
         "hard_gates: bool = false", "mixed_precision: bool = false"},
        {"input: float", "kernel: float", "recurrent_kernel: float", "initial_hidden: float", "mask: float",
         "recurrent_dropout: float", "outputs: float", "kept: float", "output_gradient: float",
         "hidden_gradient: float", "ids: int32"},
        {"input_gradient: float", "kernel_gradient: float", "recurrent_kernel_gradient: float",
         "bias_gradient: float", "initial_hidden_gradient: float"}};
    return operation;
  }

  explicit GruGrad(const Attributes& attributes)
      : reset_after_(attributes.flag("reset_after")),
        reverse_(attributes.flag("reverse")),
        hard_gates_(attributes.flag("hard_gates")),
        want_input_(attributes.flag("want_input")),
        bfloat16_(attributes.flag("mixed_precision")),
        repeat_(attributes.integer("repeat")) {}

  void run(Call& call) const {
    GruBackward layer{};
    layer.sequence.reverse = reverse_;
    layer.reset_after = reset_after_;
    layer.hard_gates = hard_gates_;
    layer.bfloat16 = bfloat16_;
    read_inputs(call, repeat_, 10, 3, layer);
    const int batch = layer.sequence.batch, steps = layer.sequence.steps, units = layer.sequence.units;
    layer.outputs = call.floats(6, {batch, steps, units});
    layer.kept = call.floats(7, {batch, steps, kGruKept * units});
    layer.output_gradient = call.optional_floats(8, {batch, steps, units});
    layer.hidden_gradient = call.optional_floats(9, {batch, units});
    layer.input_gradient = want_input_ ? call.output_like(0, 0) : call.output(0, {}, false);
    layer.kernel_gradient = call.output(1, {layer.sequence.features, 3 * units});
    layer.recurrent_gradient = call.output(2, {units, 3 * units});
    layer.bias_gradient = reset_after_ ? call.output(3, {2, 3 * units}) : call.output(3, {3 * units});
    layer.recurrent_bias_gradient = reset_after_ ? layer.bias_gradient + 3 * units : nullptr;
    layer.initial_gradient = call.output(4, {batch, units}, layer.initial);
    gru_backward(layer);
  }

 private:
  bool reset_after_, reverse_, hard_gates_, want_input_, bfloat16_;
  int repeat_;
};

}  // namespace

std::string register_gru() { return register_operation<Gru>() + register_operation<GruGrad>(); }

}  // namespace encdec
