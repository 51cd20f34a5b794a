// What every recurrent layer shares: how its sequences lie in memory and how a team divides them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bfloat16.h"
#include "threads.h"

namespace encdec {

// Sequences [batch, steps, features or units], batch-major: sequence b at time t is row b * steps + t.
struct Sequence {
  int batch, steps, features, units;
  // Runs from the last time to the first; outputs stay at the time of their input.
  bool reverse = false;
  // The input is [batch, features], the same at every step.
  bool repeated = false;
  // The input is a table [table_rows, features], of which step t of sequence b reads row ids[b * steps + t];
  // or null.
  const int32_t* ids = nullptr;
  int table_rows = 0;

  int time(int step) const { return reverse ? steps - 1 - step : step; }
  size_t row(int sequence, int step) const { return size_t(sequence) * steps + time(step); }
  int rows() const { return batch * steps; }
  // Several steps may read the same row of the input, so that its product with the kernel is computed once.
  bool shares_input() const { return repeated || ids; }
  int input_rows() const { return ids ? table_rows : repeated ? batch : rows(); }
  size_t input_row(int sequence, int step) const {
    return ids ? size_t(ids[row(sequence, step)]) : repeated ? size_t(sequence) : row(sequence, step);
  }
};

// The sequences of `rows` that a step moves on, in order, written to `list`; the others are masked and carry
// their state over. Returns how many.
inline int list_moving(const Sequence& shape, const float* mask, int step, Range rows, int* list) {
  int count = 0;
  for (int b = rows.begin; b < rows.end; b++) {
    if (!mask || mask[shape.row(b, step)] != 0) list[count++] = b;
  }
  return count;
}

// A member's part of a recurrence. Rows never meet, so with enough of them each member runs alone; with few
// of them the units are divided instead and the members meet at every step.
struct Part {
  Range rows, units;
  bool alone;
};

inline bool rows_suffice(int batch, int members) {
  constexpr int kRowsEach = 4;
  return members == 1 || batch >= kRowsEach * members;
}

inline Part part_of(const Member& member, int batch, int units, int unit_granule) {
  if (rows_suffice(batch, member.count)) return {member.share(batch), {0, units}, true};
  return {{0, batch}, member.share(units, unit_granule), false};
}

// The format of a layer's products: with few rows it is the memory that limits, and members would share
// pairs.
inline Format format_for(bool wants_bfloat16, int batch, int members) {
  return kHasBfloat16 && wants_bfloat16 && rows_suffice(batch, members) ? Format::bfloat16 : Format::float32;
}

}  // namespace encdec
