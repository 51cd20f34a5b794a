#include <algorithm>

#include "gemm.h"
#include "gru.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 3;

struct Recurrence {
  const GruForward& layer;
  const float* projected;  // x W + b, [input rows, 3 units]
  size_t projected_stride;
  const float* packed;            // of the recurrent kernel: all gates, or z and r if the reset comes before
  const float* packed_candidate;  // n alone, if the reset comes before
  // What the products read instead of the outputs: h times the dropout factors, or in pairs, of this step and
  // the last [2, batch, left_stride]; or null.
  float* left_rows;
  int left_stride;
  Format format;
  float* update;  // [batch, units], z, if the reset comes before
  float* reset;   // [batch, units], r h, if the reset comes before

  const float* previous_hidden(int sequence, int step) const {
    const Sequence& shape = layer.sequence;
    if (step > 0) return layer.outputs + shape.row(sequence, step - 1) * shape.units;
    return layer.initial ? layer.initial + size_t(sequence) * shape.units : nullptr;
  }
  bool has_state(int step) const { return step > 0 || layer.initial; }
  float* left_row(int sequence, int step) const {
    return left_rows + (size_t(step & 1) * layer.sequence.batch + sequence) * left_stride;
  }
  const float* factor(int sequence, int step) const {
    return left_rows && has_state(step) ? left_row(sequence, step) : previous_hidden(sequence, step);
  }
  // Leaves a part of h for the next product, `unit` a multiple of kLanes.
  void store_left(int b, int next_step, int unit, int count, Vector h) const {
    if (layer.recurrent_dropout) {
      h *= load_first(layer.recurrent_dropout + size_t(b) * layer.sequence.units + unit, count);
    }
    float* row = left_row(b, next_step);
    if (format == Format::bfloat16) {
      store_pairs(row + unit / 2, h);
    } else {
      store_first(row + unit, h, count);
    }
  }
  const float* projection(int sequence, int step) const {
    return projected + layer.sequence.input_row(sequence, step) * projected_stride;
  }
  float* kept(int sequence, int step) const {
    return layer.kept + layer.sequence.row(sequence, step) * kGruKept * layer.sequence.units;
  }

  template <int Rows>
  void run_reset_after(int step, const int* sequences, int panel) const {
    const int units = layer.sequence.units, unit = panel * kLanes, count = std::min(kLanes, units - unit);
    RowReader<Rows> left;
    Vector sums[Rows][kGates];
    for (int g = 0; g < kGates; g++) {
      const Vector bias =
          layer.recurrent_bias ? load_first(layer.recurrent_bias + g * units + unit, count) : Vector{};
      for (int r = 0; r < Rows; r++) sums[r][g] = bias;
    }
    for (int r = 0; r < Rows; r++) left.row[r] = factor(sequences[r], step);
    const int depth = depth_units(format, units);
    const float* columns = packed + size_t(panel) * kLanes * kGates * depth;
    with_format(format, [&](auto format_constant) {
      multiply_add<Rows, kGates, decltype(format_constant)::value>(left, columns, has_state(step) ? depth : 0,
                                                                   sums);
    });
    for (int r = 0; r < Rows; r++) {
      const float* x = projection(sequences[r], step) + unit;
      const Vector z = open_gate(sums[r][0] + load_first(x, count), layer.hard_gates);
      const Vector reset = open_gate(sums[r][1] + load_first(x + units, count), layer.hard_gates);
      const Vector n = hyperbolic_tangent(load_first(x + 2 * units, count) + reset * sums[r][2]);
      finish(step, sequences[r], unit, count, z, reset, n, sums[r][2]);
    }
  }

  template <int Rows>
  void run_reset_before(int step, const int* sequences, int panel) const {
    const int units = layer.sequence.units, unit = panel * kLanes, count = std::min(kLanes, units - unit);
    RowReader<Rows> left;
    Vector sums[Rows][2];
    for (int r = 0; r < Rows; r++) {
      const float* x = projection(sequences[r], step) + unit;
      for (int g = 0; g < 2; g++) sums[r][g] = load_first(x + g * units, count);
      left.row[r] = factor(sequences[r], step);
    }
    multiply_add<Rows, 2>(left, packed + size_t(panel) * kLanes * 2 * units, left.row[0] ? units : 0, sums);
    for (int r = 0; r < Rows; r++) {
      const size_t state = size_t(sequences[r]) * units + unit;
      const Vector z = open_gate(sums[r][0], layer.hard_gates),
                   gate = open_gate(sums[r][1], layer.hard_gates);
      const Vector h = left.row[r] ? load_first(left.row[r] + unit, count) : Vector{};
      store_first(update + state, z, count);
      store_first(reset + state, gate * h, count);
      if (!layer.kept) continue;
      float* keep = kept(sequences[r], step) + unit;
      store_first(keep + units, gate, count);
      store_first(keep + 3 * units, gate * h, count);
    }
  }

