#include "cleanse/cleanse_attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cleanse/kept_surnames.hpp"
#include "memory/memory_budget.hpp"
#include "progress/format.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::cleanse {

namespace {

// Reports the storage class, because it decides how much memory the attribute takes.
void progress_note(const Context& context, const std::string& attribute, const Column& column) {
  if (column.storage == Storage::fingerprint) return;
  context.progress.say(fmt::format("cleanse: {} stored as {}, {} distinct values", attribute, name_of(column.storage),
                                   progress::with_thousands(column.facts.num_distinct)));
}

// Collective. Stores one number per value in the work directory; merge uses these numbers to recognise equal values.
void park_value_ids(const Context& context, AttributeIndex attribute, std::uint64_t first, const Column& column,
                    std::uint64_t num_local_rows) {
  std::optional<scratch::Slice> slice;
  const auto kind = scratch::value_ids_of(context.job, attribute, column.storage);
  mpi::run_locally(context.world, [&] {
    scratch::TextSliceWriter writer(context.work, scratch::cleansed_value_ids(attribute), scratch::schema_of(kind));
    constexpr std::uint64_t kRows = scratch::kRowsPerPage;
    for (std::uint64_t begin = 0; begin < num_local_rows; begin += kRows) {
      const std::uint64_t end = std::min(num_local_rows, begin + kRows);
      std::vector<std::uint32_t> narrow;
      std::vector<std::uint64_t> wide;
      for (std::uint64_t row = begin; row < end; ++row) {
        if (kind == scratch::ValueIds::wide)
          wide.push_back(column.value_id(row));
        else
          narrow.push_back(kind == scratch::ValueIds::codes ? column.codes[row] : column.is_missing(row) ? 0 : 1);
      }
      kind == scratch::ValueIds::wide ? writer.append({{}, {wide}, {}}) : writer.append({{}, {}, {narrow}});
    }
    slice = writer.close(first);
  });
  context.work.publish(scratch::cleansed_value_ids(attribute), slice);
}

// Collective. Number of values of an attribute that may be counted in one round. Throws Error(limit) if its column
// leaves too little memory for counting.
std::uint64_t max_counted_values(const Context& context, const Columns& columns, AttributeIndex attribute,
                                 bool keeps_values) {
  constexpr std::uint64_t kLeast = 1 << 16;
  // Per row: hash, end of its text, code or count, and a dictionary while it is made.
  constexpr std::uint64_t kBytesPerRow = 28;
  std::uint64_t fixed = 0;
  mpi::run_locally(context.world, [&] {
    const auto extent = scratch::raw_extent(context, columns, attribute);
    fixed = extent.largest_bytes + columns.num_local_rows * kBytesPerRow + (keeps_values ? extent.num_bytes : 0);
  });
  fixed = context.world.max(fixed);
  const std::uint64_t bytes =
      memory::MemoryBudget(context).available_bytes("cleanse", fixed + kLeast * kBytesPerCountedValue) - fixed;
  return std::min(bytes / kBytesPerCountedValue, kMaxCountedValues);
}

}  // namespace

Column cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                         const std::shared_ptr<const DummyValues>& dummies, ColumnUse use,
                         const CountingLimits& limits) {
  // 1. Cleanse the values of this rank's records page by page. If the values are never compared, keep only their
  // hashes.
  CleansedColumn cleansed;
  KeptSurnames kept(context, attribute);
  mpi::run_locally(context.world, [&] {
    ColumnCleanser cleanser(context.job.attributes[attribute], dummies);
    TextColumn raw;
    // Growing a column copies it, and holds it twice meanwhile. Reserved memory that is never written takes no memory.
    if (use.values)
      cleansed.values.reserve(columns.num_local_rows,
                              scratch::raw_extent(context, columns, attribute).num_bytes * 5 / 4);
    cleansed.hashes.reserve(columns.num_local_rows);
    scratch::for_each_raw_page(context, columns, attribute, [&](const scratch::RowPage& page) {
      raw.clear();
      page.append_text(0, raw);
      cleanser.append(raw, cleansed);
      kept.note(raw, cleansed);
      if (!use.values) cleansed.values.clear();
    });
    kept.restore(columns, dummies, use.values, cleansed);
  });
  // 2. A distributed count chooses the storage class and yields the term frequencies.
  return build_column(context.world, context.node, std::move(cleansed), use, limits.max_counted, limits.ask);
}

void cleanse_attributes(const Context& context, Columns& columns) {
  const auto& job = context.job;
  std::shared_ptr<const DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = load_dummy_values(job.cleanse); });
  const auto uses = column_uses(job);
  const auto ask = [&](std::uint64_t local_least) {
    return memory::MemoryBudget(context).available_bytes("cleanse", context.world.max(local_least));
  };
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const std::uint64_t max_counted = max_counted_values(context, columns, a, uses[a].values);
    columns.attributes.push_back(cleanse_attribute(context, columns, a, dummies, uses[a], {max_counted, ask}));
    auto& column = columns.attributes.back();
    park_value_ids(context, a, columns.first_record, column, columns.num_local_rows);
    // Only merge needs fingerprints, and it reads them from the work directory.
    if (column.storage == Storage::fingerprint) std::vector<std::uint64_t>().swap(column.numbers);
    progress_note(context, job.attributes[a].name, column);
    context.statistics.add_global("distinct_" + job.attributes[a].name, column.facts.num_distinct);
    context.progress.update(a + 1, job.attributes.size());
  }
}

}  // namespace onefold::cleanse
