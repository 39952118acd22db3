#include "merge/write_needs.hpp"

#include <algorithm>

#include "identity/write_indexes.hpp"
#include "memory/memory_budget.hpp"
#include "merge/cell_keys.hpp"
#include "merge/golden_elements.hpp"
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

struct RecordRange {
  RecordId first, last;
};

// A part of a window of values is in memory as texts, with one page of the product that it is read from.
void add_values(const scratch::WorkDirectory& work, const config::AttributeConfig& attribute,
                const std::string& product, RecordRange records, memory::WindowNeeds& needs) {
  // The separator that people see may be longer than the one in the product.
  const std::uint64_t longer = attribute.is_array ? shown_separator(attribute).size() : 1;
  needs.row_text_bytes = std::max(needs.row_text_bytes, longer * row_text_bytes(work, product));
  needs.fixed_bytes = std::max(needs.fixed_bytes, scratch::TextSliceReader(work, product, scratch::kRawAttributeSchema)
                                                      .extent(records.first, records.last)
                                                      .largest_bytes);
}

// The values of one unit in memory.
struct UnitNeeds {
  std::uint64_t row_text_bytes = 0;  ///< of all its attributes together
  std::uint64_t held_bytes = 0;      ///< likewise
  std::uint64_t longest_bytes = 0;   ///< of the attribute with the longest texts: they are sent one by one
};

UnitNeeds needs_of_unit(const Context& context, const MergeUnit& unit, RecordId first, RecordId last) {
  const std::uint64_t num_records = last - first;
  UnitNeeds needs;
  std::uint64_t largest_page = 0;
  std::uint64_t copied = 0;
  for (const AttributeIndex a : unit.attributes) {
    needs.row_text_bytes += row_text_bytes(context.work, scratch::raw_attribute(a));
    const auto extent = scratch::TextSliceReader(context.work, scratch::raw_attribute(a), scratch::kRawAttributeSchema)
                            .extent(first, last);
    needs.held_bytes += extent.num_bytes;
    needs.longest_bytes = std::max(needs.longest_bytes, extent.num_bytes);
    largest_page = std::max(largest_page, extent.largest_bytes);
    // Array values are held twice for a moment, as written and as shown; so are values of a group, with and without
    // dummies.
    if (context.job.attributes[a].is_array || unit.is_group)
      copied = std::max(copied, extent.num_bytes + 8 * num_records);
  }
  // Numbers of one attribute of a group, besides those of the group.
  const std::uint64_t numbers = unit.is_group ? num_records * 17 : 0;
  needs.held_bytes += largest_page + copied + numbers + 8 * num_records * (unit.attributes.size() - 1);
  return needs;
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
    needs.records.fixed_bytes += identity::SourceIdRows::bytes(job, num_records);
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
      add_values(work, job.attributes[a], scratch::raw_attribute(a), {first, last}, needs.values);
      if (work.has_product(scratch::cleansed_texts(a)))
        add_values(work, job.attributes[a], scratch::cleansed_texts(a), {first, last}, needs.values);
    }
    for (const MergeUnit& unit : merge_units(job.merge)) {
      const UnitNeeds of = needs_of_unit(context, unit, first, last);
      // Texts of a window: surviving values as written and formatted, or those of ties.
      needs.customers.row_text_bytes = std::max(needs.customers.row_text_bytes, of.row_text_bytes);
      needs.customers.fixed_bytes =
          std::max(needs.customers.fixed_bytes, of.held_bytes + num_records * kMergedRecordBytes);
      needs.customers.local_bytes =
          std::max(needs.customers.local_bytes, of.longest_bytes + num_records * memory::kSentBytes);
    }
    // While windows are made, the source ids are in memory instead.
    const auto ids =
        scratch::TextSliceReader(work, scratch::kRawRecords, scratch::kRawRecordSchema).extent(first, last);
    needs.customers.fixed_bytes =
        std::max(needs.customers.fixed_bytes, ids.num_bytes + ids.largest_bytes + num_records * kOrderedRecordBytes);
  });
  needs.edges.fixed_bytes =
      score::RivalProbabilities::bytes(job, num_records) + score::EdgeIndex::bytes(job, num_records);
  if (job.result.values == config::KeptValues::none) needs.values = {};
  for (auto* bytes : {&needs.edges.fixed_bytes, &needs.records.fixed_bytes, &needs.values.fixed_bytes,
                      &needs.customers.fixed_bytes, &needs.customers.local_bytes})
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
  const std::uint64_t most = std::max({least(needs.records), least(needs.values), least(needs.edges)});
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
