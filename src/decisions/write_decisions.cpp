#include "decisions/write_decisions.hpp"

#include <algorithm>

#include "result/decisions_table.hpp"

namespace onefold::decisions {

void write_decisions(const config::Job& job, const Decisions& decisions, result::ResultWriter& writer) {
  if (job.decisions.files.empty()) return;
  constexpr std::int64_t kNoRecord = -1;
  result::DecisionsTable table;
  const auto id_of = [](const std::optional<RecordId>& record) {
    return record ? static_cast<std::int64_t>(*record) : kNoRecord;
  };
  for (const StatedDecision& stated : decisions.stated) {
    const auto& attributes = job.attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& attribute) { return attribute.name == stated.row.attribute; });
    table.kind.push_back(static_cast<std::int8_t>(stated.row.kind));
    table.status.push_back(static_cast<std::int8_t>(stated.status));
    table.left.push_back(id_of(stated.left));
    table.right.push_back(id_of(stated.right));
    table.left_pin.push_back(stated.left_pin);
    table.right_pin.push_back(stated.right_pin);
    table.attribute.push_back(found == attributes.end() ? -1 : static_cast<std::int32_t>(found - attributes.begin()));
    table.value.push_back(stated.row.value);
    table.who.push_back(stated.row.who);
    table.when.push_back(stated.row.when);
    table.why.push_back(stated.row.why);
    table.file.push_back(stated.file);
    table.line.push_back(static_cast<std::int64_t>(stated.row.line));
  }
  table.write(writer);
}

}  // namespace onefold::decisions
