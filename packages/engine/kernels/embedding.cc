#include "embedding.h"

#include <algorithm>
#include <cstring>

#include "threads.h"
#include "vector.h"

namespace encdec {
namespace {

// What moving one float costs in time, in units of floating-point operations.
constexpr double kOperationsPerFloat = 12;

}  // namespace

void gather_embeddings(const Embedding& embedding, const float* table, float* rows) {
  const size_t features = embedding.features;
  parallel(members_for(kOperationsPerFloat * embedding.count * features), [&](Member& member) {
    const Range share = member.share(embedding.count);
    for (int r = share.begin; r < share.end; r++) {
      std::memcpy(rows + r * features, table + embedding.ids[r] * features, sizeof(float) * features);
    }
  });
}

void embedding_gradient(const Embedding& embedding, const float* row_gradients, float* table_gradient) {
  const size_t features = embedding.features;
  const double floats = (double(embedding.count) + embedding.vocabulary) * features;
  parallel(members_for(kOperationsPerFloat * floats), [&](Member& member) {
    const Range cleared = member.share(embedding.vocabulary);
    std::memset(table_gradient + cleared.begin * features, 0, sizeof(float) * features * cleared.size());
    member.barrier();
    // By columns: two rows of the same id are added by the same member, in order.
    const Range columns = member.share(embedding.features, kLanes);
    for (int r = 0; r < embedding.count; r++) {
      const float* from = row_gradients + r * features;
      float* to = table_gradient + embedding.ids[r] * features;
      for (int c = columns.begin; c < columns.end; c += kLanes) {
        const int count = std::min(kLanes, columns.end - c);
        store_first(to + c, load_first(to + c, count) + load_first(from + c, count), count);
      }
    }
  });
}

}  // namespace encdec
