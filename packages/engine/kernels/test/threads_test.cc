// The team: shares, barriers, regions opened side by side, and working memory.
#include <atomic>
#include <cstdint>
#include <thread>

#include "check.h"
#include "processors.h"
#include "scratch.h"
#include "tests.h"
#include "threads.h"

namespace encdec {
namespace {

void check_shares(int size, int granule, int members) {
  int next = 0, fewest = size, most = 0;
  for (int index = 0; index < members; index++) {
    const Range share = Member(index, members, nullptr, nullptr).share(size, granule);
    expect(share.begin == next && share.size() >= 0, "shares must follow each other");
    expect(share.begin % granule == 0 || share.begin == size, "a share must begin at a granule");
    next = share.end;
    fewest = std::min(fewest, share.size());
    most = std::max(most, share.size());
  }
  expect(next == size, "shares must cover everything");
  expect(most - fewest < 2 * granule, "shares must differ by a granule at most");
}

// Every member reads what its neighbour wrote before each barrier.
void check_barriers(int members, int turns) {
  std::vector<int> written(members);
  std::atomic<int> wrong{0};
  parallel(members, [&](Member& member) {
    for (int turn = 1; turn <= turns; turn++) {
      written[member.index] = turn;
      member.barrier();
      if (written[(member.index + 1) % member.count] != turn) wrong++;
      member.barrier();
    }
  });
  expect(wrong == 0, "a member read what was written after a barrier, or too early");
}

// Regions opened by several threads at once run one after the other.
void check_regions_side_by_side(int callers, int regions) {
  std::vector<int> counts(callers);
  std::vector<std::thread> threads;
  std::atomic<int> inside{0}, overlaps{0};
  for (int caller = 0; caller < callers; caller++) {
    threads.emplace_back([&, caller] {
      for (int region = 0; region < regions; region++) {
        std::atomic<int> visits{0};
        parallel(3, [&](Member& member) {
          if (member.index == 0 && inside.fetch_add(1) > 0) overlaps++;
          visits++;
          member.barrier();
          if (member.index == 0) inside--;
        });
        counts[caller] += visits;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : counts) expect(count == 3 * regions, "every member must visit a region once");
  expect(overlaps == 0, "two regions ran at once");
}

void check_scratch() {
  float* kept = nullptr;
  for (const size_t size : {1000, 10, 1000}) {
    Scratch scratch(size + 7);
    float* large = scratch.take(size);
    float* small = scratch.take(7);
    expect(reinterpret_cast<uintptr_t>(large) % 64 == 0, "a piece must be aligned");
    expect(reinterpret_cast<uintptr_t>(small) % 64 == 0, "a piece must be aligned");
    expect(small >= large + size, "pieces must not overlap");
    expect(!kept || kept == large, "a block must be kept between calls");
    kept = large;
    for (size_t i = 0; i < size; i++) large[i] = 1;
    Scratch inner(size);
    expect(inner.take(size) != large, "nested blocks must not be the same");
  }
}

}  // namespace

int test_threads(const TestOptions& options) {
  expect(available_processors() >= 1, "there must be a processor");
  int cases = 0;
  for (const int size : {0, 1, 5, 16, 37, 1000, 1 << 30}) {
    for (const int granule : {1, 4, 16, 64}) {
      for (int members = 1; members <= 9; members++, cases++) check_shares(size, granule, members);
    }
  }
  for (int members = 1; members <= 4; members++) check_barriers(members, options.rounds / 10);
  check_regions_side_by_side(3, options.rounds / 10);
  set_thread_count(0);
  expect(thread_count() == 1, "at least one thread");
  expect(members_for(1e12) == 1, "one thread has no team");
  set_thread_count(4);
  expect(members_for(0) == 1 && members_for(1e12) == 4, "members must follow the work");
  check_scratch();
  return cases;
}

}  // namespace encdec
