#include "verify/verify_completeness.hpp"

#include <algorithm>
#include <cmath>

#include "verify/verify_support.hpp"

namespace onefold::verify {

std::string check_completeness(const result::ResultReader& file) {
  using result::CompletenessTable;
  if (!CompletenessTable::kEstimate.is_in(file)) return "the file has no estimate";
  const auto table = CompletenessTable::read(file);
  const auto num_rules = static_cast<std::int32_t>(result::BlockingTable::kRule.num_rows(file));
  const double found = table.found_matches;
  double most = 0;
  for (std::size_t i = 0; i < table.both_matches.size(); ++i) {
    require(table.first[i] >= 0 && table.first[i] < table.second[i] && table.second[i] < num_rules,
            "row {} of /completeness names the rules {} and {} of {}", i, table.first[i], table.second[i], num_rules);
    require(table.first_matches[i] >= 0 && table.second_matches[i] >= 0 && table.both_matches[i] >= 0,
            "row {} of /completeness has a negative number of matches", i);
    const double n = std::min(table.first_matches[i], found), k = std::min(table.second_matches[i], found);
    const double m = std::min({table.both_matches[i], n, k});
    if (m < 20 || m < found / 20) continue;
    most = std::max(most, ((n + 1) * (k + 1) / (m + 1) - 1) * (1 - 1.645 * std::sqrt((n - m) * (k - m) / (n * k * m))));
  }
  require(most > 0, "/completeness has an estimate, and no rules that it follows from");
  const double estimate = found / std::max(found, most);
  require(std::abs(table.estimate - estimate) <= 1e-9, "/completeness/estimate is {}, its rules say {}", table.estimate,
          estimate);
  return fmt::format("{:.4f} of all matches by {} pairs of rules", table.estimate, table.both_matches.size());
}

}  // namespace onefold::verify
