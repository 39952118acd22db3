// Suggests a job for a file and reads the file by the job's own [[source]], every column of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/read_sources.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "record/empty_text.hpp"
#include "sniff/input.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {

struct ReadBack {
  std::string refusal;  ///< empty: there is a job
  std::string job;
  std::string codes;               ///< of the warnings, each between line feeds
  std::vector<std::string> names;  ///< of the columns
  std::vector<std::vector<std::string>> rows;
  std::uint64_t num_quarantined = 0;
  [[nodiscard]] bool warns(std::string_view code) const {
    return codes.find('\n' + std::string(code) + '\n') != std::string::npos;
  }
};

class KeepRows final : public ingest::RowSink {
 public:
  void take(ingest::RawBatch& batch) override {
    for (std::size_t r = 0; r < batch.size(); ++r) {
      auto& row = rows.emplace_back();
      for (const auto& values : batch.attributes) row.emplace_back(without_mark(values[r]));
    }
  }
  std::vector<std::vector<std::string>> rows;
};

/// Collective. The rows of all ranks, in the order of the file: of a plain file, each rank reads one range.
inline std::vector<std::vector<std::string>> rows_of_all(const std::vector<std::vector<std::string>>& local) {
  std::string packed;
  for (const auto& row : local) {
    for (const auto& cell : row) packed += cell + '\x1d';
    packed += '\x1e';
  }
  std::vector<std::vector<std::string>> rows;
  for (const std::string& part : test::world().gather_all(packed)) {
    std::string_view rest = part;
    while (!rest.empty()) {
      auto& row = rows.emplace_back();
      std::string_view cells = rest.substr(0, rest.find('\x1e'));
      rest.remove_prefix(cells.size() + 1);
      while (!cells.empty()) {
        row.emplace_back(cells.substr(0, cells.find('\x1d')));
        cells.remove_prefix(row.back().size() + 1);
      }
    }
  }
  return rows;
}

/// Collective. The result is the same on all ranks.
inline ReadBack read_back(const test::ScratchFolder& folder, const std::string& name, const std::string& text) {
  ReadBack back;
  folder.write(name, text);
  Options options;
  options.files = {folder / name};
  try {
    auto suggestion = suggest(test::world(), options);
    back.job = std::move(suggestion.job);
    std::string codes;
    for (const auto& warning : suggestion.warnings) codes += warning.code + '\n';
    test::world().broadcast(codes);
    back.codes = '\n' + codes;
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
  back.rows = rows_of_all(sink.rows);
  back.num_quarantined = test::world().sum(ingested.local_quarantine.size());
  return back;
}

}  // namespace onefold::suggest
