// A linear layer and the loss of its rows in one pass over some rows at a time.
#pragma once

#include <algorithm>
#include <cstring>

#include "gemm.h"
#include "linear_loss.h"
#include "scratch.h"

namespace encdec {

// Floats of outputs at a time: 8 MiB, or what kFewestRows of them take.
constexpr int kOutputs = 1 << 21;
constexpr int kFewestRows = 48;

// row_loss(outputs, row, weight) turns a row of outputs into weight times the gradient of its loss, and
// returns weight times the loss; rows of weight 0 are left out.
template <class RowLoss>
class LinearLossPass {
 public:
  LinearLossPass(const LinearLoss& layer, const RowLoss& row_loss, int members)
      : layer_(layer),
        row_loss_(row_loss),
        chunk_(std::min(std::max(layer.rows, 1), std::max(kFewestRows * members, kOutputs / layer.outputs))),
        outer_each_(outer_scratch_size(layer.outputs, layer.features, members) / 16 * 16 + 16),
        scratch_(packed_size(layer.features, layer.outputs) + packed_size(layer.outputs, layer.features) +
                 size_t(chunk_) * layer.outputs + layer.rows * 2 + members * outer_each_ + 4 * chunk_ +
                 (layer.bfloat16 ? size_t(chunk_) * (pair_stride(layer.features) + pair_stride(layer.outputs))
                                 : 0)),
        format_(kHasBfloat16 && layer.bfloat16 ? Format::bfloat16 : Format::float32),
        packed_(scratch_.take(packed_size(layer.features, layer.outputs))),
        packed_transposed_(scratch_.take(packed_size(layer.outputs, layer.features))),
        outputs_(scratch_.take(size_t(chunk_) * layer.outputs)),
        losses_(scratch_.take(layer.rows)),
        outer_(scratch_.take(members * outer_each_)),
        rows_(scratch_.take_as<int>(layer.rows)),
        input_rows_(scratch_.take_as<const float*>(chunk_)),
        output_rows_(scratch_.take_as<const float*>(chunk_)) {
    if (format_ == Format::bfloat16) {
      input_pairs_ = scratch_.take(size_t(chunk_) * pair_stride(layer.features));
      output_pairs_ = scratch_.take(size_t(chunk_) * pair_stride(layer.outputs));
    }
    for (int r = 0; r < layer.rows; r++) {
      if (!layer.weights || layer.weights[r] != 0) rows_[count_++] = r;
    }
  }

  void run(Member& member) {
    const LinearLoss& layer = layer_;
    const int features = layer.features, outputs = layer.outputs;
    pack(format_, layer.kernel, outputs, features, outputs, packed_, member);
    if (layer.input_gradient) {
      pack_transposed(format_, layer.kernel, outputs, outputs, features, packed_transposed_, member);
      clear_ignored(member.share(layer.rows));
    }
    member.barrier();
    for (int begin = 0; begin == 0 || begin < count_; begin += chunk_) {
      const int count = std::min(chunk_, count_ - begin);
      const Range share = member.share(count);
      run_rows(begin, share);
      if (layer.kernel_gradient) run_products(begin, count, share, member);
      // The next rows overwrite the outputs, divided among the members anew.
      member.barrier();
    }
  }

  // In the order of the rows, however they were divided.
  double loss() const {
    double sum = 0;
    for (int r = 0; r < count_; r++) sum += losses_[r];
    return sum;
  }

 private:
  void run_products(int begin, int count, Range share, Member& member) {
    const LinearLoss& layer = layer_;
    const int features = layer.features, outputs = layer.outputs;
    for (int r = share.begin; r < share.end; r++) {
      input_rows_[r] = layer.input + size_t(rows_[begin + r]) * features;
      output_rows_[r] = outputs_ + size_t(r) * outputs;
    }
    member.barrier();
    const OuterProduct product{input_rows_, features, layer.kernel_gradient};
    multiply_outer(
        {output_rows_, count, outputs, outputs, &product, 1, layer.bias_gradient, begin > 0, format_}, member,
        outer_ + member.index * outer_each_);
  }

  void run_rows(int begin, Range share) {
    const int outputs = layer_.outputs, features = layer_.features;
    RowProduct forward{layer_.input, size_t(features), packed_,         features,
                       outputs,      outputs_,         size_t(outputs), layer_.bias};
    forward.left_index = rows_ + begin;
    if (input_pairs_) {
      for (int r = share.begin; r < share.end; r++) {
        to_pairs(layer_.input + size_t(rows_[begin + r]) * features, features,
                 input_pairs_ + size_t(r) * pair_stride(features));
      }
      forward.left_index = nullptr;
      read_pairs(input_pairs_, forward);
    }
    multiply_rows(forward, share);
    for (int r = share.begin; r < share.end; r++) {
      const int row = rows_[begin + r];
      float* values = outputs_ + size_t(r) * outputs;
      losses_[begin + r] = row_loss_(values, row, layer_.weights ? layer_.weights[row] : 1);
      if (output_pairs_) to_pairs(values, outputs, output_pairs_ + size_t(r) * pair_stride(outputs));
    }
    if (!layer_.input_gradient) return;
    RowProduct backward{outputs_, size_t(outputs),       packed_transposed_, outputs,
                        features, layer_.input_gradient, size_t(features)};
    backward.result_index = rows_ + begin;
    if (output_pairs_) read_pairs(output_pairs_, backward);
    multiply_rows(backward, share);
  }

  void read_pairs(const float* pairs, RowProduct& product) const {
    product.left = pairs;
    product.left_stride = pair_stride(product.depth);
    product.depth = depth_units(format_, product.depth);
    product.format = format_;
  }

  void clear_ignored(Range rows) const {
    if (count_ == layer_.rows) return;
    const size_t width = layer_.features;
    std::memset(layer_.input_gradient + rows.begin * width, 0, sizeof(float) * width * rows.size());
  }

  const LinearLoss& layer_;
  const RowLoss& row_loss_;
  int chunk_;
  size_t outer_each_;
  Scratch scratch_;
  Format format_;
  float *input_pairs_ = nullptr, *output_pairs_ = nullptr;
  float *packed_, *packed_transposed_, *outputs_, *losses_, *outer_;
  int* rows_;  // those that count
  const float **input_rows_, **output_rows_;
  int count_ = 0;
};

// Returns the sum of the rows' losses. `operations_each`: what the loss of one output costs.
template <class RowLoss>
double run_linear_loss(const LinearLoss& layer, double operations_each, const RowLoss& row_loss) {
  const double products = 1 + (layer.input_gradient ? 1 : 0) + (layer.kernel_gradient ? 1 : 0);
  const double cells = double(layer.rows) * layer.outputs;
  const int members = members_for(cells * (2 * products * layer.features + operations_each));
  LinearLossPass<RowLoss> pass(layer, row_loss, members);
  parallel(members, [&](Member& member) { pass.run(member); });
  return pass.loss();
}

}  // namespace encdec
