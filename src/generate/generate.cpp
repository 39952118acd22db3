#include "onefold/generate/generate.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "generate/extract.hpp"
#include "generate/options_file.hpp"
#include "generate/output_files.hpp"
#include "generate/population.hpp"
#include "generate/record.hpp"
#include "generate/row_buffer.hpp"
#include "generate/vocabulary.hpp"
#include "onefold/record/error.hpp"

namespace onefold::generate {

namespace {

void check(const Options& options) {
  const auto wrong = [](const std::string& message) { throw Error(ExitCode::usage, message); };
  if (options.folder.empty()) wrong("no output folder is given: --output DIR");
  if (options.num_records < 1 || options.num_records > kMaxRecords)
    wrong("--records takes a number from 1 to " + std::to_string(kMaxRecords));
  if (options.num_parts < 1 || options.num_parts > kMaxParts)
    wrong("--parts takes a number from 1 to " + std::to_string(kMaxParts));
  if (!(options.duplicates_mean >= 1 && options.duplicates_mean <= kMaxDuplicatesMean))
    wrong("--duplicates-mean takes a number from 1 to 4: records per person, at most 8 of one person");
  if (options.rows_per_chunk < 1) wrong("a chunk needs at least one row");
  if (options.wave < 1 || options.wave > kMaxWaves)
    wrong("--wave takes a number from 1 to " + std::to_string(kMaxWaves));
  if (options.compared_wave >= options.wave && options.compared_wave > 0)
    wrong("--wave " + std::to_string(options.wave) + " is not after the population of --of, which is wave " +
          std::to_string(options.compared_wave));
}

/// All files of the sources, part by part; then the options; the last two are the changes, if wanted, and the truth.
std::vector<std::string> file_names(std::uint64_t num_parts, bool with_changes) {
  std::vector<std::string> names;
  for (const auto source : kSourceNames)
    for (std::uint64_t part = 1; part <= num_parts; ++part) {
      Text name(source);
      if (num_parts > 1) {
        name.append('_');
        name.append_number(part, 4);
      }
      name.append(".csv");
      names.emplace_back(name.view());
    }
  names.emplace_back(kOptionsFile);
  if (with_changes) names.emplace_back("changes.csv");
  names.emplace_back("truth.csv");
  return names;
}

/// Rows first .. last - 1 of a source; all of them belong to one file.
struct Chunk {
  SourceKind source = SourceKind::crm;
  std::size_t file = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool begins_file = false;
};

/// Iterates over all chunks in the order of the files. A file without rows has one empty chunk for its header.
class ChunkWalk {
 public:
  ChunkWalk(const Extract& extract, const Options& options) : extract_(extract), options_(options) {}

  /// The next chunks, at most `count`.
  std::vector<Chunk> next(std::size_t count) {
    std::vector<Chunk> chunks;
    while (chunks.size() < count && file_ < kNumSources * options_.num_parts) {
      const auto source = static_cast<SourceKind>(file_ / options_.num_parts);
      const std::uint64_t part = file_ % options_.num_parts;
      const std::uint64_t num_rows = extract_.num_rows(source);
      const std::uint64_t begin = share(num_rows, part);
      const std::uint64_t end = share(num_rows, part + 1);
      const std::uint64_t first = begin + row_in_file_;
      const std::uint64_t last = std::min(end, first + options_.rows_per_chunk);
      chunks.push_back({source, file_, first, last, row_in_file_ == 0});
      row_in_file_ = last - begin;
      if (last == end) {
        ++file_;
        row_in_file_ = 0;
      }
    }
    return chunks;
  }

 private:
  [[nodiscard]] std::uint64_t share(std::uint64_t num_rows, std::uint64_t part) const {
    return num_rows * part / options_.num_parts;
  }

