// EncdecLayerNormLstm and EncdecLayerNormLstmGrad.
#include "layer_norm_lstm.h"
#include "operations.h"
#include "pack.h"
#include "registration.h"
#include "sequence_op.h"

namespace encdec {
namespace {

// How both operations run; `repeat` is 0, or the number of steps that an input [batch, features] is used for.
struct Form {
  bool reverse, bfloat16;
  int repeat;
  explicit Form(const Attributes& attributes)
      : reverse(attributes.flag("reverse")),
        bfloat16(attributes.flag("mixed_precision")),
        repeat(attributes.integer("repeat")) {}
};

// Reads what both operations begin with: input, kernel, recurrent kernel, the three scales, the cell's bias,
// initial states, mask, dropout.
void read_inputs(const Call& call, const Form& form, LayerNormLstmInputs& layer, const float*& cell_bias) {
  Sequence& shape = layer.sequence;
  shape.reverse = form.reverse;
  layer.bfloat16 = form.bfloat16;
  layer.input = read_input(call, form.repeat, kNoIds, shape);
  layer.kernel = call.floats(1, {shape.features, 4 * shape.units});
  layer.recurrent_kernel = call.floats(2, {shape.units, 4 * shape.units});
  layer.input_scale = call.floats(3, {4 * shape.units});
  layer.recurrent_scale = call.floats(4, {4 * shape.units});
  layer.cell_scale = call.floats(5, {shape.units});
  cell_bias = call.floats(6, {shape.units});
  layer.initial_hidden = call.optional_floats(7, {shape.batch, shape.units});
  layer.initial_cell = call.optional_floats(8, {shape.batch, shape.units});
  layer.mask = call.optional_floats(9, {shape.batch, shape.steps});
  layer.recurrent_dropout = call.optional_floats(10, {shape.batch, shape.units});
}

const std::vector<std::string> kInputs{
    "input: float",           "kernel: float",     "recurrent_kernel: float", "input_scale: float",
    "recurrent_scale: float", "cell_scale: float", "cell_bias: float",        "initial_hidden: float",
    "initial_cell: float",    "mask: float",       "recurrent_dropout: float"};

std::vector<std::string> inputs_and(std::initializer_list<const char*> more) {
  std::vector<std::string> all = kInputs;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

class LayerNormLstm {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLayerNormLstm",
        {"reverse: bool = false", "repeat: int = 0", "mixed_precision: bool = false"},
        inputs_and({"bias: float", "packed_kernel: float", "packed_recurrent_kernel: float"}),
        {"outputs: float", "hidden: float", "cell: float", "normal_input: float", "normal_recurrent: float",
         "gates: float", "cells: float", "normal_cells: float", "deviations: float"}};
    return operation;
  }
  explicit LayerNormLstm(const Attributes& attributes) : form_(attributes) {}

  void run(Call& call) const {
    LayerNormLstmForward layer{};
    read_inputs(call, form_, layer, layer.cell_bias);
    const int batch = layer.sequence.batch, steps = layer.sequence.steps, units = layer.sequence.units;
    const Sequence& shape = layer.sequence;
    layer.bias = call.floats(11, {4 * units});
    layer.packed_kernel =
        call.optional_floats(12, {static_cast<int64_t>(packed_size(shape.features, 4 * units))});
    layer.packed_recurrent = call.optional_floats(13, {static_cast<int64_t>(packed_size(units, 4 * units))});
    layer.outputs = call.output(0, {batch, steps, units});
    layer.hidden = call.output(1, {batch, units});
    layer.cell = call.output(2, {batch, units});
    layer.kept.input = call.output(3, {shape.input_rows(), 4 * units});
    layer.kept.recurrent = call.output(4, {batch, steps, 4 * units});
    layer.kept.gates = call.output(5, {batch, steps, 4 * units});
    layer.kept.cells = call.output(6, {batch, steps, units});
    layer.kept.normal_cells = call.output(7, {batch, steps, units});
    layer.kept.deviations = call.output(8, {batch, steps, kDeviations});
    layer_norm_lstm_forward(layer);
  }

 private:
  Form form_;
};

class LayerNormLstmGrad {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLayerNormLstmGrad",
        {"reverse: bool = false", "repeat: int = 0", "mixed_precision: bool = false",
         "want_input: bool = true"},
        inputs_and({"outputs: float", "normal_input: float", "normal_recurrent: float", "gates: float",
                    "cells: float", "normal_cells: float", "deviations: float", "output_gradient: float",
                    "hidden_gradient: float", "cell_gradient: float"}),
        {"input_gradient: float", "kernel_gradient: float", "recurrent_kernel_gradient: float",
         "input_scale_gradient: float", "recurrent_scale_gradient: float", "cell_scale_gradient: float",
         "cell_bias_gradient: float", "bias_gradient: float", "initial_hidden_gradient: float",
         "initial_cell_gradient: float"}};
    return operation;
  }
  explicit LayerNormLstmGrad(const Attributes& attributes)
      : form_(attributes), want_input_(attributes.flag("want_input")) {}

  void run(Call& call) const {
    LayerNormLstmBackward layer{};
    read_inputs(call, form_, layer, layer.cell_bias);
    const int batch = layer.sequence.batch, steps = layer.sequence.steps, units = layer.sequence.units;
    layer.outputs = call.floats(11, {batch, steps, units});
    layer.kept.input = call.floats(12, {layer.sequence.input_rows(), 4 * units});
    layer.kept.recurrent = call.floats(13, {batch, steps, 4 * units});
    layer.kept.gates = call.floats(14, {batch, steps, 4 * units});
    layer.kept.cells = call.floats(15, {batch, steps, units});
    layer.kept.normal_cells = call.floats(16, {batch, steps, units});
    layer.kept.deviations = call.floats(17, {batch, steps, kDeviations});
    layer.output_gradient = call.optional_floats(18, {batch, steps, units});
    layer.hidden_gradient = call.optional_floats(19, {batch, units});
    layer.cell_gradient = call.optional_floats(20, {batch, units});
    layer.input_gradient = want_input_ ? call.output_like(0, 0) : call.output(0, {}, false);
    layer.kernel_gradient = call.output(1, {layer.sequence.features, 4 * units});
    layer.recurrent_gradient = call.output(2, {units, 4 * units});
    layer.input_scale_gradient = call.output(3, {4 * units});
    layer.recurrent_scale_gradient = call.output(4, {4 * units});
    layer.cell_scale_gradient = call.output(5, {units});
    layer.cell_bias_gradient = call.output(6, {units});
    layer.bias_gradient = call.output(7, {4 * units});
    layer.initial_hidden_gradient = call.output(8, {batch, units}, layer.initial_hidden);
    layer.initial_cell_gradient = call.output(9, {batch, units}, layer.initial_cell);
    layer_norm_lstm_backward(layer);
  }

 private:
  Form form_;
  bool want_input_;
};

}  // namespace

std::string register_layer_norm_lstm() {
  return register_operation<LayerNormLstm>() + register_operation<LayerNormLstmGrad>();
}

}  // namespace encdec
