#include "processors.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <thread>
#if defined(__linux__)
#include <sched.h>
#endif

namespace encdec {
namespace {

int allowed_by_affinity() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return static_cast<int>(std::thread::hardware_concurrency());
}

// Processors that "quota period" in microseconds amounts to; 0 for no limit ("max", -1) or no such file.
double quota_in(std::istream& file) {
  double quota = 0, period = 0;
  return file >> quota >> period && quota > 0 && period > 0 ? quota / period : 0;
}

double smaller_limit(double a, double b) { return a > 0 && b > 0 ? std::min(a, b) : std::max(a, b); }

// Control groups 2: the limit of the own group and of every group above it.
double allowed_by_group() {
  double limit = 0;
  std::ifstream membership("/proc/self/cgroup");
  for (std::string line; std::getline(membership, line);) {
    if (line.rfind("0::", 0) != 0) continue;
    for (std::string path = line.substr(3);; path.resize(path.rfind('/'))) {
      std::ifstream file("/sys/fs/cgroup" + path + "/cpu.max");
      limit = smaller_limit(limit, quota_in(file));
      if (path.find('/') == std::string::npos) break;
    }
  }
  return limit;
}

// Control groups 1, as mounted inside a container.
double allowed_by_old_group() {
  std::ifstream quota_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
  std::ifstream period_file("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  double quota = 0, period = 0;
  return quota_file >> quota && period_file >> period && quota > 0 && period > 0 ? quota / period : 0;
}

}  // namespace

int available_processors() {
  const double limit = smaller_limit(allowed_by_group(), allowed_by_old_group());
  const int allowed = std::max(1, allowed_by_affinity());
  return limit > 0 ? std::clamp(static_cast<int>(std::ceil(limit)), 1, allowed) : allowed;
}

}  // namespace encdec
