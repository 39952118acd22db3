#include "result/model_tables.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace onefold::result {

namespace {

void require_rows(const ResultReader& reader, const char* table, std::size_t expected,
                  std::initializer_list<std::size_t> found) {
  for (const std::size_t size : found)
    if (size != expected)
      throw Error(ExitCode::input,
                  fmt::format("{}: a column of {} has {} rows, expected {}", reader.path(), table, size, expected));
}

}  // namespace

void BlockingTable::write(ResultWriter& writer) const {
  kRule.write_once(writer, rule);
  kPairs.write_once(writer, pairs);
  kNewPairs.write_once(writer, new_pairs);
  kSkippedRecords.write_once(writer, skipped_records);
}

void ComparisonsTable::write(ResultWriter& writer) const {
  kName.write_once(writer, name);
  kNumLevels.write_once(writer, num_levels);
}

ComparisonsTable ComparisonsTable::read(const ResultReader& reader) {
  ComparisonsTable table{kName.read_all(reader), kNumLevels.read_all(reader)};
  require_rows(reader, "/comparisons", table.name.size(), {table.num_levels.size()});
  return table;
}

void LevelsTable::write(ResultWriter& writer) const {
  kComparison.write_once(writer, comparison);
  kLevel.write_once(writer, level);
  kText.write_once(writer, text);
  kM.write_once(writer, m);
  kU.write_once(writer, u);
  kWeight.write_once(writer, weight_log2);
  if (!r.empty()) {
    kR.write_once(writer, r);
    kRelatedWeight.write_once(writer, related_weight_log2);
  }
  if (!neighbour.empty()) {
    kNeighbour.write_once(writer, neighbour);
    kNeighbourWeight.write_once(writer, neighbour_weight_log2);
  }
  kMOrigin.write_once(writer, m_origin);
  kUOrigin.write_once(writer, u_origin);
}

LevelsTable LevelsTable::read(const ResultReader& reader, std::size_t num_rows) {
  LevelsTable table{.comparison = kComparison.read_all(reader),
                    .level = kLevel.read_all(reader),
                    .text = kText.read_all(reader),
                    .m = kM.read_all(reader),
                    .u = kU.read_all(reader),
                    .weight_log2 = kWeight.read_all(reader),
                    .r = {},
                    .related_weight_log2 = {},
                    .neighbour = {},
                    .neighbour_weight_log2 = {},
                    .m_origin = kMOrigin.read_all(reader),
                    .u_origin = kUOrigin.read_all(reader)};
  if (kRelatedWeight.is_in(reader)) {
    table.r = kR.read_all(reader);
    table.related_weight_log2 = kRelatedWeight.read_all(reader);
    require_rows(reader, "/comparisons/level", num_rows, {table.r.size(), table.related_weight_log2.size()});
  }
  if (kNeighbourWeight.is_in(reader)) {
    table.neighbour = kNeighbour.read_all(reader);
    table.neighbour_weight_log2 = kNeighbourWeight.read_all(reader);
    require_rows(reader, "/comparisons/level", num_rows, {table.neighbour.size(), table.neighbour_weight_log2.size()});
  }
  require_rows(reader, "/comparisons/level", num_rows,
               {table.comparison.size(), table.level.size(), table.text.size(), table.m.size(), table.u.size(),
                table.weight_log2.size(), table.m_origin.size(), table.u_origin.size()});
  return table;
}

void DependenceTable::write(ResultWriter& writer) const {
  kFirst.write_once(writer, first);
  kSecond.write_once(writer, second);
  kFirstLevel.write_once(writer, first_level);
  kSecondLevel.write_once(writer, second_level);
  kCorrection.write_once(writer, correction_log2);
}

DependenceTable DependenceTable::read(const ResultReader& reader) {
  if (!kCorrection.is_in(reader)) return {};
  DependenceTable table{kFirst.read_all(reader), kSecond.read_all(reader), kFirstLevel.read_all(reader),
                        kSecondLevel.read_all(reader), kCorrection.read_all(reader)};
  require_rows(reader, "/dependence", table.correction_log2.size(),
               {table.first.size(), table.second.size(), table.first_level.size(), table.second_level.size()});
  return table;
}

void CompletenessTable::write(ResultWriter& writer) const {
  kFirst.write_once(writer, first);
  kSecond.write_once(writer, second);
  kFirstMatches.write_once(writer, first_matches);
  kSecondMatches.write_once(writer, second_matches);
  kBothMatches.write_once(writer, both_matches);
  kFoundMatches.write_once(writer, std::vector{found_matches});
  kEstimate.write_once(writer, std::vector{estimate});
}

CompletenessTable CompletenessTable::read(const ResultReader& reader) {
  CompletenessTable table{.first = kFirst.read_all(reader),
                          .second = kSecond.read_all(reader),
                          .first_matches = kFirstMatches.read_all(reader),
                          .second_matches = kSecondMatches.read_all(reader),
                          .both_matches = kBothMatches.read_all(reader),
                          .found_matches = kFoundMatches.read_row(reader, 0),
                          .estimate = kEstimate.read_row(reader, 0)};
  require_rows(reader, "/completeness", table.both_matches.size(),
               {table.first.size(), table.second.size(), table.first_matches.size(), table.second_matches.size()});
  return table;
}

void ModelTable::write(ResultWriter& writer) const {
  kJson.write_text(writer, json);
  kPrior.write_once(writer, std::vector{prior});
  kPriorWeight.write_once(writer, std::vector{prior_weight_log2});
  if (related_prior > 0) {
    kRelatedPrior.write_once(writer, std::vector{related_prior});
    kRelatedPriorWeight.write_once(writer, std::vector{related_prior_weight_log2});
  }
  if (neighbour_prior > 0) {
    kNeighbourPrior.write_once(writer, std::vector{neighbour_prior});
    kNeighbourPriorWeight.write_once(writer, std::vector{neighbour_prior_weight_log2});
  }
}

}  // namespace onefold::result
