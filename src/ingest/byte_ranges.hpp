// Deals the bytes of all input files to ranks, so that each has about equally much to read.
//
//   in   files        sizes, contents, compression
//   out  segments     ascending by file and byte; together they cover every byte of content of every file once
//
// Plain files are cut anywhere: the rank in whose segment a row begins owns the whole row. Compressed files go to one
// rank each, the largest first to the rank with least so far; plain bytes then fill up all ranks to a common level, in
// order, so that most records are read where they will stay. Nothing of this can show in the result, since records are
// numbered afterwards. Cost: O(F log F + F P) for F compressed files and P ranks; O(F + P) segments. Pure: every rank
// computes the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "csv/csv_scan.hpp"
#include "ingest/input_file.hpp"

namespace onefold::ingest {

/// Bytes [begin, end) of a plain file, or all of a compressed one (then of its unpacked bytes, and `end` is the largest
/// number).
struct Segment {
  std::uint32_t file = 0;
  std::int32_t rank = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool operator==(const Segment&) const = default;
};

/// Bytes of content that a plain file has.
[[nodiscard]] inline std::uint64_t num_plain_bytes(const InputFile& file) {
  return file.compression != Compression::none || file.size <= file.content_begin ? 0 : file.size - file.content_begin;
}

[[nodiscard]] std::vector<Segment> deal_segments(std::span<const InputFile> files, int num_ranks);

/// The same with given cuts: rank r gets bytes [cuts[r - 1], cuts[r]) of the plain contents one after another.
/// `cuts` ascends and has num_ranks - 1 entries.
[[nodiscard]] std::vector<Segment> deal_segments_at(std::span<const InputFile> files,
                                                    std::span<const std::uint64_t> cuts);

/// Where the reading of a segment begins.
struct SegmentStart {
  bool inside_quotes = false;
  std::uint64_t line = 1;
};

/// `counts[s]` is of segment s; only those of segments that another segment of the same file follows are looked at.
[[nodiscard]] std::vector<SegmentStart> starts_of(std::span<const Segment> segments, std::span<const InputFile> files,
                                                  std::span<const csv::ScanCounts> counts);

/// Does another segment of the same file come after segment `s`?
[[nodiscard]] inline bool is_followed(std::span<const Segment> segments, std::size_t s) {
  return s + 1 < segments.size() && segments[s + 1].file == segments[s].file;
}

}  // namespace onefold::ingest
