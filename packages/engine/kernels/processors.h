// How many processors this process may use.
#pragma once

namespace encdec {

// At least 1: the affinity mask of the process, cut by the container's share of processor time (control
// groups 1 and 2).
int available_processors();

}  // namespace encdec
