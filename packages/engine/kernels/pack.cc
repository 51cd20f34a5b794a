#include "pack.h"

#include <algorithm>

#include "transpose.h"

namespace encdec {
namespace {

// Writes up to kLanes rows of `matrix` as columns: to[k * to_stride + row].
void transpose_vector(const float* matrix, int stride, int depth, int rows, float* to, int to_stride) {
  int k = 0;
  if (rows == kLanes) {
    for (; k + kLanes <= depth; k += kLanes) {
      transpose_block(matrix + k, stride, to + size_t(k) * to_stride, to_stride);
    }
  }
  for (; k < depth; k++) {
    float* column = to + size_t(k) * to_stride;
    for (int r = 0; r < rows; r++) column[r] = matrix[size_t(r) * stride + k];
    for (int r = rows; r < kLanes; r++) column[r] = 0;
  }
}

// The same in pairs, by way of a block of rounded rows.
void transpose_pairs(const float* matrix, int stride, int depth, int rows, float* to, int to_stride) {
  constexpr int kBlock = 256;
  float rounded[kLanes * kBlock / 2];
  for (int k = 0; k < depth; k += kBlock) {
    const int count = std::min(kBlock, depth - k);
    for (int r = 0; r < rows; r++) to_pairs(matrix + size_t(r) * stride + k, count, rounded + r * kBlock / 2);
    transpose_vector(rounded, kBlock / 2, (count + 1) / 2, rows, to + size_t(k / 2) * to_stride, to_stride);
  }
}

// `count` columns of a matrix row, or of it and the row after it in pairs; `last` if there is none.
Vector packed_vector(Format format, const float* row, int stride, bool last, int count) {
  const Vector even = load_first(row, count);
  if (format == Format::float32) return even;
  return pairs_of(even, last ? Vector{} : load_first(row + stride, count));
}

// Calls visit(first column, vectors, packed panel) for the member's share of the panels.
template <class Visit>
void for_each_panel(int depth, int columns, float* packed, const Member& member, Visit visit) {
  const int vectors = vectors_for(columns);
  const Range share = member.share(vectors, kPanelVectors);
  for (int v = share.begin; v < share.end; v += kPanelVectors) {
    visit(v * kLanes, std::min(kPanelVectors, vectors - v), packed + size_t(v) * kLanes * depth);
  }
}

}  // namespace

void pack(Format format, const float* matrix, int stride, int depth, int columns, float* packed,
          const Member& member) {
  const int step = format == Format::float32 ? 1 : 2;
  const int rows = depth_units(format, depth);
  for_each_panel(rows, columns, packed, member, [&](int first, int vectors, float* panel) {
    for (int k = 0; k < depth; k += step, panel += vectors * kLanes) {
      const float* from = matrix + size_t(k) * stride + first;
      for (int v = 0; v < vectors; v++) {
        const int count = std::min(kLanes, columns - first - v * kLanes);
        store(panel + v * kLanes, packed_vector(format, from + v * kLanes, stride, k + 1 == depth, count));
      }
    }
  });
}

void pack_transposed(Format format, const float* matrix, int stride, int depth, int columns, float* packed,
                     const Member& member) {
  const auto transpose = format == Format::float32 ? transpose_vector : transpose_pairs;
  const int rows = depth_units(format, depth);
  for_each_panel(rows, columns, packed, member, [&](int first, int vectors, float* panel) {
    for (int v = 0; v < vectors; v++) {
      const int column = first + v * kLanes;
      transpose(matrix + size_t(column) * stride, stride, depth, std::min(kLanes, columns - column),
                panel + v * kLanes, vectors * kLanes);
    }
  });
}

void pack_gates(Format format, const float* matrix, int stride, int depth, int units, int gates,
                float* packed, const Member& member) {
  const int step = format == Format::float32 ? 1 : 2;
  const Range share = member.share(vectors_for(units));
  for (int p = share.begin; p < share.end; p++) {
    float* panel = packed + size_t(p) * kLanes * gates * depth_units(format, depth);
    const int count = std::min(kLanes, units - p * kLanes);
    for (int k = 0; k < depth; k += step) {
      const float* from = matrix + size_t(k) * stride + p * kLanes;
      for (int g = 0; g < gates; g++, panel += kLanes) {
        store(panel, packed_vector(format, from + size_t(g) * units, stride, k + 1 == depth, count));
      }
    }
  }
}

}  // namespace encdec
