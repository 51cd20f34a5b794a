// EncdecEmbedding and EncdecEmbeddingGrad.
#include "embedding.h"
#include "operations.h"
#include "registration.h"

namespace encdec {
namespace {

Embedding read_ids(const Call& call, int input, int vocabulary, int features) {
  Embedding embedding{vocabulary, features, call.dimension(input, 0, 1), nullptr};
  embedding.ids = call.integers(input, {embedding.count});
  for (int r = 0; r < embedding.count; r++) {
    if (embedding.ids[r] < 0 || embedding.ids[r] >= vocabulary) {
      throw InvalidArgument("ids must be below the vocabulary of " + std::to_string(vocabulary) + ", got " +
                            std::to_string(embedding.ids[r]));
    }
  }
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
    gather_embeddings(embedding, table, call.output(0, {embedding.count, embedding.features}));
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
    const Embedding embedding = read_ids(call, 0, vocabulary_, call.dimension(1, 1, 2));
    const float* gradients = call.floats(1, {embedding.count, embedding.features});
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
