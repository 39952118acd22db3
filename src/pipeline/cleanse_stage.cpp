#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "memory_budget.hpp"
#include "onefold/cleanse/build_columns.hpp"
#include "onefold/cleanse/cleanser.hpp"
#include "onefold/pipeline/stages.hpp"
#include "onefold/report/format.hpp"
#include "parked.hpp"
#include "stage_parts.hpp"

namespace onefold::pipeline {

namespace {

// The storage class, for those who wonder where memory goes.
void progress_note(const Context& context, const std::string& attribute, const Column& column) {
  if (column.storage == Storage::fingerprint) return;
  context.progress.say(fmt::format("cleanse: {} held as {}, {} different values", attribute, name_of(column.storage),
                                   report::with_thousands(column.facts.num_distinct)));
}

// Collective.
void park_value_ids(const Context& context, AttributeIndex attribute, std::uint64_t first, const Column& column,
                    std::uint64_t num_local_rows) {
  std::optional<store::Slice> slice;
  const auto kind = value_ids_of(context.job, attribute, column.storage);
  mpi::run_locally(context.world, [&] {
    store::TextSliceWriter writer(context.work, parked_value_ids(attribute), schema_of(kind));
    constexpr std::uint64_t kRows = store::kRowsPerPage;
    for (std::uint64_t begin = 0; begin < num_local_rows; begin += kRows) {
      const std::uint64_t end = std::min(num_local_rows, begin + kRows);
      std::vector<std::uint32_t> narrow;
      std::vector<std::uint64_t> wide;
      for (std::uint64_t row = begin; row < end; ++row) {
        if (kind == ValueIds::wide)
          wide.push_back(column.value_id(row));
        else
          narrow.push_back(kind == ValueIds::codes ? column.codes[row] : column.is_missing(row) ? 0 : 1);
      }
      kind == ValueIds::wide ? writer.append({{}, {wide}, {}}) : writer.append({{}, {}, {narrow}});
    }
    slice = writer.close(first);
  });
  context.work.publish(parked_value_ids(attribute), slice);
}

// Collective. Values of an attribute that may be counted at a time. Throws Error(limit) when its column leaves no room
// for that.
std::uint64_t max_counted_values(const Context& context, const Columns& columns, AttributeIndex attribute,
                                 bool keeps_values) {
  constexpr std::uint64_t kLeast = 1 << 16;
  // Of a row: hash, end of its text, code or count, and a dictionary while it is made.
  constexpr std::uint64_t kBytesPerRow = 28;
  std::uint64_t fixed = 0;
  mpi::run_locally(context.world, [&] {
    const auto extent = parked_extent(context, columns, attribute);
    fixed = extent.largest_bytes + columns.num_local_rows * kBytesPerRow + (keeps_values ? extent.num_bytes : 0);
  });
  fixed = context.world.max(fixed);
  const std::uint64_t bytes =
      available_bytes(context, "cleanse", fixed + kLeast * cleanse::kBytesPerCountedValue) - fixed;
  return std::min(bytes / cleanse::kBytesPerCountedValue, cleanse::kMaxCountedValues);
}

}  // namespace

Columns columns_without_values(const Context& context, const SourceFacts& facts) {
  Columns columns;
  columns.distribution = facts.distribution;
  columns.first_record = facts.distribution.begin(context.world.rank());
  columns.num_local_rows = facts.distribution.size(context.world.rank());
  for (const auto& source : facts.sources) columns.source_ends.push_back(source.first_record + source.records);
  return columns;
}

Column cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                         const std::shared_ptr<const cleanse::DummyValues>& dummies, cleanse::ColumnUse use,
                         std::uint64_t max_counted, const cleanse::AskForMemory& ask) {
  // 1. Cleanse the values of this rank's records, page by page. Of values that nothing compares only hashes are kept.
  cleanse::CleansedColumn cleansed;
  mpi::run_locally(context.world, [&] {
    cleanse::ColumnCleanser cleanser(context.job.attributes[attribute], dummies);
    TextColumn raw;
    // A column that grows is copied, and held twice meanwhile. Room that is not used is never touched, so it takes no
    // memory.
    if (use.values)
      cleansed.values.reserve(columns.num_local_rows, parked_extent(context, columns, attribute).num_bytes * 5 / 4);
    cleansed.hashes.reserve(columns.num_local_rows);
    for_each_parked_page(context, columns, attribute, [&](const store::RowPage& page) {
      raw.clear();
      page.append_text(0, raw);
      cleanser.append(raw, cleansed);
      if (!use.values) cleansed.values.clear();
    });
  });
  // 2. One distributed count says how the values are best held, and how frequent they are.
  return cleanse::build_column(context.world, context.node, std::move(cleansed), use, max_counted, ask);
}

Columns run_cleanse_stage(const Context& context, const SourceFacts& facts) {
  Stage stage(context, "cleanse", "attributes");
  const auto& job = context.job;
  Columns columns = columns_without_values(context, facts);
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(job.cleanse); });
  const auto uses = cleanse::column_uses(job);
  const auto ask = [&](std::uint64_t local_least) {
    return available_bytes(context, "cleanse", context.world.max(local_least));
  };
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const std::uint64_t max_counted = max_counted_values(context, columns, a, uses[a].values);
    columns.attributes.push_back(cleanse_attribute(context, columns, a, dummies, uses[a], max_counted, ask));
    auto& column = columns.attributes.back();
    park_value_ids(context, a, columns.first_record, column, columns.num_local_rows);
    // Fingerprints are for merge only.
    if (column.storage == Storage::fingerprint) std::vector<std::uint64_t>().swap(column.numbers);
    progress_note(context, job.attributes[a].name, column);
    context.statistics.add_global("distinct_" + job.attributes[a].name, column.facts.num_distinct);
    context.progress.update(a + 1, job.attributes.size());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

}  // namespace onefold::pipeline
