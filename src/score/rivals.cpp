#include "score/rivals.hpp"

#include <bit>
#include <cmath>

namespace onefold::score {

namespace {

constexpr int kMantissaBits = 10;
constexpr std::uint64_t kMantissa = 1 << kMantissaBits;

}  // namespace

OddsTable::OddsTable() {
  for (std::int64_t weight = kLeast; weight <= kMost; weight += kStep)
    values_.push_back(static_cast<std::uint64_t>(
        std::llround(std::exp2(static_cast<double>(weight) / (1 << 20)) * static_cast<double>(kEven))));
}

CompactOdds compact(std::uint64_t sum) {
  if (sum < kMantissa) return static_cast<CompactOdds>(sum);
  const int shift = std::bit_width(sum) - (kMantissaBits + 1);
  return static_cast<CompactOdds>((static_cast<std::uint64_t>(shift + 1) << kMantissaBits) |
                                  ((sum >> shift) - kMantissa));
}

std::uint64_t expand(CompactOdds odds) {
  const unsigned shift = odds >> kMantissaBits;
  if (shift == 0) return odds;
  return (kMantissa | (odds & (kMantissa - 1))) << (shift - 1);
}

double probability_among_rivals(std::uint64_t odds, std::uint64_t left_sum, std::uint64_t right_sum,
                                std::uint64_t expected_matches) {
  const auto seen = [&](std::uint64_t sum) {
    return static_cast<double>(odds) / static_cast<double>(rivalled(odds, sum, expected_matches));
  };
  return (seen(left_sum) + seen(right_sum)) / 2;
}

}  // namespace onefold::score
