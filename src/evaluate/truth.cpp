#include "evaluate/truth.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "csv/csv_rows.hpp"
#include "evaluate/runs.hpp"
#include "files/mapped_file.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"
#include "record/text_key.hpp"

namespace onefold::evaluate {

namespace {

using Header = std::vector<std::string>;
constexpr std::size_t kMaxExamples = 5;

struct KeyedRecord {
  TextKey key;
  RecordId record;
};
struct ClassOfRecord {
  RecordId record;
  RecordId true_class;
};
// A row of the truth file.
struct TruthRow {
  TextKey record;
  TextKey true_id;
  std::uint64_t line;
  std::uint64_t has_true_id;
};

// Collective. Records with equal keys form a class; returns the classes of this rank's records.
std::vector<RecordId> classes_of_keys(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::vector<KeyedRecord> keyed) {
  keyed = mpi::exchange_by_owner(world, std::move(keyed),
                                 [&](const KeyedRecord& one) { return owner_of(one.key, world.size()); });
  std::sort(keyed.begin(), keyed.end(), [](const KeyedRecord& a, const KeyedRecord& b) {
    return std::tuple(a.key, a.record) < std::tuple(b.key, b.record);
  });
  std::vector<ClassOfRecord> classes;
  classes.reserve(keyed.size());
  for_each_run(
      std::span<const KeyedRecord>(keyed), [](const KeyedRecord& one) { return one.key; },
      [&](std::span<const KeyedRecord> equal) {
        for (const KeyedRecord& one : equal) classes.push_back({one.record, equal.front().record});
      });
  std::vector<KeyedRecord>().swap(keyed);
  classes = mpi::exchange_by_owner(world, std::move(classes),
                                   [&](const ClassOfRecord& one) { return distribution.owner(one.record); });
  std::vector<RecordId> of_records(distribution.size(world.rank()), kNoTrueClass);
  for (const auto& one : classes) of_records[one.record - distribution.begin(world.rank())] = one.true_class;
  return of_records;
}

struct TruthColumns {
  std::optional<std::size_t> source;
  std::size_t source_id = 0;
  std::size_t true_id = 0;
};

std::optional<std::size_t> find_column(const Header& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

TruthColumns columns_of(const Header& header, const std::string& place, std::size_t num_sources) {
  const std::string expected = "; expected a header with the columns source, source_id and the true id";
  TruthColumns columns;
  columns.source = find_column(header, "source");
  if (!columns.source && num_sources != 1)
    throw Error(ExitCode::input, place + ": no column `source`, and the result has " + std::to_string(num_sources) +
                                     " sources" + expected);
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

// Rank 0's reader.
class TruthReader {
 public:
  TruthReader(std::string_view content, const std::string& path, const std::vector<std::string>& sources)
      : rows_(content, path), sources_(sources) {
    if (!rows_.next(fields_)) throw Error(ExitCode::input, path + ": the truth file is empty; expected a header");
    num_fields_ = fields_.size();
    columns_ = columns_of(fields_, rows_.place(), sources.size());
  }
  // False at the end.
  bool next() {
    if (!rows_.next(fields_)) return false;
    if (fields_.size() != num_fields_)
      throw Error(ExitCode::input, rows_.place() + ": " + std::to_string(fields_.size()) +
                                       " fields, but the header has " + std::to_string(num_fields_));
    source_ = 0;
    if (columns_.source) {
      const auto found = std::find(sources_.begin(), sources_.end(), fields_[*columns_.source]);
      if (found == sources_.end())
        throw Error(ExitCode::input, rows_.place() + ": the source is not one of the result's: " + joined(sources_));
      source_ = static_cast<std::uint32_t>(found - sources_.begin());
    }
    return true;
  }
  [[nodiscard]] TruthRow row() const {
    const std::string& true_id = fields_[columns_.true_id];
    return {record_key(source_, fields_[columns_.source_id]), text_key(true_id), rows_.line(),
            true_id.empty() ? 0u : 1u};
  }

 private:
  csv::CsvRows rows_;
  const std::vector<std::string>& sources_;
  TruthColumns columns_;
  std::vector<std::string> fields_;
  std::size_t num_fields_ = 0;
  std::uint32_t source_ = 0;
};

// Collective. Rows of the file whose record keys this rank owns.
std::vector<TruthRow> deal_rows(const mpi::Communicator& world, std::string_view content, const std::string& path,
                                const std::vector<std::string>& sources, std::uint64_t rows_at_once) {
  std::vector<TruthRow> mine;
  std::optional<TruthReader> reader;
  for (bool more = true; more;) {
    std::vector<TruthRow> part;
    mpi::run_locally(world, [&] {
      if (!world.is_root()) return;
      if (!reader) reader.emplace(content, path, sources);
      while (part.size() < rows_at_once && reader->next()) part.push_back(reader->row());
    });
    more = world.any(!part.empty());
    if (!more) break;
    part = mpi::exchange_by_owner(world, std::move(part),
                                  [&](const TruthRow& row) { return owner_of(row.record, world.size()); });
    mine.insert(mine.end(), part.begin(), part.end());
  }
  std::sort(mine.begin(), mine.end(), [](const TruthRow& a, const TruthRow& b) {
    return std::tuple(a.record, a.line) < std::tuple(b.record, b.line);
  });
  return mine;
}

struct Repetition {
  std::uint64_t line;
  std::uint64_t earlier_line;
};

// Collective. Ends all ranks if a record is in the file twice.
void refuse_repetitions(const mpi::Communicator& world, const std::vector<TruthRow>& rows, const std::string& path) {
  std::vector<Repetition> first;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].record == rows[i - 1].record && (first.empty() || rows[i].line < first[0].line))
      first = {{rows[i].line, rows[i - 1].line}};
  auto all = world.gather_all(first);
  if (all.empty()) return;
  const Repetition worst = *std::min_element(all.begin(), all.end(),
                                             [](const Repetition& a, const Repetition& b) { return a.line < b.line; });
  throw Error(ExitCode::input, path + " line " + std::to_string(worst.line) +
                                   ": the record of this line is already in line " +
                                   std::to_string(worst.earlier_line) + "; give each record once");
}

}  // namespace

std::vector<RecordId> classes_of(const mpi::Communicator& world, const BlockDistribution& distribution,
                                 const TextColumn& local_true_ids) {
  std::vector<KeyedRecord> keyed;
  for (std::size_t i = 0; i < local_true_ids.size(); ++i)
    if (!local_true_ids[i].empty())
      keyed.push_back({text_key(local_true_ids[i]), distribution.begin(world.rank()) + i});
  return classes_of_keys(world, distribution, std::move(keyed));
}

TruthFile parse_truth(const mpi::Communicator& world, const BlockDistribution& distribution, std::string_view content,
                      const std::string& path, const RecordNames& local, std::uint64_t rows_at_once) {
  TruthFile truth;
  // 1. Bring rows of the file and records of the result with equal keys to the same rank.
  const auto rows = deal_rows(world, content, path, local.sources, rows_at_once);
  refuse_repetitions(world, rows, path);
  std::vector<KeyedRecord> records;
  records.reserve(local.source.size());
  for (std::size_t i = 0; i < local.source.size(); ++i)
    records.push_back({record_key(local.source[i], local.source_id[i]), distribution.begin(world.rank()) + i});
  records = mpi::exchange_by_owner(world, std::move(records),
                                   [&](const KeyedRecord& one) { return owner_of(one.key, world.size()); });
  std::sort(records.begin(), records.end(), [](const KeyedRecord& a, const KeyedRecord& b) { return a.key < b.key; });

  // 2. Give records the key of their true id; count rows without a record.
  std::vector<KeyedRecord> true_ids;
  const auto before = [](std::uint64_t a, std::uint64_t b) { return a < b; };
  Foremost<std::uint64_t, decltype(before)> unknown(kMaxExamples, before);
  std::uint64_t num_unknown = 0;
  std::uint64_t num_empty = 0;
  auto record = records.begin();
  for (const TruthRow& row : rows) {
    while (record != records.end() && record->key < row.record) ++record;
    if (record == records.end() || record->key != row.record) {
      ++num_unknown;
      unknown.offer(row.line);
    } else if (row.has_true_id == 0) {
      ++num_empty;
    } else {
      true_ids.push_back({row.true_id, record->record});
    }
  }
  truth.num_rows = world.sum(rows.size());
  truth.num_not_in_result = world.sum(num_unknown);
  truth.num_without_true_id = world.sum(num_empty);
  std::vector<std::uint64_t> lines = world.gather_all(unknown.sorted());
  std::sort(lines.begin(), lines.end());
  if (lines.size() > kMaxExamples) lines.resize(kMaxExamples);
  for (const auto line : lines) truth.not_in_result.push_back("line " + std::to_string(line));

  // 3. Equal true ids form a class.
  truth.true_class = classes_of_keys(world, distribution, std::move(true_ids));
  return truth;
}

TruthFile read_truth(const mpi::Communicator& world, const BlockDistribution& distribution, const std::string& path,
                     const RecordNames& local) {
  std::unique_ptr<files::MappedFile> file;
  mpi::run_locally(world, [&] {
    if (world.is_root()) file = std::make_unique<files::MappedFile>(path, "truth file");
  });
  return parse_truth(world, distribution, file ? file->content() : std::string_view{}, path, local);
}

}  // namespace onefold::evaluate
