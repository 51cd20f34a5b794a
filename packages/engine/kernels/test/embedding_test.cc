// Rows looked up and their gradient, with ids that occur often, once and never.
#include "embedding.h"

#include "check.h"
#include "tests.h"
#include "threads.h"

namespace encdec {

int test_embedding(const TestOptions& options) {
  Random random(options.seed);
  for (int round = 0; round < options.rounds; round++) {
    const int vocabulary = random_integer(random, 1, 50), features = random_integer(random, 1, 130);
    const int count = random_integer(random, 1, 80);
    set_thread_count(random_integer(random, 1, 4));
    std::vector<int32_t> ids;
    for (int r = 0; r < count; r++) ids.push_back(random_integer(random, 0, vocabulary - 1));
    const Embedding embedding{vocabulary, features, count, ids.data()};
    const Floats table = random_floats(random, size_t(vocabulary) * features);
    const Floats gradients = random_floats(random, size_t(count) * features);
    Floats rows = unwritten(gradients.size()), table_gradient = unwritten(table.size());
    gather_embeddings(embedding, table.data(), rows.data());
    embedding_gradient(embedding, gradients.data(), table_gradient.data());
    Floats want_rows;
    Doubles want(table.size());
    for (int r = 0; r < count; r++) {
      for (int f = 0; f < features; f++) {
        want_rows.push_back(table[size_t(ids[r]) * features + f]);
        want[size_t(ids[r]) * features + f] += gradients[size_t(r) * features + f];
      }
    }
    expect_same("embeddings", rows, want_rows);
    expect_close("gradient of the table", table_gradient, want, 1e-6, 1);
  }
  return options.rounds;
}

}  // namespace encdec
