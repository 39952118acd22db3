#include "score/shared_values.hpp"

#include <algorithm>
#include <limits>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"

namespace onefold::score {

namespace {

using SharedRow = SharedValues::Row;

std::uint64_t hash_of_value(const SharedValue& value) {
  return mix(value.table + (std::uint64_t{value.rule} << 32), value.value);
}

// Collective. Sums the counts of equal values: each rank sums those that it owns. The result is equal on all ranks.
std::vector<SharedRow> add_over_ranks(const mpi::Communicator& world, std::vector<SharedRow> local) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto owner = [&](const SharedValue& value) {
    return static_cast<std::size_t>(scale_to(hash_of_value(value), ranks));
  };
  std::vector<std::uint64_t> counts(ranks, 0);
  for (const SharedRow& row : local) ++counts[owner(row.value)];
  std::stable_sort(local.begin(), local.end(),
                   [&](const SharedRow& a, const SharedRow& b) { return owner(a.value) < owner(b.value); });
  std::vector<SharedRow> owned = world.exchange(local, counts);
  std::sort(owned.begin(), owned.end(), [](const SharedRow& a, const SharedRow& b) { return a.value < b.value; });
  std::size_t kept = 0;
  for (const SharedRow& row : owned) {
    if (kept > 0 && owned[kept - 1].value == row.value)
      owned[kept - 1].num_edges += row.num_edges;
    else
      owned[kept++] = row;
  }
  owned.resize(kept);
  return world.gather_all(owned);
}

}  // namespace

std::size_t ValueNumbers::place_of(const SharedValue& value) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = hash_of_value(value) & mask;
  while (slots_[place].value.table != kUnused && slots_[place].value != value) place = (place + 1) & mask;
  return place;
}

void ValueNumbers::grow() {
  std::vector<Slot> former(2 * slots_.size());
  former.swap(slots_);
  for (const Slot& slot : former)
    if (slot.value.table != kUnused) slots_[place_of(slot.value)] = slot;
}

std::vector<SharedValues::Row> SharedValues::local_counts(const ScoredPairs& pairs) {
  ValueNumbers counts;
  for (const EdgeRuns* edges : {&pairs.links, &pairs.for_review})
    edges->for_each_local([&](const Edge& edge, scratch::RowTail tail) {
      ++counts[SharedValue::of_pattern(edge)];
      for (std::size_t t = 0; t < edges->num_tail(); ++t) ++counts[SharedValue::of_adjustment(t, tail[t])];
    });
  std::vector<Row> rows;
  rows.reserve(counts.size());
  counts.for_each([&](const SharedValue& value, std::uint64_t num_edges) { rows.push_back({value, num_edges}); });
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.value < b.value; });
  return rows;
}

SharedValues::SharedValues(const mpi::Communicator& world, const ScoredPairs& pairs)
    : tables_(1 + pairs.links.num_tail()) {
  std::vector<Row> local;
  mpi::run_locally(world, [&] { local = local_counts(pairs); });
  const std::vector<Row> all = add_over_ranks(world, std::move(local));
  mpi::run_locally(world, [&] {
    for (const Row& row : all) tables_[row.value.table].push_back(row);
    for (auto& rows : tables_) {
      std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.num_edges != b.num_edges ? a.num_edges > b.num_edges : a.value < b.value;
      });
      if (rows.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw Error(ExitCode::limit,
                    "the edges have more than 2,147,483,647 different agreement patterns: use fewer "
                    "comparisons or levels");
      for (std::size_t i = 0; i < rows.size(); ++i) rows_[rows[i].value] = i;
    }
  });
}

}  // namespace onefold::score
