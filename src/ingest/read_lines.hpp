// Reads the rows of texts in which every line is a row: NDJSON and columns of fixed width. They are cut at line feeds,
// so a rank needs to know nothing of the bytes before its segment but how many lines they hold.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bytes/line_reader.hpp"
#include "ingest/read_segment.hpp"
#include "tables/json_line.hpp"

namespace onefold::ingest {

/// Local. As local_read_segment.
void local_read_lines(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                      const std::function<void(std::uint64_t)>& progress);

/// The columns that a job asks for in an NDJSON file, each once: the paths of its values.
[[nodiscard]] std::vector<std::string> asked_paths(const config::SourceConfig& source);

/// Local. The paths at the beginning of an NDJSON file: of up to 10,000 rows.
[[nodiscard]] std::vector<tables::JsonPath> local_look_at_paths(const InputFile& file);

/// A line as a row of RowTaker: decoded if the file has another encoding.
class LineRow {
 public:
  LineRow(const InputFile& file, tables::LineFields& fields);
  void take(std::string_view line, std::uint64_t number);
  [[nodiscard]] std::optional<csv::Defect> defect() const {
    return undecodable_ ? csv::Defect::invalid_utf8 : fields_.defect();
  }
  [[nodiscard]] std::size_t num_fields() const { return fields_.num_fields(); }
  [[nodiscard]] std::string_view value(std::size_t field) { return fields_.value(field); }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] std::uint64_t last_line() const { return line_; }
  [[nodiscard]] csv::QuoteFault quote_fault() const { return csv::QuoteFault::none; }
  [[nodiscard]] std::uint64_t num_row_bytes() const { return num_bytes_; }

 private:
  tables::LineFields& fields_;
  std::optional<bytes::ValueDecoder> decoder_;
  std::string decoded_;
  std::uint64_t line_ = 0;
  std::uint64_t num_bytes_ = 0;
  bool undecodable_ = false;
};

/// Local. What ends the lines of a file whose lines are rows: a line feed, or a carriage return alone.
[[nodiscard]] char local_line_end(const InputFile& file);

/// Whether a line is a row, blank or a comment.
[[nodiscard]] csv::RowKind kind_of_line(std::string_view line, const config::TextFormat& text);

/// Local. Finds the first row of a file after lines that are none, and maps its columns.
void local_examine_lines(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes,
                         csv::ParserLimits limits);

/// Collective. Requires that each path that a source asks for occurs in a row of it. `local_seen` tells what this rank
/// has seen, once per path and segment. Returns warnings about values that stand where an object is expected.
[[nodiscard]] Warnings require_paths(const mpi::Communicator& world, const config::Job& job,
                                     const std::vector<InputFile>& files, const std::vector<SourceCounts>& sources,
                                     const std::vector<SeenPath>& local_seen);

}  // namespace onefold::ingest
