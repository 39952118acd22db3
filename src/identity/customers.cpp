#include "identity/customers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "identity/previous_result.hpp"
#include "identity/record_keys.hpp"
#include "memory/memory_budget.hpp"
#include "mpi/ask_owners.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "mpi/fetch.hpp"
#include "onefold/record/pin.hpp"
#include "record/hash.hpp"

namespace onefold::identity {

namespace {

// Memory per record of either result, and per PIN that was ever minted.
constexpr std::uint64_t kRowBytes = 150;
constexpr std::uint64_t kPinBytes = 60;

// Fewer records than one in five leave from one result to the next, unless something is wrong.
constexpr std::uint64_t kMostDeparted = 5;

/// Collective. The PINs of a first run.
void mint_all(const mpi::Communicator& world, std::uint64_t space, const std::vector<std::uint64_t>& positions,
              Customers& customers) {
  for (const std::uint64_t position : positions) customers.pins.push_back(pin_of_counter(position, space));
  Lineage& lineage = customers.lineage;
  lineage.pins_minted = world.sum(positions.size());
  lineage.events[static_cast<std::size_t>(PinEvent::created)] = lineage.pins_minted;
}

/// Collective. The locks of decisions by the keys of their records, ascending; equal on all ranks.
std::vector<Lock> locks_by_key(const Context& context, const Columns& columns, const std::vector<TextKey>& keys,
                               const std::vector<decisions::Lock>& decided) {
  std::vector<Lock> local;
  for (const decisions::Lock& lock : decided)
    if (lock.record >= columns.first_record && lock.record - columns.first_record < keys.size())
      local.push_back({keys[lock.record - columns.first_record], lock.pin, Lock::kDecision, 0});
  auto locks = context.world.gather_all(local);
  std::sort(locks.begin(), locks.end(), [](const Lock& a, const Lock& b) { return a.record < b.record; });
  return locks;
}

/// Collective. Carries PINs over from the previous result. `positions`: [customer] its place by content.
void carry_over_pins(const Context& context, const Columns& columns, const std::vector<TextKey>& keys,
                     const std::vector<std::uint64_t>& positions, const std::vector<decisions::Lock>& decided,
                     Customers& customers) {
  const auto& world = context.world;
  std::optional<PreviousResult> previous;
  mpi::run_locally(world, [&] { previous.emplace(context, result::SealCheck::never); });
  const std::uint64_t num_rows = previous->num_records() + previous->num_departed() + columns.distribution.num_global();
  const auto ranks = static_cast<std::uint64_t>(world.size());
  (void)memory::MemoryBudget(context).available_bytes(
      "identity", (num_rows * kRowBytes + previous->pins_minted() * kPinBytes) / ranks);
  OrderedCustomers ordered{{world.sum(positions.size()), world.size()}, {}, {}, {}};
  ordered.decided_locks = locks_by_key(context, columns, keys, decided);
  const auto owner = [&](std::uint64_t position) { return ordered.distribution.owner(position); };
  // 1. The customers move to the ranks that own their places.
  struct Placed {
    std::uint64_t position;
    std::uint64_t size;
  };
  std::vector<Placed> placed;
  for (std::size_t c = 0; c < positions.size(); ++c)
    placed.push_back({positions[c], customers.clusters.begins[c + 1] - customers.clusters.begins[c]});
  placed = mpi::exchange_by_owner(world, std::move(placed), [&](const Placed& one) { return owner(one.position); });
  ordered.sizes.resize(placed.size());
  const std::uint64_t first = ordered.distribution.begin(world.rank());
  for (const Placed& one : placed) ordered.sizes[one.position - first] = one.size;
  // 2. Records learn the places of their customers.
  std::vector<std::uint64_t> position_of_row(columns.num_local_rows, 0);
  for (std::size_t c = 0; c < positions.size(); ++c)
    position_of_row[customers.clusters.id(c) - columns.first_record] = positions[c];
  ordered.of_record =
      mpi::Fetch(world, columns.distribution, customers.record_clusters).values<std::uint64_t>([&](std::uint64_t row) {
        return position_of_row[row];
      });
  std::vector<std::uint64_t>().swap(position_of_row);
  // 3. Each place gets a PIN, and the customer gets that of its place.
  std::vector<std::int64_t> pins(ordered.sizes.size(), kNoPin);
  customers.lineage = carry_over(context, columns, *previous, keys, ordered, pins);
  customers.pins = mpi::ask_owners_singly<std::int64_t>(world, positions, owner,
                                                        [&](std::uint64_t position) { return pins[position - first]; });
}

/// Collective. Fills the PINs and the lineage.
void name_customers(const Context& context, const Columns& columns, const std::vector<decisions::Lock>& decided,
                    Customers& customers) {
  const auto& identity = context.job.identity;
  RecordKeys keys = make_record_keys(context, columns);
  const auto positions =
      positions_of(context.world, content_of_customers(context.world, columns, customers.clusters, keys.keys));
  if (identity.previous.empty())
    mint_all(context.world, space_of_pins(context.job), positions, customers);
  else
    carry_over_pins(context, columns, keys.keys, positions, decided, customers);
  customers.lineage.num_records = columns.distribution.num_global();
  if (identity.naming == config::RecordNaming::content) customers.lineage.content_keys = std::move(keys.content_keys);
}

}  // namespace

std::uint64_t space_of_pins(const config::Job& job) {
  return job.identity.pin_space.empty() ? 0 : hash_bytes(job.identity.pin_space);
}

Customers number_customers(const Context& context, const Columns& columns, cluster::Components components,
                           const std::vector<decisions::Lock>& locks) {
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  Customers customers;
  customers.num_links = components.num_links;
  customers.record_clusters = std::move(components.labels);
  customers.clusters = cluster::group_members(world, distribution, customers.record_clusters);
  mpi::require_on_all_ranks(world, world.sum(customers.clusters.members.size()) == distribution.num_global(),
                            "every record is in one cluster");
  // 1. Put the customers in the order of their content, and give them PINs.
  name_customers(context, columns, locks, customers);
  // 2. Each record receives its PIN from the rank that owns its cluster's id.
  std::vector<std::int64_t> pin_of_row(columns.num_local_rows, 0);
  for (std::size_t c = 0; c < customers.clusters.size(); ++c)
    pin_of_row[customers.clusters.id(c) - columns.first_record] = customers.pins[c];
  const mpi::Fetch fetch(world, distribution, customers.record_clusters);
  customers.record_pins = fetch.values<std::int64_t>([&](std::uint64_t row) { return pin_of_row[row]; });

  customers.num_global = world.sum(customers.clusters.size());
  for (std::size_t c = 0; c < customers.clusters.size(); ++c)
    customers.largest = std::max(customers.largest, customers.clusters.begins[c + 1] - customers.clusters.begins[c]);
  customers.largest = world.max(customers.largest);
  context.statistics.add_global("customers", customers.num_global);
  if (context.job.identity.previous.empty()) return customers;
  const Lineage& lineage = customers.lineage;
  // Which customers are overridden is known later.
  for (std::int8_t event = 1; event < static_cast<std::int8_t>(PinEvent::overridden); ++event)
    context.statistics.add_global(fmt::format("pins_{}", name_of(static_cast<PinEvent>(event))),
                                  lineage.events[static_cast<std::size_t>(event)]);
  context.statistics.add_global("pins_rounds", lineage.num_rounds);
  context.statistics.add_global("records_moved", lineage.num_moved_records);
  context.statistics.add_global("records_departed", lineage.num_departed_records);
  return customers;
}

Warnings warn_of_pins(const Lineage& lineage) {
  Warnings warnings;
  if (lineage.num_locks_broken > 0)
    warnings.push_back(
        {"lock_broken", fmt::format("{} locked record{} another PIN than [merge] lock says, because "
                                    "locks exclude each other; correct the list",
                                    lineage.num_locks_broken, lineage.num_locks_broken == 1 ? " has" : "s have")});
  if (!lineage.lost_sources.empty())
    warnings.push_back(
        {"source_gone",
         fmt::format("sources of the previous result are not in this job: {}; their records are gone, and "
                     "PINs that only they had are retired. If one has another name now, say so in "
                     "[merge] renamed",
                     fmt::join(lineage.lost_sources, ", "))});
  if (lineage.run > 1 && lineage.num_known_records == 0 && lineage.num_departed_records > 0)
    warnings.push_back({"nobody_recognised",
                        "no record of the previous result is in the input, so no PIN was carried over; is it the right "
                        "result? Look at renamed, and at the ids of the sources"});
  else if (lineage.num_departed_records * kMostDeparted > lineage.num_known_records + lineage.num_departed_records)
    warnings.push_back(
        {"few_recognised",
         fmt::format("{} of {} records of the previous result are not in the input, so their PINs may be retired; look "
                     "at renamed, at the ids of the sources, and whether their files are complete",
                     lineage.num_departed_records, lineage.num_known_records + lineage.num_departed_records)});
  return warnings;
}

}  // namespace onefold::identity
