#include "onefold/cleanse/build_columns.hpp"
#include "onefold/cleanse/cleanser.hpp"
#include "onefold/pipeline/stages.hpp"
#include "parked.hpp"

namespace onefold::pipeline {

namespace {

TextColumn take_raw_values(const Context& context, AttributeIndex attribute, std::uint64_t first, std::uint64_t last) {
  TextColumn raw;
  const store::TextSliceReader reader(context.work, parked_attribute(attribute), kParkedAttributeSchema);
  reader.for_each_page(first, last, [&](const store::RowPage& page) { page.append_text(0, raw); });
  return raw;
}

}  // namespace

Columns run_cleanse_stage(const Context& context, const SourceFacts& facts) {
  Stage stage(context, "cleanse", "attributes");
  const auto& job = context.job;
  Columns columns;
  columns.distribution = facts.distribution;
  columns.first_record = facts.distribution.begin(context.world.rank());
  columns.num_local_rows = facts.distribution.size(context.world.rank());
  for (const auto& source : facts.sources) columns.source_ends.push_back(source.first_record + source.records);

  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(job.cleanse); });
  const auto uses = cleanse::column_uses(job);
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    // 1. Cleanse the values of this rank's records.
    TextColumn cleansed;
    mpi::run_locally(context.world, [&] {
      const TextColumn raw = take_raw_values(context, a, columns.first_record, columns.first_record + columns.num_local_rows);
      cleanse::Cleanser cleanser(job.attributes[a], dummies);
      std::string value;
      for (std::size_t row = 0; row < raw.size(); ++row)
        cleansed.push_back(!raw[row].empty() && cleanser(raw[row], value) ? std::string_view(value) : std::string_view());
    });
    // 2. One distributed count says how the values are best held, and how frequent they are.
    columns.attributes.push_back(cleanse::build_column(context.world, context.node, std::move(cleansed), uses[a]));
    const auto& column = columns.attributes.back();
    context.statistics.add_global("distinct_" + job.attributes[a].name, column.facts.num_distinct);
    context.progress.update(a + 1, job.attributes.size());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

}  // namespace onefold::pipeline
