// Runs the tests of the cores: main [rounds of random shapes] [seed].
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests.h"

int main(int count, char** words) {
  using namespace encdec;
  const TestOptions options{count > 2 ? unsigned(std::atoi(words[2])) : 1,
                            count > 1 ? std::atoi(words[1]) : 300};
  const struct {
    const char* name;
    int (*run)(const TestOptions&);
  } groups[] = {{"vectors", test_vectors},
                {"threads", test_threads},
                {"products", test_products},
                {"recurrent grid", test_recurrent_grid},
                {"recurrent shapes", test_recurrent_shapes},
                {"recurrent tables", test_recurrent_tables},
                {"linear", test_linear},
                {"linear copy", test_linear_copy},
                {"linear top k", test_linear_top_k},
                {"attention", test_attention},
                {"optimizer", test_optimizer},
                {"dropout", test_dropout},
                {"embedding", test_embedding}};
  for (const auto& group : groups) {
    try {
      const auto start = std::chrono::steady_clock::now();
      const int cases = group.run(options);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
      std::printf("%s: %d cases in %.1f s\n", group.name, cases, seconds.count());
      std::fflush(stdout);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "error in %s, seed %u: %s\n", group.name, options.seed, failure.what());
      return 1;
    }
  }
  return 0;
}
