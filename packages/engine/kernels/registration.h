// Operations added to TensorFlow through its stable C interface. A wrong shape is an error that names
// operation, argument and shape; an optional argument that is absent is a tensor without elements.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace encdec {

// What TensorFlow, and then JavaScript, reports: "Cannot run <operation>: <message>".
struct InvalidArgument : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Attributes {
 public:
  explicit Attributes(TF_OpKernelConstruction* construction) : construction_(construction) {}
  bool flag(const char* name) const;
  int integer(const char* name) const;
  float number(const char* name) const;
  std::string text(const char* name) const;

 private:
  TF_OpKernelConstruction* construction_;
};

// The name, as "mask: float" or "gradients: count * float", and for attributes "reverse: bool".
struct Operation {
  const char* name;
  std::vector<std::string> attributes, inputs, outputs;
  bool stateful = false;
};

// One call of an operation: its inputs, checked, and its outputs.
class Call {
 public:
  Call(TF_OpKernelContext* context, const Operation& operation);
  ~Call();
  Call(const Call&) = delete;

  int input_count() const { return static_cast<int>(inputs_.size()); }
  bool present(int input) const;
  size_t size(int input) const;

  // The length of one axis of an input that must have `rank` axes; at least 1.
  int dimension(int input, int axis, int rank) const;

  // The values of an input that must have this shape; `optional_floats` is null for an absent one.
  const float* floats(int input, std::initializer_list<int64_t> shape) const;
  const float* optional_floats(int input, std::initializer_list<int64_t> shape) const;
  const int32_t* integers(int input, std::initializer_list<int64_t> shape) const;
  // The values of an input of any shape with this many elements.
  const float* floats_of_size(int input, int64_t size) const;
  const int32_t* integers_of_size(int input, int64_t size) const;
  // The values of an input of any leading shape whose last axis is `width` long, and how many rows of that it
  // has.
  const float* rows_of(int input, int width, int& rows) const;
  float* floats_in_place(int input);

  // Memory for an output; an output that is not `wanted` is empty, and null.
  float* output(int index, std::initializer_list<int64_t> shape, bool wanted = true);
  int32_t* output_integers(int index, std::initializer_list<int64_t> shape);
  float* output_like(int input, int output);
  // The shape of the input with another length of the last axis.
  float* output_rows_like(int input, int output, int64_t width);
  // The shape of the input with one axis more, of this length.
  float* output_rows_of(int input, int output, int64_t width);
  // The output is the input itself, without a copy.
  void forward(int input, int output);

  [[noreturn]] void fail(int input, const std::string& expectation) const;

 private:
  void* allocate(int index, TF_DataType type, const std::vector<int64_t>& shape);
  float* allocate(int index, const std::vector<int64_t>& shape) {
    return static_cast<float*>(allocate(index, TF_FLOAT, shape));
  }
  void require_size(int input, int64_t size) const;
  void require_shape(int input, std::initializer_list<int64_t> shape) const;

  TF_OpKernelContext* context_;
  const Operation& operation_;
  TF_Status* status_;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

// Sizes that index arithmetic in int allows.
int checked_product(std::initializer_list<int64_t> factors, const char* what);

namespace registration_detail {
std::string add_definition(const Operation& operation);
std::string add_kernel(const char* name, void* (*create)(TF_OpKernelConstruction*),
                       void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));
void guarded(TF_OpKernelContext* context, const Operation& operation, void (*run)(const void*, Call&),
             const void* kernel);
}  // namespace registration_detail

// Kernel has `static const Operation& operation()`, a constructor from Attributes and `void run(Call&)
// const`.
//
// Returns what went wrong, empty if nothing.
template <class Kernel>
std::string register_operation() {
  const std::string error = registration_detail::add_definition(Kernel::operation());
  if (!error.empty()) return error;
  return registration_detail::add_kernel(
      Kernel::operation().name,
      [](TF_OpKernelConstruction* construction) -> void* { return new Kernel(Attributes(construction)); },
      [](void* kernel, TF_OpKernelContext* context) {
        const auto run = [](const void* self, Call& call) { static_cast<const Kernel*>(self)->run(call); };
        registration_detail::guarded(context, Kernel::operation(), run, kernel);
      },
      [](void* kernel) { delete static_cast<Kernel*>(kernel); });
}

}  // namespace encdec