  template <int Rows>
  void run_candidate(int step, const int* sequences, int panel) const {
    const int units = layer.sequence.units, unit = panel * kLanes, count = std::min(kLanes, units - unit);
    RowReader<Rows> left;
    Vector sums[Rows][1];
    for (int r = 0; r < Rows; r++) {
      sums[r][0] = load_first(projection(sequences[r], step) + 2 * units + unit, count);
      left.row[r] = reset + size_t(sequences[r]) * units;
    }
    const int depth = step > 0 || layer.initial ? units : 0;
    multiply_add<Rows, 1>(left, packed_candidate + size_t(panel) * kLanes * units, depth, sums);
    for (int r = 0; r < Rows; r++) {
      const Vector z = load_first(update + size_t(sequences[r]) * units + unit, count);
      finish(step, sequences[r], unit, count, z, Vector{}, hyperbolic_tangent(sums[r][0]), Vector{});
    }
  }

  void finish(int step, int b, int unit, int count, Vector z, Vector gate, Vector n, Vector inner) const {
    const int units = layer.sequence.units;
    const float* before = previous_hidden(b, step);
    const Vector previous = before ? load_first(before + unit, count) : Vector{};
    store_state(step, b, unit, count, z * previous + (1.0f - z) * n);
    if (!layer.kept) return;
    float* keep = kept(b, step) + unit;
    store_first(keep, z, count);
    store_first(keep + 2 * units, n, count);
    if (!layer.reset_after) return;
    store_first(keep + units, gate, count);
    store_first(keep + 3 * units, inner, count);
  }

  void store_state(int step, int b, int unit, int count, Vector h) const {
    const Sequence& shape = layer.sequence;
    store_first(layer.outputs + shape.row(b, step) * shape.units + unit, h, count);
    if (step == shape.steps - 1) store_first(layer.hidden + size_t(b) * shape.units + unit, h, count);
    if (left_rows) store_left(b, step + 1, unit, count, h);
  }

  // A masked step.
  void carry(int step, int b, Range units) const {
    const float* carried = previous_hidden(b, step);
    for (int unit = units.begin; unit < units.end; unit += kLanes) {
      const int count = std::min(kLanes, units.end - unit);
      store_state(step, b, unit, count, carried ? load_first(carried + unit, count) : Vector{});
    }
  }

  void start(Range rows, Range units) const {
    if (!left_rows || !layer.initial) return;
    for (int b = rows.begin; b < rows.end; b++) {
      for (int unit = units.begin; unit < units.end; unit += kLanes) {
        const int count = std::min(kLanes, units.end - unit);
        store_left(b, 0, unit, count,
                   load_first(layer.initial + size_t(b) * layer.sequence.units + unit, count));
      }
    }
  }

  // `moving` has room for a sequence each.
  void run(Member& member, int* moving) const {
    const Sequence& shape = layer.sequence;
    const Part part = part_of(member, shape.batch, shape.units, kLanes);
    const auto meet = [&] {
      if (!part.alone) member.barrier();
    };
    int count = 0;
    const auto for_each = [&](const auto& run_tile, auto rows_constant) {
      for (int panel = part.units.begin / kLanes; panel < vectors_for(part.units.end); panel++) {
        for_each_tile<decltype(rows_constant)::value>(
            0, count, [&](auto rows, int first) { run_tile(rows, moving + first, panel); });
      }
    };
    start(part.rows, part.units);
    meet();
    for (int step = 0; step < shape.steps; step++) {
      count = list_moving(shape, layer.mask, step, part.rows, moving);
      if (layer.reset_after) {
        for_each([&](auto rows, const int* sequences,
                     int panel) { run_reset_after<decltype(rows)::value>(step, sequences, panel); },
                 Constant<tile_rows(kGates)>{});
      } else {
        for_each([&](auto rows, const int* sequences,
                     int panel) { run_reset_before<decltype(rows)::value>(step, sequences, panel); },
                 Constant<tile_rows(2)>{});
        meet();
        for_each([&](auto rows, const int* sequences,
                     int panel) { run_candidate<decltype(rows)::value>(step, sequences, panel); },
                 Constant<tile_rows(1)>{});
      }
      for (int b = part.rows.begin; b < part.rows.end && count < part.rows.size(); b++) {
        if (layer.mask[shape.row(b, step)] == 0) carry(step, b, part.units);
      }
      meet();
    }
  }
};

}  // namespace

