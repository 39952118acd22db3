#include "ingest/column_mapping.hpp"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "csv/csv_parser.hpp"
#include "ingest/input_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kMostNamesInMessage = 40;
constexpr std::size_t kMostBytesOfName = 60;

std::string folded(const std::string& name) {
  std::string out;
  icu::UnicodeString::fromUTF8(name).foldCase().toUTF8String(out);
  return out;
}

/// The name without control characters and line breaks, cut to a sensible length.
std::string printable(std::string_view name) {
  std::size_t length = std::min(name.size(), kMostBytesOfName);
  while (length < name.size() && length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
  std::string out;
  for (const char c : name.substr(0, length)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  if (length < name.size()) out += "...";
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kMostNamesInMessage; ++i)
    out += (i == 0 ? "\"" : ", \"") + printable(names[i]) + "\"";
  if (names.size() > kMostNamesInMessage) out += fmt::format(" and {} more", names.size() - kMostNamesInMessage);
  return out;
}

/// What a message reports about the first row of a file that lacks columns: only which columns of the job were found in
/// it. It shows no text of the row, because without a header line the row holds the values of a customer.
std::string describe_first_row(std::size_t num_fields, const std::vector<std::string>& wanted,
                               const std::vector<std::string>& missing) {
  std::vector<std::string> found;
  for (const auto& column : wanted)
    if (std::find(missing.begin(), missing.end(), column) == missing.end()) found.push_back(column);
  if (num_fields == 1 && found.empty()) return "its rows have 1 field: is the delimiter of its [[source]] right?";
  if (found.empty())
    return fmt::format(
        "its first row, of {} fields, has none of the job's columns: is the header line missing? Then set "
        "header = false in its [[source]] and give positions as columns",
        num_fields);
  return fmt::format("its first row, of {} fields, has {} of the {} columns of the job: {}; compare it with the job",
                     num_fields, found.size(), wanted.size(), listed(found));
}

/// Calls `find` with the column of each slot that has one.
std::vector<std::int32_t> map_slots(const config::SourceConfig& source, std::size_t num_attributes,
                                    const std::function<std::int32_t(const std::string&)>& find) {
  std::vector<std::int32_t> field_of_slot(num_slots(num_attributes), kNoField);
  std::vector<std::int32_t> further;
  if (!source.id.empty()) field_of_slot[kIdSlot] = find(source.id);
  if (!source.updated.empty()) field_of_slot[kUpdatedSlot] = find(source.updated);
  if (!source.truth.empty()) field_of_slot[kTruthSlot] = find(source.truth);
  if (!source.deleted.empty()) field_of_slot[deleted_slot(num_attributes)] = find(source.deleted);
  for (const auto& updated : source.updated_of)
    field_of_slot[updated_slot(updated.attribute, num_attributes)] = find(updated.column);
  for_each_mapped_column(source, [&](AttributeIndex attribute, bool is_further, const std::string& column) {
    if (is_further)
      further.push_back(find(column));
    else
      field_of_slot[kFirstAttributeSlot + attribute] = find(column);
  });
  field_of_slot.insert(field_of_slot.end(), further.begin(), further.end());
  return field_of_slot;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::vector<std::int32_t> map_by_name(const config::SourceConfig& source, std::size_t num_attributes,
                                      const std::vector<std::string>& header, const std::string& where) {
  std::vector<std::string> names;
  std::vector<std::string> folded_names;
  for (const auto& name : header) {
    names.emplace_back(csv::without_outer_blanks(name));
    folded_names.push_back(folded(names.back()));
  }

  std::vector<std::string> wanted_columns;
  std::vector<std::string> missing;
  std::vector<std::string> ambiguous;
  const auto find = [&](const std::string& column) {
    add_once(wanted_columns, column);
    const std::string wanted(csv::without_outer_blanks(column));
    const auto search = [&](const std::vector<std::string>& in, const std::string& name) {
      const auto first = std::find(in.begin(), in.end(), name);
      if (first != in.end() && std::find(first + 1, in.end(), name) != in.end()) add_once(ambiguous, column);
      return first == in.end() ? kNoField : static_cast<std::int32_t>(first - in.begin());
    };
    std::int32_t field = search(names, wanted);
    if (field == kNoField) field = search(folded_names, folded(wanted));
    if (field == kNoField) add_once(missing, column);
    return field;
  };
  auto field_of_slot = map_slots(source, num_attributes, find);

  if (!missing.empty())
    throw Error(ExitCode::input, fmt::format("{}no column {}; {}", where, listed(missing),
                                             describe_first_row(names.size(), wanted_columns, missing)));
  if (!ambiguous.empty())
    throw Error(ExitCode::input,
                fmt::format("{}more than one column is called {}; rename one of them", where, listed(ambiguous)));
  return field_of_slot;
}

std::vector<std::int32_t> map_by_position(const config::SourceConfig& source, std::size_t num_attributes,
                                          std::size_t num_fields, const std::string& where) {
  std::vector<std::string> missing;
  const auto find = [&](const std::string& column) {
    const std::string_view text = csv::without_outer_blanks(column);
    std::size_t position = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), position);
    if (failure != std::errc{} || end != text.data() + text.size() || position == 0 || position > num_fields) {
      add_once(missing, column);
      return kNoField;
    }
    return static_cast<std::int32_t>(position - 1);
  };
  auto field_of_slot = map_slots(source, num_attributes, find);
  if (!missing.empty())
    throw Error(ExitCode::input,
                fmt::format("{}no column {}; the source has header = false, so that columns are the positions 1 to {}",
                            where, listed(missing), num_fields));
  return field_of_slot;
}

}  // namespace onefold::ingest
