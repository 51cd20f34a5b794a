#include "threads.h"

#include <sched.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "processors.h"

namespace encdec {
namespace {

constexpr int kLargestTeam = 256;
// How long a member stays awake between two regions: longer than JavaScript takes from one operation of a
// training step to the next, since waking it would cost as much as many an operation; short enough not to
// keep a processor from others.
constexpr std::chrono::microseconds kAwakeBetweenRegions{100};
// And inside a region, where all are equally busy: a member that keeps the others longer waits for a
// processor itself.
constexpr std::chrono::microseconds kAwakeInRegion{20};
// Operations that a member does in about 15 microseconds, the price of waking it. The tests lower it, to have
// small work divided too.
#if !defined(ENCDEC_OPERATIONS_PER_MEMBER)
#define ENCDEC_OPERATIONS_PER_MEMBER 2.5e6
#endif
constexpr double kOperationsPerMember = ENCDEC_OPERATIONS_PER_MEMBER;

void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Waits awake for at most `limit`; returns whether the condition came true. With more threads than processors
// it gives way at once.
template <class Condition>
bool spin_until(Condition condition, std::chrono::microseconds limit, bool crowded) {
  constexpr int kPausesBetweenLooks = 32;
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    for (int pauses = 0; pauses < kPausesBetweenLooks; pauses++) {
      if (condition()) return true;
      pause_briefly();
    }
    if (crowded || std::chrono::steady_clock::now() - start > limit) return condition();
  }
}

// Spins, then lets others run, then sleeps.
template <class Condition>
void wait_until(Condition condition, bool crowded) {
  constexpr int kYields = 100;
  if (spin_until(condition, kAwakeInRegion, crowded)) return;
  for (int turn = 0; !condition(); turn++) {
    if (turn < kYields) {
      sched_yield();
    } else {
      const timespec nap{0, 50000};
      nanosleep(&nap, nullptr);
    }
  }
}

bool is_crowded(int members) {
  static const int processors = available_processors();
  return members > processors;
}

class Team {
 public:
  // Never destroyed: its threads sleep until the process ends.
  static Team& instance() {
    static Team* team = new Team;
    return *team;
  }

  void run(int members, void (*function)(void*, Member&), void* context) {
    std::lock_guard<std::mutex> one_region_at_a_time(region_mutex_);
    while (static_cast<int>(workers_.size()) + 1 < members) hire();
    function_ = function;
    context_ = context;
    members_ = members;
    arrivals_.store(0, std::memory_order_relaxed);
    working_.store(static_cast<int>(workers_.size()), std::memory_order_relaxed);
    {
      std::lock_guard<std::mutex> lock(sleep_mutex_);
      region_.fetch_add(1, std::memory_order_release);
    }
    if (sleepers_.load() > 0) wake_.notify_all();
    Member self(0, members, &arrivals_, &phase_);
    function(context, self);
    wait_until([&] { return working_.load(std::memory_order_acquire) == 0; }, is_crowded(members));
  }

 private:
  void hire() {
    const int index = static_cast<int>(workers_.size()) + 1;
    const int seen = region_.load();
    workers_.emplace_back([this, index, seen] { serve(index, seen); });
    workers_.back().detach();
  }

  void serve(int index, int seen) {
    for (;;) {
      seen = next_region(seen);
      if (index < members_) {
        Member self(index, members_, &arrivals_, &phase_);
        function_(context_, self);
      }
      working_.fetch_sub(1, std::memory_order_release);
    }
  }

  int next_region(int seen) {
    const auto has_begun = [&] { return region_.load(std::memory_order_acquire) != seen; };
    if (spin_until(has_begun, kAwakeBetweenRegions, is_crowded(thread_count()))) {
      return region_.load(std::memory_order_acquire);
    }
    std::unique_lock<std::mutex> lock(sleep_mutex_);
    sleepers_.fetch_add(1);
    wake_.wait(lock, has_begun);
    sleepers_.fetch_sub(1);
    return region_.load(std::memory_order_acquire);
  }

  std::mutex region_mutex_, sleep_mutex_;
  std::condition_variable wake_;
  std::vector<std::thread> workers_;
  void (*function_)(void*, Member&) = nullptr;
  void* context_ = nullptr;
  int members_ = 1;
  std::atomic<int> region_{0}, working_{0}, sleepers_{0}, arrivals_{0}, phase_{0};
};

int initial_thread_count() {
  const char* wish = std::getenv("ENCDEC_THREADS");
  const int count = wish ? std::atoi(wish) : 0;
  return std::clamp(count > 0 ? count : available_processors(), 1, kLargestTeam);
}

std::atomic<int>& threads() {
  static std::atomic<int> count{initial_thread_count()};
  return count;
}

}  // namespace

void Member::barrier() {
  if (count == 1) return;
  const int phase = phase_->load(std::memory_order_relaxed);
  if (arrivals_->fetch_add(1, std::memory_order_acq_rel) == count - 1) {
    arrivals_->store(0, std::memory_order_relaxed);
    phase_->store(phase + 1, std::memory_order_release);
  } else {
    wait_until([&] { return phase_->load(std::memory_order_acquire) != phase; }, is_crowded(count));
  }
}

Range Member::share(int size, int granule) const {
  const long granules = (size + granule - 1) / granule;
  const auto boundary = [&](long member) {
    return static_cast<int>(std::min<long>(size, granules * member / count * granule));
  };
  return {boundary(index), boundary(index + 1)};
}

int thread_count() { return threads().load(); }
void set_thread_count(int count) { threads().store(std::clamp(count, 1, kLargestTeam)); }

int members_for(double operations) {
  return static_cast<int>(
      std::clamp(operations / kOperationsPerMember, 1.0, static_cast<double>(thread_count())));
}

void run_region(int members, void (*function)(void*, Member&), void* context) {
  if (members > 1) return Team::instance().run(members, function, context);
  Member alone(0, 1, nullptr, nullptr);
  function(context, alone);
}

}  // namespace encdec
