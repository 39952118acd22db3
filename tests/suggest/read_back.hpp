// Suggests a job for a file and reads the file by the job's own [[source]], every column of it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "ingest/read_sources.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "sniff/input.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {

struct ReadBack {
  std::string refusal;  ///< empty: there is a job
  std::string job;
  Warnings warnings;
  std::vector<std::string> names;  ///< of the columns
  std::vector<std::vector<std::string>> rows;
  std::uint64_t num_quarantined = 0;
  [[nodiscard]] bool warns(std::string_view code) const {
    return std::ranges::any_of(warnings, [&](const Warning& warning) { return warning.code == code; });
  }
};

class KeepRows final : public ingest::RowSink {
 public:
  void take(ingest::RawBatch& batch) override {
    for (std::size_t r = 0; r < batch.size(); ++r) {
      auto& row = rows.emplace_back();
      for (const auto& values : batch.attributes) row.emplace_back(values[r]);
    }
  }
  std::vector<std::vector<std::string>> rows;
};

/// On one rank: rows are in the order of the file.
inline ReadBack read_back(const test::ScratchFolder& folder, const std::string& name, const std::string& text) {
  ReadBack back;
  folder.write(name, text);
  Options options;
  options.files = {folder / name};
  try {
    auto suggestion = suggest(test::world(), options);
    back.job = std::move(suggestion.job);
    back.warnings = std::move(suggestion.warnings);
  } catch (const Error& error) {
    back.refusal = error.what();
    EXPECT_EQ(error.code(), ExitCode::input) << back.refusal;
    return back;
  }
  const config::Job suggested = config::parse_job(back.job, "suggested");
  config::Job job;
  job.max_quarantine = suggested.max_quarantine;
  job.sources = {suggested.sources.at(0)};
  auto& source = job.sources[0];
  source.id = source.updated = source.truth = "";
  source.columns.clear();
  back.names = read_input(options.files).tables.at(0).columns;
  for (std::uint32_t c = 0; c < back.names.size(); ++c) {
    job.attributes.push_back({.name = "a" + std::to_string(c)});
    source.columns.push_back({c, source.has_column_names() ? back.names[c] : std::to_string(c + 1)});
  }
  KeepRows sink;
  const auto ingested = ingest::read_sources(test::world(), job, sink, {}, {});
  back.rows = std::move(sink.rows);
  back.num_quarantined = ingested.local_quarantine.size();
  return back;
}

}  // namespace onefold::suggest
