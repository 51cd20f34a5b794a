// Right-hand matrices rearranged into the panels that tile.h reads.
#pragma once

#include <cstddef>

#include "threads.h"
#include "tile.h"

namespace encdec {

inline int vectors_for(int columns) { return (columns + kLanes - 1) / kLanes; }

// Floats of a packed matrix: its columns are rounded up to whole vectors, the padding is zero. In bfloat16 it
// has depth_units(format, depth) rows of pairs.
inline size_t packed_size(int depth, int columns) { return size_t(depth) * vectors_for(columns) * kLanes; }

// Packs matrix [depth, columns], whose rows are `stride` floats apart; the member does its share of the
// panels.
void pack(Format format, const float* matrix, int stride, int depth, int columns, float* packed,
          const Member& member);

// Packs the transpose of matrix [columns, depth].
void pack_transposed(Format format, const float* matrix, int stride, int depth, int columns, float* packed,
                     const Member& member);

// Packs matrix [depth, Gates * units] so that a panel holds kLanes units of every gate: one tile then has all
// that an activation needs. Floats: packed_gates_size. `stride` as above; the gates are `units` columns
// apart.
inline size_t packed_gates_size(int depth, int units, int gates) {
  return size_t(depth) * vectors_for(units) * kLanes * gates;
}
void pack_gates(Format format, const float* matrix, int stride, int depth, int units, int gates,
                float* packed, const Member& member);

}  // namespace encdec
