// Reads the keys of [merge] that say where PINs come from.
#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

void read_renamed(TableReader& merge, Reading& reading, Job& job) {
  if (merge.find("renamed") == nullptr) return;
  const auto* table = merge.read_table("renamed");
  if (table == nullptr) return;
  TableReader renamed(reading, *table, "[merge]: renamed");
  std::vector<std::string_view> names;
  for (const SourceConfig& source : job.sources) names.emplace_back(source.name);
  for (const auto& [key, node] : *table) {
    const std::string old_name(key.str());
    std::string name;
    if (!renamed.read(old_name, name)) continue;
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      renamed.mistake_of(old_name, node,
                         fmt::format("expected the name that the source has in this job: unknown source {}{}",
                                     in_quotes(name), suggestion(name, names)));
    else
      job.identity.renamed.push_back({old_name, static_cast<std::uint32_t>(at - names.begin())});
  }
}

}  // namespace

void read_identity(TableReader& merge, Reading& reading, Job& job) {
  IdentityConfig& identity = job.identity;
  merge.read_path("previous", identity.previous);
  std::size_t naming = 0;
  if (merge.read_choice("identity", naming, kRecordNamingNames)) identity.naming = static_cast<RecordNaming>(naming);
  merge.read("pin_space", identity.pin_space);
  read_renamed(merge, reading, job);
  merge.read_paths("lock", identity.lock);
  const auto* previous = merge.find("previous");
  settle_deltas(merge, job);
  if (job.model.frozen && !has_delta(job) && previous == nullptr)
    merge.mistake("previous is missing: [model] frequencies = \"frozen\" takes them from the result that it names");
  for (const std::string_view key : {"renamed", "lock"})
    if (const auto* node = merge.find(key); node != nullptr && previous == nullptr)
      merge.mistake_of(key, *node, "it needs previous = \"FILE.h5\": the result whose PINs are carried over");
  if (identity.previous.empty() || identity.naming == RecordNaming::content) return;
  for (const SourceConfig& source : job.sources)
    if (source.id.empty())
      merge.mistake_of("previous", *previous,
                       fmt::format("PINs are carried over by source and id, and [[source]] {} has no id; name its "
                                   "column of ids, or say identity = \"content\"",
                                   source.name));
}

}  // namespace onefold::config
