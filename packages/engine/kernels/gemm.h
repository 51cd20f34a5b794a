// Products over a whole matrix, one member's share of them. They open no parallel region of their own.
#pragma once

#include <cstddef>

#include "pack.h"

namespace encdec {

// result[r] (+)= left[r] . right for each r of `rows`: left [*, depth], result [*, columns], packed as by
// pack().
struct RowProduct {
  const float* left;
  size_t left_stride;
  const float* packed;
  int depth, columns;
  float* result;
  size_t result_stride;
  // Added to every row, or null.
  const float* bias = nullptr;
  bool accumulate = false;
  // Which row of `left` and of `result` each row is; null for itself.
  const int *left_index = nullptr, *result_index = nullptr;
  // In bfloat16 `left` has rows of pairs, and depth counts these.
  Format format = Format::float32;
};
void multiply_rows(const RowProduct& product, Range rows);

// Only the rows whose mask is not 0, or all without a mask; `list` has room for an index of every row.
void multiply_counting_rows(RowProduct product, Range rows, const float* mask, int* list);

// result [width, columns] (+)= sum over k of left_rows[k]^T . right_rows[k]: the gradient of a weight matrix.
struct OuterProduct {
  const float* const* left_rows;
  int width;
  float* result;
};

// The outer products of several left-hand matrices with the same right_rows [depth][columns], for the
// member's share of the columns; `bias`, if given, gets the sum of the right rows.
struct OuterProducts {
  const float* const* right_rows;
  int depth, columns, result_stride;
  const OuterProduct* products;
  int count;
  float* bias = nullptr;
  bool accumulate = false;
  // The rows are floats in either format: they are rounded while they are packed.
  Format format = Format::float32;
};

// Floats of working memory that each member needs for its own; `width` is that of the widest product.
size_t outer_scratch_size(int columns, int width, int members);
void multiply_outer(const OuterProducts& outer, const Member& member, float* scratch);

}  // namespace encdec
