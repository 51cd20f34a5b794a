// Gradients checked against central differences of a loss in double precision.
#pragma once

#include <functional>
#include <string>

#include "check.h"

namespace encdec {

// Compares the derivative of `loss`, a function of `values`, along a random direction with that of
// `gradient`, and with single elements of it. The tolerance is relative to the sum of the magnitudes, which count as
// `smallest_scale` at least.
void check_gradient(const std::string& what, const Floats& gradient, Doubles& values,
                    const std::function<double()>& loss, double tolerance, double smallest_scale = 1e-2);

}  // namespace encdec
