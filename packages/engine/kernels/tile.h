// The inner loop of every product: a tile of Rows x Vectors sums held in registers while the depth runs.
//
// The right-hand matrix is packed in panels: for each depth, Vectors * kLanes neighbouring columns.
// The left-hand matrix is read in place, through one of the two readers below.
#pragma once

#include <cstddef>
#include <type_traits>

#include "bfloat16.h"
#include "vector.h"

namespace encdec {

// A panel is at most this many vectors wide.
constexpr int kPanelVectors = 4;
constexpr int kPanelColumns = kPanelVectors * kLanes;

// The most rows whose sums fit in the registers beside one panel row and one broadcast value.
constexpr int tile_rows(int vectors) {
  if (kRegisters == 32) return vectors == 4 ? 6 : 8;
  return vectors == 4 ? 2 : vectors == 3 ? 3 : 4;
}

// Left(row, depth) for rows of any address.
template <int Rows>
struct RowReader {
  const float* row[Rows];
  float operator()(int r, int k) const { return row[r][k]; }
};

// Left(row, depth) of a transposed matrix whose depth rows have any address.
struct ColumnReader {
  const float* const* depth_row;
  int first;
  float operator()(int r, int k) const { return depth_row[k][first + r]; }
};

// sums[r][v] += left(r, k) * panel[k][v], summed over k floats or pairs.
template <int Rows, int Vectors, Format kFormat = Format::float32, class Reader>
inline __attribute__((always_inline)) void multiply_add(const Reader& left, const float* panel, int depth,
                                                        Vector (&sums)[Rows][Vectors]) {
  for (int k = 0; k < depth; k++, panel += Vectors * kLanes) {
    Vector right[Vectors];
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; v++) right[v] = load(panel + v * kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; r++) {
      const Vector value = broadcast(left(r, k));
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; v++) {
        if constexpr (kFormat == Format::float32) {
          sums[r][v] += value * right[v];
        } else {
          sums[r][v] = multiply_add_pairs(sums[r][v], value, right[v]);
        }
      }
    }
  }
}

template <int Value>
using Constant = std::integral_constant<int, Value>;

// Calls visit(Constant<rows>, first row) over [begin, end), in tiles as large as the rows left allow.
template <int Rows, class Visit>
inline void for_each_tile(int begin, int end, const Visit& visit) {
  int first = begin;
  for (; first + Rows <= end; first += Rows) visit(Constant<Rows>{}, first);
  if constexpr (Rows > 1) {
    if (first < end) for_each_tile<Rows - 1>(first, end, visit);
  }
}

// Calls visit(std::integral_constant<Format, format>).
template <class Visit>
inline void with_format(Format format, const Visit& visit) {
  if constexpr (kHasBfloat16) {
    if (format == Format::bfloat16) return visit(std::integral_constant<Format, Format::bfloat16>{});
  }
  visit(std::integral_constant<Format, Format::float32>{});
}

// Calls visit(Constant<vectors>) for a number of vectors known at run time only.
template <class Visit>
inline void with_vectors(int vectors, const Visit& visit) {
  static_assert(kPanelVectors == 4);
  switch (vectors) {
    case 1: return visit(Constant<1>{});
    case 2: return visit(Constant<2>{});
    case 3: return visit(Constant<3>{});
    default: return visit(Constant<4>{});
  }
}

}  // namespace encdec
