#include "registration.h"

#include <climits>
#include <memory>
#include <new>

#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace encdec {
namespace {

using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;
Status new_status() { return Status(TF_NewStatus(), TF_DeleteStatus); }

std::string message_of(const Status& status) {
  return TF_GetCode(status.get()) == TF_OK ? "" : TF_Message(status.get());
}

template <class Dimensions>
std::string written(const Dimensions& shape) {
  std::string text = "[";
  for (const int64_t length : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(length);
  return text + "]";
}

std::vector<int64_t> shape_of(const TF_Tensor* tensor) {
  std::vector<int64_t> shape(TF_NumDims(tensor));
  for (size_t axis = 0; axis < shape.size(); axis++) shape[axis] = TF_Dim(tensor, static_cast<int>(axis));
  return shape;
}

// "recurrent_kernel: float" -> "recurrent kernel"
std::string spoken(const std::string& specification) {
  std::string name = specification.substr(0, specification.find(':'));
  for (char& letter : name) {
    if (letter == '_') letter = ' ';
  }
  return name;
}

}  // namespace

bool Attributes::flag(const char* name) const {
  unsigned char value = 0;
  TF_OpKernelConstruction_GetAttrBool(construction_, name, &value, new_status().get());
  return value;
}

int Attributes::integer(const char* name) const {
  int32_t value = 0;
  TF_OpKernelConstruction_GetAttrInt32(construction_, name, &value, new_status().get());
  return value;
}

float Attributes::number(const char* name) const {
  float value = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction_, name, &value, new_status().get());
  return value;
}

std::string Attributes::text(const char* name) const {
  char value[64] = {};
  TF_OpKernelConstruction_GetAttrString(construction_, name, value, sizeof value - 1, new_status().get());
  return value;
}

Call::Call(TF_OpKernelContext* context, const Operation& operation)
    : context_(context), operation_(operation), status_(TF_NewStatus()) {
  inputs_.resize(TF_NumInputs(context), nullptr);
  for (size_t i = 0; i < inputs_.size(); i++) TF_GetInput(context, static_cast<int>(i), &inputs_[i], status_);
}

Call::~Call() {
  for (TF_Tensor* tensor : inputs_) TF_DeleteTensor(tensor);
  for (TF_Tensor* tensor : outputs_) TF_DeleteTensor(tensor);
  TF_DeleteStatus(status_);
}

bool Call::present(int input) const { return size(input) > 0; }
size_t Call::size(int input) const { return TF_TensorElementCount(inputs_[input]); }

void Call::fail(int input, const std::string& expectation) const {
  const size_t names = operation_.inputs.size();
  // Of a list of tensors only the list has a name.
  const std::string name =
      names == inputs_.size() ? spoken(operation_.inputs[input]) : "input " + std::to_string(input);
  throw InvalidArgument(name + " must " + expectation + ", got " + written(shape_of(inputs_[input])));
}

int Call::dimension(int input, int axis, int rank) const {
  if (TF_NumDims(inputs_[input]) != rank) fail(input, "have " + std::to_string(rank) + " axes");
  const int64_t length = TF_Dim(inputs_[input], axis);
  if (length < 1 || length > INT_MAX / 8) {
    fail(input, "have between 1 and 2^28 elements along axis " + std::to_string(axis));
  }
  return static_cast<int>(length);
}

void Call::require_shape(int input, std::initializer_list<int64_t> shape) const {
  const std::vector<int64_t> expected(shape);
  if (shape_of(inputs_[input]) != expected) fail(input, "have shape " + written(expected));
}

const float* Call::floats(int input, std::initializer_list<int64_t> shape) const {
  require_shape(input, shape);
  return static_cast<const float*>(TF_TensorData(inputs_[input]));
}

const float* Call::optional_floats(int input, std::initializer_list<int64_t> shape) const {
  return present(input) ? floats(input, shape) : nullptr;
}

const int32_t* Call::integers(int input, std::initializer_list<int64_t> shape) const {
  require_shape(input, shape);
  return static_cast<const int32_t*>(TF_TensorData(inputs_[input]));
}

void Call::require_size(int input, int64_t size) const {
  if (static_cast<int64_t>(this->size(input)) != size) {
    fail(input, "have " + std::to_string(size) + " elements");
  }
}

const float* Call::floats_of_size(int input, int64_t size) const {
  require_size(input, size);
  return static_cast<const float*>(TF_TensorData(inputs_[input]));
}

