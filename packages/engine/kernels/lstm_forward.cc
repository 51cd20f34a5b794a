#include <algorithm>

#include "gemm.h"
#include "lstm.h"
#include "scratch.h"

namespace encdec {
namespace {

constexpr int kGates = 4;

struct Recurrence {
  const LstmForward& layer;
  const float* projected;     // x W + b, [input rows, 4 units]; or null: each tile computes its own
  const float* packed_input;  // the kernel as by pack_gates(), where each tile computes its own
  const float* packed;        // the recurrent kernel
  // What the products read instead of the outputs: h times the dropout factors, or in pairs, of this step and
  // the last [2, batch, left_stride]; or null.
  float* left_rows;
  int left_stride;
  Format format;

  bool has_state(int step) const { return step > 0 || layer.initial_hidden; }

  // The state that a sequence brings into a step, null for zero.
  const float* previous_hidden(int sequence, int step) const {
    const Sequence& shape = layer.sequence;
    if (step > 0) return layer.outputs + shape.row(sequence, step - 1) * shape.units;
    return layer.initial_hidden ? layer.initial_hidden + size_t(sequence) * shape.units : nullptr;
  }

  float* left_row(int sequence, int step) const {
    return left_rows + (size_t(step & 1) * layer.sequence.batch + sequence) * left_stride;
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

  // One tile has all four gates of its units, so the activations follow the product in registers.
  template <int Rows>
  void run_tile(int step, const int* sequences, int panel) const {
    const Sequence& shape = layer.sequence;
    const int units = shape.units, unit = panel * kLanes, count = std::min(kLanes, units - unit);
    RowReader<Rows> left;
    Vector sums[Rows][kGates];
    for (int r = 0; r < Rows; r++) {
      const int b = sequences[r];
      const float* start = start_of(b, step);
      for (int g = 0; g < kGates; g++) {
        sums[r][g] = start ? load_first(start + size_t(g) * units + unit, count) : Vector{};
      }
      left.row[r] = left_rows && has_state(step) ? left_row(b, step) : previous_hidden(b, step);
    }
    if (!projected) add_input(step, sequences, panel, sums);
    const int depth = depth_units(format, units);
    const float* columns = packed + size_t(panel) * kLanes * kGates * depth;
    with_format(format, [&](auto format_constant) {
      multiply_add<Rows, kGates, decltype(format_constant)::value>(left, columns, has_state(step) ? depth : 0,
                                                                   sums);
    });
    for (int r = 0; r < Rows; r++) finish(step, sequences[r], unit, count, sums[r]);
  }

  // What the sums of a sequence's gates begin with, [4 units]; null for zero.
  const float* start_of(int sequence, int step) const {
    if (!projected) return layer.bias;
    return projected + layer.sequence.input_row(sequence, step) * kGates * layer.sequence.units;
  }

  template <int Rows>
  void add_input(int step, const int* sequences, int panel, Vector (&sums)[Rows][kGates]) const {
    const Sequence& shape = layer.sequence;
    RowReader<Rows> left;
    for (int r = 0; r < Rows; r++) {
      left.row[r] = layer.input + shape.row(sequences[r], step) * shape.features;
    }
    multiply_add<Rows, kGates>(left, packed_input + size_t(panel) * kLanes * kGates * shape.features,
                               shape.features, sums);
  }

  void finish(int step, int b, int unit, int count, const Vector (&sums)[kGates]) const {
    const Sequence& shape = layer.sequence;
    const int units = shape.units;
    const size_t row = shape.row(b, step), state = size_t(b) * units + unit;
    const bool hard = layer.hard_gates;
    const Vector i = open_gate(sums[0], hard), f = open_gate(sums[1], hard), o = open_gate(sums[3], hard);
    const Vector g = hyperbolic_tangent(sums[2]);
    const Vector previous = load_first(layer.cell + state, count);
    const Vector c = f * previous + i * g;
    store_states(step, b, unit, count, o * hyperbolic_tangent(c), c);
    if (!layer.gates) return;
    float* gates = layer.gates + row * kGates * units + unit;
    store_first(gates, i, count);
    store_first(gates + units, f, count);
    store_first(gates + 2 * size_t(units), g, count);
    store_first(gates + 3 * size_t(units), o, count);
  }

  void store_states(int step, int b, int unit, int count, Vector h, Vector c) const {
    const Sequence& shape = layer.sequence;
    const int units = shape.units;
    const size_t row = shape.row(b, step), state = size_t(b) * units + unit;
    store_first(layer.cell + state, c, count);
    store_first(layer.outputs + row * units + unit, h, count);
    if (step == shape.steps - 1) store_first(layer.hidden + state, h, count);
    if (left_rows) store_left(b, step + 1, unit, count, h);
    if (layer.cells) store_first(layer.cells + row * units + unit, c, count);
  }

  // A masked step.
  void carry(int step, int b, Range units) const {
    const float* carried = previous_hidden(b, step);
    for (int unit = units.begin; unit < units.end; unit += kLanes) {
      const int count = std::min(kLanes, units.end - unit);
      const Vector h = carried ? load_first(carried + unit, count) : Vector{};
      store_states(step, b, unit, count, h,
                   load_first(layer.cell + size_t(b) * layer.sequence.units + unit, count));
    }
  }

  void start(Range rows, Range units) const {
    for (int b = rows.begin; b < rows.end; b++) {
      for (int unit = units.begin; unit < units.end; unit += kLanes) {
        const int count = std::min(kLanes, units.end - unit);
        const size_t at = size_t(b) * layer.sequence.units + unit;
        store_first(layer.cell + at,
                    layer.initial_cell ? load_first(layer.initial_cell + at, count) : Vector{}, count);
        if (left_rows && layer.initial_hidden) {
          store_left(b, 0, unit, count, load_first(layer.initial_hidden + at, count));
        }
      }
    }
  }

  // `moving` has room for the sequences of the part.
  void run(Member& member, const Part& part, int* moving) const {
    const Sequence& shape = layer.sequence;
    start(part.rows, part.units);
    if (!part.alone) member.barrier();
    for (int step = 0; step < shape.steps; step++) {
      const int count = list_moving(shape, layer.mask, step, part.rows, moving);
      for (int panel = part.units.begin / kLanes; panel < vectors_for(part.units.end); panel++) {
        for_each_tile<tile_rows(kGates)>(0, count, [&](auto rows, int first) {
          run_tile<decltype(rows)::value>(step, moving + first, panel);
        });
      }
      for (int b = part.rows.begin; b < part.rows.end && count < part.rows.size(); b++) {
        if (layer.mask[shape.row(b, step)] == 0) carry(step, b, part.units);
      }
      if (!part.alone) member.barrier();
    }
  }
};

// Few features are multiplied where the gates are summed: that costs less than to store x W and read it
// again.
bool is_narrow(const LstmForward& layer, bool prepared, Format format) {
  constexpr int kMostFeatures = 32;
  const Sequence& shape = layer.sequence;
  return !prepared && format == Format::float32 && !shape.shares_input() && shape.features <= kMostFeatures;
}

// A single step needs no state that another member makes. Divided by units, each member reads only its own
// columns of the weights, which are more than its second-level cache holds.
bool divides_units(const LstmForward& layer, bool prepared) {
  const Sequence& shape = layer.sequence;
  return prepared && shape.steps == 1 && !shape.shares_input() && !layer.recurrent_dropout &&
         shape.units % kPanelColumns == 0;
}

// The columns of x W + b that belong to some units, whole panels.
void project_units(RowProduct projection, int batch, int units, Range own) {
  const RowProduct all = projection;
  for (int g = 0; g < kGates; g++) {
    const size_t first = size_t(g) * units + own.begin;
    projection.packed = all.packed + first * all.depth;
    projection.columns = own.size();
    projection.result = all.result + first;
    projection.bias = all.bias ? all.bias + first : nullptr;
    multiply_rows(projection, {0, batch});
  }
}

}  // namespace

void lstm_forward(const LstmForward& layer) {
  const Sequence& shape = layer.sequence;
  const int columns = kGates * shape.units, units = shape.units, features = shape.features;
  const double operations =
      2.0 * columns * (double(shape.input_rows()) * features + double(shape.rows()) * units);
  const int members = members_for(operations);
  const bool prepared = layer.packed_kernel && layer.packed_recurrent;
  const Format format = format_for(layer.bfloat16 && !prepared, shape.batch, members);
  const bool pairs = format == Format::bfloat16, narrow = is_narrow(layer, prepared, format);
  const bool own_rows = !narrow && (shape.shares_input() || !layer.gates);
  const int left_stride = pairs ? pair_stride(units) : units;
  const size_t projected_size = own_rows ? size_t(shape.input_rows()) * columns : 0;
  const size_t left_size = pairs || layer.recurrent_dropout ? 2 * size_t(shape.batch) * left_stride : 0;
  const size_t input_size = pairs ? size_t(shape.input_rows()) * pair_stride(features) : 0;
  const size_t list_size = size_t(members) * shape.batch + shape.rows();
  const size_t kernel_size =
      narrow ? packed_gates_size(features, units, kGates) : packed_size(features, columns);
  Scratch scratch(kernel_size + packed_gates_size(units, units, kGates) + projected_size + left_size +
                  input_size + list_size);
  float* own_kernel = prepared ? nullptr : scratch.take(kernel_size);
  float* own_recurrent = prepared ? nullptr : scratch.take(packed_gates_size(units, units, kGates));
  const float* packed_kernel = prepared ? layer.packed_kernel : own_kernel;
  const float* packed_recurrent = prepared ? layer.packed_recurrent : own_recurrent;
  // The gates' memory holds the projected input until the recurrence turns each row into the activations.
  float* projected = narrow ? nullptr : own_rows ? scratch.take(projected_size) : layer.gates;
  float* left_rows = left_size ? scratch.take(left_size) : nullptr;
  float* input_pairs = pairs ? scratch.take(input_size) : nullptr;
  int *moving = scratch.take_as<int>(size_t(members) * shape.batch),
      *counting = scratch.take_as<int>(shape.rows());
  const bool recurrent = shape.steps > 1 || layer.initial_hidden;

  parallel(members, [&](Member& member) {
    if (narrow) {
      pack_gates(format, layer.kernel, columns, features, units, kGates, own_kernel, member);
    } else if (!prepared) {
      pack(format, layer.kernel, columns, features, columns, own_kernel, member);
    }
    if (!prepared && recurrent) {
      pack_gates(format, layer.recurrent_kernel, columns, units, units, kGates, own_recurrent, member);
    }
    if (!prepared) member.barrier();
    const bool by_units = divides_units(layer, prepared);
    const Part part = by_units ? Part{{0, shape.batch}, member.share(units, kPanelColumns), true}
                               : part_of(member, shape.batch, units, kLanes);
    const int rows_each = shape.repeated ? 1 : shape.steps;
    // The same rows as in the recurrence where a member runs alone: no barrier between them.
    const bool own_input = part.alone && !shape.ids;
    const Range rows = own_input ? Range{part.rows.begin * rows_each, part.rows.end * rows_each}
                                 : member.share(shape.input_rows());
    RowProduct projection{layer.input, size_t(features), packed_kernel,   features,
                          columns,     projected,        size_t(columns), layer.bias};
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
    if (by_units) {
      if (part.units.size() > 0) project_units(projection, shape.batch, units, part.units);
    } else if (!narrow) {
      multiply_counting_rows(projection, rows, shape.shares_input() ? nullptr : layer.mask, counting);
    }
    if (!own_input) member.barrier();
    Recurrence{layer, projected, packed_kernel, packed_recurrent, left_rows, left_stride, format}.run(
        member, part, moving + size_t(member.index) * shape.batch);
  });
}

}  // namespace encdec
