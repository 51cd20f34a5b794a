#include "attention.h"

#include <cstring>

#include "attention_rows.h"
#include "scratch.h"
#include "threads.h"

namespace encdec {
namespace {

// What one element of a score costs in time, in units of floating-point operations.
constexpr double kOperationsOfProduct = 3, kOperationsOfTanh = 60;

const float* mask_of(const AttentionInputs& a, int b) {
  return a.mask ? a.mask + size_t(b) * a.sources : nullptr;
}

void add_bias(const AttentionInputs& a, const float* query, float* shifted) {
  for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
    const Vector bias = a.bias ? load_first(a.bias + at, count) : Vector{};
    store_first(shifted + at, load_first(query + at, count) + bias, count);
  });
}

// One member's sums for the vectors of parameters, and room for one target.
struct Workspace {
  float *energy, *bias, *coverage_kernel, *shifted, *covered, *sum_gradient, *score_gradients, *of_coverage;
  static size_t size_each(const AttentionInputs& a) {
    return (6 * size_t(a.size) + 2 * size_t(a.sources) + kLanes) / kLanes * kLanes;
  }
  Workspace(const AttentionInputs& a, float* memory)
      : energy(memory),
        bias(energy + a.size),
        coverage_kernel(bias + a.size),
        shifted(coverage_kernel + a.size),
        covered(shifted + a.size),
        sum_gradient(covered + a.size),
        score_gradients(sum_gradient + a.size),
        of_coverage(score_gradients + a.sources) {}
};

// What a key is added to: the query with the bias, and with the coverage of the key's source.
const float* add_coverage(const AttentionInputs& a, const Workspace& work, float coverage) {
  for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
    const Vector covered =
        load_first(work.shifted + at, count) + coverage * load_first(a.coverage_kernel + at, count);
    store_first(work.covered + at, covered, count);
  });
  return work.covered;
}

// `coverage`: of each source, or null.
void additive_scores(const AttentionInputs& a, int b, const Workspace& work, const float* coverage,
                     float* scores) {
  for (int s = 0; s < a.sources; s++) {
    const float* key = a.keys + (size_t(b) * a.sources + s) * a.size;
    Vector sum{};
    if (!is_masked(mask_of(a, b), s)) {
      const float* query = coverage ? add_coverage(a, work, coverage[s]) : work.shifted;
      for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
        sum += load_first(a.energy + at, count) *
               hyperbolic_tangent(load_first(query + at, count) + load_first(key + at, count));
      });
    }
    scores[s] = sum_of(sum);
  }
}

// From the gradient of the scores to those of query, keys and parameters; with coverage adds to
// work.of_coverage.
template <bool kCovers>
void pass_additive(const AttentionBackward& a, int b, const Workspace& work, const float* coverage,
                   float* query_gradient) {
  std::memset(query_gradient, 0, sizeof(float) * a.size);
  for (int s = 0; s < a.sources; s++) {
    const float of_score = work.score_gradients[s];
    if (of_score == 0) continue;
    const size_t row = (size_t(b) * a.sources + s) * a.size;
    const float* query = kCovers ? add_coverage(a, work, coverage[s]) : work.shifted;
    for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
      const Vector y =
          hyperbolic_tangent(load_first(query + at, count) + load_first(a.keys + row + at, count));
      const Vector of_sum = of_score * load_first(a.energy + at, count) * (1.0f - y * y);
      const auto add = [&](float* to, Vector part)
                           ENCDEC_INLINE { store_first(to + at, load_first(to + at, count) + part, count); };
      add(query_gradient, of_sum);
      add(a.keys_gradient + row, of_sum);
      add(work.energy, of_score * y);
      if (kCovers) store_first(work.sum_gradient + at, of_sum, count);
    });
    if (!kCovers) continue;
    float of_coverage;
    dot_products<1>(work.sum_gradient, a.coverage_kernel, 0, a.size, &of_coverage);
    work.of_coverage[s] += of_coverage;
    add_scaled(coverage[s], work.sum_gradient, a.size, work.coverage_kernel);
  }
  add_scaled(1, query_gradient, a.size, work.bias);
}

void pass_multiplicative(const AttentionBackward& a, int b, const float* query, const Workspace& work,
                         float* query_gradient) {
  const size_t keys = size_t(b) * a.sources * a.size;
  for (int s = 0; s < a.sources; s++) work.score_gradients[s] *= a.scale;
  weighted_sum(work.score_gradients, a.keys + keys, a.sources, a.size, query_gradient);
  for (int s = 0; s < a.sources; s++) {
    if (work.score_gradients[s] == 0) continue;
    add_scaled(work.score_gradients[s], query, a.size, a.keys_gradient + keys + size_t(s) * a.size);
  }
}

// From the gradients of context and weights, through the softmax, to that of the scores; `of_coverage` is
// that of the coverage after the target, or null.
void pass_softmax(const AttentionBackward& a, int b, size_t row, const float* of_coverage,
                  float* score_gradients) {
  const float* weights = a.weights + row * a.sources;
  const float* values = a.values + size_t(b) * a.sources * a.value_size;
  float* values_gradient = a.values_gradient + size_t(b) * a.sources * a.value_size;
  if (a.context_gradient) {
    const float* of_context = a.context_gradient + row * a.value_size;
    dot_products(of_context, values, a.sources, a.value_size, score_gradients);
    for (int s = 0; s < a.sources; s++) {
      if (weights[s] != 0)
        add_scaled(weights[s], of_context, a.value_size, values_gradient + size_t(s) * a.value_size);
    }
  } else {
    std::memset(score_gradients, 0, sizeof(float) * a.sources);
  }
  float mean = 0;
  for (int s = 0; s < a.sources; s++) {
    if (a.weights_gradient) score_gradients[s] += a.weights_gradient[row * a.sources + s];
    if (of_coverage) score_gradients[s] += of_coverage[s];
    mean += weights[s] * score_gradients[s];
  }
  for (int s = 0; s < a.sources; s++) score_gradients[s] = weights[s] * (score_gradients[s] - mean);
}

