#include "dropout.h"

#include <algorithm>

#include "threads.h"
#include "vector.h"

namespace encdec {
namespace {

// What one element costs in time, in units of floating-point operations.
constexpr double kOperationsPerElement = 25;
// The unit of work.
constexpr int kChunk = 4096;

UnsignedVector hash(UnsignedVector x) {
  x = (x ^ (x >> 17)) * 0xed5ad4bbu;
  x = (x ^ (x >> 11)) * 0xac4c1b51u;
  x = (x ^ (x >> 15)) * 0x31848babu;
  return x ^ (x >> 14);
}

void drop_chunk(const Dropout& dropout, const float* from, size_t begin, size_t end, float* to) {
  UnsignedVector position;
  for (int lane = 0; lane < kLanes; lane++) position[lane] = static_cast<uint32_t>(begin) + lane;
  const UnsignedVector threshold = UnsignedVector{} + dropout.threshold;
  for (size_t at = begin; at < end; at += kLanes, position += uint32_t{kLanes}) {
    const int count = static_cast<int>(std::min<size_t>(kLanes, end - at));
    const IntVector dropped = (IntVector)(hash(hash(position) ^ dropout.key) < threshold);
    store_first(to + at, load_first(from + at, count) * select(dropped, Vector{}, broadcast(dropout.scale)),
                count);
  }
}

}  // namespace

void drop(const Dropout& dropout, const float* from, size_t size, float* to) {
  const int chunks = static_cast<int>((size + kChunk - 1) / kChunk);
  parallel(members_for(kOperationsPerElement * size), [&](Member& member) {
    const Range share = member.share(chunks);
    drop_chunk(dropout, from, size_t(share.begin) * kChunk, std::min(size, size_t(share.end) * kChunk), to);
  });
}

}  // namespace encdec
