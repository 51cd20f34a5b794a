#include <algorithm>

#include "gemm.h"
#include "gru.h"
#include "recurrent_gradients.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 3;

struct Recurrence {
  const GruBackward& layer;
  // The recurrent kernel, transposed; n apart if the reset comes before.
  const float *packed, *packed_candidate;
  // [batch, steps, 3 units], gradients of the gates; the same array if the reset comes before.
  float *input_side, *state_side;
  // The same in pairs, [batch, steps, pair_stride(3 units)]; or null.
  float *input_pairs, *state_pairs;
  float* state_gradient;  // [batch, units], of the state that enters the current step
  float* reset_gradient;  // [batch, units], of r h, if the reset comes before

  const float* state_before(int b, int step) const {
    const Sequence& shape = layer.sequence;
    if (step > 0) return layer.outputs + shape.row(b, step - 1) * shape.units;
    return layer.initial ? layer.initial + size_t(b) * shape.units : nullptr;
  }
  bool masked(size_t row) const { return layer.mask && layer.mask[row] == 0; }

  // Through h and the activations: fills the rows of the gates' gradients (of r only if the reset comes
  // after), and leaves in state_gradient what bypasses the products.
  void pass_activations(int step, int b, Range units) const {
    const Sequence& shape = layer.sequence;
    const size_t width = shape.units, row = shape.row(b, step);
    const float* kept = layer.kept + row * kGruKept * width;
    float *of_input = input_side + row * kGates * width, *of_state = state_side + row * kGates * width;
    const float* before = state_before(b, step);
    for (int u = units.begin; u < units.end; u += kLanes) {
      const int count = std::min(kLanes, units.end - u);
      float* dh_at = state_gradient + b * width + u;
      Vector dh = load_first(dh_at, count);
      if (layer.output_gradient) dh += load_first(layer.output_gradient + row * width + u, count);
      if (masked(row)) {
        store_first(dh_at, dh, count);
        for (int g = 0; g < kGates; g++) {
          store_first(of_input + g * width + u, Vector{}, count);
          store_first(of_state + g * width + u, Vector{}, count);
        }
        if (reset_gradient) store_first(reset_gradient + b * width + u, Vector{}, count);
        continue;
      }
      const Vector z = load_first(kept + u, count), r = load_first(kept + width + u, count);
      const Vector n = load_first(kept + 2 * width + u, count);
      const Vector h = before ? load_first(before + u, count) : Vector{};
      const Vector of_z = dh * (h - n) * gate_slope(z, layer.hard_gates);
      const Vector of_n = dh * (1.0f - z) * (1.0f - n * n);
      store_first(of_input + u, of_z, count);
      store_first(of_input + 2 * width + u, of_n, count);
      store_first(dh_at, dh * z, count);
      if (!layer.reset_after) {
        store_first(reset_gradient + b * width + u, Vector{}, count);
        continue;
      }
      const Vector of_r = of_n * load_first(kept + 3 * width + u, count) * gate_slope(r, layer.hard_gates);
      store_first(of_input + width + u, of_r, count);
      store_first(of_state + u, of_z, count);
      store_first(of_state + width + u, of_r, count);
      store_first(of_state + 2 * width + u, of_n * r, count);
    }
  }

  // Reset before: from the gradient of r h to that of r, and to what reaches h through it.
  void pass_reset(int step, int b, Range units) const {
    const Sequence& shape = layer.sequence;
    const size_t width = shape.units, row = shape.row(b, step);
    if (masked(row)) return;
    const float* before = state_before(b, step);
    for (int u = units.begin; u < units.end; u += kLanes) {
      const int count = std::min(kLanes, units.end - u);
      const Vector r = load_first(layer.kept + (row * kGruKept + 1) * width + u, count);
      const Vector gradient = load_first(reset_gradient + b * width + u, count);
      Vector h = before ? load_first(before + u, count) : Vector{}, to_state = gradient * r;
      if (layer.recurrent_dropout) {
        const Vector factor = load_first(layer.recurrent_dropout + b * width + u, count);
        h *= factor;
        to_state *= factor;
      }
      float* dh_at = state_gradient + b * width + u;
      store_first(input_side + (row * kGates + 1) * width + u, gradient * h * gate_slope(r, layer.hard_gates),
                  count);
      store_first(dh_at, load_first(dh_at, count) + to_state, count);
    }
  }

