#include "model/em.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "record/hash.hpp"

namespace onefold::model {

namespace {

constexpr std::uint64_t kStartStream = 0x7374617274ULL;

// Initial m: a share `full` of matches agree fully; each further level takes the share `next` of what the levels before
// it leave.
std::vector<double> falling_m(std::size_t num_levels, double full, double next) {
  std::vector<double> m(num_levels, 0.0);
  double left = 1.0;
  for (std::size_t level = 1; level + 1 < num_levels; ++level) {
    m[level] = left * (level == 1 ? full : next);
    left -= m[level];
  }
  m[num_levels - 1] = left;
  return m;
}

}  // namespace

std::vector<EmStart> em_starts(std::span<const std::uint32_t> num_levels, std::uint32_t num_starts,
                               std::uint64_t seed) {
  struct Shape {
    double full, next, lambda;
  };
  constexpr Shape shapes[] = {{0.85, 0.6, 0.3}, {0.5, 0.5, 0.1}, {0.97, 0.6, 0.7}, {0.85, 0.6, 0.01}};
  std::vector<EmStart> starts;
  for (std::uint32_t s = 0; s < num_starts; ++s) {
    const auto drawn = [&](std::uint64_t n) {
      return static_cast<double>(mix(mix(seed, kStartStream + s), n) >> 11) * 0x1p-53;
    };
    EmStart& start = starts.emplace_back();
    start.lambda = s < std::size(shapes) ? shapes[s].lambda : std::exp2(-10 * drawn(0));
    for (std::size_t c = 0; c < num_levels.size(); ++c)
      start.m.push_back(s < std::size(shapes)
                            ? falling_m(num_levels[c], shapes[s].full, shapes[s].next)
                            : falling_m(num_levels[c], 0.4 + 0.58 * drawn(2 * c + 1), 0.2 + 0.7 * drawn(2 * c + 2)));
  }
  return starts;
}

}  // namespace onefold::model
