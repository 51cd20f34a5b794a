#include "attention.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "scratch.h"
#include "threads.h"
#include "vector.h"

namespace encdec {
namespace {

// What one element of a score costs in time, in units of floating-point operations.
constexpr double kOperationsOfProduct = 3, kOperationsOfTanh = 60;

// A call for each vector would keep the sums of a loop in memory.
#define ENCDEC_INLINE __attribute__((always_inline))

// Calls visit(first, lanes) for each vector of a row.
template <class Visit>
inline ENCDEC_INLINE void for_each_vector(int size, const Visit& visit) {
  int at = 0;
  for (; at + kLanes <= size; at += kLanes) visit(at, kLanes);
  if (at < size) visit(at, size - at);
}

// Products of one row with Count others, so that the row is loaded once.
template <int Count>
void dot_products(const float* row, const float* others, size_t stride, int size, float* products) {
  Vector sums[Count] = {};
  for_each_vector(size, [&](int at, int count) ENCDEC_INLINE {
    const Vector x = load_first(row + at, count);
    for (int c = 0; c < Count; c++) sums[c] += x * load_first(others + c * stride + at, count);
  });
  for (int c = 0; c < Count; c++) products[c] = sum_of(sums[c]);
}

void dot_products(const float* row, const float* others, int others_count, int size, float* products) {
  int c = 0;
  for (; c + 4 <= others_count; c += 4) {
    dot_products<4>(row, others + size_t(c) * size, size, size, products + c);
  }
  for (; c < others_count; c++) dot_products<1>(row, others + size_t(c) * size, size, size, products + c);
}

// to = sum over r of factors[r] * rows[r]: some vectors of the result at a time, in registers
template <int Vectors>
void weighted_sum(const float* factors, const float* rows, size_t stride, int count, float* to) {
  Vector sums[Vectors] = {};
  for (int r = 0; r < count; r++) {
    // What is masked may be no number.
    if (factors[r] == 0) continue;
    const Vector factor = broadcast(factors[r]);
    for (int v = 0; v < Vectors; v++) sums[v] += factor * load(rows + r * stride + v * kLanes);
  }
  for (int v = 0; v < Vectors; v++) store(to + v * kLanes, sums[v]);
}

void weighted_sum(const float* factors, const float* rows, int count, int size, float* to) {
  int at = 0;
  for (; at + 8 * kLanes <= size; at += 8 * kLanes) weighted_sum<8>(factors, rows + at, size, count, to + at);
  for (; at + kLanes <= size; at += kLanes) weighted_sum<1>(factors, rows + at, size, count, to + at);
  if (at == size) return;
  Vector sum{};
  for (int r = 0; r < count; r++) {
    if (factors[r] != 0) sum += factors[r] * load_first(rows + size_t(r) * size + at, size - at);
  }
  store_first(to + at, sum, size - at);
}

// to += factor * row
void add_scaled(float factor, const float* row, int size, float* to) {
  for_each_vector(size, [&](int at, int count) ENCDEC_INLINE {
    store_first(to + at, load_first(to + at, count) + factor * load_first(row + at, count), count);
  });
}

bool is_masked(const float* mask, int source) { return mask && mask[source] == 0; }

// The row of sources, of one target; `mask` is null or that of its batch.
void masked_softmax(float* scores, const float* mask, int sources) {
  float top = -HUGE_VALF;
  for (int s = 0; s < sources; s++) {
    if (!is_masked(mask, s) && !(scores[s] <= top)) top = scores[s];
  }
  Vector sum{};
  for_each_vector(sources, [&](int at, int count) ENCDEC_INLINE {
    Vector e = exponential(load_first(scores + at, count) - top);
    if (mask) e = select(load_first(mask + at, count) == 0.0f, Vector{}, e);
    // The lanes beyond the row are not zero.
    sum += select(lane_numbers() < count, e, Vector{});
    store_first(scores + at, e, count);
  });
  const float total = sum_of(sum);
  if (total == 0) return;
  for_each_vector(sources, [&](int at, int count) ENCDEC_INLINE {
    store_first(scores + at, load_first(scores + at, count) / total, count);
  });
}

const float* mask_of(const AttentionInputs& a, int b) {
  return a.mask ? a.mask + size_t(b) * a.sources : nullptr;
}

void add_bias(const AttentionInputs& a, const float* query, float* shifted) {
  for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
    const Vector bias = a.bias ? load_first(a.bias + at, count) : Vector{};
    store_first(shifted + at, load_first(query + at, count) + bias, count);
  });
}

