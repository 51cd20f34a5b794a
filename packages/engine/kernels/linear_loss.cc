#include "linear_loss.h"

#include "linear_loss_pass.h"
#include "softmax_row.h"

namespace encdec {

void linear_cross_entropy(const LinearLoss& layer, const CrossEntropy& loss) {
  *layer.loss = run_linear_loss(layer, 40, [&](float* logits, int row, float weight) {
    const RowTarget target{layer.outputs, loss.labels[row], loss.smoothing};
    const RowSums sums = pass_exponentials(logits, target);
    pass_gradient(logits, target, sums.exponentials, weight);
    return weight * sums.cross_entropy;
  });
}

void linear_squared_error(const LinearLoss& layer, const float* targets) {
  *layer.loss = run_linear_loss(layer, 4, [&](float* outputs, int row, float weight) {
    const float* target = targets + size_t(row) * layer.outputs;
    float sum = 0;
    for (int c = 0; c < layer.outputs; c++) {
      const float difference = outputs[c] - target[c];
      sum += difference * difference;
      outputs[c] = 2 * weight * difference;
    }
    return weight * sum;
  });
}

}  // namespace encdec
