#include "merge/golden_overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "cleanse/cleanser.hpp"

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
  for (const auto& winner : settled.winners) {
    if (winner.customer < first || winner.customer - first >= customers.clusters.size()) continue;
    const std::size_t c = winner.customer - first;
    found.local_set.push_back(
        {customers.pins[c], customers.clusters.begins[c + 1] - customers.clusters.begins[c], winner.row});
  }
  found.golden = GoldenOverrides(overrides, std::move(settled.winners));
  return found;
}

Warnings warn_of_overrides(const Context& context, const decisions::Overrides& overrides) {
  std::vector<std::string> unreadable;
  mpi::run_locally(context.world, [&] {
    if (overrides.empty()) return;
    const auto dummies = cleanse::load_dummy_values(context.job.cleanse);
    for (const decisions::Override& row : overrides.rows) {
      const config::AttributeConfig& attribute = context.job.attributes[row.attribute];
      if (row.value.empty() || !cleanse::Cleanser(attribute, dummies).cleanse(row.value).empty()) continue;
      unreadable.push_back(fmt::format("{} ({})", overrides.text_of(row.place), attribute.name));
    }
  });
  if (unreadable.empty()) return {};
  constexpr std::size_t kMostNamed = 5;
  const std::size_t num_named = std::min(unreadable.size(), kMostNamed);
  Warnings warnings;
  const bool one = unreadable.size() == 1;
  warnings.push_back(
      {"override_unreadable",
       fmt::format("{} value{} that stewards set cannot be read as {} attribute says, so {} missing among the cleansed "
                   "values: {}{}; correct the list",
                   unreadable.size(), one ? "" : "s", one ? "its" : "their", one ? "it is" : "they are",
                   fmt::join(unreadable.begin(), unreadable.begin() + static_cast<std::ptrdiff_t>(num_named), ", "),
                   unreadable.size() > num_named ? ", ..." : "")});
  return warnings;
}

}  // namespace onefold::merge