const int32_t* Call::integers_of_size(int input, int64_t size) const {
  require_size(input, size);
  return static_cast<const int32_t*>(TF_TensorData(inputs_[input]));
}

const float* Call::rows_of(int input, int width, int& rows) const {
  const std::vector<int64_t> shape = shape_of(inputs_[input]);
  if (shape.size() < 2 || shape.back() != width) {
    fail(input, "have 2 or more axes, the last of " + std::to_string(width));
  }
  const int64_t count = static_cast<int64_t>(size(input)) / width;
  if (count < 1 || count > INT_MAX / 8) fail(input, "have between 1 and 2^28 rows");
  rows = static_cast<int>(count);
  return static_cast<const float*>(TF_TensorData(inputs_[input]));
}

float* Call::floats_in_place(int input) { return static_cast<float*>(TF_TensorData(inputs_[input])); }

float* Call::output(int index, std::initializer_list<int64_t> shape, bool wanted) {
  return wanted ? allocate(index, shape) : (allocate(index, {0}), nullptr);
}

int32_t* Call::output_integers(int index, std::initializer_list<int64_t> shape) {
  return static_cast<int32_t*>(allocate(index, TF_INT32, shape));
}

float* Call::output_like(int input, int output) { return allocate(output, shape_of(inputs_[input])); }

float* Call::output_rows_like(int input, int output, int64_t width) {
  std::vector<int64_t> shape = shape_of(inputs_[input]);
  shape.back() = width;
  return allocate(output, shape);
}

float* Call::output_rows_of(int input, int output, int64_t width) {
  std::vector<int64_t> shape = shape_of(inputs_[input]);
  shape.push_back(width);
  return allocate(output, shape);
}

void* Call::allocate(int index, TF_DataType type, const std::vector<int64_t>& shape) {
  size_t bytes = TF_DataTypeSize(type);
  for (const int64_t length : shape) bytes *= length;
  TF_Tensor* tensor =
      TF_AllocateOutput(context_, index, type, shape.data(), static_cast<int>(shape.size()), bytes, status_);
  if (TF_GetCode(status_) != TF_OK || !tensor) throw std::bad_alloc();
  outputs_.push_back(tensor);
  return TF_TensorData(tensor);
}

void Call::forward(int input, int output) {
  TF_SetOutput(context_, output, inputs_[input], status_);
  if (TF_GetCode(status_) != TF_OK) throw std::runtime_error(TF_Message(status_));
}

int checked_product(std::initializer_list<int64_t> factors, const char* what) {
  int64_t product = 1;
  for (const int64_t factor : factors) {
    product *= factor;
    if (product > INT_MAX / 2) {
      throw InvalidArgument(std::string(what) + " must be at most 2^30, got " + std::to_string(product));
    }
  }
  return static_cast<int>(product);
}

namespace registration_detail {

std::string add_definition(const Operation& operation) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(operation.name);
  for (const std::string& attribute : operation.attributes) {
    TF_OpDefinitionBuilderAddAttr(builder, attribute.c_str());
  }
  for (const std::string& input : operation.inputs) TF_OpDefinitionBuilderAddInput(builder, input.c_str());
  for (const std::string& output : operation.outputs) {
    TF_OpDefinitionBuilderAddOutput(builder, output.c_str());
  }
  if (operation.stateful) TF_OpDefinitionBuilderSetIsStateful(builder, true);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, [](TF_ShapeInferenceContext*, TF_Status*) {});
  const Status status = new_status();
  TF_RegisterOpDefinition(builder, status.get());
  return message_of(status);
}

std::string add_kernel(const char* name, void* (*create)(TF_OpKernelConstruction*),
                       void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*)) {
  const Status status = new_status();
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, compute, destroy), status.get());
  return message_of(status);
}

void guarded(TF_OpKernelContext* context, const Operation& operation, void (*run)(const void*, Call&),
             const void* kernel) {
  const auto report = [&](TF_Code code, const std::string& reason) {
    const Status status = new_status();
    TF_SetStatus(status.get(), code, ("Cannot run " + std::string(operation.name) + ": " + reason).c_str());
    TF_OpKernelContext_Failure(context, status.get());
  };
  try {
    Call call(context, operation);
    run(kernel, call);
  } catch (const InvalidArgument& error) {
    report(TF_INVALID_ARGUMENT, error.what());
  } catch (const std::bad_alloc&) {
    report(TF_RESOURCE_EXHAUSTED, "out of memory");
  } catch (const std::exception& error) {
    report(TF_INTERNAL, error.what());
  }
}

}  // namespace registration_detail
}  // namespace encdec
