#include "recurrent_gradients.h"

#include <algorithm>
#include <cstring>

namespace encdec {

void pass_recurrent_product(const StateProduct& product, const Sequence& shape, int step, Range units,
                            const int* sequences, int count) {
  for (int v = units.begin / kLanes; v < vectors_for(units.end); v += kPanelVectors) {
    const float* panel = product.packed + size_t(v) * kLanes * product.depth;
    with_vectors(std::min(kPanelVectors, vectors_for(units.end) - v), [&](auto vector_constant) {
      constexpr int Vectors = decltype(vector_constant)::value;
      for_each_tile<tile_rows(Vectors)>(0, count, [&](auto row_constant, int first) {
        constexpr int Rows = decltype(row_constant)::value;
        RowReader<Rows> left;
        for (int r = 0; r < Rows; r++) {
          left.row[r] = product.gate_gradient + shape.row(sequences[first + r], step) * product.stride;
        }
        Vector sums[Rows][Vectors] = {};
        with_format(product.format, [&](auto format) {
          multiply_add<Rows, Vectors, decltype(format)::value>(left, panel, product.depth, sums);
        });
        for (int r = 0; r < Rows; r++) {
          for (int q = 0; q < Vectors; q++) {
            const int unit = (v + q) * kLanes, count = std::min(kLanes, shape.units - unit);
            const size_t at = size_t(sequences[first + r]) * shape.units + unit;
            const Vector sum =
                product.factors ? sums[r][q] * load_first(product.factors + at, count) : sums[r][q];
            store_first(product.state_gradient + at, load_first(product.state_gradient + at, count) + sum,
                        count);
          }
        }
      });
    });
  }
}

RecurrentGradients::RecurrentGradients(const Sequence& shape, const float* mask, const Input& input,
                                       const Hidden& hidden)
    : shape_(shape), mask_(mask), input_(input), hidden_(hidden) {}

size_t RecurrentGradients::scratch_size(int members) const {
  const size_t rows = shape_.rows();
  const size_t pointers =
      (hidden_.reset_rows ? 6 : 4) * (rows + shape_.input_rows() + 64) * sizeof(float*) / sizeof(float);
  const int columns = std::max(input_.columns, hidden_.columns);
  return packed_size(input_.columns, shape_.features) +
         (shape_.shares_input() ? size_t(shape_.input_rows()) * input_.columns : rows) +
         (hidden_.factors ? rows * shape_.units : 0) +
         members * (outer_scratch_size(columns, std::max(shape_.features, shape_.units), members) + 64) +
         pointers;
}

void RecurrentGradients::prepare(Scratch& scratch, int members) {
  const size_t rows = shape_.rows();
  packed_kernel_ = scratch.take(packed_size(input_.columns, shape_.features));
  if (shape_.shares_input()) {
    gate_sums_ = scratch.take(size_t(shape_.input_rows()) * input_.columns);
  } else {
    counting_rows_ = scratch.take_as<int>(rows);
  }
  if (hidden_.factors) dropped_ = scratch.take(rows * shape_.units);
  const int columns = std::max(input_.columns, hidden_.columns);
  const int width = std::max(shape_.features, shape_.units);
  outer_scratch_each_ = outer_scratch_size(columns, width, members) / 16 * 16 + 16;
  outer_scratch_ = scratch.take(members * outer_scratch_each_);
  const size_t input_rows = shape_.input_rows();
  input_rows_ = scratch.take_as<const float*>(input_rows);
  input_gate_rows_ = scratch.take_as<const float*>(input_rows);
  hidden_rows_ = scratch.take_as<const float*>(rows);
  hidden_gate_rows_ = scratch.take_as<const float*>(rows);
  if (hidden_.reset_rows) {
    reset_rows_ = scratch.take_as<const float*>(rows);
    reset_gate_rows_ = scratch.take_as<const float*>(rows);
  }
  list_rows();
}

const float* RecurrentGradients::hidden_before(int sequence, int step) const {
  if (step > 0) return hidden_.outputs + shape_.row(sequence, step - 1) * shape_.units;
  return hidden_.initial ? hidden_.initial + size_t(sequence) * shape_.units : nullptr;
}

void RecurrentGradients::list_rows() {
  const auto add = [&](int b, int step) {
    const size_t row = shape_.row(b, step);
    if (mask_ && mask_[row] == 0) return;
    if (!shape_.shares_input()) {
      input_rows_[count_] = input_.values + row * shape_.features;
      input_gate_rows_[count_] = input_.gate_gradient + row * input_.columns;
    }
    hidden_rows_[count_] = dropped_ ? dropped_ + row * shape_.units : hidden_before(b, step);
    hidden_gate_rows_[count_] = hidden_.gate_gradient + row * hidden_.columns;
    if (hidden_.reset_rows) {
      reset_rows_[count_] = hidden_.reset_rows + row * hidden_.reset_stride;
      reset_gate_rows_[count_] = hidden_gate_rows_[count_] + 2 * shape_.units;
    }
    count_++;
  };
  count_ = 0;
  for (int b = 0; b < shape_.batch; b++) {
    for (int step = hidden_.initial ? 0 : 1; step < shape_.steps; step++) add(b, step);
  }
  with_state_ = count_;
  for (int b = 0; b < shape_.batch && !hidden_.initial; b++) add(b, 0);
  for (int row = 0; row < shape_.input_rows() && shape_.shares_input(); row++) {
    input_rows_[row] = input_.values + size_t(row) * shape_.features;
    input_gate_rows_[row] = gate_sums_ + size_t(row) * input_.columns;
  }
}

// A row of the input that several steps share meets the sum of their gradients.
void RecurrentGradients::sum_over_steps(Range columns) const {
  const size_t stride = input_.columns;
  for (int row = 0; row < shape_.input_rows(); row++) {
    std::memset(gate_sums_ + row * stride + columns.begin, 0, sizeof(float) * columns.size());
  }
  for (int b = 0; b < shape_.batch; b++) {
    for (int step = 0; step < shape_.steps; step++) {
      const size_t row = shape_.row(b, step);
      if (mask_ && mask_[row] == 0) continue;
      const float* gradient = input_.gate_gradient + row * stride;
      float* sum = gate_sums_ + shape_.input_row(b, step) * stride;
      for (int c = columns.begin; c < columns.end; c++) sum[c] += gradient[c];
    }
  }
}

void RecurrentGradients::drop_hidden(Range sequences) const {
  const int units = shape_.units;
  for (int b = sequences.begin; b < sequences.end; b++) {
    const float* factors = hidden_.factors + size_t(b) * units;
    for (int step = 0; step < shape_.steps; step++) {
      const float* hidden = hidden_before(b, step);
      float* dropped = dropped_ + shape_.row(b, step) * units;
      for (int u = 0; u < units; u++) dropped[u] = hidden ? hidden[u] * factors[u] : 0;
    }
  }
}

void RecurrentGradients::pack_kernel(const Member& member) const {
  if (!input_.gradient) return;
  pack_transposed(input_format(), input_.kernel, input_.columns, input_.columns, shape_.features,
                  packed_kernel_, member);
}

void RecurrentGradients::run(Member& member) const {
  if (shape_.shares_input()) sum_over_steps(member.share(input_.columns, kLanes));
  if (dropped_) drop_hidden(member.share(shape_.batch));
  if (shape_.shares_input() || dropped_) member.barrier();
  if (input_.gradient) pass_input(member);
  run_products(member, outer_scratch_ + member.index * outer_scratch_each_);
}

void RecurrentGradients::pass_input(const Member& member) const {
  const size_t features = shape_.features;
  RowProduct product{shape_.shares_input() ? gate_sums_ : input_.gate_gradient,
                     size_t(input_.columns),
                     packed_kernel_,
                     input_.columns,
                     shape_.features,
                     input_.gradient,
                     features};
  if (input_format() == Format::bfloat16) {
    product.left = input_.gate_pairs;
    product.left_stride = pair_stride(input_.columns);
    product.depth = depth_units(Format::bfloat16, input_.columns);
    product.format = Format::bfloat16;
  }
  const Range rows = member.share(shape_.input_rows());
  const float* mask = shape_.shares_input() ? nullptr : mask_;
  multiply_counting_rows(product, rows, mask, counting_rows_);
  for (int row = rows.begin; row < rows.end && mask; row++) {
    if (mask[row] == 0) std::memset(input_.gradient + row * features, 0, sizeof(float) * features);
  }
}

void RecurrentGradients::run_products(Member& member, float* scratch) const {
  const OuterProduct products[] = {{input_rows_, shape_.features, input_.kernel_gradient},
                                   {hidden_rows_, shape_.units, hidden_.kernel_gradient}};
  if (shares_rows()) {
    OuterProducts outer{input_gate_rows_,     with_state_, input_.columns, input_.columns, products, 2,
                        input_.bias_gradient, false,       format()};
    multiply_outer(outer, member, scratch);
    if (with_state_ == count_) return;
    const OuterProduct first_step{input_rows_ + with_state_, shape_.features, input_.kernel_gradient};
    outer = {input_gate_rows_ + with_state_,
             count_ - with_state_,
             input_.columns,
             input_.columns,
             &first_step,
             1,
             input_.bias_gradient,
             true,
             format()};
    return multiply_outer(outer, member, scratch);
  }
  const int input_count = shape_.shares_input() ? shape_.input_rows() : count_;
  multiply_outer({input_gate_rows_, input_count, input_.columns, input_.columns, products, 1,
                  input_.bias_gradient, false, format()},
                 member, scratch);
  run_hidden_products(member, scratch);
}

void RecurrentGradients::run_hidden_products(const Member& member, float* scratch) const {
  const OuterProduct product{hidden_rows_, shape_.units, hidden_.kernel_gradient};
  const int columns = hidden_.reset_rows ? 2 * shape_.units : hidden_.columns;
  multiply_outer({hidden_gate_rows_, with_state_, columns, hidden_.columns, &product, 1,
                  hidden_.bias_gradient, false, format()},
                 member, scratch);
  if (hidden_.reset_rows) {
    const OuterProduct reset{reset_rows_, shape_.units, hidden_.kernel_gradient + columns};
    multiply_outer({reset_gate_rows_, with_state_, shape_.units, hidden_.columns, &reset, 1}, member,
                   scratch);
  }
  if (!hidden_.bias_gradient || with_state_ == count_) return;
  multiply_outer({hidden_gate_rows_ + with_state_, count_ - with_state_, hidden_.columns, hidden_.columns,
                  nullptr, 0, hidden_.bias_gradient, true},
                 member, scratch);
}

}  // namespace encdec
