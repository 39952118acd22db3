#include "score/write_edges.hpp"

#include <optional>
#include <vector>

#include "model/expected_links.hpp"
#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/patterns_table.hpp"
#include "result/sources_table.hpp"
#include "score/edge_index.hpp"
#include "score/rival_probabilities.hpp"
#include "score/shared_values.hpp"

namespace onefold::score {

using result::EdgesTable;
using result::PatternsTable;

namespace {

// Collective. Each rank writes its share of the patterns.
void write_patterns(const mpi::Communicator& world, const model::Model& model,
                    const std::vector<SharedValues::Row>& rows, result::ResultWriter& writer) {
  const model::PatternSpace space = model.pattern_space();
  const model::RelatedTerm related(model);
  const BlockDistribution share(rows.size(), world.size());
  std::vector<std::int64_t> patterns, num_edges;
  std::vector<std::int16_t> rules;
  std::vector<std::int8_t> levels;
  std::vector<double> weights, related_weights;
  for (std::uint64_t r = share.begin(world.rank()); r < share.end(world.rank()); ++r) {
    const model::Pattern pattern = rows[r].value.value;
    patterns.push_back(static_cast<std::int64_t>(pattern));
    num_edges.push_back(static_cast<std::int64_t>(rows[r].num_edges));
    rules.push_back(static_cast<std::int16_t>(rows[r].value.rule));
    for (std::size_t c = 0; c < space.num_comparisons(); ++c)
      levels.push_back(static_cast<std::int8_t>(space.level(pattern, c)));
    weights.push_back(to_double(model::weight_of_pattern(model, space, related, pattern)));
    related_weights.push_back(-to_double(related(space, pattern)));
  }
  PatternsTable::kPattern.write(writer, patterns);
  PatternsTable::kRule.write(writer, rules);
  auto level = PatternsTable::kLevel.begin(writer, rows.size(), space.num_comparisons());
  level.append(levels);
  level.finish();
  PatternsTable::kWeight.write(writer, weights);
  if (related.exists()) PatternsTable::kRelated.write(writer, related_weights);
  PatternsTable::kEdges.write(writer, num_edges);
}

// The term-frequency columns of /edges.
class TermFrequencyColumns {
 public:
  /// Collective. Writes the tables of adjustments.
  TermFrequencyColumns(const model::Model& model, const ScoredPairs& pairs, const SharedValues& shared,
                       result::ResultWriter& writer)
      : shared_(shared) {
    for (std::size_t t = 0; t < pairs.term_frequency_comparisons.size(); ++t) {
      const std::string& attribute = model.comparisons[pairs.term_frequency_comparisons[t]].name;
      std::vector<double> adjustments;
      for (const auto& row : shared.table(1 + t)) adjustments.push_back(to_double(row.value.adjustment()));
      result::TermFrequenciesTable::adjustment(attribute).write_once(writer, adjustments);
      columns_.push_back(EdgesTable::term_frequency(attribute).begin(writer, pairs.num_edges()));
    }
  }
  /// Collective.
  void append(const EdgeWindow& edges) {
    for (std::size_t t = 0; t < columns_.size(); ++t) {
      std::vector<std::int32_t> rows(edges.size());
      SharedValue last;
      std::int32_t row = 0;
      for (std::size_t e = 0; e < edges.size(); ++e) {
        const auto value = SharedValue::of_adjustment(t, edges.tail(e, t));
        if (value != last) row = shared_.row_of(value);
        last = value;
        rows[e] = row;
      }
      columns_[t].append(rows);
    }
  }
  /// Collective.
  void finish() {
    for (auto& column : columns_) column.finish();
  }

 private:
  const SharedValues& shared_;
  std::vector<result::NumberStream<std::int32_t>> columns_;
};

}  // namespace

void write_edges(const Context& context, const Columns& columns, const model::Model& model, ScoredPairs& pairs,
                 const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const RivalProbabilities rivals(context, columns, pairs);
  const std::uint64_t num_edges = pairs.num_edges();
  // 1. The small tables: what many edges have in common.
  const SharedValues shared(context.world, pairs);
  write_patterns(context.world, model, shared.table(0), writer);
  TermFrequencyColumns term_frequencies(model, pairs, shared, writer);
  // 2. The edges. Links and edges for review are merged into one order.
  auto left = EdgesTable::kLeft.begin(writer, num_edges);
  auto right = EdgesTable::kRight.begin(writer, num_edges);
  auto pattern = EdgesTable::kPattern.begin(writer, num_edges);
  std::optional<result::NumberStream<float>> among_rivals;
  if (rivals.groups().num_groups > 0) among_rivals.emplace(EdgesTable::kAmongRivals.begin(writer, num_edges));
  EdgeIndex index(context, columns.distribution.num_global());
  const std::uint64_t max_rows = memory::window_rows(context, needs);
  EdgeRuns::for_each_merged_window({&pairs.links, &pairs.for_review}, max_rows, [&](const EdgeWindow& edges) {
    left.append(edges.column<std::int64_t>([](const Edge& edge) { return edge.left; }));
    right.append(edges.column<std::int64_t>([](const Edge& edge) { return edge.right; }));
    pattern.append(
        edges.column<std::int32_t>([&](const Edge& edge) { return shared.row_of(SharedValue::of_pattern(edge)); }));
    term_frequencies.append(edges);
    if (among_rivals) {
      const auto probabilities = rivals.probabilities(edges);
      among_rivals->append(std::vector<float>(probabilities.begin(), probabilities.end()));
    }
    index.add(edges);
  });
  pairs.links.remove();
  pairs.for_review.remove();
  left.finish();
  right.finish();
  pattern.finish();
  term_frequencies.finish();
  if (among_rivals) {
    among_rivals->finish();
    result::SourcesTable::kRivalGroup.write_once(writer, rivals.groups().group_of_source);
    result::ModelTable::kRivalPartners.write_once(
        writer, std::vector<std::int64_t>{static_cast<std::int64_t>(rivals.groups().expected_matches_per_record)});
  }
  // 3. The index by record.
  index.write(max_rows, writer);
}

}  // namespace onefold::score
