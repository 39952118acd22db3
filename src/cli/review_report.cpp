#include <fmt/format.h>

#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/evaluate_report.hpp"

namespace onefold::cli {

namespace {

using Json = nlohmann::ordered_json;
using evaluate::Interval;

constexpr const char* kRecallOfProposed =
    "of true pairs that have an edge or are in one cluster: pairs that no rule proposed, or that scored below the "
    "review threshold, are not seen";

Json json_of(const Interval& interval) {
  return {{"estimate", interval.estimate}, {"low", interval.low}, {"high", interval.high}};
}

void append(std::string& out, const char* name, const Interval& interval) {
  fmt::format_to(std::back_inserter(out), "{:<26}{:.4f}      {:.4f} to {:.4f}\n", name, interval.estimate, interval.low,
                 interval.high);
}

}  // namespace

std::string to_json(const evaluate::ReviewEstimates& estimates) {
  Json out = {{"num_records", estimates.num_records}, {"link_only", estimates.link_only}, {"confidence", 0.95}};
  if (estimates.clusters) {
    const auto& found = *estimates.clusters;
    out["num_sampled_records"] = found.num_samples;
    out["num_left_out"] = found.num_left_out;
    out["pairwise"] = {{"precision", json_of(found.pair_precision)},
                       {"recall", json_of(found.pair_recall)},
                       {"f1", json_of(found.pair_f1)}};
    out["b_cubed"] = {{"precision", json_of(found.b_cubed_precision)}, {"recall", json_of(found.b_cubed_recall)}};
  }
  if (estimates.pairs) {
    const auto& found = *estimates.pairs;
    out["num_pairs"] = found.num_pairs;
    out["num_left_out"] = found.num_unanswered;
    out["pairwise"] = {{"precision", json_of(found.pair_precision)},
                       {"recall_of_proposed_pairs", json_of(found.recall_of_proposed)}};
    out["recall_of_proposed_pairs_basis"] = kRecallOfProposed;
  }
  return out.dump(2) + "\n";
}

std::string to_table(const evaluate::ReviewEstimates& estimates) {
  std::string out;
  const auto heading = [&](std::uint64_t used, const char* what, std::uint64_t left_out) {
    out += fmt::format("reviewed                  {} {}", used, what);
    if (left_out > 0) out += fmt::format("; {} left out because they are not answered in full", left_out);
    out += "\n\n                          estimate    95 % interval\n";
  };
  if (estimates.clusters) {
    const auto& found = *estimates.clusters;
    heading(found.num_samples, "sampled records with their customers", found.num_left_out);
    append(out, "pairs, precision", found.pair_precision);
    append(out, "pairs, recall", found.pair_recall);
    append(out, "pairs, F1", found.pair_f1);
    append(out, "B-cubed, precision", found.b_cubed_precision);
    append(out, "B-cubed, recall", found.b_cubed_recall);
    out += "Recall is only as good as the reviewers' search for further records of each customer.\n";
  }
  if (estimates.pairs) {
    const auto& found = *estimates.pairs;
    heading(found.num_pairs, "pairs", found.num_unanswered);
    append(out, "pairs, precision", found.pair_precision);
    append(out, "pairs, recall of proposed", found.recall_of_proposed);
    out += fmt::format("Recall {}.\n", kRecallOfProposed);
  }
  return out;
}

}  // namespace onefold::cli