void gru_forward(const GruForward& layer) {
  const Sequence& shape = layer.sequence;
  const int units = shape.units, columns = kGates * units, features = shape.features;
  const double operations =
      2.0 * columns * (double(shape.input_rows()) * features + double(shape.rows()) * units);
  const int members = members_for(operations);
  const bool prepared = layer.reset_after && layer.packed_kernel && layer.packed_recurrent;
  const Format format = format_for(layer.bfloat16 && layer.reset_after && !prepared, shape.batch, members);
  const bool pairs = format == Format::bfloat16, own_rows = shape.shares_input() || !layer.kept;
  const int left_stride = pairs ? pair_stride(units) : units;
  const size_t state_size = size_t(shape.batch) * units;
  const size_t projected_size = own_rows ? size_t(shape.input_rows()) * columns : 0;
  const size_t left_size = pairs || layer.recurrent_dropout ? 2 * size_t(shape.batch) * left_stride : 0;
  const size_t input_size = pairs ? size_t(shape.input_rows()) * pair_stride(features) : 0;
  Scratch scratch(packed_size(features, columns) + packed_gates_size(units, units, kGates) + projected_size +
                  left_size + input_size + 2 * state_size + size_t(members) * shape.batch + shape.rows());
  float* own_kernel = prepared ? nullptr : scratch.take(packed_size(features, columns));
  float* own_recurrent =
      prepared ? nullptr : scratch.take(packed_gates_size(units, units, layer.reset_after ? kGates : 2));
  float* packed_candidate = layer.reset_after ? nullptr : scratch.take(packed_gates_size(units, units, 1));
  const float* packed_kernel = prepared ? layer.packed_kernel : own_kernel;
  const float* packed = prepared ? layer.packed_recurrent : own_recurrent;
  // What is kept of a step overwrites its projected input.
  float* projected = own_rows ? scratch.take(projected_size) : layer.kept;
  const size_t projected_stride = size_t(own_rows ? kGates : kGruKept) * units;
  float* left_rows = left_size ? scratch.take(left_size) : nullptr;
  float* input_pairs = pairs ? scratch.take(input_size) : nullptr;
  int *moving = scratch.take_as<int>(size_t(members) * shape.batch),
      *counting = scratch.take_as<int>(shape.rows());
  float* update = layer.reset_after ? nullptr : scratch.take(state_size);
  float* reset = layer.reset_after ? nullptr : scratch.take(state_size);

  parallel(members, [&](Member& member) {
    if (!prepared) {
      pack(format, layer.kernel, columns, features, columns, own_kernel, member);
      pack_gates(format, layer.recurrent_kernel, columns, units, units, layer.reset_after ? kGates : 2,
                 own_recurrent, member);
    }
    if (packed_candidate) {
      pack_gates(Format::float32, layer.recurrent_kernel + 2 * units, columns, units, units, 1,
                 packed_candidate, member);
    }
    member.barrier();
    const Range rows = member.share(shape.input_rows());
    RowProduct projection{layer.input, size_t(features), packed_kernel,    features,
                          columns,     projected,        projected_stride, layer.bias};
    if (pairs) {
      const size_t stride = pair_stride(features);
      for (int r = rows.begin; r < rows.end; r++) {
        to_pairs(layer.input + size_t(r) * features, features, input_pairs + r * stride);
      }
      projection.left = input_pairs;
      projection.left_stride = stride;
      projection.depth = depth_units(format, features);
      projection.format = format;
    }
    multiply_counting_rows(projection, rows, shape.shares_input() ? nullptr : layer.mask, counting);
    member.barrier();
    Recurrence{layer,     projected,   projected_stride, packed, packed_candidate,
               left_rows, left_stride, format,           update, reset}
        .run(member, moving + size_t(member.index) * shape.batch);
  });
}

}  // namespace encdec
