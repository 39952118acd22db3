#include "score/shared_values.hpp"

#include <algorithm>
#include <limits>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"

namespace onefold::score {

namespace {

using SharedRow = SharedValues::Row;

// Collective. Sums the counts of equal values: each rank sums those that it owns. The result is equal on all ranks.
std::vector<SharedRow> add_over_ranks(const mpi::Communicator& world, std::vector<SharedRow> local) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto owner = [&](const SharedValue& value) {
    return static_cast<std::size_t>(scale_to(mix(value.table + (std::uint64_t{value.rule} << 32), value.value), ranks));
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

std::size_t SharedValues::Hash::operator()(const SharedValue& value) const {
  return mix(value.table + (std::uint64_t{value.rule} << 32), value.value);
}

std::vector<SharedValues::Row> SharedValues::local_counts(const ScoredPairs& pairs) {
  Counts counts;
  // The last value of each table, because many edges in a row have the same one. Nodes of the map stay in place.
  std::vector<Counts::value_type*> last(1 + pairs.links.num_tail(), nullptr);
  const auto count = [&](const SharedValue& value) {
    auto& recent = last[value.table];
    if (recent == nullptr || recent->first != value) recent = &*counts.try_emplace(value, 0).first;
    ++recent->second;
  };
  for (const EdgeRuns* edges : {&pairs.links, &pairs.for_review})
    edges->for_each_local([&](const Edge& edge, scratch::RowTail tail) {
      count(SharedValue::of_pattern(edge));
      for (std::size_t t = 0; t < edges->num_tail(); ++t) count(SharedValue::of_adjustment(t, tail[t]));
    });
  std::vector<Row> rows;
  rows.reserve(counts.size());
  for (const auto& [value, num_edges] : counts) rows.push_back({value, num_edges});
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
    row_of_.reserve(all.size());
    for (auto& rows : tables_) {
      std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.num_edges != b.num_edges ? a.num_edges > b.num_edges : a.value < b.value;
      });
      if (rows.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw Error(ExitCode::limit,
                    "the edges have more than 2,147,483,647 different agreement patterns: use fewer "
                    "comparisons or levels");
      for (std::size_t i = 0; i < rows.size(); ++i) row_of_.emplace(rows[i].value, static_cast<std::int32_t>(i));
    }
  });
}

}  // namespace onefold::score
