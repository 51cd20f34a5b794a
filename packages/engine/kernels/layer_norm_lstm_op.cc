// EncdecLayerNormLstm and EncdecLayerNormLstmGrad.
#include "layer_norm_lstm.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

// Reads what both operations begin with: input, kernel, recurrent kernel, the three scales, the cell's bias,
// initial states, mask.
void read_inputs(const Call& call, LayerNormLstmInputs& layer, const float*& cell_bias) {
  Sequence& shape = layer.sequence;
  shape.batch = call.dimension(0, 0, 3);
  shape.steps = call.dimension(0, 1, 3);
  shape.features = call.dimension(0, 2, 3);
  shape.units = call.dimension(2, 0, 2);
  checked_product({shape.batch, shape.steps}, "batch times steps");
  layer.input = call.floats(0, {shape.batch, shape.steps, shape.features});
  layer.kernel = call.floats(1, {shape.features, 4 * shape.units});
  layer.recurrent_kernel = call.floats(2, {shape.units, 4 * shape.units});
  layer.input_scale = call.floats(3, {4 * shape.units});
  layer.recurrent_scale = call.floats(4, {4 * shape.units});
  layer.cell_scale = call.floats(5, {shape.units});
  cell_bias = call.floats(6, {shape.units});
  layer.initial_hidden = call.optional_floats(7, {shape.batch, shape.units});
  layer.initial_cell = call.optional_floats(8, {shape.batch, shape.units});
  layer.mask = call.optional_floats(9, {shape.batch, shape.steps});
}

const std::vector<std::string> kInputs{
    "input: float",           "kernel: float",     "recurrent_kernel: float", "input_scale: float",
    "recurrent_scale: float", "cell_scale: float", "cell_bias: float",        "initial_hidden: float",
    "initial_cell: float",    "mask: float"};

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
        {"reverse: bool = false"},
        inputs_and({"bias: float"}),
        {"outputs: float", "hidden: float", "cell: float", "normal_input: float", "normal_recurrent: float",
         "gates: float", "cells: float", "normal_cells: float", "deviations: float"}};
    return operation;
  }
  explicit LayerNormLstm(const Attributes& attributes) : reverse_(attributes.flag("reverse")) {}

  void run(Call& call) const {
    LayerNormLstmForward layer{};
    layer.sequence.reverse = reverse_;
    read_inputs(call, layer, layer.cell_bias);
    const int batch = layer.sequence.batch, steps = layer.sequence.steps, units = layer.sequence.units;
    layer.bias = call.floats(10, {4 * units});
    layer.outputs = call.output(0, {batch, steps, units});
    layer.hidden = call.output(1, {batch, units});
    layer.cell = call.output(2, {batch, units});
    layer.kept.input = call.output(3, {batch, steps, 4 * units});
    layer.kept.recurrent = call.output(4, {batch, steps, 4 * units});
    layer.kept.gates = call.output(5, {batch, steps, 4 * units});
    layer.kept.cells = call.output(6, {batch, steps, units});
    layer.kept.normal_cells = call.output(7, {batch, steps, units});
    layer.kept.deviations = call.output(8, {batch, steps, kDeviations});
    layer_norm_lstm_forward(layer);
  }

 private:
  bool reverse_;
};

class LayerNormLstmGrad {
 public:
  static const Operation& operation() {
    static const Operation operation{
        "EncdecLayerNormLstmGrad",
        {"reverse: bool = false", "want_input: bool = true"},
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
      : reverse_(attributes.flag("reverse")), want_input_(attributes.flag("want_input")) {}

  void run(Call& call) const {
    LayerNormLstmBackward layer{};
    layer.sequence.reverse = reverse_;
    read_inputs(call, layer, layer.cell_bias);
    const int batch = layer.sequence.batch, steps = layer.sequence.steps, units = layer.sequence.units;
    layer.outputs = call.floats(10, {batch, steps, units});
    layer.kept.input = call.floats(11, {batch, steps, 4 * units});
    layer.kept.recurrent = call.floats(12, {batch, steps, 4 * units});
    layer.kept.gates = call.floats(13, {batch, steps, 4 * units});
    layer.kept.cells = call.floats(14, {batch, steps, units});
    layer.kept.normal_cells = call.floats(15, {batch, steps, units});
    layer.kept.deviations = call.floats(16, {batch, steps, kDeviations});
    layer.output_gradient = call.optional_floats(17, {batch, steps, units});
    layer.hidden_gradient = call.optional_floats(18, {batch, units});
    layer.cell_gradient = call.optional_floats(19, {batch, units});
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
  bool reverse_, want_input_;
};

}  // namespace

std::string register_layer_norm_lstm() {
  return register_operation<LayerNormLstm>() + register_operation<LayerNormLstmGrad>();
}

}  // namespace encdec
