#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <tuple>

#include "csv/csv_rows.hpp"
#include "decisions/sought_records.hpp"
#include "evaluate/reviewed.hpp"
#include "files/mapped_file.hpp"
#include "onefold/record/error.hpp"
#include "record/text_key.hpp"

namespace onefold::evaluate {

namespace {

constexpr std::size_t kMaxExamples = 5;

// A record that the file names, and the line on which it does so.
struct Mention {
  TextKey key;
  std::uint64_t line;
};

// Rank 0's reader: fields by the names of their columns.
class ReviewReader {
 public:
  ReviewReader(std::string_view content, const std::string& path, const std::vector<std::string>& sources)
      : rows_(content, path), sources_(sources) {
    if (!rows_.next(header_))
      throw Error(ExitCode::input, path + ": the file is empty; expected a file of `onefold sample` with answers");
  }
  [[nodiscard]] bool has(std::string_view column) const {
    return std::find(header_.begin(), header_.end(), column) != header_.end();
  }
  bool next() {
    if (!rows_.next(fields_)) return false;
    if (fields_.size() != header_.size())
      fail(std::to_string(fields_.size()) + " fields, but the header has " + std::to_string(header_.size()));
    return true;
  }
  [[nodiscard]] const std::string& text(std::string_view column) const {
    const auto found = std::find(header_.begin(), header_.end(), column);
    if (found == header_.end())
      fail("no column `" + std::string(column) + "`; expected the columns that `onefold sample` wrote");
    return fields_[static_cast<std::size_t>(found - header_.begin())];
  }
  [[nodiscard]] std::uint64_t number(std::string_view column) const {
    const std::string& field = text(column);
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (problem != std::errc{} || end != field.data() + field.size())
      fail("`" + std::string(column) + "` is not a whole number; leave it as it was");
    return value;
  }
  [[nodiscard]] Answer answer() const {
    std::string field = text("same_customer");
    std::transform(field.begin(), field.end(), field.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    for (const char* yes : {"1", "yes", "y", "true"})
      if (field == yes) return Answer::yes;
    for (const char* no : {"0", "no", "n", "false"})
      if (field == no) return Answer::no;
    if (field.empty() || field == "?") return Answer::none;
    fail("`same_customer` is neither yes (1, y) nor no (0, n) nor empty");
  }
  [[nodiscard]] Mention mention(std::string_view source_column, std::string_view id_column) const {
    const auto found = std::find(sources_.begin(), sources_.end(), text(source_column));
    if (found == sources_.end()) fail("the source is not one of the result's");
    return {record_key(static_cast<std::uint64_t>(found - sources_.begin()), text(id_column)), rows_.line()};
  }
  [[nodiscard]] std::uint64_t line() const { return rows_.line(); }
  [[noreturn]] void fail(const std::string& what) const { throw Error(ExitCode::input, rows_.place() + ": " + what); }

 private:
  csv::CsvRows rows_;
  const std::vector<std::string>& sources_;
  std::vector<std::string> header_;
  std::vector<std::string> fields_;
};

// Collective. For each mention: the record, or kNoTrueClass if the result does not hold it.
std::vector<RecordId> find_records(const mpi::Communicator& world, const BlockDistribution& distribution,
                                   const RecordNames& local, const std::vector<Mention>& mentions) {
  decisions::SoughtRecords sought;
  if (world.is_root())
    for (const Mention& mention : mentions) sought.add(mention.key);
  sought.share(world);
  std::vector<decisions::FoundRecord> local_found;
  for (std::size_t row = 0; row < local.source.size(); ++row) {
    const TextKey key = record_key(local.source[row], local.source_id[row]);
    if (sought.contains(key)) local_found.push_back({key, distribution.begin(world.rank()) + row});
  }
  const decisions::FoundRecords found(world.gather_all(local_found));
  std::vector<RecordId> records;
  for (const Mention& mention : mentions) records.push_back(found.find(mention.key).value_or(kNoTrueClass));
  return records;
}

// What a file holds before its records are found.
struct Parsed {
  std::vector<ReviewedRecord> records;
  std::vector<ReviewedPair> pairs;
  std::vector<Mention> mentions;  // one per record, two per pair
  std::string result;
};

Parsed parse(std::string_view content, const std::string& path, const std::vector<std::string>& sources) {
  Parsed parsed;
  ReviewReader reader(content, path, sources);
  const bool is_pairs = reader.has("stratum");
  while (reader.next()) {
    if (is_pairs) {
      ReviewedPair row{
          .pair = {0, 0, static_cast<std::uint32_t>(std::min<std::uint64_t>(reader.number("stratum"), kNumStrata))},
          .stratum_pairs = reader.number("stratum_pairs"),
          .line = reader.line(),
          .answer = reader.answer()};
      if (row.pair.stratum == kNumStrata) reader.fail("there is no such stratum; leave the column as it was");
      if (!parsed.pairs.empty() && reader.text("result") != parsed.result)
        reader.fail("the rows were drawn from different results");
      parsed.result = reader.text("result");
      parsed.pairs.push_back(row);
      parsed.mentions.push_back(reader.mention("left_source", "left_id"));
      parsed.mentions.push_back(reader.mention("right_source", "right_id"));
    } else {
      parsed.records.push_back({.sample = reader.number("sample"),
                                .line = reader.line(),
                                .is_sampled = reader.text("role") == "sampled",
                                .answer = reader.answer()});
      parsed.mentions.push_back(reader.mention("source", "source_id"));
    }
  }
  if (parsed.mentions.empty())
    throw Error(ExitCode::input, path + ": no rows; expected a file of `onefold sample` with answers");
  return parsed;
}

[[noreturn]] void fail_at(const std::string& path, const std::vector<std::uint64_t>& lines, const std::string& what) {
  std::string places;
  for (const std::uint64_t line : lines) places += (places.empty() ? "line " : ", line ") + std::to_string(line);
  throw Error(ExitCode::input, path + ": " + what + ": " + places);
}

// Local. A limited number of lines that repeat a pair, or a record of their sample.
std::vector<std::uint64_t> repetitions(const Parsed& parsed) {
  std::vector<std::tuple<std::uint64_t, RecordId, std::uint64_t>> rows;
  for (const auto& row : parsed.records) rows.emplace_back(row.sample, row.record, row.line);
  for (const auto& row : parsed.pairs) rows.emplace_back(row.pair.left, row.pair.right, row.line);
  std::sort(rows.begin(), rows.end());
  std::vector<std::uint64_t> lines;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (std::get<0>(rows[i]) == std::get<0>(rows[i - 1]) && std::get<1>(rows[i]) == std::get<1>(rows[i - 1]))
      lines.push_back(std::get<2>(rows[i]));
  std::sort(lines.begin(), lines.end());
  if (lines.size() > kMaxExamples) lines.resize(kMaxExamples);
  return lines;
}

void require_one_sampled_record(const std::vector<ReviewedRecord>& rows, const std::string& path) {
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    std::size_t num_sampled = 0;
    for (; end < rows.size() && rows[end].sample == rows[begin].sample; ++end)
      num_sampled += rows[end].is_sampled ? 1 : 0;
    if (num_sampled != 1)
      throw Error(ExitCode::input, path + ": sample " + std::to_string(rows[begin].sample) + " has " +
                                       std::to_string(num_sampled) + " rows of role `sampled`; expected one");
    begin = end;
  }
}

}  // namespace

Reviewed parse_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution, std::string_view content,
                        const std::string& path, const RecordNames& local) {
  Parsed parsed;
  mpi::run_locally(world, [&] {
    if (world.is_root()) parsed = parse(content, path, local.sources);
  });
  world.broadcast(parsed.records);
  world.broadcast(parsed.pairs);
  world.broadcast(parsed.mentions);
  world.broadcast(parsed.result);
  const auto records = find_records(world, distribution, local, parsed.mentions);
  std::vector<std::uint64_t> unknown;
  for (std::size_t i = 0; i < records.size(); ++i)
    if (records[i] == kNoTrueClass && unknown.size() < kMaxExamples &&
        (unknown.empty() || unknown.back() != parsed.mentions[i].line))
      unknown.push_back(parsed.mentions[i].line);
  for (std::size_t i = 0; i < parsed.records.size(); ++i) parsed.records[i].record = records[i];
  for (std::size_t i = 0; i < parsed.pairs.size(); ++i) {
    const auto [left, right] = std::minmax(records[2 * i], records[2 * i + 1]);
    parsed.pairs[i].pair.left = left;
    parsed.pairs[i].pair.right = right;
  }
  std::sort(parsed.records.begin(), parsed.records.end(), [](const ReviewedRecord& a, const ReviewedRecord& b) {
    return std::tuple(a.sample, a.line) < std::tuple(b.sample, b.line);
  });
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    if (!unknown.empty()) fail_at(path, unknown, "records that the result does not hold");
    const auto repeated = repetitions(parsed);
    if (!repeated.empty()) fail_at(path, repeated, "rows that repeat an earlier one");
    require_one_sampled_record(parsed.records, path);
  });
  return {std::move(parsed.records), std::move(parsed.pairs), std::move(parsed.result)};
}

Reviewed read_reviewed(const mpi::Communicator& world, const BlockDistribution& distribution, const std::string& path,
                       const RecordNames& local) {
  std::unique_ptr<files::MappedFile> file;
  mpi::run_locally(world, [&] {
    if (world.is_root()) file = std::make_unique<files::MappedFile>(path, "reviewed file");
  });
  return parse_reviewed(world, distribution, file ? file->content() : std::string_view{}, path, local);
}

}  // namespace onefold::evaluate
