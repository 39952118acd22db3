#include "ingest/row_taker.hpp"

#include <algorithm>

#include "ingest/column_mapping.hpp"
#include "record/elements.hpp"

namespace onefold::ingest {

RowTaker::RowTaker(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& local)
    : task_(task), true_id_(true_id), batches_(batches), local_(local), counts_{task.segment_index, 0, 0, {}} {
  const auto& field_of_slot = task.file.field_of_slot;
  const auto& columns = task.source.columns;
  std::size_t num_further = 0;
  for (std::size_t m = 0; m < columns.size(); ++m) num_further += is_further_column(task.source, m);
  // A file without rows has no fields.
  const std::size_t num_slots = field_of_slot.size() < num_further ? 0 : field_of_slot.size() - num_further;
  for (std::size_t slot = 0; slot < num_slots; ++slot)
    if (field_of_slot[slot] != kNoField && batches.keeps(slot))
      mapped_.push_back({slot, static_cast<std::size_t>(field_of_slot[slot]), {}, {&kElementSeparator, 1}});
  std::size_t next = num_slots;
  for (std::size_t m = 0; m < columns.size(); ++m) {
    if (!is_further_column(task.source, m) || next == field_of_slot.size()) continue;
    const std::size_t slot = kFirstAttributeSlot + columns[m].attribute;
    const auto first =
        std::find_if(mapped_.begin(), mapped_.end(), [&](const MappedField& field) { return field.slot == slot; });
    if (first != mapped_.end()) {
      first->further.push_back(static_cast<std::size_t>(field_of_slot[next]));
      if (columns[m].joined_with) first->between = *columns[m].joined_with;
    }
    ++next;
  }
}

}  // namespace onefold::ingest
