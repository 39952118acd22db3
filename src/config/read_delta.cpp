// Reads the keys of a [[source]] that say that its files hold only what changed, and which records are deleted.
#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"

namespace onefold::config {

namespace {

constexpr std::string_view kDeletedExample = "deleted = { column = \"op\", values = [\"D\"] }";

void read_deleted(TableReader& table, Reading& reading, bool has_names, SourceConfig& source) {
  const auto* node = table.find("deleted");
  if (node == nullptr) return;
  const auto* keys = node->as_table();
  if (keys == nullptr)
    return table.mistake_of(
        "deleted", *node,
        fmt::format("expected a table, found {}; write, for example: {}", kind_of(*node), kDeletedExample));
  TableReader deleted(reading, *keys, table.context() + ": deleted");
  if (const auto* column = deleted.find("column"))
    read_column_name(deleted, "column", *column, has_names, source.deleted);
  else
    deleted.mistake(fmt::format("column is missing; write, for example: {}", kDeletedExample));
  std::vector<PlacedText> values;
  if (deleted.find("values") == nullptr)
    deleted.mistake(fmt::format("values is missing; write, for example: {}", kDeletedExample));
  else if (deleted.read_list("values", values)) {
    for (const PlacedText& value : values)
      if (value.text.empty() || value.text.front() == ' ' || value.text.back() == ' ')
        deleted.mistake(value, 0, "values: expected texts that are not empty, without blanks around them");
    for (const PlacedText& value : values) source.deleted_values.push_back(value.text);
    if (values.empty())
      deleted.mistake_of("values", *deleted.find("values"), "expected at least one value that means: deleted");
  }
  deleted.report_unknown_keys();
}

}  // namespace

void read_delta(TableReader& table, Reading& reading, bool has_names, SourceConfig& source) {
  table.read("delta", source.delta);
  read_deleted(table, reading, has_names, source);
  table.read_paths("deleted_ids", source.deleted_ids);
  if (!source.delta) {
    for (const std::string_view key : {"deleted", "deleted_ids"})
      if (const auto* node = table.find(key))
        table.mistake_of(key, *node,
                         "only a delta deletes records: say delta = true, or leave it out; a record that is not in a "
                         "full extract is gone");
    return;
  }
  if (source.id.empty() && table.find("id") == nullptr)
    table.mistake_of("delta", *table.find("delta"), "it needs id: changed and deleted records are found by their id");
  if (const auto* node = table.find("updated_of"))
    table.mistake_of("updated_of", *node,
                     "a delta cannot have it: the previous result keeps one time of change per record, not one per "
                     "value; name one column with updated");
}

bool has_delta(const Job& job) { return std::ranges::any_of(job.sources, &SourceConfig::delta); }

void settle_deltas(TableReader& merge, Job& job) {
  if (merge.find("previous") != nullptr) return;
  for (const SourceConfig& source : job.sources)
    if (source.delta)
      merge.mistake(fmt::format(
          "previous is missing: [[source]] {} says delta = true, and its other records are those of the previous "
          "result; name that result, or read the full extract",
          source.name));
}

}  // namespace onefold::config
