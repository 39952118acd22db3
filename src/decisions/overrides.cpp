#include "decisions/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "onefold/record/error.hpp"

namespace onefold::decisions {

std::string Overrides::text_of(const ListPlace& place) const {
  return fmt::format("{} line {}", files[place.file], place.line);
}

SettledOverrides settle_overrides(const Overrides& overrides, std::vector<CustomerOverride> candidates) {
  const auto cell_of = [&](const CustomerOverride& one) {
    return std::pair(one.customer, overrides.rows[one.row].attribute);
  };
  // Within a golden value the latest override comes first; of equal times that which stands first in the lists.
  std::sort(candidates.begin(), candidates.end(), [&](const CustomerOverride& a, const CustomerOverride& b) {
    if (cell_of(a) != cell_of(b)) return cell_of(a) < cell_of(b);
    const Override& left = overrides.rows[a.row];
    const Override& right = overrides.rows[b.row];
    return std::tie(right.when, left.place) < std::tie(left.when, right.place);
  });

  SettledOverrides settled;
  for (std::size_t begin = 0, end = 0; begin < candidates.size(); begin = end) {
    const Override& winner = overrides.rows[candidates[begin].row];
    settled.winners.push_back(candidates[begin]);
    for (end = begin + 1; end < candidates.size() && cell_of(candidates[end]) == cell_of(candidates[begin]); ++end) {
      const Override& other = overrides.rows[candidates[end].row];
      if (other.value == winner.value) continue;
      if (other.when == winner.when)
        throw Error(ExitCode::input,
                    fmt::format("[merge]: decisions: two overrides give one golden value different values, and neither "
                                "is later: {} and {}. Take one of them out, or give it a later `when`",
                                overrides.text_of(winner.place), overrides.text_of(other.place)));
      settled.superseded_rows.push_back(candidates[end].row);
    }
  }
  std::sort(settled.superseded_rows.begin(), settled.superseded_rows.end());
  return settled;
}

}  // namespace onefold::decisions