void additive_scores(const AttentionInputs& a, int b, const float* shifted, float* scores) {
  for (int s = 0; s < a.sources; s++) {
    const float* key = a.keys + (size_t(b) * a.sources + s) * a.size;
    Vector sum{};
    if (!is_masked(mask_of(a, b), s)) {
      for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
        sum += load_first(a.energy + at, count) *
               hyperbolic_tangent(load_first(shifted + at, count) + load_first(key + at, count));
      });
    }
    scores[s] = sum_of(sum);
  }
}

// One member's sums for the vectors of parameters, and room for one target.
struct Workspace {
  float *energy, *bias, *shifted, *score_gradients;
  static size_t size_each(const AttentionInputs& a) {
    return (3 * size_t(a.size) + a.sources + kLanes) / kLanes * kLanes;
  }
  Workspace(const AttentionInputs& a, float* memory)
      : energy(memory),
        bias(memory + a.size),
        shifted(memory + 2 * a.size),
        score_gradients(memory + 3 * a.size) {}
};

// From the gradient of the scores to those of query, keys and energy.
void pass_additive(const AttentionBackward& a, int b, const Workspace& work, float* query_gradient) {
  std::memset(query_gradient, 0, sizeof(float) * a.size);
  for (int s = 0; s < a.sources; s++) {
    const float of_score = work.score_gradients[s];
    if (of_score == 0) continue;
    const size_t row = (size_t(b) * a.sources + s) * a.size;
    for_each_vector(a.size, [&](int at, int count) ENCDEC_INLINE {
      const Vector y =
          hyperbolic_tangent(load_first(work.shifted + at, count) + load_first(a.keys + row + at, count));
      const Vector of_sum = of_score * load_first(a.energy + at, count) * (1.0f - y * y);
      const auto add = [&](float* to, Vector part)
                           ENCDEC_INLINE { store_first(to + at, load_first(to + at, count) + part, count); };
      add(query_gradient, of_sum);
      add(a.keys_gradient + row, of_sum);
      add(work.energy, of_score * y);
    });
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

// From the gradients of context and weights, through the softmax, to that of the scores.
void pass_softmax(const AttentionBackward& a, int b, size_t row, float* score_gradients) {
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
    mean += weights[s] * score_gradients[s];
  }
  for (int s = 0; s < a.sources; s++) score_gradients[s] = weights[s] * (score_gradients[s] - mean);
}

double operations_of(const AttentionInputs& a) {
  const double pairs = double(a.batch) * a.targets * a.sources;
  return pairs * (a.size * (a.energy ? kOperationsOfTanh : kOperationsOfProduct) +
                  a.value_size * kOperationsOfProduct);
}

}  // namespace

void attention_forward(const AttentionForward& a) {
  const int members = members_for(operations_of(a));
  const size_t each = Workspace::size_each(a);
  Scratch scratch(members * each);
  float* memory = scratch.take(members * each);
  parallel(members, [&](Member& member) {
    const Workspace work(a, memory + member.index * each);
    const Range rows = member.share(a.batch * a.targets);
    for (int r = rows.begin; r < rows.end; r++) {
      const int b = r / a.targets;
      const float* query = a.queries + size_t(r) * a.size;
      float* weights = a.weights + size_t(r) * a.sources;
      if (a.energy) {
        add_bias(a, query, work.shifted);
        additive_scores(a, b, work.shifted, weights);
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
    for (int b = share.begin; b < share.end; b++) {
      std::memset(a.keys_gradient + size_t(b) * a.sources * a.size, 0, sizeof(float) * a.sources * a.size);
      std::memset(a.values_gradient + size_t(b) * a.sources * a.value_size, 0,
                  sizeof(float) * a.sources * a.value_size);
      for (int t = 0; t < a.targets; t++) {
        const size_t row = size_t(b) * a.targets + t;
        const float* query = a.queries + row * a.size;
        float* query_gradient = a.queries_gradient + row * a.size;
        pass_softmax(a, b, row, work.score_gradients);
        if (a.energy) {
          add_bias(a, query, work.shifted);
          pass_additive(a, b, work, query_gradient);
        } else {
          pass_multiplicative(a, b, query, work, query_gradient);
        }
      }
    }
  });
  if (!a.energy) return;
  const Workspace first(a, memory);
  for (int m = 1; m < members; m++) {
    const Workspace other(a, memory + m * each);
    add_scaled(1, other.energy, a.size, first.energy);
    add_scaled(1, other.bias, a.size, first.bias);
  }
  std::memcpy(a.energy_gradient, first.energy, sizeof(float) * a.size);
  std::memcpy(a.bias_gradient, first.bias, sizeof(float) * a.size);
}

}  // namespace encdec