  // `moving` has room for a sequence each.
  void run(Member& member, int* moving) const {
    const Sequence& shape = layer.sequence;
    const int units = shape.units;
    const size_t stride = size_t(kGates) * units;
    const Part part = part_of(member, shape.batch, units, kPanelColumns);
    const auto meet = [&] {
      if (!part.alone) member.barrier();
    };
    for (int b = part.rows.begin; b < part.rows.end; b++) {
      for (size_t u = part.units.begin, at = size_t(b) * units + u; u < size_t(part.units.end); u++, at++) {
        state_gradient[at] = layer.hidden_gradient ? layer.hidden_gradient[at] : 0;
      }
    }
    for (int step = shape.steps - 1; step >= 0; step--) {
      const bool has_state = step > 0 || layer.initial;
      const int count = list_moving(shape, layer.mask, step, part.rows, moving);
      for (int b = part.rows.begin; b < part.rows.end; b++) {
        pass_activations(step, b, part.units);
        if (!input_pairs) continue;
        const size_t row = shape.row(b, step), width = pair_stride(kGates * units);
        to_pairs(input_side + row * stride, kGates * units, input_pairs + row * width);
        to_pairs(state_side + row * stride, kGates * units, state_pairs + row * width);
      }
      meet();
      if (!layer.reset_after) {
        if (has_state) {
          pass_recurrent_product(
              {input_side + 2 * units, stride, packed_candidate, units, reset_gradient, nullptr}, shape, step,
              part.units, moving, count);
        }
        for (int b = part.rows.begin; b < part.rows.end; b++) pass_reset(step, b, part.units);
        meet();
      }
      if (!has_state) break;
      StateProduct product{state_side,     stride,
                           packed,         (layer.reset_after ? kGates : 2) * units,
                           state_gradient, layer.recurrent_dropout};
      if (state_pairs) {
        product.gate_gradient = state_pairs;
        product.stride = pair_stride(kGates * units);
        product.depth = depth_units(Format::bfloat16, kGates * units);
        product.format = Format::bfloat16;
      }
      pass_recurrent_product(product, shape, step, part.units, moving, count);
    }
  }
};

}  // namespace

void gru_backward(const GruBackward& layer) {
  const Sequence& shape = layer.sequence;
  const int units = shape.units, columns = kGates * units, gates = layer.reset_after ? kGates : 2;
  const size_t state_size = size_t(shape.batch) * units, gate_size = size_t(shape.rows()) * columns;
  const int members = members_for(
      4.0 * columns * (double(shape.input_rows()) * shape.features + double(shape.rows()) * units));
  const Format format = format_for(layer.bfloat16 && layer.reset_after, shape.batch, members);
  const size_t pairs_size = format == Format::bfloat16 ? size_t(shape.rows()) * pair_stride(columns) : 0;
  const auto gradients_with = [&](const float* input_side, const float* state_side, const float* pairs) {
    RecurrentGradients::Hidden hidden{layer.outputs,
                                      layer.initial,
                                      layer.recurrent_dropout,
                                      state_side,
                                      columns,
                                      layer.recurrent_gradient,
                                      layer.recurrent_bias_gradient};
    if (!layer.reset_after) {
      hidden.reset_rows = layer.kept + 3 * units;
      hidden.reset_stride = size_t(kGruKept) * units;
    }
    return RecurrentGradients(shape, layer.mask,
                              {layer.input, layer.kernel, input_side, columns, layer.input_gradient,
                               layer.kernel_gradient, layer.bias_gradient, pairs},
                              hidden);
  };
  Scratch scratch(packed_size(columns, units) + 2 * gate_size + 2 * state_size + 2 * pairs_size +
                  size_t(members) * shape.batch +
                  gradients_with(nullptr, nullptr, nullptr).scratch_size(members));
  float* packed = scratch.take(packed_size(gates * units, units));
  float* packed_candidate = layer.reset_after ? nullptr : scratch.take(packed_size(units, units));
  float* input_side = scratch.take(gate_size);
  float* state_side = layer.reset_after ? scratch.take(gate_size) : input_side;
  float* state_gradient = layer.initial_gradient ? layer.initial_gradient : scratch.take(state_size);
  float* reset_gradient = layer.reset_after ? nullptr : scratch.take(state_size);
  float* input_pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  float* state_pairs = pairs_size ? scratch.take(pairs_size) : nullptr;
  int* moving = scratch.take_as<int>(size_t(members) * shape.batch);
  RecurrentGradients gradients = gradients_with(input_side, state_side, input_pairs);
  gradients.prepare(scratch, members);

  parallel(members, [&](Member& member) {
    pack_transposed(format, layer.recurrent_kernel, columns, gates * units, units, packed, member);
    if (packed_candidate) {
      pack_transposed(Format::float32, layer.recurrent_kernel + 2 * units, columns, units, units,
                      packed_candidate, member);
    }
    gradients.pack_kernel(member);
    member.barrier();
    Recurrence{layer,       packed,      packed_candidate, input_side,    state_side,
               input_pairs, state_pairs, state_gradient,   reset_gradient}
        .run(member, moving + size_t(member.index) * shape.batch);
    member.barrier();
    gradients.run(member);
  });
}

}  // namespace encdec
