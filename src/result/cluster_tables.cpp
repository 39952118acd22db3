#include "result/cluster_tables.hpp"

#include <fmt/format.h>

#include "result/records_table.hpp"

namespace onefold::result {

namespace {

using Ids = Column<std::int64_t>;

constexpr const char* kRepairMethod = "repair";
constexpr const char* kComponentsMethod = "components";

void write_pairs(ResultWriter& writer, const Ids& left, const Ids& right, const std::vector<RecordPair>& pairs) {
  std::vector<std::int64_t> lefts;
  std::vector<std::int64_t> rights;
  for (const RecordPair& pair : pairs) {
    lefts.push_back(pair.left);
    rights.push_back(pair.right);
  }
  left.write_once(writer, lefts);
  right.write_once(writer, rights);
}

std::vector<RecordPair> read_pairs(const ResultReader& reader, const Ids& left, const Ids& right) {
  if (!left.is_in(reader)) return {};
  const auto lefts = left.read_all(reader);
  const auto rights = right.read_all(reader);
  const auto num_records = static_cast<std::int64_t>(RecordsTable::kClusterId.num_rows(reader));
  if (lefts.size() != rights.size())
    throw Error(ExitCode::input, fmt::format("{}: {} and {} differ in length", reader.path(), left.name, right.name));
  std::vector<RecordPair> pairs;
  for (std::size_t i = 0; i < lefts.size(); ++i) {
    if (lefts[i] < 0 || lefts[i] >= rights[i] || rights[i] >= num_records)
      throw Error(ExitCode::input, fmt::format("{}: row {} of {} and {} names records {} and {} of {}", reader.path(),
                                               i, left.name, right.name, lefts[i], rights[i], num_records));
    pairs.push_back({lefts[i], rights[i]});
  }
  return pairs;
}

}  // namespace

void ClusterTable::write(ResultWriter& writer) const {
  kThreshold.write_once(writer, std::vector{threshold});
  kThresholdWeight.write_once(writer, std::vector{threshold_weight_log2});
  kReviewThreshold.write_once(writer, std::vector{review_threshold});
  if (!threshold_reason.empty()) kThresholdReason.write_text(writer, threshold_reason);
  kLinkOnly.write_once(writer, std::vector<std::int8_t>{link_only});
  kMethod.write_text(writer, repair ? kRepairMethod : kComponentsMethod);
  if (!repair) return;
  kSupport.write_once(writer, std::vector{repair->support});
  write_pairs(writer, kMustLinkLeft, kMustLinkRight, repair->must_link);
  write_pairs(writer, kCannotLinkLeft, kCannotLinkRight, repair->cannot_link);
}

void ExpectedLinksTable::write(ResultWriter& writer) const {
  kPrecision.write_once(writer, std::vector{precision});
  kRecall.write_once(writer, std::vector{recall});
}

std::vector<RecordPair> read_must_links(const ResultReader& reader) {
  return read_pairs(reader, ClusterTable::kMustLinkLeft, ClusterTable::kMustLinkRight);
}

std::vector<RecordPair> read_cannot_links(const ResultReader& reader) {
  return read_pairs(reader, ClusterTable::kCannotLinkLeft, ClusterTable::kCannotLinkRight);
}

bool was_repaired(const ResultReader& reader) {
  return ClusterTable::kMethod.is_in(reader) && reader.read_text(ClusterTable::kMethod.name) == kRepairMethod;
}

bool is_link_only(const ResultReader& reader) {
  return ClusterTable::kLinkOnly.is_in(reader) && ClusterTable::kLinkOnly.read_row(reader, 0) == 1;
}

CutsTable CutsTable::read(const ResultReader& reader) {
  if (!kLeft.is_in(reader)) return {};
  CutsTable table{kLeft.read_all(reader), kRight.read_all(reader), kWeight.read_all(reader), kReason.read_all(reader)};
  const std::size_t rows = table.left.size();
  if (table.right.size() != rows || table.weight_log2.size() != rows || table.reason.size() != rows)
    throw Error(ExitCode::input,
                fmt::format("{}: the columns of /cuts have different lengths: {}, {}, {} and {}", reader.path(), rows,
                            table.right.size(), table.weight_log2.size(), table.reason.size()));
  return table;
}

}  // namespace onefold::result
