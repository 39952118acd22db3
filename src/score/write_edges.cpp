#include "score/write_edges.hpp"

#include <optional>
#include <vector>

#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/sources_table.hpp"
#include "score/rival_probabilities.hpp"

namespace onefold::score {

using result::EdgesTable;

namespace {

// [edge * comparisons + comparison]
std::vector<std::int8_t> levels_of(const EdgeWindow& edges, const model::PatternSpace& space) {
  const std::size_t num_comparisons = space.num_comparisons();
  std::vector<std::int8_t> levels;
  levels.reserve(edges.size() * num_comparisons);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const model::Pattern pattern = edges[e].pattern;
    for (std::size_t c = 0; c < num_comparisons; ++c)
      levels.push_back(static_cast<std::int8_t>(space.level(pattern, c)));
  }
  return levels;
}

// [edge * num_term_frequencies + adjustment]
std::vector<double> adjustments_of(const EdgeWindow& edges, std::size_t num_term_frequencies) {
  std::vector<double> adjustments;
  adjustments.reserve(edges.size() * num_term_frequencies);
  for (std::size_t e = 0; e < edges.size(); ++e)
    for (std::size_t t = 0; t < num_term_frequencies; ++t) adjustments.push_back(to_double(edges.tail(e, t)));
  return adjustments;
}

}  // namespace

void write_edges(const Context& context, const Columns& columns, const model::Model& model, ScoredPairs& pairs,
                 const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const RivalProbabilities rivals(context, columns, pairs);
  const auto space = model.pattern_space();
  const std::size_t num_comparisons = space.num_comparisons();
  const std::size_t num_term_frequencies = pairs.links.num_tail();
  const std::uint64_t num_edges = pairs.num_edges();
  auto left = EdgesTable::kLeft.begin(writer, num_edges);
  auto right = EdgesTable::kRight.begin(writer, num_edges);
  auto weight = EdgesTable::kWeight.begin(writer, num_edges);
  auto probability = EdgesTable::kProbability.begin(writer, num_edges);
  std::optional<result::NumberStream<double>> among_rivals;
  if (rivals.groups().num_groups > 0) among_rivals.emplace(EdgesTable::kAmongRivals.begin(writer, num_edges));
  auto pattern = EdgesTable::kPattern.begin(writer, num_edges);
  auto rule = EdgesTable::kRule.begin(writer, num_edges);
  auto level = EdgesTable::kLevel.begin(writer, num_edges, num_comparisons);
  std::optional<result::NumberStream<double>> term_frequency;
  const model::RelatedTerm related_term(model);
  std::optional<result::NumberStream<double>> related;
  if (related_term.exists()) related.emplace(EdgesTable::kRelated.begin(writer, num_edges));
  if (num_term_frequencies > 0)
    term_frequency.emplace(EdgesTable::kTermFrequency.begin(writer, num_edges, num_term_frequencies));
  // Links and edges for review are merged into one order.
  EdgeRuns::for_each_merged_window(
      {&pairs.links, &pairs.for_review}, memory::window_rows(context, needs), [&](const EdgeWindow& edges) {
        left.append(edges.column<std::int64_t>([](const Edge& edge) { return edge.left; }));
        right.append(edges.column<std::int64_t>([](const Edge& edge) { return edge.right; }));
        pattern.append(edges.column<std::int64_t>([](const Edge& edge) { return edge.pattern; }));
        rule.append(edges.column<std::int32_t>([](const Edge& edge) { return edge.rule; }));
        weight.append(edges.column<double>([](const Edge& edge) { return to_double(edge.weight); }));
        probability.append(edges.column<double>([](const Edge& edge) { return probability_of(edge.weight); }));
        if (among_rivals) among_rivals->append(rivals.probabilities(edges));
        level.append(levels_of(edges, space));
        if (related)
          related->append(
              edges.column<double>([&](const Edge& edge) { return -to_double(related_term(space, edge.pattern)); }));
        if (term_frequency) term_frequency->append(adjustments_of(edges, num_term_frequencies));
      });
  pairs.links.remove();
  pairs.for_review.remove();
  left.finish();
  right.finish();
  weight.finish();
  probability.finish();
  if (among_rivals) {
    among_rivals->finish();
    result::SourcesTable::kRivalGroup.write_once(writer, rivals.groups().group_of_source);
    result::ModelTable::kRivalPartners.write_once(
        writer, std::vector<std::int64_t>{static_cast<std::int64_t>(rivals.groups().expected_matches_per_record)});
  }
  pattern.finish();
  rule.finish();
  level.finish();
  if (related) related->finish();
  if (term_frequency) term_frequency->finish();
}

}  // namespace onefold::score
