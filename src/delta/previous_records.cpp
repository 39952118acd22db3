#include "delta/previous_records.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "onefold/record/error.hpp"
#include "record/date_reading.hpp"
#include "record/elements.hpp"
#include "record/empty_text.hpp"
#include "result/cluster_tables.hpp"
#include "result/job_table.hpp"
#include "result/record_values_table.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::delta {

namespace {

using result::RecordsTable;
using result::RecordValuesTable;

constexpr std::string_view kMerge = "[merge]: previous: ";

// Calls visit(heading, line) with each line of a job in its digest form.
template <typename Visit>
void for_each_line(std::string_view toml, const Visit& visit) {
  std::string_view heading;
  while (!toml.empty()) {
    const std::size_t end = std::min(toml.find('\n'), toml.size());
    const std::string_view line = toml.substr(0, end);
    toml.remove_prefix(std::min(end + 1, toml.size()));
    if (line.starts_with('[')) heading = line;
    visit(heading, line);
  }
}

// The products separate the elements of an array by kElementSeparator, the result as people see them.
TextColumn with_element_separators(const TextColumn& shown, const config::AttributeConfig& attribute) {
  const std::string separator = shown_separator(attribute.separator);
  TextColumn raw;
  raw.reserve(shown.size(), shown.num_bytes());
  std::string value;
  for (std::size_t row = 0; row < shown.size(); ++row) {
    value.clear();
    for (std::string_view rest = shown[row]; !rest.empty();) {
      const std::size_t end = std::min(rest.find(separator), rest.size());
      value += rest.substr(0, end);
      if (end < rest.size()) value += kElementSeparator;
      rest.remove_prefix(std::min(end + separator.size(), rest.size()));
    }
    raw.push_back(value);
  }
  return raw;
}

}  // namespace

std::string settings_of_edges(std::string_view digest_toml) {
  std::string settings;
  for_each_line(digest_toml, [&](std::string_view heading, std::string_view line) {
    constexpr std::string_view kOthers[] = {"[job]", "[[source]]", "[model]", "[cluster]", "[merge]", "[output]"};
    // Sections of [merge] have headings of their own.
    const bool is_other = std::ranges::find(kOthers, heading) != std::end(kOthers) || heading.starts_with("[merge.") ||
                          heading.starts_with("[[merge.");
    const bool decides = !line.starts_with("compare =") && !line.starts_with("lasting =") &&
                         !line.starts_with("conflict =") && !line.starts_with("max_pairs =");
    if (!is_other && decides && !line.empty()) settings.append(line).append(1, '\n');
    if (heading == "[job]" && line.starts_with("task =")) settings.append(line).append(1, '\n');
  });
  return settings;
}

std::string settings_of_source(std::string_view digest_toml, std::string_view source) {
  std::string settings;
  bool is_source = false;
  for_each_line(digest_toml, [&](std::string_view heading, std::string_view line) {
    if (line.starts_with('[')) is_source = false;
    if (heading == "[[source]]" && line.starts_with("name = "))
      is_source = line == fmt::format("name = \"{}\"", source);
    for (const std::string_view key : {"formats =", "decimal =", "region ="})
      if (is_source && line.starts_with(key)) settings.append(line).append(1, '\n');
  });
  return settings;
}

PreviousRecords::PreviousRecords(const config::Job& job)
    : job_(job), file_(job.identity.previous, result::SealCheck::never) {
  num_records_ = RecordsTable::kPin.num_rows(file_);
  has_true_ids_ = RecordsTable::kTrueId.is_in(file_);
  require_attributes();
  find_sources();
  compare_settings();
}

void PreviousRecords::refuse(const std::string& what) const {
  throw Error(ExitCode::input, fmt::format("{}{}: {}", kMerge, file_.path(), what));
}

void PreviousRecords::require_attributes() const {
  if (!RecordValuesTable::kUpdated.is_in(file_))
    refuse(
        "it holds no values of records, and a delta ([[source]] delta = true) keeps those of records that did not "
        "change; run the full extract once with [output] values = \"raw\"");
  const auto attributes = result::AttributesTable::read(file_);
  std::vector<std::string> names;
  for (std::size_t a = 0; a < attributes.name.size(); ++a) names.emplace_back(attributes.name[a]);
  for (const auto& attribute : job_.attributes) {
    const auto at = std::find(names.begin(), names.end(), attribute.name);
    if (at == names.end())
      refuse(
          fmt::format("it does not hold the attribute {} of this job, so records that did not change have no value "
                      "of it; run the full extract once. Its attributes are {}",
                      attribute.name, fmt::join(names, ", ")));
    const std::string_view type = attributes.type[static_cast<std::size_t>(at - names.begin())];
    if (type != name_of(attribute.type))
      refuse(
          fmt::format("its attribute {} has the type \"{}\", in this job it is \"{}\"; run the full extract once, or "
                      "give the attribute its old type",
                      attribute.name, type, name_of(attribute.type)));
    if (!RecordValuesTable::value(attribute.name).is_in(file_))
      refuse(fmt::format("it holds no values of the attribute {}: it is damaged", attribute.name));
  }
}

