// Chooses the blocking rules that find most likely matches for their number of pairs. No MPI.
//
// Greedy weighted maximum coverage: it adds the rule with the largest gain per pair, until the budget is used or the
// gain is small (Khuller, Moss, Naor: The budgeted maximum coverage problem, IPL 70, 1999; for blocking Bilenko,
// Kamath, Mooney, ICDM 2006). A second rule that finds the same match still has a small value: records outside the
// sample are as noisy as those inside, and may be missed by the first rule.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

struct ChosenRule {
  Rule rule;
  double finds = 0;    ///< share of the likely matches that it proposes
  double adds = 0;     ///< share that it proposes and earlier chosen rules do not
  double reaches = 0;  ///< share of the records that have no key in any other rule, if it was chosen for them
};

struct Choice {
  std::vector<ChosenRule> rules;  ///< in ascending order of cost
  double pairs = 0;               ///< estimate; pairs of several rules count several times
  double completeness = 0;        ///< share of the likely matches that at least one rule proposes
  bool by_evidence = true;        ///< false if too few likely matches were found
  /// [attribute] Of the likely matches in which both values are present, the share that a rule finds which does not
  /// read the attribute. Only there can its m be learnt without bias. 1 if hardly any likely match has both values.
  std::vector<double> free_share;
};

/// `main_text`: the attribute that identifies things, if likely matches are nearest texts. Nearest texts share rare
/// words by construction, but true matches need not. Therefore the rule on its words with most pairs within
/// kPairsPerRecord per record is taken first, without evidence.
[[nodiscard]] Choice choose_rules(const RuleBook& book, const LikelyMatches& matches, const Records& records,
                                  std::uint64_t budget, std::optional<std::size_t> main_text = std::nullopt);

/// What is known of the records that belong together.
struct Partners {
  std::optional<std::size_t> main_text;  ///< the attribute that identifies things
  double per_record = 1;                 ///< expected matches of a record
  bool is_one_at_most = false;           ///< no source has duplicates
};

/// Whether the model is trained on the candidates of records, which compete, and not rule by rule. If the rules that
/// find matches read what separates these from other pairs, none of them can estimate its m. Things that are known by a
/// text have many candidates that are nearly alike: competition tells the right ones, unless a record has many of them.
/// Without such a text a record must have one partner at most.
[[nodiscard]] bool trains_on_candidates(const Choice& choice, const Schema& schema, const Partners& partners);

/// Removes rules that find only what others find, and add many pairs. Where the model is trained on candidates they
/// blur what chance is: all their pairs agree on the key.
void drop_chance_pairs(Choice& choice);

/// Adds rules for records that have no key in any chosen rule: those with few values have few likely matches. Each time
/// the rule that reaches most of them is taken, of several the cheapest, as far as the budget goes.
void reach_all_records(const RuleBook& book, const Records& records, std::uint64_t budget, Choice& choice);

}  // namespace onefold::suggest
