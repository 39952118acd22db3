#include "cli/evaluate_report.hpp"

#include <fmt/format.h>

#include <iterator>

#include "record/probability_text.hpp"

namespace onefold::cli {

namespace {

using evaluate::Evaluation;

template <typename... Args>
void append(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

std::string text_of(const evaluate::Scores& scores) {
  return fmt::format("{:.4f}    {:.4f}    {:.4f}", scores.precision, scores.recall, scores.f1);
}

void append_heading(std::string& out, const Evaluation& evaluation) {
  const auto& counts = evaluation.clusters.counts;
  append(out, "records             {}, {} of them with a true id\n", evaluation.num_records, counts.num_records);
  if (evaluation.num_truth_not_in_result > 0) {
    append(out,
           "                    {} of {} rows of the truth file name records that are not in the result and are left "
           "out:\n",
           evaluation.num_truth_not_in_result, evaluation.num_truth_rows);
    append(out, "                    {}{}\n", fmt::join(evaluation.truth_not_in_result, ", "),
           evaluation.num_truth_not_in_result > evaluation.truth_not_in_result.size() ? ", ..." : "");
  }
  append(out, "true customers      {}; {} found clusters\n", counts.num_true_clusters, counts.num_clusters);
  append(out, "true pairs          {}{}; {} false pairs, {} missed\n", counts.pairs.actual,
         evaluation.link_only ? ", between sources" : "", counts.pairs.predicted - counts.pairs.true_positive,
         counts.pairs.actual - counts.pairs.true_positive);
  append(out, "candidate pairs     {} of {}: reduction ratio {:.6f}\n", evaluation.num_candidate_pairs,
         evaluation.num_comparable_pairs, reduction_ratio(evaluation));
  if (evaluation.num_proposed_true_pairs)
    append(out,
           "blocking            pairs completeness {:.4f}: {} true pairs were proposed; pairs quality {:.4f} of the "
           "candidates\n",
           evaluate::ratio(*evaluation.num_proposed_true_pairs, counts.pairs.actual),
           *evaluation.num_proposed_true_pairs,
           evaluate::ratio(*evaluation.num_proposed_true_pairs, evaluation.num_candidate_pairs));
  append(
      out,
      "{:<20}{:.4f} of the true pairs have an edge at or above the review threshold, {:.4f} are connected by edges\n",
      evaluation.num_proposed_true_pairs ? "edges" : "pairs completeness", evaluation.edges.completeness.direct,
      evaluation.edges.completeness.transitive);
}

void append_figures(std::string& out, const Evaluation& evaluation) {
  const auto metrics = metrics_of(evaluation.clusters.counts);
  const auto figures = figures_of(evaluation.clusters.partition);
  append(out, "\n                    precision recall    F1\n");
  append(out, "pairs               {}    of the pairs in one cluster, and of the pairs of one customer\n",
         text_of(metrics.pairwise));
  if (evaluation.expected_precision && evaluation.expected_recall)
    append(out, "expected pairs      {:.4f}    {:.4f}              by the model, of the links before repair\n",
           *evaluation.expected_precision, *evaluation.expected_recall);
  append(out, "B-cubed             {}    the same for each record, averaged\n", text_of(metrics.b_cubed));
  append(out, "exact clusters      {}    clusters that are exactly one customer\n", text_of(metrics.exact_cluster));
  append(out, "closest clusters    {}    overlap with the most similar customer, and cluster\n",
         text_of(figures.closest_cluster));
  append(out, "homogeneity etc.    {:.4f}    {:.4f}    {:.4f}    homogeneity, completeness, V\n", figures.homogeneity,
         figures.completeness, figures.v_measure);
  append(out, "adjusted Rand index {:.4f}                        1: perfect; 0: no better than chance\n",
         figures.adjusted_rand_index);
  append(out,
         "information lost    {:.4f}                        variation of information, bits per record; 0: perfect\n",
         figures.variation_of_information_bits);
  append(out, "merge distance      {:<30}{} splits and {} merges lead to the truth\n",
         figures.num_splits + figures.num_merges, figures.num_splits, figures.num_merges);
}

void append_point(std::string& out, const std::string& name, double threshold, double weight,
                  const evaluate::Metrics& m) {
  append(out, "{:<14}{:>12}{:>9.2f}   {:.4f} {:.4f} {:.4f}   {:.4f} {:.4f} {:.4f}   {:.4f} {:.4f} {:.4f}\n", name,
         probability_text(threshold), weight, m.pairwise.precision, m.pairwise.recall, m.pairwise.f1,
         m.b_cubed.precision, m.b_cubed.recall, m.b_cubed.f1, m.exact_cluster.precision, m.exact_cluster.recall,
         m.exact_cluster.f1);
}

void append_thresholds(std::string& out, const Evaluation& evaluation, bool with_sweep) {
  append(out, "\n{:<14}{:>12}{:>9}   {:<20}   {:<20}   {:<20}\n", "", "threshold", "weight", "pairwise", "B-cubed",
         "exact clusters");
  append(out, "{:<14}{:>12}{:>9}   {:<20}   {:<20}   {:<20}\n", "", "", "(log2)", "prec.  recall F1",
         "prec.  recall F1", "prec.  recall F1");
  append_point(out, "this run", evaluation.threshold, evaluation.threshold_weight_log2,
               metrics_of(evaluation.clusters.counts));
  const auto append_other = [&](const char* name, const evaluate::SweepPoint& point) {
    append_point(out, name, point.threshold, point.threshold_weight_log2, point.metrics);
  };
  if (!evaluation.edges.best) return;
  append_other("best pair F1", *evaluation.edges.best);
  if (with_sweep)
    for (const auto& point : evaluation.edges.sweep) append_other("", point);
  append(out, "Rows of other thresholds: connected components of the edges, without cluster repair.\n");
}

void append_sources(std::string& out, const Evaluation& evaluation) {
  append(out, "\n{:<32}{:>14}{:>12}{:>12}   pairwise precision, recall, F1\n", "pairs of records of", "true pairs",
         "false", "missed");
  const std::size_t num_sources = evaluation.sources.size();
  for (std::size_t i = 0; i < num_sources; ++i)
    for (std::size_t j = i; j < num_sources; ++j) {
      if (i == j && evaluation.link_only) continue;
      const auto& pairs = evaluation.clusters.by_source[i * num_sources + j];
      append(out, "{:<32}{:>14}{:>12}{:>12}   {}\n",
             i == j ? evaluation.sources[i] : evaluation.sources[i] + ", " + evaluation.sources[j], pairs.actual,
             pairs.predicted - pairs.true_positive, pairs.actual - pairs.true_positive, text_of(scores_of(pairs)));
    }
}

void append_rules(std::string& out, const Evaluation& evaluation) {
  append(out, "\n{:<40}{:>14}{:>14}{:>12}{:>12}{:>12}   precision of links\n", "rule that proposed the pair first",
         "pairs", "new pairs", "links", "true links", "true edges");
  for (const auto& rule : evaluation.rules)
    append(out, "{:<40}{:>14}{:>14}{:>12}{:>12}{:>12}   {:.4f}\n", rule.name, rule.num_pairs, rule.num_new_pairs,
           rule.findings.num_links, rule.findings.num_true_links, rule.findings.num_true_edges,
           evaluate::ratio(rule.findings.num_true_links, rule.findings.num_judged_links));
}

void append_proposals(std::string& out, const Evaluation& evaluation) {
  append(out, "\n{:<40}{:>14}{:>14}{:>14}   completeness  quality\n", "true pairs that a rule proposes", "pairs",
         "true", "new true");
  for (const auto& rule : evaluation.rules)
    append(out, "{:<40}{:>14}{:>14}{:>14}   {:.4f}        {:.4f}\n", rule.name, rule.num_pairs,
           rule.proposals->true_pairs, rule.proposals->new_true_pairs,
           evaluate::ratio(rule.proposals->true_pairs, evaluation.clusters.counts.pairs.actual),
           evaluate::ratio(rule.proposals->true_pairs, rule.num_pairs));
}

void append_groups(std::string& out, const Evaluation& evaluation) {
  append(out, "\n{:<32}{:>14}   {:<34}B-cubed precision, recall, F1\n", "records with", "records",
         "pairs: precision, recall, F1");
  for (const auto& [name, counts] : evaluation.groups) {
    if (counts.num_records == 0) continue;
    const auto n = static_cast<double>(counts.num_records);
    append(out, "{:<32}{:>14}   {}    {}\n", name, counts.num_records, text_of(scores_of(counts.partners)),
           text_of(evaluate::scores_of_means(counts.b_cubed_precision.value() / n, counts.b_cubed_recall.value() / n)));
  }
}

void append_pairs(std::string& out, const char* title, const std::vector<evaluate::NamedPair>& pairs) {
  if (pairs.empty()) return;
  append(out, "\n{}\n", title);
  for (const auto& pair : pairs) {
    append(out, "  {}  {}", pair.left, pair.right);
    if (pair.weight_log2)
      append(out, "  probability {}, weight {:.2f}, rule {}",
             probability_text(evaluate::probability_of(*pair.weight_log2)), *pair.weight_log2, pair.rule);
    append(out, "\n");
  }
}

void append_mistakes(std::string& out, const char* title, const char* parts_are, const char* pairs_are,
                     const std::vector<evaluate::NamedMistake>& mistakes) {
  if (mistakes.empty()) return;
  append(out, "\n{}\n", title);
  for (const auto& named : mistakes) {
    append(out, "  {} records of {} {}, {} {}:", named.mistake.size, named.mistake.num_parts, parts_are,
           named.mistake.num_pairs, pairs_are);
    for (const auto& part : named.parts) append(out, " {} ({})", part.record, part.num_records);
    append(out, "{}\n", named.parts.size() < named.mistake.num_parts ? " ..." : "");
  }
}

void append_errors(std::string& out, const Evaluation& evaluation) {
  append_pairs(out, "False links with the highest probability", evaluation.false_links);
  append_pairs(out, "Missed pairs with the lowest probability among those that have an edge", evaluation.missed_pairs);
  append_pairs(out, "Missed pairs without an edge: no rule proposed them, or they scored below the review threshold",
               evaluation.missed_pairs_without_edge);
  append_mistakes(out,
                  "Clusters with most false pairs; one record of each customer in them (and the number of records)",
                  "customers", "false pairs", evaluation.merged);
  append_mistakes(out,
                  "Customers with most missed pairs; one record of each of their clusters (and the number of records)",
                  "clusters", "missed pairs", evaluation.split);
}

}  // namespace

double reduction_ratio(const Evaluation& evaluation) {
  if (evaluation.num_comparable_pairs == 0) return 0.0;
  return 1.0 - evaluate::ratio(evaluation.num_candidate_pairs, evaluation.num_comparable_pairs);
}

std::string to_table(const Evaluation& evaluation, const TableParts& parts) {
  std::string out;
  append_heading(out, evaluation);
  append_figures(out, evaluation);
  append_thresholds(out, evaluation, parts.sweep);
  if (const auto table = text_of(evaluation.edges.reliability, evaluation.among_rivals); !table.empty())
    append(out, "\n{}", table);
  if (parts.by_source) append_sources(out, evaluation);
  if (parts.by_rule) append_rules(out, evaluation);
  if (evaluation.num_proposed_true_pairs) append_proposals(out, evaluation);
  if (!evaluation.groups.empty()) append_groups(out, evaluation);
  append_errors(out, evaluation);
  return out;
}

}  // namespace onefold::cli
