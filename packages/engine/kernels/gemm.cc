#include "gemm.h"

#include <algorithm>
#include <cstring>

namespace encdec {
namespace {

// A block of a panel that stays in the second-level cache while all rows pass.
constexpr int kDepthBlock = 512;
// Floats of packed right-hand rows per member: about 512 KiB.
constexpr int kOuterBlock = 128 * 1024;

int outer_depth_block(int own_columns) {
  return std::clamp(kOuterBlock / std::max(1, own_columns), 64, kDepthBlock);
}

template <int Vectors>
void store_row(const Vector (&sums)[Vectors], float* to, int columns, bool accumulate) {
  for (int v = 0; v < Vectors; v++) {
    const int count = std::min(kLanes, columns - v * kLanes);
    float* at = to + v * kLanes;
    store_first(at, accumulate ? load_first(at, count) + sums[v] : sums[v], count);
  }
}

// One block of the depth, one panel: all rows.
void multiply_rows_by_panel(const RowProduct& product, Range rows, const float* panel, int vectors,
                            int first_depth, int depth, int first_column, bool accumulate) {
  const int columns = product.columns - first_column;
  const float* bias = product.bias && !accumulate ? product.bias + first_column : nullptr;
  const auto multiply = [&](auto format, auto vector_constant) {
    constexpr int Vectors = decltype(vector_constant)::value;
    for_each_tile<tile_rows(Vectors)>(rows.begin, rows.end, [&](auto row_constant, int first) {
      constexpr int Rows = decltype(row_constant)::value;
      RowReader<Rows> left;
      for (int r = 0; r < Rows; r++) {
        const size_t row = product.left_index ? product.left_index[first + r] : first + r;
        left.row[r] = product.left + row * product.left_stride + first_depth;
      }
      Vector sums[Rows][Vectors];
      for (int v = 0; v < Vectors; v++) {
        const Vector start =
            bias ? load_first(bias + v * kLanes, std::min(kLanes, columns - v * kLanes)) : Vector{};
        for (int r = 0; r < Rows; r++) sums[r][v] = start;
      }
      multiply_add<Rows, Vectors, decltype(format)::value>(left, panel, depth, sums);
      for (int r = 0; r < Rows; r++) {
        const size_t row = product.result_index ? product.result_index[first + r] : first + r;
        store_row(sums[r], product.result + row * product.result_stride + first_column, columns, accumulate);
      }
    });
  };
  with_format(product.format, [&](auto format) {
    with_vectors(vectors, [&](auto vector_constant) { multiply(format, vector_constant); });
  });
}

void pack_rows(Format format, const float* const* rows, int depth, int first, int columns, int vectors,
               float* panel) {
  const int step = format == Format::float32 ? 1 : 2;
  for (int k = 0; k < depth; k += step, panel += vectors * kLanes) {
    const float* next = k + 1 < depth ? rows[k + 1] + first : nullptr;
    for (int v = 0; v < vectors; v++) {
      const int count = std::min(kLanes, columns - v * kLanes), at = v * kLanes;
      const Vector even = load_first(rows[k] + first + at, count);
      if (step == 1) {
        store(panel + at, even);
      } else {
        store(panel + at, pairs_of(even, next ? load_first(next + at, count) : Vector{}));
      }
    }
  }
}

// bias += sum over k of the rows.
void add_rows(const float* const* rows, int depth, int first, int columns, float* bias) {
  for (int at = 0; at < columns; at += kLanes) {
    const int count = std::min(kLanes, columns - at);
    Vector sum = load_first(bias + at, count);
    for (int k = 0; k < depth; k++) sum += load_first(rows[k] + first + at, count);
    store_first(bias + at, sum, count);
  }
}

// One block of the depth, packed. The panels pass inside the loop over rows, so that the left rows are read
// only once.
void multiply_outer_block(const OuterProducts& outer, const OuterProduct& product,
                          const float* const* left_rows, Range vectors, const float* packed, int depth,
                          bool accumulate) {
  const auto multiply_tile = [&](auto format, auto row_constant, auto vector_constant, int first,
                                 int column) {
    constexpr int Rows = decltype(row_constant)::value, Vectors = decltype(vector_constant)::value;
    const float* panel = packed + size_t(column - vectors.begin * kLanes) * depth;
    Vector sums[Rows][Vectors] = {};
    multiply_add<Rows, Vectors, decltype(format)::value>(ColumnReader{left_rows, first}, panel, depth, sums);
    for (int r = 0; r < Rows; r++) {
      store_row(sums[r], product.result + size_t(first + r) * outer.result_stride + column,
                outer.columns - column, accumulate);
    }
  };
  with_format(outer.format, [&](auto format) {
    for_each_tile<tile_rows(kPanelVectors)>(0, product.width, [&](auto rows, int first) {
      for (int v = vectors.begin; v < vectors.end; v += kPanelVectors) {
        with_vectors(std::min(kPanelVectors, vectors.end - v), [&](auto vectors_here) {
          multiply_tile(format, rows, vectors_here, first, v * kLanes);
        });
      }
    });
  });
}

}  // namespace

void multiply_rows(const RowProduct& product, Range rows) {
  if (rows.size() <= 0) return;
  const int vectors = vectors_for(product.columns);
  for (int k = 0; k == 0 || k < product.depth; k += kDepthBlock) {
    const int depth = std::min(kDepthBlock, product.depth - k);
    for (int v = 0; v < vectors; v += kPanelVectors) {
      const int width = std::min(kPanelVectors, vectors - v);
      const float* panel = product.packed + size_t(v) * kLanes * product.depth + size_t(k) * width * kLanes;
      multiply_rows_by_panel(product, rows, panel, width, k, depth, v * kLanes, product.accumulate || k > 0);
    }
  }
}

void multiply_counting_rows(RowProduct product, Range rows, const float* mask, int* list) {
  if (!mask) return multiply_rows(product, rows);
  int* const own = list + rows.begin;
  int count = 0;
  for (int r = rows.begin; r < rows.end; r++) {
    if (mask[r] != 0) own[count++] = r;
  }
  product.left_index = product.result_index = own;
  multiply_rows(product, {0, count});
}

size_t outer_scratch_size(int columns, int width, int members) {
  const int own = ((vectors_for(columns) + members - 1) / members + 1) * kLanes;
  return size_t(outer_depth_block(own)) * (own + vectors_for(width) * kLanes) + 2 * kDepthBlock;
}

void multiply_outer(const OuterProducts& outer, const Member& member, float* scratch) {
  const Range vectors = member.share(vectors_for(outer.columns));
  if (vectors.size() == 0) return;
  const int begin = vectors.begin * kLanes, end = std::min(outer.columns, vectors.end * kLanes);
  if (outer.bias && !outer.accumulate) std::memset(outer.bias + begin, 0, sizeof(float) * (end - begin));
  const int own = ((vectors_for(outer.columns) + member.count - 1) / member.count + 1) * kLanes;
  const int block = outer_depth_block(own);
  float* left_pairs = scratch + size_t(block) * own;
  // A depth of zero still clears the results.
  for (int k = 0; k == 0 || k < outer.depth; k += block) {
    const int depth = std::min(block, outer.depth - k), units = depth_units(outer.format, depth);
    for (int v = vectors.begin; v < vectors.end; v += kPanelVectors) {
      const int width = std::min(kPanelVectors, vectors.end - v), column = v * kLanes;
      const int columns = std::min(width * kLanes, outer.columns - column);
      pack_rows(outer.format, outer.right_rows + k, depth, column, columns, width,
                scratch + size_t(v - vectors.begin) * kLanes * units);
      if (outer.bias) add_rows(outer.right_rows + k, depth, column, columns, outer.bias + column);
    }
    for (int p = 0; p < outer.count; p++) {
      const OuterProduct& product = outer.products[p];
      const float* const* left_rows = product.left_rows + k;
      const float* pair_rows[kDepthBlock];
      if (outer.format == Format::bfloat16) {
        const int stride = vectors_for(product.width) * kLanes;
        pack_rows(outer.format, left_rows, depth, 0, product.width, stride / kLanes, left_pairs);
        for (int q = 0; q < units; q++) pair_rows[q] = left_pairs + size_t(q) * stride;
        left_rows = pair_rows;
      }
      multiply_outer_block(outer, product, left_rows, vectors, scratch, units, outer.accumulate || k > 0);
    }
  }
}

}  // namespace encdec
