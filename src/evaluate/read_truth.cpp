#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

#include "evaluate/csv_rows.hpp"
#include "onefold/evaluate/truth.hpp"
#include "onefold/record/error.hpp"

namespace onefold::evaluate {

namespace {

using Header = std::vector<std::string>;

struct Columns {
  std::optional<std::size_t> source;
  std::size_t source_id = 0;
  std::size_t true_id = 0;
};

std::optional<std::size_t> find_column(const Header& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Columns columns_of(const Header& header, const std::string& place, std::size_t num_sources) {
  const std::string expected = "; expected a header with the columns source, source_id and the true id";
  Columns columns;
  columns.source = find_column(header, "source");
  if (!columns.source && num_sources != 1)
    throw Error(ExitCode::input, place + ": no column `source`, and the result has " + std::to_string(num_sources) + " sources" + expected);
  const auto source_id = find_column(header, "source_id");
  if (!source_id) throw Error(ExitCode::input, place + ": no column `source_id`" + expected);
  columns.source_id = *source_id;

  auto true_id = find_column(header, "true_id");
  if (!true_id) true_id = find_column(header, "cluster");
  for (std::size_t i = 0; i < header.size() && !true_id; ++i)
    if (i != columns.source_id && columns.source != i) true_id = i;
  if (!true_id) throw Error(ExitCode::input, place + ": no column with the true id" + expected);
  columns.true_id = *true_id;
  return columns;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string read_whole(const std::string& path) {
  const auto fail = [&](const std::string& reason) {
    throw Error(ExitCode::input, "cannot read the truth file " + path + ": " + reason);
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) fail(std::strerror(errno));
  std::string content;
  std::vector<char> buffer(1 << 20);
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) content.append(buffer.data(), got);
  if (std::ferror(file.get()) != 0) fail(std::strerror(errno));
  return content;
}

}  // namespace

std::vector<std::uint32_t> classes_of(const TextColumn& true_ids) {
  TextNumbers numbers;
  std::vector<std::uint32_t> classes(true_ids.size(), kNoClass);
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (!true_ids[i].empty()) classes[i] = numbers.number_of(true_ids[i]);
  return classes;
}

TruthFile parse_truth(std::string_view content, const std::string& path, const RecordNames& records) {
  CsvRows rows(content, path);
  std::vector<std::string> fields;
  if (!rows.next(fields)) throw Error(ExitCode::input, path + ": the truth file is empty; expected a header");
  const std::size_t num_fields = fields.size();
  const Columns columns = columns_of(fields, rows.place(), records.sources.size());

  // Records by name. The key holds the source first: ids are distinct within a source only.
  const auto key_of = [](std::uint32_t source, std::string_view id) {
    std::string key(reinterpret_cast<const char*>(&source), sizeof source);
    return key.append(id);
  };
  struct Hash {
    std::size_t operator()(const std::string& text) const { return hash_bytes(text); }
  };
  std::unordered_map<std::string, std::uint32_t, Hash> record_of;
  record_of.reserve(records.source.size());
  for (std::size_t i = 0; i < records.source.size(); ++i)
    record_of.emplace(key_of(records.source[i], records.source_id[i]), static_cast<std::uint32_t>(i));

  TruthFile truth;
  truth.true_class.assign(records.source.size(), kNoClass);
  std::vector<std::uint64_t> line_of(records.source.size(), 0);
  std::unordered_map<std::string, std::uint32_t, Hash> class_of;
  for (; rows.next(fields); ++truth.num_rows) {
    if (fields.size() != num_fields)
      throw Error(ExitCode::input, rows.place() + ": " + std::to_string(fields.size()) + " fields, but the header has " +
                                       std::to_string(num_fields));
    std::uint32_t source = 0;
    if (columns.source) {
      const auto found = std::find(records.sources.begin(), records.sources.end(), fields[*columns.source]);
      if (found == records.sources.end())
        throw Error(ExitCode::input, rows.place() + ": the source is not one of the result's: " + joined(records.sources));
      source = static_cast<std::uint32_t>(found - records.sources.begin());
    }
    const auto found = record_of.find(key_of(source, fields[columns.source_id]));
    if (found == record_of.end()) {
      ++truth.num_not_in_result;
      continue;
    }
    const std::uint32_t record = found->second;
    if (line_of[record] != 0)
      throw Error(ExitCode::input, rows.place() + ": this record stands in line " + std::to_string(line_of[record]) +
                                       " already; give each record once");
    line_of[record] = rows.line();
    if (fields[columns.true_id].empty()) {
      ++truth.num_without_true_id;
      continue;
    }
    truth.true_class[record] =
        class_of.try_emplace(fields[columns.true_id], static_cast<std::uint32_t>(class_of.size())).first->second;
  }
  return truth;
}

TruthFile read_truth(const std::string& path, const RecordNames& records) {
  return parse_truth(read_whole(path), path, records);
}

}  // namespace onefold::evaluate
