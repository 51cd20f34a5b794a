#include "differences.h"

#include <cmath>

namespace encdec {
namespace {

// (loss(values + e direction) - loss(values - e direction)) / 2 e
double difference_along(const Floats& direction, Doubles& values, const std::function<double()>& loss) {
  // So small that hardly a gate crosses a corner of the hard sigmoid on the way.
  constexpr double kStep = 1e-7;
  const Doubles old = values;
  const auto loss_at = [&](double step) {
    for (size_t i = 0; i < values.size(); i++) values[i] = old[i] + step * direction[i];
    return loss();
  };
  const double up = loss_at(kStep), down = loss_at(-kStep);
  values = old;
  return (up - down) / (2 * kStep);
}

}  // namespace

void check_gradient(const std::string& what, const Floats& gradient, Doubles& values,
                    const std::function<double()>& loss, double tolerance, double smallest_scale) {
  expect(gradient.size() == values.size(), what + " has a gradient of another size");
  if (values.empty()) return;
  Random random(static_cast<unsigned>(values.size()));
  const auto check_along = [&](const std::string& where, const Floats& direction, double smallest) {
    double sum = 0, scale = smallest;
    for (size_t i = 0; i < values.size(); i++) {
      sum += double(gradient[i]) * direction[i];
      scale = std::max(scale, std::fabs(double(gradient[i]) * direction[i]));
    }
    expect_near("gradient of " + what + where, sum, difference_along(direction, values, loss),
                tolerance * scale * std::sqrt(double(values.size())));
  };
  // Far from zero, so that every element tells.
  Floats direction = random_floats(random, values.size());
  for (float& part : direction) part += part < 0 ? -0.5f : 0.5f;
  check_along("", direction, smallest_scale);
  double largest = smallest_scale;
  for (const float element : gradient) largest = std::max(largest, std::fabs(double(element)));
  const size_t at = random() % values.size();
  Floats element(values.size());
  element[at] = 1;
  check_along("[" + std::to_string(at) + "]", element, largest);
}

}  // namespace encdec
