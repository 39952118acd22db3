#include "verify/verify_delta.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "result/delta_table.hpp"
#include "result/edges_table.hpp"
#include "result/identity_tables.hpp"
#include "result/sources_table.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

std::string check_delta(const result::ResultReader& file) {
  if (!result::DeltaTable::is_in(file)) return "no source was a delta";
  const auto delta = result::DeltaTable::read(file);
  const auto sources = result::SourcesTable::read(file);
  require(delta.num_new.size() == sources.records.size(), "/delta has {} rows, /sources {}", delta.num_new.size(),
          sources.records.size());
  std::int64_t num_unchanged = 0, num_before = 0;
  for (std::size_t s = 0; s < sources.records.size(); ++s) {
    for (const auto* column : {&delta.num_new, &delta.changed, &delta.unchanged, &delta.deleted})
      require((*column)[s] >= 0 && (*column)[s] <= INT64_MAX / 4, "source {}: a count of /delta is out of range", s);
    require(delta.num_new[s] + delta.changed[s] + delta.unchanged[s] == sources.records[s],
            "source {}: {} records, but {} new, {} changed and {} unchanged ones", s, sources.records[s],
            delta.num_new[s], delta.changed[s], delta.unchanged[s]);
    require(sources.kept[s] <= delta.unchanged[s], "source {}: {} records are kept, and {} unchanged", s,
            sources.kept[s], delta.unchanged[s]);
    num_unchanged += delta.unchanged[s];
    num_before += delta.changed[s] + delta.unchanged[s] + delta.deleted[s];
  }
  const auto runs = result::RunsTable::read(file);
  require(runs.size() >= 2, "a delta follows a run, and /runs has {} rows", runs.size());
  require(runs.records[runs.size() - 2] == num_before,
          "the previous run had {} records, but {} are unchanged, changed or deleted", runs.records[runs.size() - 2],
          num_before);
  const auto num_edges = static_cast<std::int64_t>(result::EdgesTable::kLeft.num_rows(file));
  require(delta.edges_carried[0] >= 0 && delta.edges_carried[0] <= num_edges,
          "{} edges are carried over, and the result has {}", delta.edges_carried[0], num_edges);
  require(delta.pairs_scored[0] >= num_edges - delta.edges_carried[0], "{} pairs were scored, but {} edges are new",
          delta.pairs_scored[0], num_edges - delta.edges_carried[0]);
  return fmt::format(
      "{} records of the previous run are unchanged, {} changed or deleted; {} of {} edges are carried "
      "over",
      num_unchanged, num_before - num_unchanged, delta.edges_carried[0], num_edges);
}

}  // namespace onefold::verify
