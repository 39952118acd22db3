// Puts the rows of a segment into batches or quarantine, whatever they are read from.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/column_values.hpp"
#include "ingest/read_segment.hpp"
#include "record/empty_text.hpp"

namespace onefold::ingest {

class RowTaker {
 public:
  RowTaker(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& local);

  /// `row` has the members of tables::RowReader that are named here. A blank line of a file is not a row. Returns why
  /// the row went to quarantine, if it did.
  template <typename Rows>
  std::optional<Reason> take(Rows& row) {
    std::optional<Reason> reason;
    if (const auto defect = row.defect())
      reason = reason_of(*defect);
    else if (id_is_missing(row))
      reason = Reason::missing_id;
    if (!reason && deletes(row)) {
      batches_.add_deleted(row.value(static_cast<std::size_t>(task_.file.field_of_slot[kIdSlot])));
      if constexpr (requires { row.last_line(); }) counts_.lines.deleted += row.last_line() - row.line() + 1;
      return reason;
    }
    if (reason) {
      local_.add_quarantined(quarantined(row, *reason), task_.segment_index);
      if (local_.has_too_many()) batches_.discard();
    } else {
      for (const auto& [slot, field, is_attribute] : plain_) {
        std::string_view value = row.value(field);
        if (slot == kTruthSlot) value = true_id_.find(value);
        if (value.empty() && is_attribute && value.data() != nullptr) value = kEmptyText;
        batches_.add(slot, value);
      }
      if (!values_.attributes().empty()) add_made_values(row);
      batches_.end_row(row.num_row_bytes());
      ++counts_.num_records;
    }
    if constexpr (requires { row.last_line(); })
      (reason ? counts_.lines.quarantined : counts_.lines.records) += row.last_line() - row.line() + 1;
    ++counts_.num_rows;
    return reason;
  }
  /// Of lines that are no rows.
  [[nodiscard]] LineCounts& lines() { return counts_.lines; }
  [[nodiscard]] const SegmentCounts& counts() const { return counts_; }

 private:
  template <typename Rows>
  [[nodiscard]] QuarantinedRow quarantined(const Rows& row, Reason reason) const {
    QuarantinedRow out{task_.file.source, counts_.num_rows, task_.segment.file,    row.line(),
                       row.line(),        row.num_fields(), csv::QuoteFault::none, reason};
    if constexpr (requires { row.last_line(); }) out.last_line = row.last_line(), out.fault = row.quote_fault();
    return out;
  }
  template <typename Rows>
  [[nodiscard]] bool id_is_missing(Rows& row) const {
    const std::int32_t field = task_.file.field_of_slot[kIdSlot];
    return field != kNoField && row.value(static_cast<std::size_t>(field)).empty();
  }

  template <typename Rows>
  [[nodiscard]] bool deletes(Rows& row) const {
    return deleted_field_ != kNoField &&
           std::ranges::find(task_.source.deleted_values, row.value(static_cast<std::size_t>(deleted_field_))) !=
               task_.source.deleted_values.end();
  }

  /// Adds the values that are more than a column as it is written.
  template <typename Rows>
  void add_made_values(Rows& row) {
    bool has_empty = false;
    bool has_text = false;
    const ColumnValues::Field field = [&](std::size_t column) -> std::string_view {
      if (columns_[column] == kNoField) return {};
      const std::string_view value = row.value(static_cast<std::size_t>(columns_[column]));
      (value.empty() ? has_empty : has_text) |= value.data() != nullptr;
      return value;
    };
    try {
      for (std::size_t i = 0; i < values_.attributes().size(); ++i) {
        has_empty = has_text = false;
        const std::string_view value = values_.value(i, field);
        // Of columns that all are empty or missing. Texts in which a pattern finds nothing give no value.
        const bool is_empty = value.empty() && has_empty && !has_text;
        batches_.add(kFirstAttributeSlot + values_.attributes()[i], is_empty ? kEmptyText : value);
      }
    } catch (const PatternTooSlow& pattern) {
      refuse_pattern(pattern, row.line());
    }
  }
  [[noreturn]] void refuse_pattern(const PatternTooSlow& pattern, std::uint64_t line) const;

  /// A column whose values are taken as they are written.
  struct PlainColumn {
    std::size_t slot;
    std::size_t field;
    bool is_attribute;  ///< missing values and empty ones are told apart
  };
  const SegmentTask& task_;
  TrueIdPattern& true_id_;
  BatchBuilder& batches_;
  LocalCounts& local_;
  ColumnValues& values_;
  SegmentCounts counts_;
  std::vector<PlainColumn> plain_;
  std::int32_t deleted_field_ = kNoField;
  std::vector<std::int32_t> columns_;  ///< [column of for_each_mapped_column] its field, or kNoField
};

}  // namespace onefold::ingest
