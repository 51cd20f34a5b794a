// How the operations of the recurrent layers read their input and its shape.
#pragma once

#include <string>

#include "registration.h"
#include "sequence.h"

namespace encdec {

// Throws InvalidArgument unless all are rows of a table.
inline void require_ids(const int32_t* ids, int count, int rows) {
  for (int i = 0; i < count; i++) {
    if (ids[i] < 0 || ids[i] >= rows) {
      throw InvalidArgument("ids must be below the vocabulary of " + std::to_string(rows) + ", got " +
                            std::to_string(ids[i]));
    }
  }
}

constexpr int kNoIds = -1;

// Reads input 0, [batch, steps, features]; or [batch, features], used for `repeat` steps, if that is not 0;
// or a table [rows, features] if input `ids` has the row of each step, [batch, steps]. The units are those of
// the recurrent kernel, input 2.
inline const float* read_input(const Call& call, int repeat, int ids, Sequence& shape) {
  const bool has_table = ids != kNoIds && call.present(ids);
  shape.repeated = repeat > 0 && !has_table;
  const int rank = shape.repeated || has_table ? 2 : 3;
  const int with_steps = has_table ? ids : 0, its_rank = has_table ? 2 : rank;
  shape.batch = call.dimension(with_steps, 0, its_rank);
  shape.steps = shape.repeated ? repeat : call.dimension(with_steps, 1, its_rank);
  shape.features = call.dimension(0, rank - 1, rank);
  shape.units = call.dimension(2, 0, 2);
  checked_product({shape.batch, shape.steps}, "batch times steps");
  if (has_table) {
    shape.table_rows = call.dimension(0, 0, 2);
    shape.ids = call.integers(ids, {shape.batch, shape.steps});
    require_ids(shape.ids, shape.rows(), shape.table_rows);
  }
  return call.floats_of_size(0, int64_t{shape.input_rows()} * shape.features);
}

}  // namespace encdec
