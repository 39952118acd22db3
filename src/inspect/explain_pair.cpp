#include "inspect/explain_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "inspect/lookup.hpp"
#include "inspect/named_records.hpp"
#include "record/cut_reason.hpp"
#include "record/pin_event.hpp"
#include "record/probability_text.hpp"
#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/identity_tables.hpp"
#include "result/patterns_table.hpp"
#include "result/records_table.hpp"
#include "result/score_tables.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::CustomersTable;
using result::EdgesTable;
using result::RecordsTable;
using result::SourcesTable;

std::optional<ExplainedEdge> find_edge(const result::ResultReader& file, const result::ScoreTables& tables,
                                       std::int64_t left, std::int64_t right) {
  const std::uint64_t at = EdgesTable::find(file, left, right);
  if (at == EdgesTable::kLeft.num_rows(file)) return std::nullopt;
  const result::EdgeScoring scoring(file);
  const result::EdgeScores scores = scoring.read(at, 1);
  const auto level = result::PatternsTable::kLevel.read(file, static_cast<std::uint64_t>(scores.pattern[0]), 1);
  if (level.size() != tables.comparisons.size())
    throw Error(ExitCode::input, fmt::format("{}: edge {} does not fit the table of comparisons", file.path(), at));

  ExplainedEdge edge{.rule = tables.rules[static_cast<std::size_t>(scores.rule[0])],
                     .prior_weight_log2 = tables.prior_weight_log2,
                     .comparisons = {},
                     .corrections = {},
                     .related_log2 = {},
                     .weight_log2 = scores.weight_log2[0],
                     .probability = scores.probability(0)};
  if (EdgesTable::kAmongRivals.is_in(file)) edge.among_rivals = EdgesTable::kAmongRivals.read_row(file, at);
  double sum = tables.prior_weight_log2;
  for (std::size_t k = 0; k < level.size(); ++k) {
    const result::ComparisonRow& comparison = tables.comparisons[k];
    if (level[k] < 0 || static_cast<std::size_t>(level[k]) >= comparison.levels.size())
      throw Error(ExitCode::input, fmt::format("{}: edge {} has a level that comparison {} does not have", file.path(),
                                               at, comparison.name));
    const result::LevelRow& row = comparison.levels[static_cast<std::size_t>(level[k])];
    const double term_frequency = scoring.adjustment(at, comparison.name);
    sum += row.weight_log2 + term_frequency;
    edge.comparisons.push_back({comparison.name, row.text, row.m, row.u, row.weight_log2, term_frequency, sum});
  }
  for (const auto& pair : tables.dependence) {
    const double correction = tables.correction(pair, level.data());
    if (correction == 0) continue;
    sum += correction;
    edge.corrections.push_back(
        {tables.comparisons[pair.first].name, tables.comparisons[pair.second].name, correction, sum});
  }
  if (tables.has_related) edge.related_log2 = tables.related(level.data());
  edge.is_link = tables.is_link(edge.weight_log2);
  return edge;
}

bool is_listed(const std::vector<result::RecordPair>& pairs, std::int64_t left, std::int64_t right) {
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const result::RecordPair& pair) { return pair.left == left && pair.right == right; });
}

struct LinkOfMembers {
  std::size_t left;  // index into the sorted members
  std::size_t right;
  double probability;
  double weight_log2;
  bool must_link;
};

std::vector<LinkOfMembers> links_among(const result::ResultReader& file, const result::ScoreTables& tables,
                                       const std::vector<std::int64_t>& members) {
  std::vector<LinkOfMembers> links;
  const auto index_of = [&](std::int64_t record) {
    const auto found = std::lower_bound(members.begin(), members.end(), record);
    return found != members.end() && *found == record ? static_cast<std::size_t>(found - members.begin())
                                                      : members.size();
  };
  // Each edge stands once, with its left record.
  const result::EdgeScoring scoring(file);
  for (std::size_t l = 0; l < members.size(); ++l) {
    const auto rows = EdgesTable::with_left(file, members[l]);
    const auto right = EdgesTable::kRight.read(file, rows.begin, rows.end - rows.begin);
    const auto scores = scoring.read(rows.begin, rows.end - rows.begin);
    for (std::size_t i = 0; i < right.size(); ++i) {
      const std::size_t r = index_of(right[i]);
      if (r < members.size() && tables.is_link(scores.weight_log2[i]))
        links.push_back({l, r, scores.probability(i), scores.weight_log2[i], false});
    }
  }
  for (const auto& pair : result::read_must_links(file)) {
    const std::size_t l = index_of(pair.left);
    const std::size_t r = index_of(pair.right);
    if (l < members.size() && r < members.size()) links.push_back({l, r, 0, 0, true});
  }
  return links;
}

ExplainedRecord describe_record(const result::ResultReader& file, RecordId record) {
  return {name_of_record(file, SourcesTable::kName.read_all(file), static_cast<std::int64_t>(record)), record,
          RecordsTable::kPin.read_row(file, record), RecordsTable::kClusterId.read_row(file, record)};
}

