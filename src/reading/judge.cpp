#include "reading/judge.hpp"

#include <fmt/format.h>

#include "onefold/record/error.hpp"
#include "reading/report.hpp"

namespace onefold::reading {

namespace {

constexpr double kWorthWarning = 0.01;

double share_unreadable(const ColumnReading& column) {
  return column.written() == 0 ? 0 : static_cast<double>(column.unreadable) / static_cast<double>(column.written());
}

std::string percent(double share) {
  return share >= 0.9995 || share < 0.1 ? fmt::format("{:.1f} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

/// "source crm: attribute birth_date"
std::string place_of(const config::Job& job, const ColumnReading& column) {
  const auto& source = job.sources[column.source];
  return fmt::format("source {}: {} {}", source.name, is_time(column) ? "column" : "attribute", name_of(job, column));
}

std::string first_row(const ColumnReading& column, std::span<const std::string> files) {
  if (column.examples.empty()) return {};
  const UnreadableValue& example = column.examples.front();
  return example.line > 0 ? fmt::format(", first in line {} of {}", example.line, files[example.file])
                          : fmt::format(", first in row {} of {}", example.row_of_file, files[example.file]);
}

/// What a person may change so that the values become readable.
std::string what_to_do(const config::Job& job, const ColumnReading& column) {
  const std::string source = fmt::format("[[source]] {}", job.sources[column.source].name);
  if (is_time(column))
    return fmt::format(
        "is it the column with the time of the last change? Else map another one, or give its formats: "
        "{}: formats = {{ updated = [\"%d.%m.%Y %H:%M\"] }}",
        source);
  const auto& attribute = job.attributes[*column.attribute];
  switch (attribute.type) {
    case AttributeType::birth_date:
      return fmt::format("is it the right column? Then give its formats: {}: formats = {{ {} = [\"%d.%m.%Y\"] }}",
                         source, attribute.name);
    case AttributeType::number:
      return fmt::format("is it the right column? Then give its decimal mark: {}: decimal = \",\", or another type",
                         source);
    case AttributeType::phone:
    case AttributeType::postcode:
      return fmt::format("is it the right column? Then give its country: {}: region = \"DE\", or another type", source);
    default:
      return fmt::format(
          "is it the right column? Then give another type: [[attribute]] name = \"{}\", type = "
          "\"identifier\" or \"text\"",
          attribute.name);
  }
}

/// The formats of a column in words: those that are declared, or the order alone.
std::string order_in_words(DateOrder order) {
  switch (order) {
    case DateOrder::day_first:
      return "the day first";
    case DateOrder::month_first:
      return "the month first";
    case DateOrder::year_first:
      return "the year first";
  }
  return {};
}

Warnings warn_of_dates(const config::Job& job, const ColumnReading& column, const cleanse::DateEvidence& evidence) {
  const cleanse::DateDoubt doubt = cleanse::doubt_of(evidence);
  if (doubt == cleanse::DateDoubt::none) return {};
  const auto& formats = is_time(column) ? job.sources[column.source].writing.updated_formats
                                        : config::attribute_of(job, column.source, *column.attribute).formats;
  const std::string how = fmt::format(
      "They are read with {}. Say which it is: [[source]] {}: formats = {{ {} = [\"%d/%m/%Y\"] }}, or [\"%m/%d/%Y\"]",
      order_in_words(cleanse::reading_of(evidence, formats).order), job.sources[column.source].name,
      is_time(column) ? "updated" : name_of(job, column));
  const std::uint64_t count = cleanse::num_doubtful(evidence);
  const auto of = [&](cleanse::DateProof proof) { return evidence[static_cast<std::size_t>(proof)]; };
  Warnings warnings;
  if (doubt == cleanse::DateDoubt::open)
    warnings.push_back({"dates_open", fmt::format("{}: {} value{} can have the day or the month first, and no value "
                                                  "of the column tells which. {}",
                                                  place_of(job, column), count, count == 1 ? "" : "s", how)});
  else
    warnings.push_back(
        {"dates_contradict",
         fmt::format("{}: {} value{} can have the day or the month first; of the others, {} have the day "
                     "first, {} the month, {} the year. {}",
                     place_of(job, column), count, count == 1 ? "" : "s", of(cleanse::DateProof::day_first),
                     of(cleanse::DateProof::month_first), of(cleanse::DateProof::year_first), how)});
  return warnings;
}

Warnings warn_of_numbers(const config::Job& job, const ColumnReading& column, const cleanse::NumberEvidence& evidence) {
  const cleanse::NumberDoubt doubt = cleanse::doubt_of(evidence);
  if (doubt == cleanse::NumberDoubt::none) return {};
  const std::uint64_t count = cleanse::num_doubtful(evidence);
  const char mark = cleanse::decimal_of(evidence);
  const std::string what =
      fmt::format("{}: {} value{} can have thousands or decimals in the three digits behind the mark",
                  place_of(job, column), count, count == 1 ? "" : "s");
  const std::string how =
      fmt::format("{}. Say which it is: [[source]] {}: decimal = \".\", or \",\"",
                  mark == '\0' ? "A point is read as the decimal mark, and such a value with a comma is not read"
                               : fmt::format("\"{}\" is read as the decimal mark", mark),
                  job.sources[column.source].name);
  Warnings warnings;
  if (doubt == cleanse::NumberDoubt::open)
    warnings.push_back({"numbers_open", fmt::format("{}, and no value of the column tells which. {}", what, how)});
  else
    warnings.push_back(
        {"numbers_contradict", fmt::format("{}; of the others, {} have a decimal point, {} a decimal comma. {}", what,
                                           evidence[static_cast<std::size_t>(cleanse::NumberProof::point)],
                                           evidence[static_cast<std::size_t>(cleanse::NumberProof::comma)], how)});
  return warnings;
}

}  // namespace

void require_readable(const config::Job& job, const ReadingReport& report, std::span<const std::string> files) {
  for (const ColumnReading& column : report) {
    const double limit =
        is_time(column) ? job.reading.max_unreadable_updated : job.reading.max_unreadable_of[*column.attribute];
    const double share = share_unreadable(column);
    if (share <= limit) continue;
    throw Error(
        ExitCode::limit,
        fmt::format("{}: {} of its {} values ({}) cannot be read{}; {}. [reading] max_unreadable = {} allows no "
                    "more",
                    place_of(job, column), column.unreadable, column.written(), percent(share),
                    first_row(column, files), what_to_do(job, column), limit));
  }
}

Warnings warn_of_reading(const config::Job& job, const ReadingReport& report, const ingest::ColumnFindings& findings,
                         std::span<const std::string> files) {
  Warnings warnings;
  for (const ColumnReading& column : report) {
    const double share = share_unreadable(column);
    if (share > kWorthWarning)
      warnings.push_back(
          {"unreadable", fmt::format("{}: {} of its {} values ({}) cannot be read and count as missing{}; "
                                     "{}",
                                     place_of(job, column), column.unreadable, column.written(), percent(share),
                                     first_row(column, files), what_to_do(job, column))});
    const auto& dates = findings.dates[column.source];
    // All times of a source are read in one order.
    const bool is_first =
        &column == report.data() || !is_time(*(&column - 1)) || (&column - 1)->source != column.source;
    if (!is_time(column))
      add(warnings, warn_of_dates(job, column, dates[*column.attribute]));
    else if (is_first)
      add(warnings, warn_of_dates(job, column, dates.back()));
    if (!is_time(column))
      add(warnings, warn_of_numbers(job, column, findings.numbers[column.source][*column.attribute]));
  }
  return warnings;
}

}  // namespace onefold::reading
