#include "merge/write_needs.hpp"

#include <algorithm>

#include "memory/memory_budget.hpp"
#include "score/edge_index.hpp"
#include "score/rival_probabilities.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::merge {

namespace {

// Mean text bytes per row in the slice in which this mean is largest.
std::uint64_t row_text_bytes(const scratch::WorkDirectory& work, const std::string& product) {
  std::uint64_t most = 0;
  for (const auto& slice : work.slices(product))
    if (slice.count > 0) most = std::max(most, (slice.payload_bytes + slice.count - 1) / slice.count);
  return most;
}

}  // namespace

WriteNeeds measure_write_needs(const Context& context, const BlockDistribution& distribution) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  const RecordId first = distribution.begin(world.rank());
  const RecordId last = distribution.end(world.rank());
  const std::uint64_t num_records = last - first;
  WriteNeeds needs;
  mpi::run_locally(world, [&] {
    needs.records.row_text_bytes = row_text_bytes(work, scratch::kRawRecords);
    needs.records.fixed_bytes = scratch::TextSliceReader(work, scratch::kRawRecords, scratch::kRawRecordSchema)
                                    .extent(first, last)
                                    .largest_bytes;
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
      needs.customers.row_text_bytes =
          std::max(needs.customers.row_text_bytes, row_text_bytes(work, scratch::raw_attribute(a)));
      const auto extent =
          scratch::TextSliceReader(work, scratch::raw_attribute(a), scratch::kRawAttributeSchema).extent(first, last);
      // Array values are held twice, as written and as shown.
      const std::uint64_t shown = job.attributes[a].is_array ? extent.num_bytes + 8 * num_records : 0;
      const std::uint64_t fixed = extent.num_bytes + extent.largest_bytes + shown + num_records * kMergedRecordBytes;
      needs.customers.fixed_bytes = std::max(needs.customers.fixed_bytes, fixed);
      needs.customers.local_bytes =
          std::max(needs.customers.local_bytes, extent.num_bytes + num_records * memory::kSentBytes);
    }
  });
  needs.edges.fixed_bytes =
      score::RivalProbabilities::bytes(job, num_records) + score::EdgeIndex::bytes(job, num_records);
  for (auto* bytes : {&needs.edges.fixed_bytes, &needs.records.fixed_bytes, &needs.customers.fixed_bytes,
                      &needs.customers.local_bytes})
    *bytes = world.max(*bytes);
  return needs;
}

void require_memory_to_write(const Context& context, const WriteNeeds& needs, std::int64_t later_bytes) {
  if (context.options.window_rows > 0) return;
  const auto ranks = static_cast<std::uint64_t>(context.world.size());
  const auto least = [&](const memory::WindowNeeds& part) {
    return part.fixed_bytes + memory::least_window_bytes(part, ranks);
  };
  const std::int64_t customers = static_cast<std::int64_t>(least(needs.customers)) + later_bytes;
  const std::uint64_t most = std::max(least(needs.records), least(needs.edges));
  (void)memory::MemoryBudget(context).available_bytes(
      "write", std::max(most, static_cast<std::uint64_t>(std::max<std::int64_t>(0, customers))));
}

void require_memory_for_customers(const Context& context, const BlockDistribution& distribution) {
  require_memory_to_write(context, measure_write_needs(context, distribution),
                          kLaterBytes + kCustomerBytes * static_cast<std::int64_t>(distribution.size(0)));
}

std::int64_t bytes_freed_before_merging(const Context& context, const BlockDistribution& distribution,
                                        const structure::Structures& structures) {
  const std::uint64_t least_records = distribution.num_global() / static_cast<std::uint64_t>(context.world.size());
  const std::uint64_t least_structures = context.world.min(structures.customers.size());
  return kMembershipBytes * static_cast<std::int64_t>(least_records) +
         static_cast<std::int64_t>(least_structures * sizeof(structure::CustomerStructure));
}

}  // namespace onefold::merge
