// What follows a recurrent layer's walk back through time, once the gradients of its gates are known: the
// gradients of the input, the weights and the biases, each as one large product over all steps.
#pragma once

#include "gemm.h"
#include "scratch.h"
#include "sequence.h"

namespace encdec {

// One step of the walk: state_gradient[b] += factors[b] * (gate_gradient row of (b, step) . packed), for the
// sequences of the member's part that the step has moved on.
struct StateProduct {
  const float* gate_gradient;
  size_t stride;
  const float* packed;  // the transposed recurrent kernel, [depth, units]
  int depth;
  float* state_gradient;  // [batch, units]
  const float* factors;   // [batch, units], optional
  // In bfloat16 the gate gradients are rows of pairs, and depth counts these.
  Format format = Format::float32;
};
void pass_recurrent_product(const StateProduct& product, const Sequence& shape, int step, Range units,
                            const int* sequences, int count);

class RecurrentGradients {
 public:
  // The input's side of the gates.
  struct Input {
    const float *values, *kernel;  // kernel [features, columns]
    const float* gate_gradient;    // [batch, steps, columns]
    int columns;
    float *gradient, *kernel_gradient, *bias_gradient;  // gradient optional: not wanted
    // The gate gradients in pairs, rows pair_stride(columns) apart: then all products are in bfloat16.
    const float* gate_pairs = nullptr;
  };
  // The state's side; an LSTM's has the same gate gradients, and so the same bias.
  struct Hidden {
    const float *outputs, *initial;          // initial optional: zero
    const float* factors;                    // dropout of the state in the product, [batch, units], optional
    const float* gate_gradient;              // [batch, steps, columns]
    int columns;                             // of the gate gradients, and of the kernel
    float *kernel_gradient, *bias_gradient;  // bias_gradient optional
    // A GRU that resets before its product: rows (`reset_stride` apart) that the last third of the columns
    // met; else null.
    const float* reset_rows = nullptr;
    size_t reset_stride = 0;
  };

  RecurrentGradients(const Sequence& shape, const float* mask, const Input& input, const Hidden& hidden);

  size_t scratch_size(int members) const;
  void prepare(Scratch& scratch, int members);

  // Inside the region: before the walk, and after it (a barrier between).
  void pack_kernel(const Member& member) const;
  void run(Member& member) const;

 private:
  Format format() const { return input_.gate_pairs ? Format::bfloat16 : Format::float32; }
  // An input whose rows several steps share is small, and meets sums.
  Format input_format() const { return shape_.shares_input() ? Format::float32 : format(); }
  bool shares_rows() const {
    return !shape_.shares_input() && input_.gate_gradient == hidden_.gate_gradient && !hidden_.reset_rows;
  }
  const float* hidden_before(int sequence, int step) const;
  void list_rows();
  void sum_over_steps(Range columns) const;
  void pass_input(const Member& member) const;
  void drop_hidden(Range sequences) const;
  void run_products(Member& member, float* scratch) const;
  void run_hidden_products(const Member& member, float* scratch) const;

  Sequence shape_;
  const float* mask_;
  Input input_;
  Hidden hidden_;
  float *packed_kernel_ = nullptr, *gate_sums_ = nullptr, *dropped_ = nullptr, *outer_scratch_ = nullptr;
  size_t outer_scratch_each_ = 0;
  // Rows of every step that counts, those that follow a state first: `with_state_` of `count_`.
  const float **input_rows_ = nullptr, **input_gate_rows_ = nullptr, **hidden_rows_ = nullptr,
              **hidden_gate_rows_ = nullptr;
  const float **reset_rows_ = nullptr, **reset_gate_rows_ = nullptr;
  int with_state_ = 0, count_ = 0;
  int* counting_rows_ = nullptr;  // working memory
};

}  // namespace encdec
