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
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    // 1. Cleanse the values of this rank's records.
    cleanse::LocalValues local;
    mpi::run_locally(context.world, [&] {
      cleanse::Cleanser cleanser(job.attributes[a], dummies);
      local = cleanse::local_cleanse(
          take_raw_values(context, a, columns.first_record, columns.first_record + columns.num_local_rows), cleanser);
    });
    // 2. One distributed count gives codes, dictionary and term frequencies.
    auto coded = cleanse::build_coded_column(context.world, context.node, std::move(local));
    columns.codes.push_back(std::move(coded.codes));
    columns.dictionaries.push_back(std::move(coded.dictionary));
    context.statistics.add_global("distinct_" + job.attributes[a].name, columns.dictionaries.back().size() - 1);
    context.progress.update(a + 1, job.attributes.size());
  }
  stage.finish(columns.distribution.num_global(), "records");
  return columns;
}

}  // namespace onefold::pipeline
