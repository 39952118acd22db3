#include "ingest/byte_ranges.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace onefold::ingest {

namespace {

// Unpacking and parsing one compressed byte costs about as much as parsing this many plain bytes.
constexpr std::uint64_t kCostOfCompressedByte = 5;

struct CompressedDeal {
  std::vector<std::int32_t> rank_of_file;  ///< -1: plain
  std::vector<std::uint64_t> loads;        ///< per rank, in plain bytes
};

CompressedDeal deal_compressed(std::span<const InputFile> files, int num_ranks) {
  CompressedDeal deal{std::vector<std::int32_t>(files.size(), -1),
                      std::vector<std::uint64_t>(static_cast<std::size_t>(num_ranks), 0)};
  std::vector<std::uint32_t> order;
  for (std::uint32_t f = 0; f < files.size(); ++f)
    if (files[f].whole) order.push_back(f);
  const auto bytes_of = [&](std::uint32_t f) { return files[f].size * files[f].bytes_per_unit; };
  std::ranges::stable_sort(order, std::ranges::greater(), bytes_of);
  for (const auto f : order) {
    const auto least = std::min_element(deal.loads.begin(), deal.loads.end());
    deal.rank_of_file[f] = static_cast<std::int32_t>(least - deal.loads.begin());
    *least += std::max<std::uint64_t>(1, bytes_of(f)) * kCostOfCompressedByte;
  }
  return deal;
}

/// The number of bytes of `num_bytes` that each rank gets, so that the largest sum of load and share is as small as
/// possible.
std::vector<std::uint64_t> fill_up(const std::vector<std::uint64_t>& loads, std::uint64_t num_bytes) {
  // Ranks with lower loads are filled up to a common level, which is found by adding ranks in ascending order of load.
  std::vector<std::uint64_t> sorted = loads;
  std::sort(sorted.begin(), sorted.end());
  std::uint64_t sum = 0;
  std::uint64_t level = 0;
  for (std::uint64_t k = 1; k <= sorted.size(); ++k) {
    sum += sorted[k - 1];
    level = (sum + num_bytes + k - 1) / k;
    if (k == sorted.size() || level <= sorted[k]) break;
  }
  std::vector<std::uint64_t> shares;
  for (const auto load : loads) {
    const std::uint64_t share = std::min(num_bytes, level > load ? level - load : 0);
    shares.push_back(share);
    num_bytes -= share;
  }
  return shares;
}

std::vector<Segment> cut(std::span<const InputFile> files, const CompressedDeal& deal,
                         std::span<const std::uint64_t> cuts) {
  std::vector<Segment> segments;
  std::uint64_t at = 0;  // position in the concatenated plain contents
  std::int32_t rank = 0;
  for (std::uint32_t f = 0; f < files.size(); ++f) {
    const InputFile& file = files[f];
    if (file.whole) {
      segments.push_back(
          {f, deal.rank_of_file[f], file.content_begin, std::numeric_limits<std::uint64_t>::max(), false});
      continue;
    }
    const std::uint64_t file_at = at;
    const std::uint64_t file_end = at + num_plain_bytes(file);
    while (at < file_end) {
      while (static_cast<std::size_t>(rank) < cuts.size() && cuts[static_cast<std::size_t>(rank)] <= at) ++rank;
      const std::uint64_t end = static_cast<std::size_t>(rank) < cuts.size()
                                    ? std::min(file_end, cuts[static_cast<std::size_t>(rank)])
                                    : file_end;
      const auto unit_at = [&](std::uint64_t byte) {
        return file.content_begin + (byte - file_at) / file.bytes_per_unit;
      };
      if (unit_at(at) < unit_at(end)) segments.push_back({f, rank, unit_at(at), unit_at(end), file.kept});
      at = end;
    }
  }
  return segments;
}

}  // namespace

std::vector<Segment> deal_segments(std::span<const InputFile> files, int num_ranks) {
  const CompressedDeal deal = deal_compressed(files, num_ranks);
  std::uint64_t num_bytes = 0;
  for (const auto& file : files) num_bytes += num_plain_bytes(file);
  std::vector<std::uint64_t> cuts = fill_up(deal.loads, num_bytes);
  std::partial_sum(cuts.begin(), cuts.end(), cuts.begin());
  cuts.pop_back();
  return cut(files, deal, cuts);
}

std::vector<Segment> deal_segments_at(std::span<const InputFile> files, std::span<const std::uint64_t> cuts) {
  return cut(files, deal_compressed(files, static_cast<int>(cuts.size()) + 1), cuts);
}

std::vector<SegmentStart> starts_of(std::span<const Segment> segments, std::span<const InputFile> files,
                                    std::span<const csv::LineStates> scans) {
  std::vector<SegmentStart> starts(segments.size());
  for (std::size_t s = 0; s < segments.size(); ++s) {
    if (s == 0 || segments[s - 1].file != segments[s].file)
      starts[s] = {csv::LineState::row, files[segments[s].file].content_line};
    else
      starts[s] = {scans[s - 1].after(starts[s - 1].state), starts[s - 1].line + scans[s - 1].num_line_ends};
  }
  return starts;
}

}  // namespace onefold::ingest
