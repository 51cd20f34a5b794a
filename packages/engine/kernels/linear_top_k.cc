#include "linear_top_k.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gemm.h"
#include "scratch.h"

namespace encdec {
namespace {

// Below every logit, but finite: the difference of two infinities would be no number.
constexpr float kLowest = std::numeric_limits<float>::lowest();

// The vocabulary is divided into so many segments, whatever the threads, and the sums of the segments are
// added in order: the result depends on the row alone.
constexpr int kSegments = 16;

// Per lane: the largest logit, where it was, and the sum of exp(logit - largest).
struct Running {
  Vector largest, sum;
  IntVector id;
};

struct Candidate {
  float logit;
  int32_t id;
};

// Best first; NaN last.
bool precedes(const Candidate& a, const Candidate& b) {
  const bool a_is_number = a.logit == a.logit, b_is_number = b.logit == b.logit;
  if (a_is_number != b_is_number) return a_is_number;
  if (a_is_number && a.logit != b.logit) return a.logit > b.logit;
  return a.id < b.id;
}

// The best candidates that one member has seen of a row, sorted.
struct Best {
  Candidate* candidates;
  int count, most;

  // Logits that are not above it cannot enter.
  float threshold() const { return count < most ? -HUGE_VALF : candidates[most - 1].logit; }
  void insert(Candidate candidate) {
    if (count == most && !precedes(candidate, candidates[most - 1])) return;
    int at = count < most ? count++ : most - 1;
    for (; at > 0 && precedes(candidate, candidates[at - 1]); at--) candidates[at] = candidates[at - 1];
    candidates[at] = candidate;
  }
};

class Search {
 public:
  Search(const LinearTopK& layer, int members)
      : layer_(layer),
        vectors_(vectors_for(layer.outputs)),
        panels_((vectors_ + kPanelVectors - 1) / kPanelVectors),
        segments_(std::min(kSegments, panels_)),
        scratch_((layer.packed ? 0 : packed_size(layer.features, layer.outputs)) +
                 sizeof(Running) / sizeof(float) * segments_ * layer.rows +
                 (sizeof(Best) + sizeof(Candidate) * layer.k + 3) / sizeof(float) * members * layer.rows),
        own_packed_(layer.packed ? nullptr : scratch_.take(packed_size(layer.features, layer.outputs))),
        running_(scratch_.take_as<Running>(size_t(segments_) * layer.rows)),
        best_(scratch_.take_as<Best>(size_t(members) * layer.rows)),
        candidates_(scratch_.take_as<Candidate>(size_t(members) * layer.rows * layer.k)) {}

  void run(Member& member) {
    if (own_packed_) {
      pack(Format::float32, layer_.kernel, layer_.outputs, layer_.features, layer_.outputs, own_packed_,
           member);
      member.barrier();
    }
    Best* best = best_ + size_t(member.index) * layer_.rows;
    for (int r = 0; r < layer_.rows; r++) {
      best[r] = {candidates_ + (size_t(member.index) * layer_.rows + r) * layer_.k, 0, layer_.k};
    }
    const Range segments = member.share(segments_);
    for (int s = segments.begin; s < segments.end; s++) run_segment(s, best);
    member.barrier();
    const Range rows = member.share(layer_.rows);
    for (int r = rows.begin; r < rows.end; r++) finish(r, member.count);
  }

 private:
  void run_segment(int segment, Best* best) {
    Running* running = running_ + size_t(segment) * layer_.rows;
    for (int r = 0; r < layer_.rows; r++) running[r] = {broadcast(kLowest), Vector{}, IntVector{} - 1};
    const int end = panels_ * (segment + 1) / segments_;
    for (int p = panels_ * segment / segments_; p < end; p++) {
      with_vectors(std::min(kPanelVectors, vectors_ - p * kPanelVectors), [&](auto vectors) {
        constexpr int Vectors = decltype(vectors)::value;
        for_each_tile<tile_rows(Vectors)>(0, layer_.rows, [&](auto rows, int first) {
          run_tile<decltype(rows)::value, Vectors>(p * kPanelColumns, first, running, best);
        });
      });
    }
  }

