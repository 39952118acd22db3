// Deals the bytes of all input files to ranks, so that each has about the same amount to read.
//
//   in   files        sizes, contents, compression
//   out  segments     ascending by file and byte; together they cover every byte of content of every file once
//
// Plain files are cut anywhere; a row belongs to the rank in whose segment it begins. Tables are cut between units.
// Compressed files, and others that cannot be cut, are dealt whole,
// in descending order of size, each to the rank with the least bytes so far. Plain bytes then fill all ranks, in order,
// up to a common level, so that most records are read on the rank that owns them. None of this affects the result,
// because records are numbered afterwards. Cost: O(F log F + F P) for F compressed files and P ranks; O(F + P)
// segments. Pure: every rank computes the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "csv/line_states.hpp"
#include "ingest/input_file.hpp"

namespace onefold::ingest {

/// Bytes [begin, end) of a plain file, units [begin, end) of a table, or all unpacked bytes of a file that is read
/// whole; its `end` is the largest number.
struct Segment {
  std::uint32_t file = 0;
  std::int32_t rank = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool kept = false;  ///< InputFile::kept
  bool operator==(const Segment&) const = default;
};

/// Bytes of content of a file that can be cut; 0 for others.
[[nodiscard]] inline std::uint64_t num_plain_bytes(const InputFile& file) {
  return file.whole || file.size <= file.content_begin ? 0 : (file.size - file.content_begin) * file.bytes_per_unit;
}

[[nodiscard]] std::vector<Segment> deal_segments(std::span<const InputFile> files, int num_ranks);

/// The same with given cuts: rank r gets bytes [cuts[r - 1], cuts[r]) of the concatenated plain contents. `cuts`
/// ascend; there are num_ranks - 1.
[[nodiscard]] std::vector<Segment> deal_segments_at(std::span<const InputFile> files,
                                                    std::span<const std::uint64_t> cuts);

/// The beginning of a segment.
struct SegmentStart {
  csv::LineState state = csv::LineState::row;  ///< of the first line that begins at or after the first byte
  std::uint64_t line = 1;                      ///< of the first byte
};

/// `scans[s]` tells about segment s. It is used only if is_followed(s).
[[nodiscard]] std::vector<SegmentStart> starts_of(std::span<const Segment> segments, std::span<const InputFile> files,
                                                  std::span<const csv::LineStates> scans);

/// Whether another segment of the same file follows segment `s`.
[[nodiscard]] inline bool is_followed(std::span<const Segment> segments, std::size_t s) {
  return s + 1 < segments.size() && segments[s + 1].file == segments[s].file;
}

}  // namespace onefold::ingest
