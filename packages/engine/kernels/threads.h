// A team of threads that runs one parallel region at a time. A region is one function called by every member,
// with barriers inside it, so that an operation wakes the team once. The work is divided by member and count
// alone, never by timing.
#pragma once

#include <atomic>
#include <cstddef>

namespace encdec {

struct Range {
  int begin, end;
  int size() const { return end - begin; }
};

// What a region's function knows of its place in the team.
class Member {
 public:
  Member(int index, int count, std::atomic<int>* arrivals, std::atomic<int>* phase)
      : index(index), count(count), arrivals_(arrivals), phase_(phase) {}

  // Returns when every member has called it: what each wrote before, all read after.
  void barrier();

  // This member's share of [0, size), every boundary a multiple of granule; shares differ by a granule at
  // most.
  Range share(int size, int granule = 1) const;

  const int index, count;

 private:
  std::atomic<int>*arrivals_, *phase_;
};

// Threads that kernels may use: ENCDEC_THREADS, else the processors this process may run on, container limits
// included.
int thread_count();
void set_thread_count(int count);

// Members worth waking for `operations` floating-point operations: another one has to have tens of
// microseconds to do.
int members_for(double operations);

void run_region(int members, void (*function)(void*, Member&), void* context);

template <class Function>
void parallel(int members, Function&& function) {
  run_region(
      members, [](void* context, Member& member) { (*static_cast<Function*>(context))(member); }, &function);
}

}  // namespace encdec
