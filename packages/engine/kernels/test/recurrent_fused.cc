// Calls the cores as the operations do, in buffers of the exact size.
#include "gru.h"
#include "layer_norm_lstm.h"
#include "lstm.h"
#include "pack.h"
#include "recurrent_case.h"

namespace encdec {
namespace {

size_t state_size(const RecurrentCase& call) { return size_t(call.shape.batch) * call.shape.units; }
size_t sequence_size(const RecurrentCase& call) { return size_t(call.shape.rows()) * call.shape.units; }

Results<float> unwritten_results(const RecurrentCase& call) {
  const size_t states = state_size(call);
  return {unwritten(sequence_size(call)), unwritten(states), unwritten(call.has_cell() ? states : 0)};
}

// One gradient for each argument that the call has; weights always have one.
Arrays<float> unwritten_gradients(const RecurrentCase& call) {
  Arrays<float> gradients;
  for (const auto& [name, array] : Arrays<float>::all()) {
    gradients.*array = unwritten((call.arguments.*array).size());
  }
  const size_t columns = size_t(call.gates()) * call.shape.units;
  gradients.bias = unwritten(columns);
  if (call.kind == Kind::gru_reset_after) gradients.recurrent_bias = unwritten(columns);
  if (!call.wants_input_gradient) gradients.input.clear();
  return gradients;
}

template <class Layer>
void set_inputs(const RecurrentCase& call, Layer& layer) {
  layer.sequence = call.shape;
  layer.input = call.arguments.input.data();
  layer.kernel = call.arguments.kernel.data();
  layer.recurrent_kernel = call.arguments.recurrent_kernel.data();
  layer.mask = pointer(call.mask);
}

template <class Layer>
void set_weight_gradients(Arrays<float>& gradients, Layer& layer) {
  layer.input_gradient = pointer(gradients.input);
  layer.kernel_gradient = gradients.kernel.data();
  layer.recurrent_gradient = gradients.recurrent_kernel.data();
  layer.bias_gradient = gradients.bias.data();
}

template <class Layer>
void set_result_gradients(const RecurrentCase& call, Layer& layer) {
  layer.output_gradient = pointer(call.loss_weights.outputs);
  layer.hidden_gradient = pointer(call.loss_weights.hidden);
}

// Packs both kernels of a case with `gates` panels of units, or 0 to pack the recurrent one as a whole.
struct PackedKernels {
  Floats kernel, recurrent_kernel;
  PackedKernels(const RecurrentCase& call, int gates) {
    if (!call.packed) return;
    const int units = call.shape.units, features = call.shape.features, columns = call.gates() * units;
    kernel = unwritten(packed_size(features, columns));
    recurrent_kernel =
        unwritten(gates ? packed_gates_size(units, units, gates) : packed_size(units, columns));
    parallel(1, [&](Member& member) {
      const float* recurrent = call.arguments.recurrent_kernel.data();
      pack(Format::float32, call.arguments.kernel.data(), columns, features, columns, kernel.data(), member);
      if (gates) {
        pack_gates(Format::float32, recurrent, columns, units, units, gates, recurrent_kernel.data(), member);
      } else {
        pack(Format::float32, recurrent, columns, units, columns, recurrent_kernel.data(), member);
      }
    });
  }
};

template <class Layer>
void set_packed(const PackedKernels* packed, Layer& layer) {
  layer.packed_kernel = packed ? pointer(packed->kernel) : nullptr;
  layer.packed_recurrent = packed ? pointer(packed->recurrent_kernel) : nullptr;
}

void expect_same_results(const RecurrentCase& call, const Results<float>& got, const Results<float>& want) {
  expect_same(call.name() + ": outputs once more", got.outputs, want.outputs);
  expect_same(call.name() + ": hidden once more", got.hidden, want.hidden);
  expect_same(call.name() + ": cell once more", got.cell, want.cell);
}

}  // namespace

Fused run_lstm(const RecurrentCase& call) {
  const Arrays<float>& arguments = call.arguments;
  LstmForward forward{};
  set_inputs(call, forward);
  forward.bias = pointer(arguments.bias);
  forward.initial_hidden = pointer(arguments.initial_hidden);
  forward.initial_cell = pointer(arguments.initial_cell);
  forward.recurrent_dropout = pointer(call.dropout);
  forward.bfloat16 = call.bfloat16;
  forward.hard_gates = call.hard_gates;
  const auto run_into = [&](Results<float>& results) {
    forward.outputs = results.outputs.data();
    forward.hidden = results.hidden.data();
    forward.cell = results.cell.data();
    lstm_forward(forward);
  };
  const PackedKernels packed(call, 4);
  set_packed(&packed, forward);
  Results<float> unkept = unwritten_results(call);
  run_into(unkept);
  set_packed(nullptr, forward);
  Fused fused{unwritten_results(call), unwritten_gradients(call)};
  Floats gates = unwritten(4 * sequence_size(call)), cells = unwritten(sequence_size(call));
  forward.gates = gates.data();
  forward.cells = cells.data();
  run_into(fused.results);
  expect_same_results(call, fused.results, unkept);

  LstmBackward backward{};
  static_cast<LstmInputs&>(backward) = forward;
  set_result_gradients(call, backward);
  set_weight_gradients(fused.gradients, backward);
  backward.outputs = forward.outputs;
  backward.gates = gates.data();
  backward.cells = cells.data();
  backward.cell_gradient = pointer(call.loss_weights.cell);
  backward.initial_hidden_gradient = pointer(fused.gradients.initial_hidden);
  backward.initial_cell_gradient = pointer(fused.gradients.initial_cell);
  lstm_backward(backward);
  return fused;
}

Fused run_gru(const RecurrentCase& call) {
  const Arrays<float>& arguments = call.arguments;
  GruForward forward{};
  set_inputs(call, forward);
  forward.bfloat16 = call.bfloat16;
  forward.hard_gates = call.hard_gates;
  forward.reset_after = call.kind == Kind::gru_reset_after;
  forward.bias = pointer(arguments.bias);
  forward.recurrent_bias = pointer(arguments.recurrent_bias);
  forward.initial = pointer(arguments.initial_hidden);
  forward.recurrent_dropout = pointer(call.dropout);
  const auto run_into = [&](Results<float>& results) {
    forward.outputs = results.outputs.data();
    forward.hidden = results.hidden.data();
    gru_forward(forward);
  };
  const PackedKernels packed(call, 3);
  set_packed(&packed, forward);
  Results<float> unkept = unwritten_results(call);
  run_into(unkept);
  set_packed(nullptr, forward);
  Fused fused{unwritten_results(call), unwritten_gradients(call)};
  Floats kept = unwritten(kGruKept * sequence_size(call));
  forward.kept = kept.data();
  run_into(fused.results);
  expect_same_results(call, fused.results, unkept);

  GruBackward backward{};
  static_cast<GruInputs&>(backward) = forward;
  set_result_gradients(call, backward);
  set_weight_gradients(fused.gradients, backward);
  backward.outputs = forward.outputs;
  backward.kept = kept.data();
  backward.recurrent_bias_gradient = pointer(fused.gradients.recurrent_bias);
  backward.initial_gradient = pointer(fused.gradients.initial_hidden);
  gru_backward(backward);
  return fused;
}

Fused run_layer_norm_lstm(const RecurrentCase& call) {
  const Arrays<float>& arguments = call.arguments;
  const size_t sequence = sequence_size(call);
  Fused fused{unwritten_results(call), unwritten_gradients(call)};
  Floats input = unwritten(4 * size_t(call.shape.input_rows()) * call.shape.units),
         recurrent = unwritten(4 * sequence), gates = unwritten(4 * sequence);
  Floats cells = unwritten(sequence), normal_cells = unwritten(sequence);
  Floats deviations = unwritten(size_t(call.shape.rows()) * kDeviations);
  LayerNormLstmForward forward{};
  set_inputs(call, forward);
  forward.input_scale = arguments.input_scale.data();
  forward.recurrent_scale = arguments.recurrent_scale.data();
  forward.cell_scale = arguments.cell_scale.data();
  forward.initial_hidden = pointer(arguments.initial_hidden);
  forward.initial_cell = pointer(arguments.initial_cell);
  forward.bias = arguments.bias.data();
  forward.cell_bias = arguments.cell_bias.data();
  forward.recurrent_dropout = pointer(call.dropout);
  forward.bfloat16 = call.bfloat16;
  const auto run_into = [&](Results<float>& results) {
    forward.outputs = results.outputs.data();
    forward.hidden = results.hidden.data();
    forward.cell = results.cell.data();
    layer_norm_lstm_forward(forward);
  };
  forward.kept = {input.data(), recurrent.data(),    gates.data(),
                  cells.data(), normal_cells.data(), deviations.data()};
  const PackedKernels packed(call, 0);
  set_packed(&packed, forward);
  Results<float> first = unwritten_results(call);
  run_into(first);
  set_packed(nullptr, forward);
  run_into(fused.results);
  expect_same_results(call, fused.results, first);

  Arrays<float>& gradients = fused.gradients;
  LayerNormLstmBackward backward{};
  static_cast<LayerNormLstmInputs&>(backward) = forward;
  set_result_gradients(call, backward);
  set_weight_gradients(gradients, backward);
  backward.cell_bias = forward.cell_bias;
  backward.outputs = forward.outputs;
  backward.kept = {input.data(), recurrent.data(),    gates.data(),
                   cells.data(), normal_cells.data(), deviations.data()};
  backward.cell_gradient = pointer(call.loss_weights.cell);
  backward.input_scale_gradient = gradients.input_scale.data();
  backward.recurrent_scale_gradient = gradients.recurrent_scale.data();
  backward.cell_scale_gradient = gradients.cell_scale.data();
  backward.cell_bias_gradient = gradients.cell_bias.data();
  backward.initial_hidden_gradient = pointer(gradients.initial_hidden);
  backward.initial_cell_gradient = pointer(gradients.initial_cell);
  layer_norm_lstm_backward(backward);
  return fused;
}

}  // namespace encdec
