// What all ranks know about an input file before they read it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "csv/csv_parser.hpp"
#include "ingest/byte_source.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

/// What a source's columns are mapped to: three roles, then the attributes of the job.
inline constexpr std::size_t kIdSlot = 0;
inline constexpr std::size_t kUpdatedSlot = 1;
inline constexpr std::size_t kTruthSlot = 2;
inline constexpr std::size_t kFirstAttributeSlot = 3;
/// The slot has no column.
inline constexpr std::int32_t kNoField = -1;

struct InputFile {
  std::uint32_t source = 0;  ///< index into Job::sources
  std::string path;
  std::uint64_t size = 0;  ///< as stored
  Compression compression = Compression::none;
  std::uint64_t content_begin = 0;  ///< offset of the first row behind header and byte-order mark, after unpacking
  std::uint64_t content_line = 1;   ///< the line on which it stands
  std::uint32_t num_fields = 0;     ///< of each row; 0: the file has no rows
  /// [slot] position in the row, or kNoField; behind the attributes those of further columns of array attributes, in
  /// the order of SourceConfig::columns.
  std::vector<std::int32_t> field_of_slot;

  bool operator==(const InputFile&) const = default;
};

[[nodiscard]] inline csv::Dialect dialect_of(const config::SourceConfig& source) {
  return {source.delimiter, source.quote};
}

/// Local. Does `work`; an Error of it that names only the file gets the source's name in front.
void naming_source(const config::SourceConfig& source, const std::function<void()>& work);

/// Local. All files of all sources in the order of the job, examined: they exist, can be read, and have the columns
/// that the job names. Throws Error naming source and file.
[[nodiscard]] std::vector<InputFile> local_examine_files(const config::Job& job, csv::ParserLimits limits);

/// Collective. The files of `root` on all ranks.
void broadcast_files(const mpi::Communicator& world, std::vector<InputFile>& files, int root = 0);

}  // namespace onefold::ingest
