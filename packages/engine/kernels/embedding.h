// Rows of a table looked up by id, and the gradient of the table.
#pragma once

#include <cstdint>

namespace encdec {

struct Embedding {
  int vocabulary, features, count;
  const int32_t* ids;  // [count], each below the vocabulary
};

void gather_embeddings(const Embedding& embedding, const float* table, float* rows);

// table_gradient [vocabulary, features] = the rows' gradients, summed by id in the order of the rows. Ids
// that do not occur cost no more than the zeros.
void embedding_gradient(const Embedding& embedding, const float* row_gradients, float* table_gradient);

}  // namespace encdec
