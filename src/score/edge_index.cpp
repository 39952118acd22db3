#include "score/edge_index.hpp"

#include "memory/memory_budget.hpp"
#include "result/edges_table.hpp"

namespace onefold::score {

using result::EdgesTable;

namespace {

// Rows of one key: the key's position among those of its owner.
struct KeyCount {
  std::uint32_t local_key;
  std::uint32_t count;
};

std::uint64_t index_run_bytes(std::uint64_t memory_per_rank_bytes) {
  return memory::MemoryBudget::run_bytes(memory_per_rank_bytes) / 2;
}

}  // namespace

OffsetCounter::OffsetCounter(const mpi::Communicator& world, std::uint64_t num_keys)
    : world_(world), keys_(num_keys, world.size()) {
  mpi::run_locally(world, [&] {
    const std::uint64_t num_local = keys_.size(world.rank());
    // The last rank adds the end.
    counts_.reserve(num_local + 1);
    counts_.resize(num_local, 0);
  });
}

void OffsetCounter::add(std::span<const std::uint64_t> keys) {
  std::vector<KeyCount> outgoing;
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world_.size()), 0);
  mpi::run_locally(world_, [&] {
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
      while (end < keys.size() && keys[end] == keys[begin]) ++end;
      const int owner = keys_.owner(keys[begin]);
      outgoing.push_back(
          {static_cast<std::uint32_t>(keys[begin] - keys_.begin(owner)), static_cast<std::uint32_t>(end - begin)});
      ++counts[static_cast<std::size_t>(owner)];
    }
  });
  for (const KeyCount& one : world_.exchange(outgoing, counts)) counts_[one.local_key] += one.count;
}

void OffsetCounter::write(const result::Column<std::int64_t>& column, result::ResultWriter& writer) {
  std::int64_t num_rows = 0;
  for (const std::int64_t count : counts_) num_rows += count;
  auto next = static_cast<std::int64_t>(world_.exclusive_sum(static_cast<std::uint64_t>(num_rows)));
  for (std::int64_t& count : counts_) next += std::exchange(count, next);
  if (world_.rank() == world_.size() - 1) counts_.push_back(next);
  column.write(writer, counts_);
  std::vector<std::int64_t>().swap(counts_);
}

EdgeIndex::EdgeIndex(const Context& context, std::uint64_t num_records)
    : world_(context.world),
      num_records_(num_records),
      left_(context.world, EdgesTable::num_left_offsets(num_records) - 1),
      by_right_(context.world, context.work, {num_records, index_run_bytes(context.job.memory_per_rank_bytes)}) {
  by_right_.open("edges-by-right");
}

std::uint64_t EdgeIndex::bytes(const config::Job& job, std::uint64_t num_records) {
  return index_run_bytes(job.memory_per_rank_bytes) + num_records * (sizeof(std::int64_t) + sizeof(KeyCount));
}

void EdgeIndex::add(const EdgeWindow& edges) {
  const std::uint64_t first_row = num_edges_ + world_.exclusive_sum(edges.size());
  num_edges_ += world_.sum(edges.size());
  std::vector<std::uint64_t> blocks(edges.size());
  mpi::run_locally(world_, [&] {
    for (std::size_t e = 0; e < edges.size(); ++e) {
      const Edge edge = edges[e];
      blocks[e] = edge.left / EdgesTable::kRecordsPerOffset;
      by_right_.add({edge.right, first_row + e});
    }
  });
  left_.add(blocks);
}

void EdgeIndex::write(std::uint64_t max_window_rows, result::ResultWriter& writer) {
  left_.write(EdgesTable::kLeftOffsets, writer);
  by_right_.publish();
  by_right_.finish();
  OffsetCounter right(world_, num_records_);
  auto rows = EdgesTable::kByRight.begin(writer, num_edges_);
  by_right_.for_each_window(max_window_rows, [&](const scratch::RowWindow<RightEdge>& window) {
    rows.append(window.column<std::int64_t>([](const RightEdge& edge) { return edge.row; }));
    right.add(window.column<std::uint64_t>([](const RightEdge& edge) { return edge.right; }));
  });
  rows.finish();
  by_right_.remove();
  right.write(EdgesTable::kRightOffsets, writer);
}

}  // namespace onefold::score
