#include "optimizer.h"

#include <algorithm>
#include <cmath>

#include "threads.h"
#include "vector.h"

namespace encdec {
namespace {

// The unit of work, and of the sum of squares: the same chunks whatever the threads, so the same norm.
constexpr size_t kChunk = 16384;
// Floats that are fetched before they are needed.
constexpr size_t kAhead = 256;

struct Chunk {
  const Parameter* parameter;
  size_t begin, end;
};

std::vector<Chunk> chunks_of(const std::vector<Parameter>& parameters) {
  std::vector<Chunk> chunks;
  for (const Parameter& parameter : parameters) {
    for (size_t begin = 0; begin < parameter.size; begin += kChunk) {
      chunks.push_back({&parameter, begin, std::min(parameter.size, begin + kChunk)});
    }
  }
  return chunks;
}

// Squares that overflow in single precision belong to a gradient that is finite all the same.
double sum_of_large_squares(const Chunk& chunk) {
  double sum = 0;
  for (size_t at = chunk.begin; at < chunk.end; at++) {
    const double g = chunk.parameter->gradient[at];
    sum += g * g;
  }
  return sum;
}

double sum_of_squares(const Chunk& chunk) {
  Vector sums[4] = {};
  int turn = 0;
  for (size_t at = chunk.begin; at < chunk.end; at += kLanes, turn = (turn + 1) & 3) {
    const Vector g = load_first(chunk.parameter->gradient + at,
                                static_cast<int>(std::min<size_t>(kLanes, chunk.end - at)));
    sums[turn] += g * g;
  }
  const float sum = sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
  return std::isfinite(sum) ? sum : sum_of_large_squares(chunk);
}

// One vector of a variable; `p`, `first` and `second` are changed.
template <Rule kRule>
inline void update(const OptimizerStep& s, Vector g, bool has_first, bool has_second, Vector& p,
                   Vector& first, Vector& second) {
  if constexpr (kRule == Rule::sgd) {
    first = has_first ? s.a * first + g : g;
    p -= s.rate * first;
  } else if constexpr (kRule == Rule::rmsprop) {
    first = s.a * first + (1 - s.a) * (g * g);
    const Vector move = s.rate * g / square_root(first + s.epsilon);
    second = has_second ? s.b * second + move : move;
    p -= second;
  } else if constexpr (kRule == Rule::adagrad) {
    first += g * g;
    p -= s.rate * g / square_root(first + s.epsilon);
  } else {
    first = s.a * first + (1 - s.a) * g;
    second = s.b * second + (1 - s.b) * (g * g);
    if (kRule == Rule::adamw) p -= (s.rate * s.decay) * p;
    p -= (s.rate / s.a_correction) * first / (square_root(second * (1 / s.b_correction)) + s.epsilon);
  }
}

template <Rule kRule>
void update_chunk(const OptimizerStep& step, const Chunk& chunk, float scale) {
  const Parameter& parameter = *chunk.parameter;
  const bool has_first = parameter.first, has_second = parameter.second;
  for (size_t at = chunk.begin; at < chunk.end; at += kLanes) {
    const int count = static_cast<int>(std::min<size_t>(kLanes, chunk.end - at));
    // These arrays are too long for the second-level cache, and so many that the processor does not foresee
    // them all.
    __builtin_prefetch(parameter.values + at + kAhead, 1);
    if (has_first) __builtin_prefetch(parameter.first + at + kAhead, 1);
    if (has_second) __builtin_prefetch(parameter.second + at + kAhead, 1);
    Vector p = load_first(parameter.values + at, count);
    Vector first = has_first ? load_first(parameter.first + at, count) : Vector{};
    Vector second = has_second ? load_first(parameter.second + at, count) : Vector{};
    update<kRule>(step, load_first(parameter.gradient + at, count) * scale, has_first, has_second, p, first,
                  second);
    store_first(parameter.values + at, p, count);
    if (has_first) store_first(parameter.first + at, first, count);
    if (has_second) store_first(parameter.second + at, second, count);
  }
}

void update_chunk(const OptimizerStep& step, const Chunk& chunk, float scale) {
  switch (step.rule) {
    case Rule::sgd: return update_chunk<Rule::sgd>(step, chunk, scale);
    case Rule::rmsprop: return update_chunk<Rule::rmsprop>(step, chunk, scale);
    case Rule::adam: return update_chunk<Rule::adam>(step, chunk, scale);
    case Rule::adamw: return update_chunk<Rule::adamw>(step, chunk, scale);
    case Rule::adagrad: return update_chunk<Rule::adagrad>(step, chunk, scale);
  }
}

}  // namespace

StepReport run_optimizer(const OptimizerStep& step, const std::vector<Parameter>& parameters) {
  // What one element costs in time, in units of floating-point operations: it is memory that limits.
  constexpr double kOperationsPerElement = 60;
  const std::vector<Chunk> chunks = chunks_of(parameters);
  const int count = static_cast<int>(chunks.size());
  std::vector<double> squares(count);
  StepReport report{};
  parallel(members_for(kOperationsPerElement * kChunk * count), [&](Member& member) {
    const Range share = member.share(count);
    for (int c = share.begin; c < share.end; c++) squares[c] = sum_of_squares(chunks[c]);
    member.barrier();
    double sum = 0;
    for (const double square : squares) sum += square;
    const float norm = static_cast<float>(std::sqrt(sum));
    if (member.index == 0) report = {norm, std::isfinite(norm)};
    if (!std::isfinite(norm)) return;
    const float scale = step.largest_norm > 0 && norm > step.largest_norm ? step.largest_norm / norm : 1;
    for (int c = share.begin; c < share.end; c++) update_chunk(step, chunks[c], scale);
  });
  return report;
}

}  // namespace encdec
