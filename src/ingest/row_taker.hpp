// Puts the rows of a segment into batches or quarantine, whatever they are read from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read_segment.hpp"

namespace onefold::ingest {

class RowTaker {
 public:
  RowTaker(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& local);

  /// `row` has the members of tables::RowReader that are named here. A blank line of a file is not a row.
  template <typename Rows>
  void take(Rows& row) {
    std::optional<Reason> reason;
    if (const auto defect = row.defect())
      reason = reason_of(*defect);
    else if (id_is_missing(row))
      reason = Reason::missing_id;
    if (reason) {
      local_.quarantine.push_back(quarantined(row, *reason));
      local_.segment_of_quarantined.push_back(task_.segment_index);
    } else {
      for (const auto& [slot, field, further, between] : mapped_) {
        if (!further.empty()) {
          join_fields(row, field, further, between);
          batches_.add(slot, joined_);
          continue;
        }
        const std::string_view value = row.value(field);
        batches_.add(slot, slot == kTruthSlot ? true_id_.find(value) : value);
      }
      batches_.end_row(row.num_row_bytes());
      ++counts_.num_records;
    }
    if constexpr (requires { row.last_line(); })
      (reason ? counts_.lines.quarantined : counts_.lines.records) += row.last_line() - row.line() + 1;
    ++counts_.num_rows;
  }
  /// Of lines that are no rows.
  [[nodiscard]] LineCounts& lines() { return counts_.lines; }
  [[nodiscard]] const SegmentCounts& counts() const { return counts_; }

 private:
  template <typename Rows>
  [[nodiscard]] QuarantinedRow quarantined(const Rows& row, Reason reason) const {
    QuarantinedRow out{task_.file.source, counts_.num_rows, task_.segment.file, row.line(), row.line(),
                       row.num_fields(),  csv::QuoteFault::none, reason};
    if constexpr (requires { row.last_line(); }) out.last_line = row.last_line(), out.fault = row.quote_fault();
    return out;
  }
  template <typename Rows>
  [[nodiscard]] bool id_is_missing(Rows& row) const {
    const std::int32_t field = task_.file.field_of_slot[kIdSlot];
    return field != kNoField && row.value(static_cast<std::size_t>(field)).empty();
  }

  struct MappedField {
    std::size_t slot;
    std::size_t field;
    std::vector<std::size_t> further;  ///< the other fields of the attribute
    std::string_view between;          ///< stands between two fields
  };
  /// Joins the fields that are not empty.
  template <typename Rows>
  void join_fields(Rows& row, std::size_t first, const std::vector<std::size_t>& further, std::string_view between) {
    joined_ = row.value(first);
    for (const std::size_t field : further) {
      const std::string_view value = row.value(field);
      if (!joined_.empty() && !value.empty()) joined_ += between;
      joined_ += value;
    }
  }
  const SegmentTask& task_;
  TrueIdPattern& true_id_;
  BatchBuilder& batches_;
  LocalCounts& local_;
  SegmentCounts counts_;
  std::vector<MappedField> mapped_;
  std::string joined_;
};

}  // namespace onefold::ingest
