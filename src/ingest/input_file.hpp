// What all ranks know about an input file before they read it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/encoding.hpp"
#include "csv/byte_order_mark.hpp"
#include "csv/csv_parser.hpp"
#include "ingest/ingest.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "tables/line_fields.hpp"

namespace onefold::ingest {

/// Slots to which the columns of a source are mapped: three roles, the attributes of the job, and the times at which
/// the values of these changed.
inline constexpr std::size_t kIdSlot = 0;
inline constexpr std::size_t kUpdatedSlot = 1;
inline constexpr std::size_t kTruthSlot = 2;
inline constexpr std::size_t kFirstAttributeSlot = 3;
[[nodiscard]] constexpr std::size_t updated_slot(std::size_t attribute, std::size_t num_attributes) {
  return kFirstAttributeSlot + num_attributes + attribute;
}
/// The column that says whether a row deletes a record.
[[nodiscard]] constexpr std::size_t deleted_slot(std::size_t num_attributes) {
  return kFirstAttributeSlot + 2 * num_attributes;
}
[[nodiscard]] constexpr std::size_t num_slots(std::size_t num_attributes) { return deleted_slot(num_attributes) + 1; }
/// Marks a slot without a column.
inline constexpr std::int32_t kNoField = -1;

struct InputFile {
  std::uint32_t source = 0;  ///< index into Job::sources
  std::string path;
  /// Not a file: the records of the source that are kept from the previous result. `size` is their number, before those
  /// that changed or were deleted are left out.
  bool kept = false;
  std::uint64_t size = 0;  ///< bytes as stored, without a footer if the file can be cut; units of a table
  std::uint64_t bytes_per_unit = 1;
  /// One rank reads it from front to back: it is compressed, or masks cannot split its dialect.
  bool whole = false;
  bytes::Compression compression = bytes::Compression::none;
  bytes::Decoding decoding = bytes::Decoding::none;
  std::string member;               ///< of a zip archive: the file in it that is read; empty: the only one
  std::string encoding;             ///< empty: UTF-8
  std::uint64_t content_begin = 0;  ///< offset of the first row after header and byte-order mark, in unpacked bytes
  std::uint64_t content_line = 1;   ///< line of this row
  std::uint32_t num_fields = 0;     ///< of each row; 0 if the file has no rows
  std::uint32_t empty_from = 0;     ///< fields of a row from this one on must be empty; 0: they need not be
  std::string delimiter = ",";      ///< the job's, or the one that a line sep= names
  char line_end = '\n';
  /// The rows of the header as they are written: where they stand again, they are no rows.
  std::vector<std::string> header_lines;
  std::string also_read_by;     ///< another source of the job that reads the same file
  std::string repeated_column;  ///< a name of the job that several columns have; the first of them is read
  LineCounts lines;             ///< of the lines before the content, and of the footer if `size` does not count it
  /// [slot] position in the row, or kNoField. After the slots: positions of the further columns of array
  /// attributes, in the order of SourceConfig::columns.
  std::vector<std::int32_t> field_of_slot;

  bool operator==(const InputFile&) const = default;
};

[[nodiscard]] inline csv::Dialect dialect_of(const InputFile& file, const config::SourceConfig& source) {
  // Where every line is a row, nothing but its end matters.
  if (tables::is_lines(source.shape)) return {",", '\0', '\0', "", file.line_end};
  return {file.delimiter, source.text.quote, source.text.escape, source.text.comment, file.line_end};
}

/// Whether a row is one of the header that stands again, as at the beginning of a page, or where files were joined.
[[nodiscard]] inline bool is_repeated_header(const InputFile& file, std::string_view row) {
  if (file.header_lines.empty()) return false;
  if (row.starts_with(csv::kByteOrderMark)) row.remove_prefix(csv::kByteOrderMark.size());
  return std::ranges::find(file.header_lines, row) != file.header_lines.end();
}

/// `source "NAME", PATH: `, the beginning of messages about a file.
[[nodiscard]] std::string where_of(const config::SourceConfig& source, const std::string& path);

/// Local. The bytes of a text file from its beginning: unpacked, and decoded if the file is decoded as a stream.
[[nodiscard]] std::unique_ptr<bytes::ByteSource> open_from_front(const InputFile& file);

/// Local. Counts and takes off the footer of a file that can be cut.
void local_leave_footer_out(InputFile& file, std::uint64_t num_lines);

/// Local. Calls `work`. If it throws an Error that names only the file, adds the name of the source in front.
void naming_source(const config::SourceConfig& source, const std::function<void()>& work);

/// Local. Examines all files of all sources, in the order of the job: they must exist, be readable, and have the
/// columns that the job names. Throws Error, which names source and file.
[[nodiscard]] std::vector<InputFile> local_examine_files(const config::Job& job, csv::ParserLimits limits);

/// Pure. What is doubtful about the files.
[[nodiscard]] Warnings warnings_of(const config::Job& job, const std::vector<InputFile>& files);

/// Pure. Large files that one rank alone can read although they are not packed, one sentence per source: why, and what
/// lets all ranks share them.
[[nodiscard]] std::vector<std::string> notes_on_large_files(const config::Job& job,
                                                            const std::vector<InputFile>& files);

/// Collective. Gives all ranks the files of `root`.
void broadcast_files(const mpi::Communicator& world, std::vector<InputFile>& files, int root = 0);

}  // namespace onefold::ingest