double operations_of(const AttentionInputs& a) {
  const double pairs = double(a.batch) * a.targets * a.sources;
  return pairs * (a.size * (a.energy ? kOperationsOfTanh : kOperationsOfProduct) +
                  a.value_size * kOperationsOfProduct);
}

// What was looked at before a target: all before the one before it, and that one.
void begin_coverage(const AttentionForward& a, int row, float* coverage) {
  const int b = row / a.targets;
  if (row % a.targets == 0) {
    std::memcpy(coverage, a.start_coverage + size_t(b) * a.sources, sizeof(float) * a.sources);
    return;
  }
  const float *before = coverage - a.sources, *weights = a.weights + size_t(row - 1) * a.sources;
  for (int s = 0; s < a.sources; s++) coverage[s] = before[s] + weights[s];
}

// The gradients of one sequence: with coverage from its last target to its first.
void pass_sequence(const AttentionBackward& a, int b, const Workspace& work) {
  const size_t sources = a.sources;
  std::memset(a.keys_gradient + b * sources * a.size, 0, sizeof(float) * sources * a.size);
  std::memset(a.values_gradient + b * sources * a.value_size, 0, sizeof(float) * sources * a.value_size);
  if (a.coverage_kernel) std::memset(work.of_coverage, 0, sizeof(float) * sources);
  for (int step = 0; step < a.targets; step++) {
    const int t = a.coverage_kernel ? a.targets - 1 - step : step;
    const size_t row = size_t(b) * a.targets + t;
    const float* query = a.queries + row * a.size;
    float* query_gradient = a.queries_gradient + row * a.size;
    pass_softmax(a, b, row, a.coverage_kernel ? work.of_coverage : nullptr, work.score_gradients);
    if (!a.energy) {
      pass_multiplicative(a, b, query, work, query_gradient);
      continue;
    }
    add_bias(a, query, work.shifted);
    if (!a.coverage_kernel) {
      pass_additive<false>(a, b, work, nullptr, query_gradient);
      continue;
    }
    pass_additive<true>(a, b, work, a.coverage + row * sources, query_gradient);
    if (a.coverage_gradient) add_scaled(1, a.coverage_gradient + row * sources, a.sources, work.of_coverage);
  }
  if (a.coverage_kernel) {
    std::memcpy(a.start_coverage_gradient + b * sources, work.of_coverage, sizeof(float) * sources);
  }
}

}  // namespace

void attention_forward(const AttentionForward& a) {
  const int members = members_for(operations_of(a));
  const size_t each = Workspace::size_each(a);
  Scratch scratch(members * each);
  float* memory = scratch.take(members * each);
  parallel(members, [&](Member& member) {
    const Workspace work(a, memory + member.index * each);
    // With coverage the targets of a sequence depend on each other.
    const Range sequences = member.share(a.batch);
    const Range rows = a.coverage_kernel ? Range{sequences.begin * a.targets, sequences.end * a.targets}
                                         : member.share(a.batch * a.targets);
    for (int r = rows.begin; r < rows.end; r++) {
      const int b = r / a.targets;
      const float* query = a.queries + size_t(r) * a.size;
      float* weights = a.weights + size_t(r) * a.sources;
      float* coverage = a.coverage_kernel ? a.coverage + size_t(r) * a.sources : nullptr;
      if (coverage) begin_coverage(a, r, coverage);
      if (a.energy) {
        add_bias(a, query, work.shifted);
        additive_scores(a, b, work, coverage, weights);
      } else {
        dot_products(query, a.keys + size_t(b) * a.sources * a.size, a.sources, a.size, weights);
        for (int s = 0; s < a.sources; s++) weights[s] *= a.scale;
      }
      masked_softmax(weights, mask_of(a, b), a.sources);
      weighted_sum(weights, a.values + size_t(b) * a.sources * a.value_size, a.sources, a.value_size,
                   a.context + size_t(r) * a.value_size);
    }
  });
}

void attention_backward(const AttentionBackward& a) {
  const int members = members_for(2 * operations_of(a));
  const size_t each = Workspace::size_each(a);
  Scratch scratch(members * each);
  float* memory = scratch.take(members * each);
  std::memset(memory, 0, sizeof(float) * members * each);
  parallel(members, [&](Member& member) {
    const Workspace work(a, memory + member.index * each);
    const Range share = member.share(a.batch);
    for (int b = share.begin; b < share.end; b++) pass_sequence(a, b, work);
  });
  if (!a.energy) return;
  const Workspace first(a, memory);
  for (int m = 1; m < members; m++) {
    const Workspace other(a, memory + m * each);
    add_scaled(1, other.energy, a.size, first.energy);
    add_scaled(1, other.bias, a.size, first.bias);
    add_scaled(1, other.coverage_kernel, a.size, first.coverage_kernel);
  }
  std::memcpy(a.energy_gradient, first.energy, sizeof(float) * a.size);
  std::memcpy(a.bias_gradient, first.bias, sizeof(float) * a.size);
  if (!a.coverage_kernel) return;
  std::memcpy(a.coverage_kernel_gradient, first.coverage_kernel, sizeof(float) * a.size);
}

}  // namespace encdec
