// A sink that keeps all rows, and a fixture for tests that read files written by them.
#pragma once

#include <string>
#include <vector>

#include "ingest/read_sources.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"
#include "support/temp_folder.hpp"

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
        line += "|" + std::string(attribute[i]);
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

/// The same folder on all ranks, created by the root and removed after the test.
class ReadSources : public testing::Test {
 protected:
  ReadSources() : folder_(shared_path()) {}
  ~ReadSources() override {
    world().barrier();
    if (world().is_root()) folder_.remove();
  }
  static const mpi::Communicator& world() { return onefold::test::world(); }
  void write(const std::string& name, std::string_view bytes) const {
    if (world().is_root()) folder_.write(name, bytes);
    world().barrier();
  }
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
  static std::string shared_path() {
    std::string path = world().is_root() ? test::TempFolder().path() : "";
    world().broadcast(path);
    return path;
  }
  test::TempFolder folder_;
};

inline const std::string kHeader = "id,a,b,c\r\n";

}  // namespace onefold::ingest
