#include "ingest/row_taker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/column_mapping.hpp"
#include "onefold/record/error.hpp"

namespace onefold::ingest {

RowTaker::RowTaker(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& local)
    : task_(task),
      true_id_(true_id),
      batches_(batches),
      local_(local),
      values_(batches.column_values(task.file.source)),
      counts_{task.segment_index, 0, 0, {}} {
  const auto& field_of_slot = task.file.field_of_slot;
  std::size_t num_columns = 0, num_further = 0;
  for_each_mapped_column(task.source, [&](AttributeIndex, bool is_further, const std::string&) {
    ++num_columns;
    num_further += is_further ? 1 : 0;
  });
  // A file without rows has no further columns.
  const std::size_t num_slots = field_of_slot.size() < num_further ? 0 : field_of_slot.size() - num_further;
  if (num_slots > 0) deleted_field_ = field_of_slot[num_slots - 1];
  const auto& made = values_.attributes();
  const std::size_t num_attributes = num_slots < kFirstAttributeSlot ? 0 : (num_slots - kFirstAttributeSlot) / 2;
  for (std::size_t slot = 0; slot < num_slots; ++slot) {
    const bool is_attribute = slot >= kFirstAttributeSlot && slot < kFirstAttributeSlot + num_attributes;
    const bool is_made =
        slot >= kFirstAttributeSlot && std::ranges::find(made, slot - kFirstAttributeSlot) != made.end();
    if (field_of_slot[slot] != kNoField && !is_made && batches.keeps(slot))
      plain_.push_back({slot, static_cast<std::size_t>(field_of_slot[slot]), is_attribute});
  }
  std::size_t next = num_slots;
  for_each_mapped_column(task.source, [&](AttributeIndex attribute, bool is_further, const std::string&) {
    const std::size_t at = is_further ? next++ : kFirstAttributeSlot + attribute;
    columns_.push_back(at < field_of_slot.size() ? field_of_slot[at] : kNoField);
  });
}

void LocalCounts::add_quarantined(const QuarantinedRow& row, std::uint32_t segment) {
  ++num_quarantined;
  if (row.reason == Reason::invalid_utf8 && (files_not_utf8.empty() || files_not_utf8.back() != row.file))
    files_not_utf8.push_back(row.file);
  if (quarantine.size() > max_quarantine) return;
  quarantine.push_back(row);
  segment_of_quarantined.push_back(segment);
}

void RowTaker::refuse_pattern(const PatternTooSlow& pattern, std::uint64_t line) const {
  throw Error(ExitCode::input,
              fmt::format("{}: line {}: the pattern of columns.{} needs too many steps for the value of column {}; "
                          "write it without repetitions inside repetitions, as in (a+)+",
                          task_.file.path, line, batches_.attribute_name(pattern.attribute), pattern.columns));
}

}  // namespace onefold::ingest