std::optional<ExplainedCustomer> describe_customer(const result::ResultReader& file, std::int64_t cluster) {
  if (!result::StructureRows::are_in(file)) return std::nullopt;
  const auto found = find_cluster(file, cluster);
  if (!found) return std::nullopt;
  const std::uint64_t row = *found;
  const auto rows = result::StructureRows::read(file, row, 1);
  ExplainedCustomer customer{.size = CustomersTable::kSize.read_row(file, row),
                             .links = rows.links[0],
                             .density = rows.density[0],
                             .bridges = rows.bridges[0],
                             .bridge_split = rows.bridge_split[0],
                             .articulation_points = rows.articulation_points[0],
                             .weakest_link_log2 = rows.weakest_link_log2[0],
                             .centrality = rows.centrality[0],
                             .centre = std::nullopt};
  const std::int64_t centre = rows.centre[0];
  if (centre >= 0 && static_cast<std::uint64_t>(centre) < RecordsTable::kSource.num_rows(file))
    customer.centre = name_of_record(file, SourcesTable::kName.read_all(file), centre);
  return customer;
}

// Breadth-first search for the path with the fewest links; ties: the path through smaller record ids.
std::vector<ExplainedHop> find_path(const result::ResultReader& file, const result::ScoreTables& tables,
                                    std::int64_t cluster, std::int64_t from, std::int64_t to) {
  const auto customer = find_cluster(file, cluster);
  if (!customer) throw Error(ExitCode::input, fmt::format("{}: there is no customer {}", file.path(), cluster));
  const std::vector<std::int64_t> members = members_of(file, *customer);
  const std::vector<LinkOfMembers> links = links_among(file, tables, members);
  struct Step {
    std::size_t other;
    std::size_t link;
  };
  std::vector<std::vector<Step>> steps(members.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    steps[links[i].left].push_back({links[i].right, i});
    steps[links[i].right].push_back({links[i].left, i});
  }
  for (auto& list : steps)
    std::sort(list.begin(), list.end(), [](const Step& a, const Step& b) { return a.other < b.other; });

  const auto index_of = [&](std::int64_t record) {
    return static_cast<std::size_t>(std::lower_bound(members.begin(), members.end(), record) - members.begin());
  };
  const std::size_t start = index_of(from);
  const std::size_t goal = index_of(to);
  // Search backwards from the goal, so that the path can be read off forwards.
  std::vector<Step> next(members.size(), {members.size(), 0});
  std::vector<std::size_t> queue = {goal};
  next[goal].other = goal;
  for (std::size_t i = 0; i < queue.size() && next[start].other == members.size(); ++i) {
    for (const Step& step : steps[queue[i]]) {
      if (next[step.other].other != members.size()) continue;
      next[step.other] = {queue[i], step.link};
      queue.push_back(step.other);
    }
  }
  if (next[start].other == members.size())
    throw Error(
        ExitCode::input,
        fmt::format("{}: the records are in one customer, but no links join them; `onefold verify` shows what is wrong",
                    file.path()));
  const TextColumn sources = SourcesTable::kName.read_all(file);
  std::vector<ExplainedHop> path;
  for (std::size_t at = start; at != goal; at = next[at].other) {
    const LinkOfMembers& link = links[next[at].link];
    path.push_back({name_of_record(file, sources, members[at]), name_of_record(file, sources, members[next[at].other]),
                    link.probability, link.weight_log2, link.must_link});
  }
  return path;
}

}  // namespace

Explanation explain_pair(const result::ResultReader& file, const std::string& left, const std::string& right) {
  const PairOfRecords pair = find_pair(file, left, right);
  const result::ScoreTables tables = result::read_score_tables(file);
  Explanation out;
  out.left = describe_record(file, pair.left);
  out.right = describe_record(file, pair.right);
  out.same_customer = out.left.cluster_id == out.right.cluster_id;
  out.threshold = tables.threshold;
  out.threshold_weight_log2 = tables.threshold_weight_log2;
  out.review_threshold = tables.review_threshold;
  const auto from = static_cast<std::int64_t>(out.left.record);
  const auto to = static_cast<std::int64_t>(out.right.record);
  out.edge = find_edge(file, tables, std::min(from, to), std::max(from, to));
  out.cut_reason = cut_reason_of(file, std::min(from, to), std::max(from, to));
  out.must_link = is_listed(result::read_must_links(file), std::min(from, to), std::max(from, to));
  out.cannot_link = is_listed(result::read_cannot_links(file), std::min(from, to), std::max(from, to));
  if (out.same_customer) out.customer = describe_customer(file, out.left.cluster_id);
  if (out.same_customer && !(out.edge && out.edge->is_link))
    out.path = find_path(file, tables, out.left.cluster_id, from, to);
  return out;
}

std::string_view cut_reason_text(int reason) {
  return reason > 0 && reason < kNumCutReasons ? onefold::text_of(static_cast<CutReason>(reason))
                                               : "of an unknown reason";
}

