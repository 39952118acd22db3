#include "merge/golden_overrides.hpp"

#include <algorithm>
#include <map>

namespace onefold::merge {

namespace {

/// An override, and a customer that it may be about.
struct Claim {
  std::uint32_t row;
  std::uint32_t is_by_pin;
  std::uint64_t customer;
};

}  // namespace

FoundOverrides find_overrides(const mpi::Communicator& world, const decisions::Overrides& overrides,
                              const identity::Customers& customers) {
  FoundOverrides found;
  if (overrides.empty()) return found;
  const std::uint64_t first = world.exclusive_sum(customers.clusters.size());
  std::multimap<std::int64_t, std::uint32_t> by_pin;
  std::multimap<RecordId, std::uint32_t> by_record;
  for (std::uint32_t row = 0; row < overrides.rows.size(); ++row) {
    if (overrides.rows[row].pin != 0) by_pin.emplace(overrides.rows[row].pin, row);
    by_record.emplace(overrides.rows[row].record, row);
  }
  std::vector<Claim> claims;
  const auto claim = [&](const auto& rows, auto key, bool is_by_pin, std::uint64_t customer) {
    for (auto [at, end] = rows.equal_range(key); at != end; ++at)
      claims.push_back({at->second, is_by_pin ? 1U : 0U, customer});
  };
  for (std::size_t c = 0; c < customers.clusters.size(); ++c) {
    claim(by_pin, customers.pins[c], true, first + c);
    for (std::uint64_t m = customers.clusters.begins[c]; m < customers.clusters.begins[c + 1]; ++m)
      claim(by_record, customers.clusters.members[m], false, first + c);
  }
  claims = world.gather_all(claims);
  std::ranges::sort(claims, [](const Claim& a, const Claim& b) {
    return a.row != b.row ? a.row < b.row : a.is_by_pin > b.is_by_pin;
  });
  std::vector<decisions::CustomerOverride> candidates;
  for (const Claim& of : claims)
    if (candidates.empty() || candidates.back().row != of.row) candidates.push_back({of.customer, of.row});
  auto settled = decisions::settle_overrides(overrides, std::move(candidates));
  found.num_applied = settled.winners.size();
  found.num_superseded = settled.superseded_rows.size();
  found.golden = GoldenOverrides(overrides, std::move(settled.winners));
  return found;
}

}  // namespace onefold::merge
