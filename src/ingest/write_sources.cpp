#include "ingest/write_sources.hpp"

#include <cstdint>
#include <vector>

#include "ingest/ingest.hpp"
#include "record/elements.hpp"
#include "result/job_table.hpp"
#include "result/lines_table.hpp"
#include "result/quarantine_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::ingest {

namespace {

result::SourcesTable sources_table(const config::Job& job, const SourceFacts& facts) {
  result::SourcesTable table;
  for (const auto& source : job.sources) {
    table.name.push_back(source.name);
    table.unique.push_back(source.unique ? 1 : 0);
  }
  for (const auto& counts : facts.sources) {
    table.rows_read.push_back(static_cast<std::int64_t>(counts.rows_read));
    table.records.push_back(static_cast<std::int64_t>(counts.records));
    table.quarantined.push_back(static_cast<std::int64_t>(counts.quarantined));
    table.kept.push_back(static_cast<std::int64_t>(counts.kept));
    table.first_record_id.push_back(static_cast<std::int64_t>(counts.first_record));
  }
  for (const auto& file : facts.files) table.file.push_back(file);
  table.file_source.assign(facts.file_sources.begin(), facts.file_sources.end());
  return table;
}

result::LinesTable lines_table(const SourceFacts& facts) {
  result::LinesTable table;
  const auto add = [](std::vector<std::int64_t>& column, std::uint64_t count) {
    column.push_back(static_cast<std::int64_t>(count));
  };
  for (const auto& source : facts.sources) {
    const LineCounts& lines = source.lines;
    add(table.all, lines.all);
    add(table.records, lines.records);
    add(table.quarantined, lines.quarantined);
    add(table.header, lines.header);
    add(table.blank, lines.blank);
    add(table.delimiters, lines.delimiters);
    add(table.comment, lines.comment);
    add(table.skipped, lines.skipped);
    add(table.footer, lines.footer);
    add(table.repeated_header, lines.repeated_header);
    add(table.deleted, lines.deleted);
  }
  return table;
}

result::AttributesTable attributes_table(const config::Job& job) {
  result::AttributesTable table;
  for (AttributeIndex a = 0; !job.merge.groups.empty() && a < job.attributes.size(); ++a) {
    const auto group = job.merge.group_of(a);
    table.group.push_back(group ? static_cast<std::int32_t>(*group) : -1);
  }
  for (const auto& attribute : job.attributes) {
    table.name.push_back(attribute.name);
    table.type.push_back(name_of(attribute.type));
    table.conflict.push_back(attribute.conflict ? 1 : 0);
    table.separator.push_back(attribute.is_array ? shown_separator(attribute.separator) : std::string());
  }
  return table;
}

}  // namespace

void write_sources(const Context& context, const SourceFacts& facts, result::ResultWriter& writer) {
  const auto& job = context.job;
  sources_table(job, facts).write(writer);
  lines_table(facts).write(writer);
  attributes_table(job).write(writer);
  result::JobTable{.resolved = job.resolved_toml, .decisive = job.digest_toml}.write(writer);
}

void write_quarantine(const SourceFacts& facts, result::ResultWriter& writer) {
  result::QuarantineTable table;
  for (const auto& row : facts.quarantine) {
    table.source.push_back(static_cast<std::int32_t>(row.source));
    table.row.push_back(static_cast<std::int64_t>(row.row));
    table.line.push_back(static_cast<std::int64_t>(row.line));
    table.last_line.push_back(static_cast<std::int64_t>(row.last_line));
    table.reason.push_back(name_of(row.reason));
    table.file.push_back(facts.files[row.file]);
  }
  table.write(writer);
}

}  // namespace onefold::ingest