void PreviousRecords::find_sources() {
  const auto table = result::SourcesTable::read(file_);
  sources_.resize(job_.sources.size());
  std::vector<std::string> lost;
  for (std::size_t then = 0; then < table.name.size(); ++then) {
    std::string name(table.name[then]);
    for (const auto& renamed : job_.identity.renamed)
      if (renamed.old_name == name) name = job_.sources[renamed.source].name;
    const auto now = std::ranges::find(job_.sources, name, &config::SourceConfig::name);
    const auto first = static_cast<std::uint64_t>(table.first_record_id[then]);
    const auto count = static_cast<std::uint64_t>(table.records[then]);
    if (table.records[then] < 0 || table.first_record_id[then] < 0 || first + count > num_records_)
      refuse("the records of its sources do not add up: it is damaged");
    if (now == job_.sources.end())
      lost.emplace_back(table.name[then]);
    else
      sources_[static_cast<std::size_t>(now - job_.sources.begin())] = {first, count};
  }
  if (!lost.empty())
    refuse(
        fmt::format("it has the source{} {}, which this job does not name, so it is not said what became of {} "
                    "records; name {} as a delta, with a file without rows if nothing changed, or run full extracts "
                    "of the others once",
                    lost.size() == 1 ? "" : "s", fmt::join(lost, ", "), lost.size() == 1 ? "its" : "their",
                    lost.size() == 1 ? "it" : "them"));
}

void PreviousRecords::compare_settings() {
  const std::string then = result::JobTable::kDecisive.read_row(file_, 0);
  const bool is_alike = settings_of_edges(then) == settings_of_edges(job_.digest_toml);
  for (const auto& source : job_.sources) {
    std::string old_name = source.name;
    for (const auto& renamed : job_.identity.renamed)
      if (job_.sources[renamed.source].name == source.name) old_name = renamed.old_name;
    is_read_alike_.push_back(is_alike &&
                             settings_of_source(then, old_name) == settings_of_source(job_.digest_toml, source.name));
  }
  const double threshold = result::ClusterTable::kReviewThreshold.read_row(file_, 0);
  if (is_alike && job_.cluster.review_threshold < threshold)
    refuse(
        fmt::format("it holds edges from match probability {} on, and this job asks for those from {} on; set "
                    "[cluster] review_threshold = {}, or run the full extract once",
                    threshold, job_.cluster.review_threshold, threshold));
}

namespace {

// Empty texts that are not missing get their mark.
TextColumn with_marks(const TextColumn& values, std::span<const std::int8_t> present) {
  TextColumn marked;
  for (std::size_t row = 0; row < values.size(); ++row)
    marked.push_back(values[row].empty() && present[row] != 0 ? kEmptyText : values[row]);
  return marked;
}

}  // namespace

TextColumn PreviousRecords::read_ids(std::uint64_t first, std::uint64_t count) const {
  return RecordsTable::kSourceId.read(file_, first, count);
}

PreviousRows PreviousRecords::read_rows(std::uint64_t first, std::uint64_t count) const {
  PreviousRows rows;
  rows.source_id = read_ids(first, count);
  if (has_true_ids_) rows.true_id = RecordsTable::kTrueId.read(file_, first, count);
  rows.updated = RecordValuesTable::kUpdated.read(file_, first, count);
  static_assert(RecordValuesTable::kNoTime == kNoMoment);
  for (const auto& attribute : job_.attributes) {
    auto values = RecordValuesTable::value(attribute.name).read(file_, first, count);
    if (attribute.is_array) values = with_element_separators(values, attribute);
    if (const auto present = RecordValuesTable::present(attribute.name); present.is_in(file_))
      values = with_marks(values, present.read(file_, first, count));
    rows.attributes.push_back(std::move(values));
  }
  return rows;
}

}  // namespace onefold::delta
