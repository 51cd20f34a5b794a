#include <algorithm>

#include "gemm.h"
#include "lstm.h"
#include "recurrent_gradients.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 4;

struct Recurrence {
  const LstmBackward& layer;
  const float* packed;                    // the recurrent kernel, transposed
  float* gate_gradient;                   // [batch, steps, 4 units]
  float* gate_pairs;                      // the same in pairs, [batch, steps, pair_stride(4 units)]; or null
  float *state_gradient, *cell_gradient;  // [batch, units], of the states that enter the current step

  // Through the activations of one step: fills its row of gate_gradient, leaves in state_gradient what
  // bypasses the product.
  void pass_activations(int step, int b, Range units) const {
    const Sequence& shape = layer.sequence;
    const size_t width = shape.units, row = shape.row(b, step);
    const float* gates = layer.gates + row * kGates * width;
    float* gradient = gate_gradient + row * kGates * width;
    const float* incoming = layer.output_gradient ? layer.output_gradient + row * width : nullptr;
    const float* cells = layer.cells + row * width;
    const float* before = step > 0             ? layer.cells + shape.row(b, step - 1) * width
                          : layer.initial_cell ? layer.initial_cell + b * width
                                               : nullptr;
    float *dh_row = state_gradient + b * width, *dc_row = cell_gradient + b * width;
    const bool masked = layer.mask && layer.mask[row] == 0, hard = layer.hard_gates;
    for (int u = units.begin; u < units.end; u += kLanes) {
      const int count = std::min(kLanes, units.end - u);
      Vector dh = load_first(dh_row + u, count);
      if (incoming) dh += load_first(incoming + u, count);
      if (masked) {
        store_first(dh_row + u, dh, count);
        for (int g = 0; g < kGates; g++) store_first(gradient + g * width + u, Vector{}, count);
        continue;
      }
      const Vector i = load_first(gates + u, count), f = load_first(gates + width + u, count);
      const Vector g = load_first(gates + 2 * width + u, count), o = load_first(gates + 3 * width + u, count);
      const Vector tanh_c = hyperbolic_tangent(load_first(cells + u, count));
      const Vector dc = load_first(dc_row + u, count) + dh * o * (1.0f - tanh_c * tanh_c);
      const Vector c_before = before ? load_first(before + u, count) : Vector{};
      store_first(gradient + u, dc * g * gate_slope(i, hard), count);
      store_first(gradient + width + u, dc * c_before * gate_slope(f, hard), count);
      store_first(gradient + 2 * width + u, dc * i * (1.0f - g * g), count);
      store_first(gradient + 3 * width + u, dh * tanh_c * gate_slope(o, hard), count);
      store_first(dc_row + u, dc * f, count);
      store_first(dh_row + u, Vector{}, count);
    }
  }

  void start(int b, Range units) const {
    const size_t row = size_t(b) * layer.sequence.units;
    for (int u = units.begin; u < units.end; u++) {
      state_gradient[row + u] = layer.hidden_gradient ? layer.hidden_gradient[row + u] : 0;
      cell_gradient[row + u] = layer.cell_gradient ? layer.cell_gradient[row + u] : 0;
    }
  }

  // `moving` has room for a sequence each.
  void run(Member& member, int* moving) const {
    const Sequence& shape = layer.sequence;
    const int columns = kGates * shape.units;
    const Part part = part_of(member, shape.batch, shape.units, kPanelColumns);
    for (int b = part.rows.begin; b < part.rows.end; b++) start(b, part.units);
    for (int step = shape.steps - 1; step >= 0; step--) {
      for (int b = part.rows.begin; b < part.rows.end; b++) {
        pass_activations(step, b, part.units);
        const size_t row = shape.row(b, step);
        if (gate_pairs) {
          to_pairs(gate_gradient + row * columns, columns, gate_pairs + row * pair_stride(columns));
        }
      }
      if (!part.alone) member.barrier();
      if (step == 0 && !layer.initial_hidden) break;
      StateProduct product{gate_gradient, size_t(columns), packed,
                           columns,       state_gradient,  layer.recurrent_dropout};
      if (gate_pairs) {
        product.gate_gradient = gate_pairs;
        product.stride = pair_stride(columns);
        product.depth = depth_units(Format::bfloat16, columns);
        product.format = Format::bfloat16;
      }
      const int count = list_moving(shape, layer.mask, step, part.rows, moving);
      pass_recurrent_product(product, shape, step, part.units, moving, count);
    }
  }
};

}  // namespace

void lstm_backward(const LstmBackward& layer) {
  const Sequence& shape = layer.sequence;
  const int units = shape.units, columns = kGates * units;
  const size_t state_size = size_t(shape.batch) * units;
  const double operations =
      4.0 * columns * (double(shape.input_rows()) * shape.features + double(shape.rows()) * units);
  const int members = members_for(operations);

  const Format format = format_for(layer.bfloat16, shape.batch, members);
  const size_t gate_size = size_t(shape.rows()) * columns;
  const size_t pairs_size = format == Format::bfloat16 ? size_t(shape.rows()) * pair_stride(columns) : 0;
  // Sizes first, then the memory: the gradients of the gates lie in it too.
  const auto gradients_with = [&](const float* gate_gradient, const float* gate_pairs) {
    return RecurrentGradients(shape, layer.mask,
                              {layer.input, layer.kernel, gate_gradient, columns, layer.input_gradient,
                               layer.kernel_gradient, layer.bias_gradient, gate_pairs},
                              {layer.outputs, layer.initial_hidden, layer.recurrent_dropout, gate_gradient,
                               columns, layer.recurrent_gradient, nullptr});
  };
  Scratch scratch(packed_size(columns, units) + gate_size + pairs_size + 2 * state_size +
                  size_t(members) * shape.batch + gradients_with(nullptr, nullptr).scratch_size(members));
  float* packed_recurrent = scratch.take(packed_size(columns, units));
  float* gate_gradient = scratch.take(gate_size);
  float* gate_pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  float* state_gradient =
      layer.initial_hidden_gradient ? layer.initial_hidden_gradient : scratch.take(state_size);
  float* cell_gradient = layer.initial_cell_gradient ? layer.initial_cell_gradient : scratch.take(state_size);
  int* moving = scratch.take_as<int>(size_t(members) * shape.batch);
  RecurrentGradients gradients = gradients_with(gate_gradient, gate_pairs);
  gradients.prepare(scratch, members);

  parallel(members, [&](Member& member) {
    if (shape.steps > 1 || layer.initial_hidden) {
      pack_transposed(format, layer.recurrent_kernel, columns, columns, units, packed_recurrent, member);
    }
    gradients.pack_kernel(member);
    member.barrier();
    Recurrence{layer, packed_recurrent, gate_gradient, gate_pairs, state_gradient, cell_gradient}.run(
        member, moving + size_t(member.index) * shape.batch);
    member.barrier();
    gradients.run(member);
  });
}

}  // namespace encdec
