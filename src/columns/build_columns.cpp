#include "columns/build_columns.hpp"

#include <algorithm>
#include <cmath>

#include "columns/build_dictionary.hpp"
#include "columns/distinct_sketch.hpp"
#include "columns/frequencies.hpp"
#include "columns/value_counts.hpp"
#include "columns/weigh_tokens.hpp"
#include "record/hash.hpp"

namespace onefold::columns {

namespace {

// A column with at most this many distinct values is coded for any number of records, unless the values are long: every
// node holds the whole dictionary, whereas texts are distributed over the ranks.
constexpr double kFewValues = 65'536;
constexpr double kFewBytes = 8 << 20;
// If a larger share of the values is distinct, a dictionary needs more memory than it saves.
constexpr double kCodedShare = 1.0 / 8;

void use_attributes(const config::KeyExpression& expression, std::vector<ColumnUse>& uses) {
  if (expression.function == config::KeyFunction::attribute) uses[expression.attribute].values = true;
  for (const auto& argument : expression.arguments) use_attributes(argument, uses);
}

// Collective. Facts about the values of all ranks together.
struct Survey {
  ColumnFacts facts;
  double dictionary_bytes = 0;  ///< estimated size of all distinct values, if they have the mean length
  bool packable = true;
};
Survey survey(const mpi::Communicator& world, const cleanse::CleansedColumn& cleansed, const DistinctSketch* known) {
  Survey result;
  auto sketch = known != nullptr ? std::make_unique<DistinctSketch>(*known) : std::make_unique<DistinctSketch>();
  for (std::size_t row = 0; row < cleansed.hashes.size(); ++row) {
    result.facts.num_present += cleansed.hashes[row] != 0;
    if (known == nullptr && cleansed.hashes[row] != 0) sketch->add(cleansed.hashes[row]);
  }
  for (std::size_t row = 0; result.packable && row < cleansed.values.size(); ++row)
    result.packable = pack_text(cleansed.values[row]).has_value();
  world.max_in_place(sketch->registers());
  result.facts.num_present = world.sum(result.facts.num_present);
  result.packable = world.all(result.packable);
  const auto num_bytes = static_cast<double>(world.sum(cleansed.values.num_bytes()));
  // One rank computes the estimate, because logarithms may differ between processors in the last bit.
  result.facts.num_distinct = std::min(
      result.facts.num_present, static_cast<std::uint64_t>(world.broadcast_value(std::llround(sketch->estimate()))));
  result.dictionary_bytes = num_bytes * static_cast<double>(result.facts.num_distinct) /
                            static_cast<double>(std::max<std::uint64_t>(1, result.facts.num_present));
  return result;
}

Storage choose_storage(const Survey& survey, ColumnUse use) {
  if (!use.values) return Storage::fingerprint;
  const auto num_distinct = static_cast<double>(survey.facts.num_distinct);
  if (num_distinct <= kCodedShare * static_cast<double>(survey.facts.num_present) ||
      (num_distinct <= kFewValues && survey.dictionary_bytes <= kFewBytes))
    return Storage::coded;
  return survey.packable ? Storage::packed : Storage::text;
}

// Memory that this rank needs to make a dictionary, besides the cleansed values: its distinct values, held twice while
// they are sent to their owners; at the end the values of all ranks, and the rank's own part a second time.
std::uint64_t local_dictionary_bytes(const mpi::Communicator& world, const mpi::Communicator& node, double local_bytes,
                                     double dictionary_bytes) {
  const double local = std::min(local_bytes, dictionary_bytes);
  const double between_nodes = world.size() > node.size() ? 2 * dictionary_bytes : 0;
  const double at_the_end = dictionary_bytes + dictionary_bytes / world.size() + between_nodes;
  return static_cast<std::uint64_t>(std::max({local, 2 * local - local_bytes, at_the_end - local_bytes, 0.0}));
}

}  // namespace

std::vector<ColumnUse> column_uses(const config::Job& job) {
  std::vector<ColumnUse> uses(job.attributes.size(), ColumnUse{false, false});
  for (const auto& comparison : job.comparisons) {
    for (const AttributeIndex attribute : config::attributes_read(comparison)) uses[attribute].values = true;
    uses[comparison.attribute].term_frequency |= comparison.term_frequency;
    for (const auto& level : comparison.levels)
      config::for_each_leaf(level, [&](const config::Level& leaf) {
        ColumnUse& use = uses[leaf.attribute.value_or(comparison.attribute)];
        use.element_weights |= leaf.measure == config::Measure::overlap_weight;
        use.word_weights |= leaf.measure == config::Measure::tfidf || leaf.measure == config::Measure::soft_tfidf;
      });
  }
  for (const auto& rule : job.blocking)
    for (const auto* keys : {&rule.on, &rule.split_by})
      for (const auto& expression : *keys) use_attributes(expression, uses);
  for (const auto& rule : job.model.prior.rules)
    for (const auto& expression : rule) use_attributes(expression, uses);
  return uses;
}

namespace {

Column build_values(const mpi::Communicator& world, const mpi::Communicator& node, cleanse::CleansedColumn cleansed,
                    ColumnUse use, const CountingLimits& limits) {
  const auto& ask = limits.ask;
  const Survey known = survey(world, cleansed, limits.local_distinct);
  Column column;
  column.storage = choose_storage(known, use);
  column.facts = known.facts;
  auto* const frequencies = use.term_frequency ? limits.frequencies : nullptr;
  column.facts.num_weighed = limits.frequencies == nullptr ? known.facts.num_present
                                                           : limits.frequencies->num_weighed(known.facts.num_present);
  if (column.storage == Storage::coded) {
    if (ask)
      static_cast<void>(ask(local_dictionary_bytes(world, node, static_cast<double>(cleansed.values.num_bytes()),
                                                   known.dictionary_bytes)));
    LocalValues local;
    mpi::run_locally(world, [&] { local = local_intern(cleansed); });
    cleansed = {};
    auto coded = build_coded_column(world, node, std::move(local), frequencies);
    column.codes = std::move(coded.codes);
    column.dictionary = std::move(coded.dictionary);
    column.facts.num_distinct = column.dictionary.size() - 1;
    column.facts.num_equal_pairs = coded.num_equal_pairs;
    return column;
  }

  // Numbers that are equal for equal values. They are counted, and fingerprints are stored.
  std::vector<std::uint64_t> ids(cleansed.hashes.size());
  for (std::size_t row = 0; row < ids.size(); ++row)
    ids[row] = cleansed.hashes[row] == 0 ? 0 : cleansed.hashes[row] | 1;
  cleansed.hashes = {};
  if (column.storage == Storage::fingerprint) {
    column.numbers = std::move(ids);
    return column;
  }
  auto counted = count_values(world, ids, use.term_frequency, limits.max_counted, frequencies);
  column.counts = std::move(counted.counts);
  column.facts.num_equal_pairs = counted.num_equal_pairs;
  if (column.storage == Storage::text) {
    column.texts = std::move(cleansed.values);
    return column;
  }
  column.numbers = std::move(ids);
  for (std::size_t row = 0; row < column.numbers.size(); ++row)
    column.numbers[row] = pack_text(cleansed.values[row]).value();
  return column;
}

}  // namespace

Column build_column(const mpi::Communicator& world, const mpi::Communicator& node, cleanse::CleansedColumn cleansed,
                    ColumnUse use, const CountingLimits& limits) {
  const std::uint64_t num_local_rows = cleansed.hashes.size();
  Column column = build_values(world, node, std::move(cleansed), use, limits);
  if (column.storage == Storage::fingerprint) return column;
  if (use.word_weights) column.word_weights = weigh_tokens(world, column, num_local_rows, TokenKind::words, limits);
  if (use.element_weights)
    column.element_weights = weigh_tokens(world, column, num_local_rows, TokenKind::elements, limits);
  return column;
}

}  // namespace onefold::columns
