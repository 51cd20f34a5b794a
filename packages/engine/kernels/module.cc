// The Node module: registers the operations when it is loaded. Exports `error` (empty if all went well) and
// the thread count.
#include <malloc.h>
#include <node_api.h>

#include <string>

#include "bfloat16.h"
#include "operations.h"
#include "threads.h"

namespace {

// Large tensors come and go at every step. By default each is mapped anew and its pages fault in one by one;
// kept in the heap, they are reused.
void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

napi_value set_threads(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  int32_t threads = 0;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) == napi_ok && count == 1 &&
      napi_get_value_int32(env, argument, &threads) == napi_ok && threads > 0) {
    encdec::set_thread_count(threads);
  }
  napi_create_int32(env, encdec::thread_count(), &result);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  keep_freed_memory();
  using namespace encdec;
  std::string error;
  for (const auto add : {register_lstm, register_gru, register_layer_norm_lstm, register_linear,
                         register_linear_top_k, register_pack, register_linear_loss, register_optimizer_step,
                         register_embedding, register_scale, register_dropout, register_attention}) {
    error += add();
  }
  napi_value text, function;
  napi_create_string_utf8(env, error.data(), error.size(), &text);
  napi_set_named_property(env, exports, "error", text);
  // threads(): how many threads the kernels may use; threads(n) sets it.
  napi_create_function(env, "threads", NAPI_AUTO_LENGTH, set_threads, nullptr, &function);
  napi_set_named_property(env, exports, "threads", function);
  // bfloat16: whether the option has an effect on this processor.
  napi_get_boolean(env, kHasBfloat16, &text);
  napi_set_named_property(env, exports, "bfloat16", text);
  return exports;
}
