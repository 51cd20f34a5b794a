#include "recurrent_case.h"

#include <cmath>
#include <limits>

namespace encdec {
namespace {

// A quarter of the sequences has nothing, a third ends early, the others have holes.
Floats random_mask(Random& random, const Sequence& shape) {
  Floats mask(shape.rows());
  for (int b = 0; b < shape.batch; b++) {
    const int kind = random_integer(random, 0, 11);
    const int length = random_integer(random, 0, shape.steps);
    for (int t = 0; t < shape.steps; t++) {
      const bool counts = kind < 3 ? false : kind < 7 ? t < length : random_flag(random, 0.7);
      mask[size_t(b) * shape.steps + t] = counts ? 1 : 0;
    }
  }
  return mask;
}

Floats scales(Random& random, size_t count) {
  Floats values = random_floats(random, count, 0.3f);
  for (float& value : values) value += 1;
  return values;
}

}  // namespace

std::string RecurrentCase::name() const {
  constexpr const char* kNames[] = {"LSTM", "GRU (reset after)", "GRU (reset before)", "layer-norm LSTM"};
  std::string text = kNames[static_cast<int>(kind)];
  const auto add = [&](const char* what, int value) {
    text += std::string(" ") + what + "=" + std::to_string(value);
  };
  add("batch", shape.batch), add("steps", shape.steps), add("features", shape.features);
  add("units", shape.units), add("threads", threads);
  if (shape.reverse) text += " reverse";
  if (shape.repeated) text += " repeated";
  if (shape.ids) text += " table";
  if (!mask.empty()) text += " masked";
  if (!dropout.empty()) text += " dropout";
  if (!arguments.initial_hidden.empty()) text += " states";
  if (hard_gates) text += " hard gates";
  if (bfloat16) text += " bfloat16";
  if (packed) text += " packed";
  return text;
}

RecurrentCase random_case(Random& random, Kind kind, const Layout& layout) {
  RecurrentCase call{};
  call.kind = kind;
  call.threads = layout.threads;
  Sequence& shape = call.shape;
  shape = {layout.batch, layout.steps, layout.features, layout.units, random_flag(random), false};
  const bool plain = kind == Kind::layer_norm_lstm;
  shape.repeated = random_flag(random, 0.2);
  call.hard_gates = !plain && random_flag(random, 0.2);
  // Over few units normalisation would magnify the rounding.
  call.bfloat16 = (plain ? shape.units >= 16 : kind != Kind::gru_reset_before) && random_flag(random, 0.2);
  call.packed = !call.bfloat16 && random_flag(random, 0.3);
  call.wants_input_gradient = random_flag(random, 0.8);
  const size_t gate_columns = size_t(call.gates()) * shape.units, states = size_t(shape.batch) * shape.units;

  Arrays<float>& arguments = call.arguments;
  arguments.input = random_floats(random, size_t(shape.input_rows()) * shape.features);
  arguments.kernel = random_floats(random, shape.features * gate_columns, 0.5f);
  arguments.recurrent_kernel =
      random_floats(random, shape.units * gate_columns, 1 / std::sqrt(float(shape.units)));
  if (plain || random_flag(random, 0.8)) arguments.bias = random_floats(random, gate_columns);
  if (kind == Kind::gru_reset_after && !arguments.bias.empty()) {
    arguments.recurrent_bias = random_floats(random, gate_columns);
  }
  if (random_flag(random)) arguments.initial_hidden = random_floats(random, states);
  if (call.has_cell() && random_flag(random)) arguments.initial_cell = random_floats(random, states);
  if (plain) {
    arguments.input_scale = scales(random, gate_columns);
    arguments.recurrent_scale = scales(random, gate_columns);
    arguments.cell_scale = scales(random, shape.units);
    arguments.cell_bias = random_floats(random, shape.units);
  }

  if (random_flag(random, 0.3)) call.dropout = scales(random, states);
  if (random_flag(random)) call.mask = random_mask(random, shape);
  // What is in a padded step must not matter, whatever it is.
  for (size_t row = 0; row < call.mask.size() && !shape.shares_input(); row++) {
    if (call.mask[row] == 0) {
      arguments.input[row * shape.features] = std::numeric_limits<float>::quiet_NaN();
    }
  }

  const bool outputs = random_flag(random, 0.8);
  if (outputs) call.loss_weights.outputs = random_floats(random, size_t(shape.rows()) * shape.units);
  if (!outputs || random_flag(random)) call.loss_weights.hidden = random_floats(random, states);
  if (call.has_cell() && random_flag(random)) call.loss_weights.cell = random_floats(random, states);
  return call;
}

void read_table(Random& random, RecurrentCase& call) {
  Sequence& shape = call.shape;
  shape.repeated = false;
  shape.table_rows = random_integer(random, 1, 9);
  call.ids.resize(shape.rows());
  for (int32_t& id : call.ids) id = random_integer(random, 0, shape.table_rows - 1);
  shape.ids = call.ids.data();
  call.arguments.input = random_floats(random, size_t(shape.table_rows) * shape.features);
}

}  // namespace encdec
