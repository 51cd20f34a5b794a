// Working memory that is kept between calls, so that a training step does not fault the same pages in again
// and again.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace encdec {

// One block, handed out in 64-byte aligned pieces that all end with the operation: declare one on the stack,
// `take` from it. What a thread keeps afterwards is bounded by kKeptBytes; a larger block goes back to the
// system.
class Scratch {
 public:
  explicit Scratch(size_t floats) : bytes_(floats * sizeof(float) + kAlignment * kPieces) {
    Kept& kept = kept_block();
    if (kept.bytes < bytes_ || kept.lent) {
      block_ = static_cast<char*>(std::aligned_alloc(kAlignment, rounded(bytes_)));
      if (!block_) throw std::bad_alloc();
    } else {
      block_ = kept.block;
      bytes_ = kept.bytes;
      kept.lent = true;
    }
    next_ = block_;
  }

  ~Scratch() {
    Kept& kept = kept_block();
    if (block_ == kept.block) {
      kept.lent = false;
    } else if (bytes_ <= kKeptBytes && bytes_ > kept.bytes && !kept.lent) {
      std::free(kept.block);
      kept.block = block_;
      kept.bytes = bytes_;
    } else {
      std::free(block_);
    }
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  float* take(size_t floats) { return take_as<float>(floats); }

  template <class Element>
  Element* take_as(size_t count) {
    char* piece = next_;
    next_ += rounded(count * sizeof(Element));
    if (next_ > block_ + rounded(bytes_)) std::abort();
    return reinterpret_cast<Element*>(piece);
  }

 private:
  static constexpr size_t kAlignment = 64;
  static constexpr size_t kPieces = 32;
  static constexpr size_t kKeptBytes = size_t{256} << 20;

  struct Kept {
    char* block = nullptr;
    size_t bytes = 0;
    bool lent = false;
    ~Kept() { std::free(block); }
  };

  static Kept& kept_block() {
    static thread_local Kept kept;
    return kept;
  }
  static size_t rounded(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

  size_t bytes_;
  char *block_, *next_;
};

}  // namespace encdec
