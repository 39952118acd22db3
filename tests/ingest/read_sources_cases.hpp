// A sink that keeps all rows, and a fixture for tests that read files written by them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ingest/read_sources.hpp"
#include "onefold/record/error.hpp"
#include "record/empty_text.hpp"
#include "support/compressed.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::ingest {

using config::Job;
using config::SourceConfig;

inline constexpr const char* kMarker = "MARKERVALUE";

/// Keeps all rows that a rank has read, one line per row, for each of its stretches.
class Collector final : public RowSink {
 public:
  Collector(const Job& job, const Tuning& tuning) : job_(job), tuning_(tuning) {
    for (const auto& source : job.sources) has_truth_ |= !source.truth.empty();
  }
  void take(RawBatch& batch) override {
    EXPECT_GT(batch.size(), 0U);
    EXPECT_LE(batch.size(), tuning_.batch_rows);
    EXPECT_EQ(batch.updated.size(), batch.size());
    EXPECT_EQ(batch.true_id.size(), has_truth_ ? batch.size() : 0);
    EXPECT_EQ(batch.attributes.size(), job_.attributes.size());
    // Stretches arrive in order; empty ones are skipped.
    EXPECT_TRUE(lines_.empty() || lines_.size() <= batch.stretch + 1);
    if (lines_.size() <= batch.stretch) lines_.resize(batch.stretch + 1);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::string line(batch.source_id[i]);
      line.append("|").append(batch.updated[i]).append("|").append(batch.true_id.empty() ? "-" : batch.true_id[i]);
      for (const auto& attribute : batch.attributes) {
        EXPECT_EQ(attribute.size(), batch.size());
        line += "|" + std::string(without_mark(attribute[i]));
      }
      lines_[batch.stretch].push_back({batch.source, line});
    }
    // The content that the sink leaves in the batch must not matter.
    batch.source = 77;
    batch.attributes.clear();
    batch.source_id.push_back(kMarker);
  }
  struct Line {
    std::uint32_t source;
    std::string text;
  };
  [[nodiscard]] const std::vector<std::vector<Line>>& lines() const { return lines_; }

 private:
  const Job& job_;
  const Tuning tuning_;
  bool has_truth_ = false;
  std::vector<std::vector<Line>> lines_;  // [stretch][record]
};

/// A folder of files, the same on all ranks.
class ReadSources : public testing::Test {
 protected:
  static const mpi::Communicator& world() { return onefold::test::world(); }
  void write(const std::string& name, std::string_view bytes) const { folder_.write(name, bytes); }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

  /// Three attributes a, b, c from columns of the same names, ids from column id.
  [[nodiscard]] static Job job_of(std::vector<std::vector<std::string>> files_of_sources) {
    Job job;
    for (const char* name : {"a", "b", "c"}) job.attributes.push_back({.name = name});
    for (std::size_t s = 0; s < files_of_sources.size(); ++s) {
      SourceConfig source;
      source.name = "s" + std::to_string(s);
      source.files = files_of_sources[s];
      source.id = "id";
      for (std::uint32_t a = 0; a < 3; ++a) source.columns.push_back({a, job.attributes[a].name});
      job.sources.push_back(source);
    }
    return job;
  }