std::string text_of(const Explanation& explanation) {
  std::string out;
  const auto line = [&]<typename... A>(fmt::format_string<A...> format, A&&... arguments) {
    out += fmt::format(format, std::forward<A>(arguments)...) + "\n";
  };
  for (const ExplainedRecord* record : {&explanation.left, &explanation.right})
    line("{}: record {}, customer with PIN {} (cluster {})", record->name.text(), record->record,
         shown_pin(record->pin), record->cluster_id);
  line("{}", explanation.same_customer ? "They are the same customer." : "They are different customers.");
  if (explanation.customer && explanation.customer->size == 2) {
    line("The customer has these 2 records.");
  } else if (explanation.customer) {
    const ExplainedCustomer& customer = *explanation.customer;
    std::string text =
        fmt::format("The customer has {} records and {} links among its {} pairs (density {:.2f})", customer.size,
                    customer.links, customer.size * (customer.size - 1) / 2, customer.density);
    if (customer.bridges > 0)
      text += fmt::format(
          "; {} of these are bridges, whose removal would split it (at most {} records on the smaller side)",
          customer.bridges, customer.bridge_split);
    if (customer.articulation_points > 0)
      text += fmt::format("; {} records are articulation points, whose removal would split the others",
                          customer.articulation_points);
    if (std::isfinite(customer.weakest_link_log2))
      text += fmt::format("; its weakest link weighs {:.3f}", customer.weakest_link_log2);
    if (customer.centre && customer.centrality > 0)
      text += fmt::format("; {} has the highest betweenness (centrality {:.2f})", customer.centre->text(),
                          customer.centrality);
    else if (customer.centre)
      text += fmt::format("; {} has the most and the heaviest links", customer.centre->text());
    line("{}.", text);
  }
  line("");
  if (explanation.edge) {
    const ExplainedEdge& edge = *explanation.edge;
    std::size_t name_width = 10;
    std::size_t level_width = 5;
    for (const auto& row : edge.comparisons) {
      name_width = std::max(name_width, row.comparison.size());
      level_width = std::max(level_width, row.level.size());
    }
    line("The pair was proposed by the blocking rule: {}", edge.rule);
    line("");
    line("{:<{}}  {:<{}}  {:>10}  {:>10}  {:>9}  {:>9}  {:>9}", "comparison", name_width, "level", level_width, "m",
         "u", "weight", "frequency", "sum");
    line("{:<{}}  {:<{}}  {:>10}  {:>10}  {:>9.3f}  {:>9}  {:>9.3f}", "prior", name_width, "", level_width, "", "",
         edge.prior_weight_log2, "", edge.prior_weight_log2);
    for (const auto& row : edge.comparisons)
      line("{:<{}}  {:<{}}  {:>10.4g}  {:>10.4g}  {:>+9.3f}  {:>9}  {:>9.3f}", row.comparison, name_width, row.level,
           level_width, row.m, row.u, row.weight_log2,
           row.term_frequency_log2 == 0 ? std::string() : fmt::format("{:+.3f}", row.term_frequency_log2),
           row.running_sum_log2);
    if (!edge.corrections.empty()) {
      line("");
      line("Corrections for comparisons whose information partly overlaps:");
      for (const auto& row : edge.corrections)
        line("{} and {}: {:+.3f}, sum {:.3f}", row.first, row.second, row.correction_log2, row.running_sum_log2);
    }
    if (edge.related_log2) {
      line("");
      line("Relatives, or records of one building, may agree as much: {:+.3f}", *edge.related_log2);
    }
    line("");
    line("match weight {:.6f}, match probability {}", edge.weight_log2, probability_text(edge.probability));
    if (edge.among_rivals)
      line("match probability given the other candidates of both records, not all of which can be matches: {}",
           probability_text(*edge.among_rivals));
    line("{}: the threshold is weight {:.6f}, probability {}", edge.is_link ? "a link" : "no link, kept for review",
         explanation.threshold_weight_log2, explanation.threshold);
    if (explanation.cut_reason != 0)
      line("linked by weight {:.6f}, cut because {}", edge.weight_log2, cut_reason_text(explanation.cut_reason));
  } else {
    line(
        "No edge joins the two records: no blocking rule proposed the pair, or it was scored below the review "
        "threshold of {}.",
        explanation.review_threshold);
  }
  if (explanation.must_link) line("A must-link list says that they are one customer.");
  if (explanation.cannot_link) line("A cannot-link list says that they are two customers.");
  if (!explanation.path.empty()) {
    line("");
    line("They are the same customer by way of {} links:", explanation.path.size());
    for (const auto& hop : explanation.path)
      if (hop.must_link)
        line("  {} - {}: a must-link list", hop.from.text(), hop.to.text());
      else
        line("  {} - {}: match probability {}, weight {:.3f}", hop.from.text(), hop.to.text(),
             probability_text(hop.probability), hop.weight_log2);
  }
  return out;
}

}  // namespace onefold::inspect
