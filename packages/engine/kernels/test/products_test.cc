// Products of packed matrices against triple loops in double precision, over every tile and tail.
#include <cmath>

#include "check.h"
#include "gemm.h"
#include "tests.h"

namespace encdec {
namespace {

struct Shape {
  int rows, columns, depth, threads;
  std::string name() const {
    return std::to_string(rows) + " x " + std::to_string(columns) + " x " + std::to_string(depth) + ", " +
           std::to_string(threads) + " threads";
  }
};

constexpr double kTolerance = 2e-6;

// result[result_index[r]] (+)= left[left_index[r]] . right + bias
void check_rows(Random& random, const Shape& shape) {
  const int m = shape.rows, n = shape.columns, k = shape.depth, threads = shape.threads;
  const bool transposed = random_flag(random), accumulate = random_flag(random, 0.3),
             indexed = random_flag(random, 0.3);
  const bool has_bias = !accumulate && random_flag(random);
  const Floats left = random_floats(random, size_t(m) * k), right = random_floats(random, size_t(k) * n);
  const Floats bias = random_floats(random, has_bias ? n : 0), old = random_floats(random, size_t(m) * n);
  Floats result = accumulate ? old : unwritten(old.size()), packed = unwritten(packed_size(k, n));
  // Rows in the opposite order on both sides.
  std::vector<int> opposite(m);
  for (int r = 0; r < m; r++) opposite[r] = m - 1 - r;
  parallel(threads, [&](Member& member) {
    if (transposed) {
      pack_transposed(Format::float32, right.data(), k, k, n, packed.data(), member);
    } else {
      pack(Format::float32, right.data(), n, k, n, packed.data(), member);
    }
    member.barrier();
    RowProduct product{left.data(), size_t(k), packed.data(), k, n, result.data(), size_t(n), pointer(bias)};
    product.accumulate = accumulate;
    if (indexed) product.left_index = product.result_index = opposite.data();
    multiply_rows(product, member.share(m));
  });
  Doubles want;
  for (int r = 0; r < m; r++) {
    for (int c = 0; c < n; c++) {
      double sum = has_bias ? bias[c] : accumulate ? old[size_t(r) * n + c] : 0;
      for (int q = 0; q < k; q++) {
        sum += double(left[size_t(r) * k + q]) *
               (transposed ? right[size_t(c) * k + q] : right[size_t(q) * n + c]);
      }
      want.push_back(sum);
    }
  }
  expect_close("product of rows " + shape.name(), result, want, kTolerance, std::sqrt(k + 1.0));
}

// Two products [width, columns] with the same right-hand rows, and the sums of these.
void check_outer(Random& random, const Shape& shape) {
  const int width = shape.rows, columns = shape.columns, depth = shape.depth, threads = shape.threads;
  const bool accumulate = random_flag(random, 0.3);
  const Floats left = random_floats(random, size_t(depth) * width),
               second = random_floats(random, size_t(depth) * 3);
  const Floats right = random_floats(random, size_t(depth) * columns);
  const Floats old = random_floats(random, size_t(width) * columns),
               old_bias = random_floats(random, columns);
  Floats result = accumulate ? old : unwritten(old.size()), bias = accumulate ? old_bias : unwritten(columns);
  Floats second_result = accumulate ? Floats(3 * size_t(columns)) : unwritten(3 * size_t(columns));
  std::vector<const float*> left_rows, second_rows, right_rows;
  for (int q = 0; q < depth; q++) {
    left_rows.push_back(left.data() + size_t(q) * width);
    second_rows.push_back(second.data() + size_t(q) * 3);
    right_rows.push_back(right.data() + size_t(q) * columns);
  }
  const OuterProduct products[] = {{left_rows.data(), width, result.data()},
                                   {second_rows.data(), 3, second_result.data()}};
  const size_t each = outer_scratch_size(columns, std::max(width, 3), threads);
  std::vector<Floats> scratch(threads, Floats(each));
  parallel(threads, [&](Member& member) {
    multiply_outer({right_rows.data(), depth, columns, columns, products, 2, bias.data(), accumulate}, member,
                   scratch[member.index].data());
  });
  const auto product_of = [&](const Floats& values, int rows, const Floats& start) {
    Doubles want = accumulate ? widened(start) : Doubles(size_t(rows) * columns);
    for (int q = 0; q < depth; q++) {
      for (int r = 0; r < rows; r++) {
        const double value = values[size_t(q) * rows + r];
        for (int c = 0; c < columns; c++)
          want[size_t(r) * columns + c] += value * right[size_t(q) * columns + c];
      }
    }
    return want;
  };
  const double scale = std::sqrt(depth + 1.0);
  expect_close("outer product " + shape.name(), result, product_of(left, width, old), kTolerance, scale);
  expect_close("second outer product " + shape.name(), second_result,
               product_of(second, 3, Floats(3 * size_t(columns))), kTolerance, scale);
  expect_close("sum of rows " + shape.name(), bias, product_of(Floats(depth, 1), 1, old_bias), kTolerance,
               scale);
}

}  // namespace

int test_products(const TestOptions& options) {
  Random random(options.seed);
  int cases = 0;
  const auto check = [&](const Shape& shape) {
    check_rows(random, shape);
    check_outer(random, shape);
    cases++;
  };
  for (const int rows : {1, 7, 16}) {
    for (const int columns : {1, 16, 37, 64, 100}) {
      for (const int depth : {0, 1, 16, 37}) check({rows, columns, depth, 1 + cases % 4});
    }
  }
  // Longer than a block of the depth.
  for (const int depth : {512, 513, 1100}) check({9, 70, depth, 2});
  for (int round = 0; round < options.rounds; round++) {
    check({random_integer(random, 1, 40), random_integer(random, 1, 150), random_integer(random, 0, 60),
           random_integer(random, 1, 4)});
  }
  return cases;
}

}  // namespace encdec