  template <int Rows, int Vectors>
  void run_tile(int first_column, int first_row, Running* running, Best* best) const {
    const int features = layer_.features, columns = layer_.outputs - first_column;
    const float* packed = layer_.packed ? layer_.packed : own_packed_;
    RowReader<Rows> left;
    Vector sums[Rows][Vectors];
    for (int v = 0; v < Vectors; v++) {
      const int count = std::min(kLanes, columns - v * kLanes);
      const Vector bias = layer_.bias ? load_first(layer_.bias + first_column + v * kLanes, count) : Vector{};
      for (int r = 0; r < Rows; r++) sums[r][v] = bias;
    }
    for (int r = 0; r < Rows; r++) left.row[r] = layer_.input + size_t(first_row + r) * features;
    multiply_add<Rows, Vectors>(left, packed + size_t(first_column) * features, features, sums);
    const int rest = columns - (Vectors - 1) * kLanes;
    for (int r = 0; r < Rows; r++) {
      if (rest < kLanes) {
        sums[r][Vectors - 1] = select(lane_numbers() < rest, sums[r][Vectors - 1], broadcast(-HUGE_VALF));
      }
      add(sums[r], first_column, running[first_row + r]);
      if (layer_.k > 1) offer(sums[r], first_column, best[first_row + r]);
    }
  }

  template <int Vectors>
  static void add(const Vector (&logits)[Vectors], int first_column, Running& running) {
    Vector largest = running.largest;
    IntVector id = running.id;
    for (int v = 0; v < Vectors; v++) {
      const IntVector larger = logits[v] > largest;
      largest = select(larger, logits[v], largest);
      id = (larger & (lane_numbers() + (first_column + v * kLanes))) | (~larger & id);
    }
    Vector sum = running.sum;
    if (any(largest > running.largest)) sum *= exponential(running.largest - largest);
    for (int v = 0; v < Vectors; v++) sum += exponential(logits[v] - largest);
    running = {largest, sum, id};
  }

  template <int Vectors>
  void offer(const Vector (&logits)[Vectors], int first_column, Best& best) const {
    Vector largest = logits[0];
    for (int v = 1; v < Vectors; v++) largest = maximum(largest, logits[v]);
    if (best.count == best.most && !any(largest > best.threshold())) return;
    for (int v = 0; v < Vectors; v++) {
      const int begin = first_column + v * kLanes, count = std::min(kLanes, layer_.outputs - begin);
      for (int lane = 0; lane < count; lane++) best.insert({logits[v][lane], begin + lane});
    }
  }

  void finish(int row, int members) const {
    Candidate first{std::numeric_limits<float>::quiet_NaN(), 0};
    float top = kLowest, normalizer = 0;
    for (int s = 0; s < segments_; s++) {
      const Running& running = running_[size_t(s) * layer_.rows + row];
      for (int lane = 0; lane < kLanes; lane++) {
        const Candidate candidate{running.largest[lane], running.id[lane]};
        if (candidate.id >= 0 && precedes(candidate, first)) first = candidate;
      }
      top = std::max(top, largest_of(running.largest));
    }
    for (int s = 0; s < segments_; s++) {
      const Running& running = running_[size_t(s) * layer_.rows + row];
      normalizer += sum_of(running.sum * exponential(running.largest - top));
    }
    const float log_sum = top + std::log(normalizer);
    const size_t at = size_t(row) * layer_.k;
    if (layer_.k == 1) {
      layer_.ids[at] = first.id;
      layer_.log_probabilities[at] = first.logit - log_sum;
      return;
    }
    Best& best = best_[row];
    for (int m = 1; m < members; m++) {
      const Best& other = best_[size_t(m) * layer_.rows + row];
      for (int c = 0; c < other.count; c++) best.insert(other.candidates[c]);
    }
    for (int c = 0; c < layer_.k; c++) {
      layer_.ids[at + c] = best.candidates[c].id;
      layer_.log_probabilities[at + c] = best.candidates[c].logit - log_sum;
    }
  }

  const LinearTopK& layer_;
  int vectors_, panels_, segments_;
  Scratch scratch_;
  float* own_packed_;
  Running* running_;       // [segments, rows]
  Best* best_;             // [members, rows]
  Candidate* candidates_;  // [members, rows, k]
};

}  // namespace

void linear_top_k(const LinearTopK& layer) {
  // With few rows it is the kernel's way from memory that takes the time.
  const double cells = double(layer.features) * layer.outputs;
  const int members = members_for(cells * (2.0 * layer.rows + 8));
  Search search(layer, members);
  parallel(members, [&](Member& member) { search.run(member); });
}

}  // namespace encdec
