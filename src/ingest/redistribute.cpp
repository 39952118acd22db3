#include "ingest/redistribute.hpp"

#include <algorithm>
#include <numeric>

namespace onefold::ingest {

namespace {

std::vector<std::uint64_t> begins_of(const std::vector<std::uint64_t>& counts) {
  std::vector<std::uint64_t> begins(counts.size(), 0);
  std::exclusive_scan(counts.begin(), counts.end(), begins.begin(), std::uint64_t{0});
  return begins;
}

}  // namespace

Redistribution::Redistribution(std::span<const RecordRun> runs, const BlockDistribution& distribution, int rank)
    : send_counts_(static_cast<std::size_t>(distribution.num_ranks()), 0) {
  const RecordId mine_begin = distribution.begin(rank);
  const RecordId mine_end = distribution.end(rank);
  for (const RecordRun& run : runs) {
    const RecordId end = run.first + run.count;
    if (run.rank == rank) {
      for (RecordId id = run.first; id < end;) {
        const int owner = distribution.owner(id);
        const RecordId stop = std::min(end, distribution.end(owner));
        send_counts_[static_cast<std::size_t>(owner)] += stop - id;
        id = stop;
      }
    }
    const RecordId first = std::max(run.first, mine_begin);
    const RecordId last = std::min(end, mine_end);
    if (first < last) pieces_.push_back({run.rank, last - first});
  }
}

TextColumn redistribute(const mpi::Communicator& world, const Redistribution& plan, TextColumn column) {
  if (world.size() == 1) return column;
  std::vector<std::uint32_t> lengths(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) lengths[row] = static_cast<std::uint32_t>(column[row].size());
  std::vector<std::uint64_t> byte_counts;
  std::uint64_t row = 0;
  std::uint64_t sent_to = 0;
  for (const auto count : plan.send_counts()) {
    row += count;
    const std::uint64_t end = row == 0 ? 0 : column.ends()[row - 1];
    byte_counts.push_back(end - sent_to);
    sent_to = end;
  }

  std::vector<std::uint64_t> row_counts_in;
  const std::vector<std::uint32_t> lengths_in = world.exchange(lengths, plan.send_counts(), &row_counts_in);
  std::vector<std::uint32_t>().swap(lengths);
  std::vector<std::uint64_t> byte_counts_in;
  const std::vector<char> bytes_in = world.exchange(column.bytes(), byte_counts, &byte_counts_in);
  column.release();

  auto row_at = begins_of(row_counts_in);
  auto byte_at = begins_of(byte_counts_in);
  TextColumn out;
  out.reserve(lengths_in.size(), bytes_in.size());
  for (const auto& piece : plan.pieces()) {
    const auto source = static_cast<std::size_t>(piece.rank);
    for (std::uint64_t i = 0; i < piece.count; ++i) {
      const std::uint32_t length = lengths_in[row_at[source]++];
      out.push_back({bytes_in.data() + byte_at[source], length});
      byte_at[source] += length;
    }
  }
  return out;
}

std::vector<std::uint64_t> redistribute(const mpi::Communicator& world, const Redistribution& plan,
                                        std::vector<std::uint64_t> column) {
  if (world.size() == 1) return column;
  std::vector<std::uint64_t> counts_in;
  const std::vector<std::uint64_t> in = world.exchange(column, plan.send_counts(), &counts_in);
  auto at = begins_of(counts_in);
  std::vector<std::uint64_t> out;
  out.reserve(in.size());
  for (const auto& piece : plan.pieces()) {
    auto& begin = at[static_cast<std::size_t>(piece.rank)];
    out.insert(out.end(), in.begin() + static_cast<std::ptrdiff_t>(begin),
               in.begin() + static_cast<std::ptrdiff_t>(begin + piece.count));
    begin += piece.count;
  }
  return out;
}

}  // namespace onefold::ingest