  const Extract& extract_;
  const Options& options_;
  std::size_t file_ = 0;
  std::uint64_t row_in_file_ = 0;
};

void count(const Record& record, SourceSummary& summary) {
  ++summary.num_records;
  if ((record.flaws & kSpellingFlaws) != 0) ++summary.num_with_error;
  for (std::size_t f = 0; f < kNumFlaws; ++f) summary.num_with_flaw[f] += (record.flaws >> f) & 1U;
  const bool missing[kNumFields] = {record.given_name.empty(), record.surname.empty(), !record.has_birth_date,
                                    record.email.empty(),      record.phone.empty(),   record.street.empty(),
                                    record.town.empty(),       record.postcode.empty()};
  for (std::size_t f = 0; f < kNumFields; ++f) summary.num_missing[f] += missing[f] ? 1U : 0U;
}

/// What a chunk adds to the files.
struct ChunkRows {
  RowBuffer& rows;
  RowBuffer& changes;
  RowBuffer& truth;
};

void add_row(RowBuffer& out, std::initializer_list<std::string_view> fields) {
  for (const auto field : fields) out.add_plain(field);
  out.end_row();
}

/// What a row of changes.csv says; empty if nothing changed.
std::string_view change_between(const RowState& before, const RowState& after) {
  if (!after.exists) return before.exists ? "removed" : "";
  if (!before.exists) return after.has_reissued_id ? "reissued" : "new";
  if (before.id_row != after.id_row) return "renamed";
  return before.entered_wave != after.entered_wave ? "changed" : "";
}

/// Local. Generates the rows of a chunk, and their rows in changes.csv and truth.csv.
void make_rows(const Chunk& chunk, const Extract& extract, const Options& options, const ChunkRows& out,
               SourceSummary& summary) {
  const std::string_view source_name = kSourceNames[static_cast<std::size_t>(chunk.source)];
  if (chunk.begins_file) out.rows.add_line(header_of(chunk.source));
  // Persons occur in no particular order, so drawing their names would wait for memory. The entries are prefetched some
  // rows ahead.
  constexpr std::uint64_t kAhead = 8;
  std::array<Subject, kAhead> ahead{};
  const auto look_ahead = [&](std::uint64_t row) {
    if (row >= chunk.last) return;
    const Subject next = ahead[row % kAhead] = extract.subject(chunk.source, row);
    next.population->prefetch(next.person);
  };
  for (std::uint64_t row = chunk.first; row < chunk.first + kAhead; ++row) look_ahead(row);
  for (std::uint64_t row = chunk.first; row < chunk.last; ++row) {
    const Subject subject = ahead[row % kAhead];
    look_ahead(row + kAhead);
    const RowState state = extract.state(chunk.source, row, options.wave);
    const Text id = source_id_of(chunk.source, state.id_row);
    Text true_id("P");
    true_id.append_number(subject.true_id + 1, 8);
    if (options.compared_wave > 0) {
      const RowState before = extract.state(chunk.source, row, options.compared_wave);
      const std::string_view change = change_between(before, state);
      const Text previous_id = source_id_of(chunk.source, before.id_row);
      if (!change.empty())
        add_row(out.changes, {source_name, state.exists ? id.view() : "", before.exists ? previous_id.view() : "",
                              true_id.view(), change});
    }
    if (!state.exists) continue;
    Stream random(subject.seed);
    Record record = extract.record(chunk.source, subject, state.entered_wave, random);
    count(record, summary);
    append_record(chunk.source, id, record, random, out.rows);
    add_row(out.truth, {source_name, id.view(), true_id.view()});
  }
}

void sum_over_ranks(const mpi::Communicator& world, Summary& summary) {
  std::vector<std::uint64_t> counts;
  const auto each = [&](auto&& visit) {
    for (auto& source : summary.sources) {
      visit(source.num_records);
      visit(source.num_with_error);
      for (auto& n : source.num_missing) visit(n);
      for (auto& n : source.num_with_flaw) visit(n);
    }
  };
  each([&](std::uint64_t& n) { counts.push_back(n); });
  world.sum_in_place(counts);
  auto next = counts.begin();
  each([&](std::uint64_t& n) { n = *next++; });
}

}  // namespace

Summary write_population(const mpi::Communicator& world, const Options& options) {
  check(options);
  const Vocabulary vocabulary = make_vocabulary();
  const Extract extract(vocabulary, options);
  const bool with_changes = options.compared_wave > 0;
  OutputFiles files(world, options.folder, file_names(options.num_parts, with_changes), options.overwrite);
  const std::size_t options_file = kNumSources * options.num_parts;
  const std::size_t changes_file = options_file + 1;
  const std::size_t truth_file = with_changes ? changes_file + 1 : changes_file;

  Summary summary;
  summary.num_persons = extract.num_persons();
  RowBuffer truth(',');
  RowBuffer changes(',');
  std::array<RowBuffer, kNumSources> buffers = {RowBuffer(delimiter_of(SourceKind::crm)),
                                                RowBuffer(delimiter_of(SourceKind::webshop)),
                                                RowBuffer(delimiter_of(SourceKind::callcentre))};

  // In each round every rank generates one of the next chunks; all ranks learn the sizes; each rank writes its chunk
  // after the chunks of lower ranks.
  ChunkWalk walk(extract, options);
  const auto rank = static_cast<std::size_t>(world.rank());
  std::size_t file = 0;  // file of the previous chunk, and the fill level of the files; equal on all ranks
  std::uint64_t file_end = 0;
  std::uint64_t truth_end = 0;
  std::uint64_t changes_end = 0;
  bool is_first_round = true;
  for (auto chunks = walk.next(static_cast<std::size_t>(world.size())); !chunks.empty();
       chunks = walk.next(static_cast<std::size_t>(world.size()))) {
    const bool has_chunk = rank < chunks.size();
    RowBuffer& rows = buffers[has_chunk ? static_cast<std::size_t>(chunks[rank].source) : 0];
    rows.clear();
    truth.clear();
    changes.clear();
    mpi::run_locally(world, [&] {
      if (is_first_round && world.is_root()) {
        truth.add_line(kTruthHeader);
        if (with_changes) changes.add_line(kChangesHeader);
      }
      if (has_chunk)
        make_rows(chunks[rank], extract, options, {rows, changes, truth},
                  summary.sources[static_cast<std::size_t>(chunks[rank].source)]);
    });
    is_first_round = false;

    const auto sizes =
        world.gather_all(std::vector<std::uint64_t>{rows.bytes().size(), truth.bytes().size(), changes.bytes().size()});
    std::uint64_t rows_offset = 0;
    std::uint64_t truth_offset = 0;
    std::uint64_t changes_offset = 0;
    for (std::size_t r = 0; r < chunks.size(); ++r) {
      if (chunks[r].file != file) {
        file = chunks[r].file;
        file_end = 0;
      }
      if (r == rank) {
        rows_offset = file_end;
        truth_offset = truth_end;
        changes_offset = changes_end;
      }
      file_end += sizes[3 * r];
      truth_end += sizes[3 * r + 1];
      changes_end += sizes[3 * r + 2];
      summary.num_bytes += sizes[3 * r] + sizes[3 * r + 1] + sizes[3 * r + 2];
    }
    mpi::run_locally(world, [&] {
      if (!has_chunk) return;
      files.local_write(chunks[rank].file, rows.bytes(), rows_offset);
      files.local_write(truth_file, truth.bytes(), truth_offset);
      if (with_changes) files.local_write(changes_file, changes.bytes(), changes_offset);
    });
  }
  const std::string written_options = to_json(options);
  mpi::run_locally(world, [&] {
    if (world.is_root()) files.local_write(options_file, written_options, 0);
  });
  summary.num_bytes += written_options.size();
  files.publish();
  sum_over_ranks(world, summary);
  return summary;
}

}  // namespace onefold::generate
