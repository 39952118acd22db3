#include "ingest/write_sources.hpp"

#include <cstdint>
#include <vector>

#include "ingest/ingest.hpp"

namespace onefold::ingest {

void write_sources(const Context& context, const SourceFacts& facts, result::ResultWriter& writer) {
  const auto& job = context.job;
  TextColumn names;
  for (const auto& source : job.sources) names.push_back(source.name);
  writer.write_once("/sources/name", names);
  const auto counts = [&](auto member) {
    std::vector<std::int64_t> values;
    for (const auto& source : facts.sources) values.push_back(static_cast<std::int64_t>(source.*member));
    return values;
  };
  writer.write_once("/sources/rows_read", counts(&SourceCounts::rows_read));
  writer.write_once("/sources/records", counts(&SourceCounts::records));
  writer.write_once("/sources/quarantined", counts(&SourceCounts::quarantined));
  writer.write_once("/sources/first_record_id", counts(&SourceCounts::first_record));
  std::vector<std::int8_t> unique;
  for (const auto& source : job.sources) unique.push_back(source.unique ? 1 : 0);
  writer.write_once("/sources/unique", unique);
  TextColumn files;
  for (const auto& file : facts.files) files.push_back(file);
  writer.write_once("/sources/file", files, result::Digested::no);
  writer.write_once("/sources/file_source",
                    std::vector<std::int32_t>(facts.file_sources.begin(), facts.file_sources.end()),
                    result::Digested::no);

  TextColumn attributes;
  TextColumn types;
  for (const auto& attribute : job.attributes) {
    attributes.push_back(attribute.name);
    types.push_back(name_of(attribute.type));
  }
  writer.write_once("/attributes/name", attributes);
  writer.write_once("/attributes/type", types);
  std::vector<std::int8_t> conflict;
  for (const auto& attribute : job.attributes) conflict.push_back(attribute.conflict ? 1 : 0);
  writer.write_once("/attributes/conflict", conflict);
  writer.write_text("/job/resolved", job.resolved_toml, result::Digested::no);
  writer.write_text("/job/decisive", job.digest_toml);
}

void write_quarantine(const SourceFacts& facts, result::ResultWriter& writer) {
  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row;
  std::vector<std::int64_t> line;
  TextColumn reason;
  TextColumn file;
  for (const auto& r : facts.quarantine) {
    source.push_back(static_cast<std::int32_t>(r.source));
    row.push_back(static_cast<std::int64_t>(r.row));
    line.push_back(static_cast<std::int64_t>(r.line));
    reason.push_back(name_of(r.reason));
    file.push_back(facts.files[r.file]);
  }
  writer.write_once("/quarantine/source", source);
  writer.write_once("/quarantine/row", row);
  writer.write_once("/quarantine/reason", reason);
  writer.write_once("/quarantine/file", file, result::Digested::no);
  writer.write_once("/quarantine/line", line, result::Digested::no);
}

}  // namespace onefold::ingest
