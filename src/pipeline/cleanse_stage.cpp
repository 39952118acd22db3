#include "onefold/cleanse/build_columns.hpp"
#include "onefold/cleanse/cleanser.hpp"
#include "onefold/pipeline/stages.hpp"
#include "parked.hpp"

namespace onefold::pipeline {

namespace {

// Columns of `rows` that only the result needs: off to disk, and out of memory.
void park_record_columns(const Context& context, ingest::RawRows& rows) {
  std::optional<store::Slice> slice;
  mpi::run_locally(context.world, [&] {
    std::vector<std::uint64_t> moments(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
      moments[row] = static_cast<std::uint64_t>(cleanse::parse_moment(rows.updated[row]));
    if (rows.true_id.empty())
      for (std::size_t row = 0; row < rows.size(); ++row) rows.true_id.push_back({});
    store::TextSliceWriter writer(context.work, kParkedRecords, kParkedRecordSchema);
    writer.append({{&rows.source_id, &rows.true_id}, {rows.row, moments}, {}});
    slice = writer.close(rows.distribution.begin(context.world.rank()));
  });
  context.work.publish(kParkedRecords, slice);
  rows.source_id.release();
  rows.true_id.release();
  rows.updated.release();
  std::vector<std::uint64_t>().swap(rows.row);
}

void park_attribute(const Context& context, AttributeIndex attribute, std::uint64_t first, const TextColumn& raw) {
  std::optional<store::Slice> slice;
  mpi::run_locally(context.world, [&] {
    store::TextSliceWriter writer(context.work, parked_attribute(attribute), kParkedAttributeSchema);
    writer.append({{&raw}, {}, {}});
    slice = writer.close(first);
  });
  context.work.publish(parked_attribute(attribute), slice);
}

}  // namespace

Columns run_cleanse_stage(const Context& context, ingest::RawRows rows, const SourceFacts& facts) {
  Stage stage(context, "cleanse", "attributes");
  const auto& job = context.job;
  Columns columns;
  columns.distribution = rows.distribution;
  columns.first_record = rows.distribution.begin(context.world.rank());
  columns.num_local_rows = rows.size();
  for (const auto& source : facts.sources) columns.source_ends.push_back(source.first_record + source.records);

  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] {
    dummies = cleanse::load_dummy_values(job.cleanse);
    cleanse::local_split_full_names(job, rows.source, rows.attributes);
  });
  park_record_columns(context, rows);
  const auto uses = cleanse::column_uses(job);
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    // 1. Cleanse this rank's values.
    TextColumn cleansed;
    mpi::run_locally(context.world, [&] {
      cleanse::Cleanser cleanser(job.attributes[a], dummies);
      std::string value;
      for (std::size_t row = 0; row < rows.attributes[a].size(); ++row) {
        const auto raw = rows.attributes[a][row];
        cleansed.push_back(!raw.empty() && cleanser(raw, value) ? std::string_view(value) : std::string_view());
      }
    });
    // 2. Park the raw values.
    park_attribute(context, a, columns.first_record, rows.attributes[a]);
    rows.attributes[a].release();
    // 3. One distributed count says how the values are best held, and how frequent they are.
    columns.attributes.push_back(cleanse::build_column(context.world, context.node, std::move(cleansed), uses[a]));
    const auto& column = columns.attributes.back();
    context.statistics.add_global("distinct_" + job.attributes[a].name, column.facts.num_distinct);
    context.progress.update(a + 1, job.attributes.size());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

}  // namespace onefold::pipeline