  /// Fails the test unless reading ends in this error, with the same message on all ranks and no value in it.
  void expect_error(const Job& job, ExitCode code, const std::vector<std::string>& words,
                    const Tuning& tuning = {}) const {
    std::string message = "no error";
    ExitCode found = ExitCode::ok;
    try {
      Collector sink(job, tuning);
      (void)read_sources_tuned(world(), job, sink, {.progress = {}, .search = {}, .tuning = tuning, .cuts = {}});
    } catch (const Error& error) {
      message = error.what();
      found = error.code();
    }
    const auto all = world().gather_all(message);
    EXPECT_EQ(found, code) << message;
    for (const auto& other : all) EXPECT_EQ(other, message);
    for (const auto& word : words)
      EXPECT_NE(message.find(word), std::string::npos) << "no '" << word << "' in: " << message;
    EXPECT_EQ(message.find(kMarker), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }

 private:
  test::ScratchFolder folder_{world()};
};

/// Everything that must not depend on ranks and cuts, as text: one line per record in the order of ids, then the
/// quarantine.
struct Everything {
  std::vector<std::string> records;
  std::vector<std::string> quarantine;  // source, row, reason
  std::vector<std::string> places;      // file, line
  std::vector<std::string> sources;
  std::vector<LineCounts> lines;  // [source]
  bool operator==(const Everything&) const = default;
};

inline std::vector<std::string> all_lines(const mpi::Communicator& world, const std::vector<std::string>& local) {
  std::string text;
  for (const auto& line : local) text += line + '\x1e';
  std::vector<std::string> out;
  for (const auto& part : world.gather_all(text))
    for (std::size_t at = 0; at < part.size();) {
      const std::size_t end = part.find('\x1e', at);
      out.push_back(part.substr(at, end - at));
      at = end + 1;
    }
  return out;
}

/// Reads, and returns for each row that a sink took the record that it became.
inline Everything everything(const mpi::Communicator& world, const Job& job, const Progress& progress = {},
                             const Tuning& tuning = {},
                             const std::optional<std::vector<std::uint64_t>>& cuts = std::nullopt) {
  Collector sink(job, tuning);
  const Ingested in =
      read_sources_tuned(world, job, sink, {.progress = progress, .search = {}, .tuning = tuning, .cuts = cuts});
  const auto quarantined = quarantined_rows(world.gather_all(in.local_quarantine), in.sources.size());
  EXPECT_LE(sink.lines().size(), in.local_stretches.size());
  std::vector<std::string> records;
  std::vector<RecordId> local_ids;
  for (std::size_t s = 0; s < in.local_stretches.size(); ++s) {
    const auto& stretch = in.local_stretches[s];
    const std::uint64_t num_taken = s < sink.lines().size() ? sink.lines()[s].size() : 0;
    EXPECT_EQ(num_taken, stretch.num_records);
    EXPECT_TRUE(s == 0 ||
                in.local_stretches[s - 1].first_record + in.local_stretches[s - 1].num_records <= stretch.first_record);
    for (std::uint64_t i = 0; i < num_taken; ++i) {
      const auto& line = sink.lines()[s][i];
      const RecordId id = stretch.first_record + i;
      const SourceCounts& source = in.sources[line.source];
      EXPECT_GE(id, source.first_record);
      EXPECT_LT(id, source.first_record + source.records);
      local_ids.push_back(id);
      records.push_back(std::to_string(line.source) + "|" +
                        std::to_string(row_of(id, source, quarantined[line.source])) + "|" + line.text);
    }
  }
  const auto ids = world.gather_all(local_ids);
  const auto unordered = all_lines(world, records);
  EXPECT_EQ(ids.size(), in.distribution.num_global());
  EXPECT_EQ(in.distribution.num_ranks(), world.size());
  // Each id must occur once.
  std::vector<std::string> ordered(ids.size());
  for (std::size_t i = 0; i < ids.size() && i < unordered.size(); ++i)
    if (ids[i] < ordered.size()) {
      EXPECT_TRUE(ordered[ids[i]].empty());
      ordered[ids[i]] = unordered[i];
    }
  std::vector<std::string> quarantine;
  std::vector<std::string> places;
  for (const auto& row : in.local_quarantine) {
    quarantine.push_back(std::to_string(row.source) + "|" + std::to_string(row.row) + "|" +
                         std::string(name_of(row.reason)));
    places.push_back(std::to_string(row.source) + "|" + std::to_string(row.row) + "|" + in.files[row.file] + ":" +
                     std::to_string(row.line) + (row.last_line > row.line ? "-" + std::to_string(row.last_line) : ""));
  }
  Everything out{ordered, all_lines(world, quarantine), all_lines(world, places), {}, {}};
  std::sort(out.quarantine.begin(), out.quarantine.end());
  std::sort(out.places.begin(), out.places.end());
  for (const auto& source : in.sources) {
    EXPECT_EQ(source.rows_read, source.records + source.quarantined);
    EXPECT_TRUE(source.lines.add_up()) << source.lines.all;
    out.lines.push_back(source.lines);
    out.sources.push_back(std::to_string(source.rows_read) + "|" + std::to_string(source.records) + "|" +
                          std::to_string(source.first_record));
  }
  return out;
}

inline const std::string kHeader = "id,a,b,c\r\n";

}  // namespace onefold::ingest
