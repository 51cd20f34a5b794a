// The groups of tests; each returns how many cases it has checked, and throws Failure at the first that
// fails.
#pragma once

namespace encdec {

struct TestOptions {
  unsigned seed;
  int rounds;  // of random shapes
};

int test_vectors(const TestOptions& options);
int test_threads(const TestOptions& options);
int test_products(const TestOptions& options);
int test_recurrent_grid(const TestOptions& options);
int test_recurrent_shapes(const TestOptions& options);
int test_recurrent_tables(const TestOptions& options);
int test_linear(const TestOptions& options);
int test_linear_copy(const TestOptions& options);
int test_optimizer(const TestOptions& options);
int test_linear_top_k(const TestOptions& options);
int test_attention(const TestOptions& options);
int test_dropout(const TestOptions& options);
int test_embedding(const TestOptions& options);

}  // namespace encdec
