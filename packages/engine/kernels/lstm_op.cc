// EncdecLstm and EncdecLstmGrad.
#include "lstm.h"
#include "operations.h"
#include "pack.h"
#include "registration.h"
#include "sequence_op.h"

namespace encdec {
namespace {

// Reads the arguments that both operations begin with: input, kernel, recurrent kernel; `repeat` and `ids` as
// in read_input().
template <class Layer>
void read_weights(const Call& call, int repeat, int ids, Layer& layer) {
  Sequence& shape = layer.sequence;
  layer.input = read_input(call, repeat, ids, shape);
  layer.kernel = call.floats(1, {shape.features, 4 * shape.units});
  layer.recurrent_kernel = call.floats(2, {shape.units, 4 * shape.units});
}

// Reads initial states, mask and dropout from `first` on.
template <class Layer>
void read_states(const Call& call, int first, Layer& layer) {
  const Sequence& shape = layer.sequence;
  layer.initial_hidden = call.optional_floats(first, {shape.batch, shape.units});
  layer.initial_cell = call.optional_floats(first + 1, {shape.batch, shape.units});
  layer.mask = call.optional_floats(first + 2, {shape.batch, shape.steps});
  layer.recurrent_dropout = call.optional_floats(first + 3, {shape.batch, shape.units});
}

class Lstm {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLstm",
        {"reverse: bool = false", "repeat: int = 0", "keep: bool = false", "mixed_precision: bool = false",
         "hard_gates: bool = false"},
        {"input: float", "kernel: float", "recurrent_kernel: float", "bias: float", "initial_hidden: float",
         "initial_cell: float", "mask: float", "recurrent_dropout: float", "packed_kernel: float",
         "packed_recurrent_kernel: float", "ids: int32"},
        {"outputs: float", "hidden: float", "cell: float", "gates: float", "cells: float"}};
    return operation;
  }

  explicit Lstm(const Attributes& attributes)
      : reverse_(attributes.flag("reverse")),
        keep_(attributes.flag("keep")),
        bfloat16_(attributes.flag("mixed_precision")),
        hard_gates_(attributes.flag("hard_gates")),
        repeat_(attributes.integer("repeat")) {}

  void run(Call& call) const {
    LstmForward layer{};
    layer.bfloat16 = bfloat16_;
    layer.hard_gates = hard_gates_;
    layer.sequence.reverse = reverse_;
    read_weights(call, repeat_, 10, layer);
    read_states(call, 4, layer);
    const Sequence& shape = layer.sequence;
    layer.bias = call.optional_floats(3, {4 * shape.units});
    layer.packed_kernel =
        call.optional_floats(8, {static_cast<int64_t>(packed_size(shape.features, 4 * shape.units))});
    layer.packed_recurrent =
        call.optional_floats(9, {static_cast<int64_t>(packed_gates_size(shape.units, shape.units, 4))});
    layer.outputs = call.output(0, {shape.batch, shape.steps, shape.units});
    layer.hidden = call.output(1, {shape.batch, shape.units});
    layer.cell = call.output(2, {shape.batch, shape.units});
    layer.gates = call.output(3, {shape.batch, shape.steps, 4 * shape.units}, keep_);
    layer.cells = call.output(4, {shape.batch, shape.steps, shape.units}, keep_);
    lstm_forward(layer);
  }

 private:
  bool reverse_, keep_, bfloat16_, hard_gates_;
  int repeat_;
};

class LstmGrad {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLstmGrad",
        {"reverse: bool = false", "repeat: int = 0", "want_input: bool = true",
         "mixed_precision: bool = false", "hard_gates: bool = false"},
        {"input: float", "kernel: float", "recurrent_kernel: float", "initial_hidden: float",
         "initial_cell: float", "mask: float", "recurrent_dropout: float", "outputs: float", "gates: float",
         "cells: float", "output_gradient: float", "hidden_gradient: float", "cell_gradient: float",
         "ids: int32"},
        {"input_gradient: float", "kernel_gradient: float", "recurrent_kernel_gradient: float",
         "bias_gradient: float", "initial_hidden_gradient: float", "initial_cell_gradient: float"}};
    return operation;
  }

  explicit LstmGrad(const Attributes& attributes)
      : reverse_(attributes.flag("reverse")),
        want_input_(attributes.flag("want_input")),
        bfloat16_(attributes.flag("mixed_precision")),
        hard_gates_(attributes.flag("hard_gates")),
        repeat_(attributes.integer("repeat")) {}

  void run(Call& call) const {
    LstmBackward layer{};
    layer.bfloat16 = bfloat16_;
    layer.hard_gates = hard_gates_;
    layer.sequence.reverse = reverse_;
    read_weights(call, repeat_, 13, layer);
    read_states(call, 3, layer);
    const Sequence& shape = layer.sequence;
    const int batch = shape.batch, steps = shape.steps, units = shape.units;
    layer.outputs = call.floats(7, {batch, steps, units});
    layer.gates = call.floats(8, {batch, steps, 4 * units});
    layer.cells = call.floats(9, {batch, steps, units});
    layer.output_gradient = call.optional_floats(10, {batch, steps, units});
    layer.hidden_gradient = call.optional_floats(11, {batch, units});
    layer.cell_gradient = call.optional_floats(12, {batch, units});
    layer.input_gradient = want_input_ ? call.output_like(0, 0) : call.output(0, {}, false);
    layer.kernel_gradient = call.output(1, {shape.features, 4 * units});
    layer.recurrent_gradient = call.output(2, {units, 4 * units});
    layer.bias_gradient = call.output(3, {4 * units});
    layer.initial_hidden_gradient = call.output(4, {batch, units}, layer.initial_hidden);
    layer.initial_cell_gradient = call.output(5, {batch, units}, layer.initial_cell);
    lstm_backward(layer);
  }

 private:
  bool reverse_, want_input_, bfloat16_, hard_gates_;
  int repeat_;
};

}  // namespace

std::string register_lstm() { return register_operation<Lstm>() + register_operation<LstmGrad>(); }

}  // namespace encdec
