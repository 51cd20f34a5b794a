// EncdecEmbedding and EncdecEmbeddingGrad.
#include "embedding.h"

#include <algorithm>
#include <climits>

#include "operations.h"
#include "registration.h"
#include "sequence_op.h"

namespace encdec {
namespace {

// Ids may have any shape.
Embedding read_ids(const Call& call, int input, int vocabulary, int features) {
  const int64_t count = static_cast<int64_t>(call.size(input));
  if (count < 1 || count > INT_MAX / 8) call.fail(input, "have between 1 and 2^28 elements");
  Embedding embedding{vocabulary, features, static_cast<int>(count), nullptr};
  embedding.ids = call.integers_of_size(input, count);
  require_ids(embedding.ids, embedding.count, vocabulary);
  return embedding;
}

class EmbeddingOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecEmbedding", {}, {"table: float", "ids: int32"}, {"rows: float"}};
    return operation;
  }
  explicit EmbeddingOperation(const Attributes&) {}

  void run(Call& call) const {
    const Embedding embedding = read_ids(call, 1, call.dimension(0, 0, 2), call.dimension(0, 1, 2));
    const float* table = call.floats(0, {embedding.vocabulary, embedding.features});
    gather_embeddings(embedding, table, call.output_rows_of(1, 0, embedding.features));
  }
};

class EmbeddingGradOperation {
 public:
  static const Operation& operation() {
    static const Operation operation{"EncdecEmbeddingGrad",
                                     {"vocabulary: int >= 1"},
                                     {"ids: int32", "row_gradients: float"},
                                     {"table_gradient: float"}};
    return operation;
  }
  explicit EmbeddingGradOperation(const Attributes& attributes)
      : vocabulary_(attributes.integer("vocabulary")) {}

  void run(Call& call) const {
    const int features = static_cast<int>(call.size(1) / std::max<size_t>(1, call.size(0)));
    const Embedding embedding = read_ids(call, 0, vocabulary_, features);
    int rows;
    const float* gradients = call.rows_of(1, features, rows);
    if (rows != embedding.count)
      call.fail(1, "have a row for each of " + std::to_string(embedding.count) + " ids");
    embedding_gradient(embedding, gradients, call.output(0, {embedding.vocabulary, embedding.features}));
  }

 private:
  int vocabulary_;
};

}  // namespace

std::string register_embedding() {
  return register_operation<EmbeddingOperation>() + register_operation<EmbeddingGradOperation>();
}

}  // namespace encdec
