// Parquet on several ranks: the rows of the same CSV file, whatever the ranks and the row groups. Without libduckdb the
// file cannot be made, and nothing is tested here.
#include <algorithm>

#include "ingest/read_sources_cases.hpp"
#include "tables/duckdb.hpp"

namespace onefold::ingest {
namespace {

/// Lines of all ranks in the order of their ids.
std::vector<std::string> lines_by_record(const mpi::Communicator& world, const Job& job) {
  Collector sink(job, {});
  const Ingested in = read_sources(world, job, sink);
  std::string local;
  for (std::size_t s = 0; s < sink.lines().size(); ++s)
    for (std::size_t i = 0; i < sink.lines()[s].size(); ++i)
      local +=
          std::to_string(1'000'000 + in.local_stretches[s].first_record + i) + " " + sink.lines()[s][i].text + "\n";
  std::vector<std::string> lines;
  for (const std::string& text : world.gather_all(local))
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  std::ranges::sort(lines);
  return lines;
}

class ReadParquet : public ReadSources {
 protected:
  /// Collective. Rank 0 writes the rows of a query; false if it has no libduckdb.
  bool write_parquet(const std::string& name, const std::string& query) const {
    bool written = true;
    if (world().is_root()) try {
        tables::Duckdb duckdb;
        const auto rows = duckdb.query(
            "COPY (" + query + ") TO " + tables::sql_literal(path(name)) + " (FORMAT parquet, ROW_GROUP_SIZE 2048)",
            name);
        while (rows->next_chunk()) {
        }
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find("Parquet is read by libduckdb"), 0U) << error.what();
        std::fprintf(stderr, "skipped: libduckdb is not installed\n");
        written = false;
      }
    return world().all(written);
  }
};

TEST_F(ReadParquet, its_rows_are_those_of_the_csv_file_on_any_number_of_ranks) {
  if (!write_parquet("in.parquet",
                     "SELECT range AS id, 'a ' || range AS a, [1, 2] AS unused, DATE '2001-01-01' + "
                     "(range % 9)::INTEGER AS b, CASE WHEN range % 2 = 0 THEN 'c' END AS c FROM range(7001)"))
    return;
  std::string csv = kHeader;
  for (int i = 0; i < 7001; ++i)
    csv += std::to_string(i) + ",a " + std::to_string(i) + ",2001-01-0" + std::to_string(1 + i % 9) +
           (i % 2 == 0 ? ",c\n" : ",\n");
  write("in.csv", csv);
  Job job = job_of({{path("in.parquet")}});
  job.sources[0].shape = config::Shape::parquet;
  job.sources[0].text.header_rows = 0;
  const auto found = lines_by_record(world(), job);
  EXPECT_EQ(found.size(), 7001U);
  EXPECT_EQ(found, lines_by_record(world(), job_of({{path("in.csv")}})));
}

TEST_F(ReadParquet, a_nested_column_that_the_job_maps_ends_the_run_on_all_ranks) {
  if (!write_parquet("in.parquet", "SELECT range AS id, {'x': range} AS a, 'b' AS b, 'c' AS c FROM range(5000)"))
    return;
  Job job = job_of({{path("in.parquet")}});
  job.sources[0].shape = config::Shape::parquet;
  job.sources[0].text.header_rows = 0;
  expect_error(job, ExitCode::input, {"source \"s0\"", "in.parquet: column \"a\" is nested", "STRUCT"});
}

}  // namespace
}  // namespace onefold::ingest
