// Blocking rules that find most likely matches for the pairs they cost. No MPI.
//
// Weighted maximum coverage, greedily: again and again the rule with the largest gain per pair, until the budget is
// used or what is left gains little (Khuller, Moss, Naor: The budgeted maximum coverage problem, IPL 70, 1999; for
// blocking Bilenko, Kamath, Mooney, ICDM 2006). A match found by one rule only still counts a little: data that was not
// sampled is as noisy as what was, and a second way to find a pair is worth something.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

struct ChosenRule {
  Rule rule;
  double finds = 0;  ///< share of the likely matches that it proposes
  double adds = 0;   ///< share that the rules before it in the order of choice do not
};

struct Choice {
  std::vector<ChosenRule> rules;  ///< ascending by cost
  double pairs = 0;               ///< estimate, pairs of several rules counted more than once
  double completeness = 0;        ///< share of the likely matches that a rule proposes
  bool by_evidence = true;        ///< false: too few likely matches were seen
};

/// `main_text`: the attribute that things are known by, if the matches are nearest texts. They share rare words by
/// construction, and true ones need not: the rule of its words that costs most within kPairsPerRecord a record is taken
/// first, whatever they say.
[[nodiscard]] Choice choose_rules(const RuleBook& book, const LikelyMatches& matches, const Records& records,
                                  std::uint64_t budget, std::optional<std::size_t> main_text = std::nullopt);

}  // namespace onefold::suggest
