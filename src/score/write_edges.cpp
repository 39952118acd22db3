#include "score/write_edges.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/sources_table.hpp"
#include "score/edge_runs.hpp"
#include "score/rival_probabilities.hpp"

namespace onefold::score {

using result::EdgesTable;

void write_edges(const Context& context, const Columns& columns, const model::Model& model, const ScoredPairs& pairs,
                 const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const RivalProbabilities rivals(context, columns, pairs.edges);
  const auto space = model.pattern_space();
  const std::size_t num_comparisons = space.num_comparisons();
  const std::size_t num_term_frequencies = pairs.edges.num_term_frequencies;
  const std::uint64_t num_edges = pairs.edges.num_edges;
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
  if (num_term_frequencies > 0)
    term_frequency.emplace(EdgesTable::kTermFrequency.begin(writer, num_edges, num_term_frequencies));
  for_each_edge_window(context, pairs.edges, memory::window_rows(context, needs), [&](const EdgeList& edges) {
    left.append(result::as_signed(edges.left));
    right.append(result::as_signed(edges.right));
    pattern.append(result::as_signed(edges.pattern));
    rule.append(std::vector<std::int32_t>(edges.rule.begin(), edges.rule.end()));
    std::vector<double> numbers(edges.size());
    std::transform(edges.weight.begin(), edges.weight.end(), numbers.begin(), to_double);
    weight.append(numbers);
    std::transform(edges.weight.begin(), edges.weight.end(), numbers.begin(), probability_of);
    probability.append(numbers);
    if (among_rivals) among_rivals->append(rivals.probabilities(edges));
    std::vector<std::int8_t> levels;
    levels.reserve(edges.size() * num_comparisons);
    for (const auto p : edges.pattern)
      for (std::size_t c = 0; c < num_comparisons; ++c) levels.push_back(static_cast<std::int8_t>(space.level(p, c)));
    level.append(levels);
    std::vector<std::int8_t>().swap(levels);
    if (!term_frequency) return;
    numbers.resize(edges.term_frequency.size());
    std::transform(edges.term_frequency.begin(), edges.term_frequency.end(), numbers.begin(), to_double);
    term_frequency->append(numbers);
  });
  for (const auto& product : pairs.edges.products) context.work.remove_product(product);
  left.finish();
  right.finish();
  weight.finish();
  probability.finish();
  if (among_rivals) {
    among_rivals->finish();
    result::SourcesTable::kRivalGroup.write_once(writer, rivals.groups().group_of_source);
    result::ModelTable::kRivalPartners.write_once(
        writer, std::vector<std::int64_t>{static_cast<std::int64_t>(rivals.groups().partners)});
  }
  pattern.finish();
  rule.finish();
  level.finish();
  if (term_frequency) term_frequency->finish();
}

}  // namespace onefold::score
