#include "linear_copy_loss.h"

#include <cmath>
#include <vector>

#include "linear_loss_pass.h"
#include "softmax_row.h"

namespace encdec {
namespace {

// What comparing a position of the source with a label costs in time, in units of floating-point operations.
constexpr double kOperationsOfPosition = 4;

double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

struct MixedRow {
  float loss;   // times the weight
  float share;  // of the vocabulary in the probability of the label
};

// Both ways to write the label of each row, mixed.
class RowMixture {
 public:
  RowMixture(const CopyMixture& copy, int rows) : copy_(copy), rows_of_source_(rows / copy.sources) {}

  // From the probability that the vocabulary gives the label; writes the gradients of gate and attention.
  MixedRow mix(int row, double written, float weight) const {
    const double generates = sigmoid_of(copy_.gates[row]), copies = sigmoid_of(-copy_.gates[row]);
    const double probability = generates * written + copies * attention_on_label(row);
    if (probability < kLeastProbability) {
      clear(row);
      return {float(weight * -std::log(kLeastProbability)), 0};
    }
    const double share = generates * written / probability;
    if (copy_.gate_gradient) {
      copy_.gate_gradient[row] = float(weight * (generates - share));
      pass_attention(row, float(-weight * copies / probability));
    }
    return {float(weight * -std::log(probability)), float(share)};
  }

  void clear(int row) const {
    if (!copy_.gate_gradient) return;
    copy_.gate_gradient[row] = 0;
    std::memset(copy_.attention_gradient + size_t(row) * copy_.length, 0, sizeof(float) * copy_.length);
  }

 private:
  double attention_on_label(int row) const {
    const float* attention = copy_.attention + size_t(row) * copy_.length;
    const int32_t *ids = ids_of(row), label = copy_.labels[row];
    double sum = 0;
    for (int i = 0; i < copy_.length; i++) {
      if (ids[i] == label) sum += attention[i];
    }
    return sum;
  }

  void pass_attention(int row, float of_label) const {
    float* gradient = copy_.attention_gradient + size_t(row) * copy_.length;
    const int32_t *ids = ids_of(row), label = copy_.labels[row];
    for (int i = 0; i < copy_.length; i++) gradient[i] = ids[i] == label ? of_label : 0;
  }

  const int32_t* ids_of(int row) const {
    return copy_.copy_ids + size_t(row / rows_of_source_) * copy_.length;
  }

  const CopyMixture& copy_;
  int rows_of_source_;
};

}  // namespace

void linear_copy_cross_entropy(const LinearLoss& layer, const CopyMixture& copy) {
  const RowMixture mixture(copy, layer.rows);
  // Weights of the rows whose label is in the vocabulary, and losses of the others: these need no softmax.
  std::vector<float> weights(layer.rows), losses(layer.rows);
  parallel(members_for(kOperationsOfPosition * layer.rows * copy.length), [&](Member& member) {
    const Range rows = member.share(layer.rows);
    for (int r = rows.begin; r < rows.end; r++) {
      const float weight = layer.weights ? layer.weights[r] : 1;
      if (weight == 0) {
        mixture.clear(r);
      } else if (copy.labels[r] < layer.outputs) {
        weights[r] = weight;
      } else {
        losses[r] = mixture.mix(r, 0, weight).loss;
      }
    }
  });
  LinearLoss generator = layer;
  generator.weights = weights.data();
  double loss = run_linear_loss(generator, 40, [&](float* logits, int row, float weight) {
    const RowTarget target{layer.outputs, copy.labels[row], 0};
    const float sum = pass_exponentials(logits, target).exponentials;
    const MixedRow mixed = mixture.mix(row, double(logits[target.label]) / sum, weight);
    pass_gradient(logits, target, sum, weight * mixed.share);
    return mixed.loss;
  });
  for (const float each : losses) loss += each;
  *layer.loss = float(loss);
}

}  // namespace encdec
