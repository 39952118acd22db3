#include "identity/write_indexes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memory/memory_budget.hpp"
#include "onefold/record/error.hpp"
#include "result/index_tables.hpp"

namespace onefold::identity {

namespace {

using result::MembersTable;
using result::PinIndex;
using result::SourceIdIndex;

/// A row of /index/pin_*.
struct PinOfCustomer {
  static constexpr std::size_t kWords = 2;
  std::uint64_t pin = 0;
  std::uint64_t customer = 0;

  void encode(std::uint64_t* out) const {
    out[0] = pin;
    out[1] = customer;
  }
  static PinOfCustomer decode(const std::uint64_t* in) { return {in[0], in[1]}; }
};

// A row of a run and its position while it is sorted, and what a run takes while windows are read.
constexpr std::uint64_t kSortedRowBytes = 16 + 48;
constexpr std::uint64_t kOpenRunBytes = 512 << 10;

void write_members(const mpi::Communicator& world, const cluster::Clusters& clusters, result::ResultWriter& writer) {
  const std::uint64_t before = world.exclusive_sum(clusters.members.size());
  // One row more than customers; the last rank adds it.
  const bool is_last = world.rank() == world.size() - 1;
  std::vector<std::int64_t> offsets;
  offsets.reserve(clusters.size() + 1);
  for (std::size_t c = 0; c < clusters.size() + (is_last ? 1 : 0); ++c)
    offsets.push_back(static_cast<std::int64_t>(before + clusters.begins[c]));
  MembersTable::kOffsets.write(writer, offsets);
  MembersTable::kMembers.write(writer, result::as_signed(clusters.members));
}

}  // namespace

SourceIdRows::SourceIdRows(const Context& context, std::uint64_t num_records)
    : num_records_(num_records),
      rows_(context.world, context.work,
            {.num_keys = NamedRecord::kMaxRecords, .max_run_bytes = memory::MemoryBudget(context).run_bytes()}) {
  if (num_records >= NamedRecord::kMaxRecords)
    throw Error(ExitCode::limit, fmt::format("{} records are more than a result can index", num_records));
  rows_.open("index-source-id");
}

std::uint64_t SourceIdRows::bytes(const config::Job& job, std::uint64_t num_local_records) {
  const std::uint64_t run_bytes = memory::MemoryBudget::run_bytes(job.memory_per_rank_bytes);
  const std::uint64_t all_bytes = num_local_records * kSortedRowBytes;
  return std::min(run_bytes, all_bytes) + (all_bytes / std::max<std::uint64_t>(1, run_bytes) + 1) * kOpenRunBytes;
}

void SourceIdRows::add(std::string_view source, std::string_view id, RecordId record) {
  rows_.add({SourceIdIndex::hash(source, id), record});
}

void SourceIdRows::write(result::ResultWriter& writer, std::uint64_t max_rows) {
  rows_.publish();
  rows_.finish();
  auto hash = SourceIdIndex::kHash.begin(writer, num_records_);
  auto record = SourceIdIndex::kRecord.begin(writer, num_records_);
  rows_.for_each_window(max_rows, [&](const auto& window) {
    hash.append(window.template column<std::int64_t>([](const NamedRecord& row) { return row.hash; }));
    record.append(window.template column<std::int64_t>([](const NamedRecord& row) { return row.record; }));
  });
  hash.finish();
  record.finish();
  rows_.remove();
}

void write_customer_indexes(const Context& context, const Customers& customers, const memory::WindowNeeds& needs,
                            result::ResultWriter& writer) {
  const auto& world = context.world;
  const auto& clusters = customers.clusters;
  write_members(world, clusters, writer);

  std::uint64_t largest = 0;
  for (const auto pin : customers.pins) largest = std::max(largest, static_cast<std::uint64_t>(pin));
  scratch::SortedRuns<PinOfCustomer> rows(
      world, context.work,
      {.num_keys = world.max(largest) + 1, .max_run_bytes = memory::MemoryBudget(context).run_bytes()});
  rows.open("index-pin");
  const std::uint64_t first_row = world.exclusive_sum(clusters.size());
  mpi::run_locally(world, [&] {
    for (std::size_t c = 0; c < clusters.size(); ++c)
      rows.add({static_cast<std::uint64_t>(customers.pins[c]), first_row + c});
  });
  rows.publish();
  rows.finish();
  auto pin = PinIndex::kPin.begin(writer, customers.num_global);
  auto customer = PinIndex::kCustomer.begin(writer, customers.num_global);
  rows.for_each_window(memory::window_rows(context, needs), [&](const auto& window) {
    pin.append(window.template column<std::int64_t>([](const PinOfCustomer& row) { return row.pin; }));
    customer.append(window.template column<std::int64_t>([](const PinOfCustomer& row) { return row.customer; }));
  });
  pin.finish();
  customer.finish();
  rows.remove();
}

}  // namespace onefold::identity
