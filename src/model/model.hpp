// The Fellegi-Sunter model: a prior, and per comparison level the probabilities m (among matches) and u (among other
// pairs). Fellegi, Sunter: A Theory for Record Linkage, JASA 64 (1969).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "model/pattern.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/warning.hpp"
#include "record/weight.hpp"

namespace onefold::model {

struct Level {
  std::string text;  ///< "missing", the text of the job file, or "else"
  double m = 0;      ///< probability among pairs with both values; 0 for missing
  double u = 0;
  FixedWeight weight = 0;            ///< log2(m / u), 0 for missing
  double r = 0;                      ///< probability among related pairs; 0: for missing, or there is no such class
  FixedWeight related_weight = 0;    ///< log2(r / u), 0 for missing
  double neighbour = 0;              ///< as r, among neighbours; 0 also if there is no such class
  FixedWeight neighbour_weight = 0;  ///< log2(neighbour / u), 0 for missing
  std::string m_origin;              ///< how it was estimated: "EM on 4 rules", "default: ...", "file"
  std::string u_origin;
};

struct ComparisonModel {
  std::string name;
  bool term_frequency = false;
  std::vector<Level> levels;  ///< by level number: missing, the listed levels, else
};

/// Correction for two comparisons whose information partly overlaps, such as postcode and city. Their levels together
/// weigh log2[m_ij / (m_i m_j)] - log2[u_ij / (u_i u_j)] more than the sum of their weights; this is usually negative
/// if both agree.
struct Dependence {
  std::size_t first = 0;   ///< index of a comparison
  std::size_t second = 0;  ///< index of a comparison, above `first`
  double bits = 0;         ///< mean size of the correction among matches
  /// [level of first * num_levels of second + level of second] 0 if a value is missing.
  std::vector<FixedWeight> correction;
};

/// The last EM round on the pairs of one blocking rule.
struct RuleTraining {
  std::string rule;
  std::uint64_t pairs = 0;
  double matches = 0;  ///< expected number of matches among the pairs
  std::uint32_t iterations = 0;
  bool converged = false;
  double log_likelihood = 0;
  std::uint32_t start = 0;  ///< number of the start that won, from 1
  bool used = false;        ///< whether m was estimated from it; if not, a note says why
};

struct Model {
  double prior = 0;              ///< probability that two random records of the input match
  FixedWeight prior_weight = 0;  ///< log2 of its odds
  std::string prior_origin;
  /// Probability that two random records are related: relatives, or records of one building, which agree on what they
  /// share and are no match. 0: there is no such class.
  double related_prior = 0;
  FixedWeight related_prior_weight = 0;  ///< log2 of it over the probability of a random pair
  /// The same for neighbours, who agree on their place and what belongs to it. 0: there is no such class. There is none
  /// without related pairs.
  double neighbour_prior = 0;
  FixedWeight neighbour_prior_weight = 0;
  std::vector<ComparisonModel> comparisons;
  std::vector<Dependence> dependence;  ///< a forest: its pairs of comparisons form no cycle
  std::vector<RuleTraining> training;  ///< one per blocking rule with pairs; empty if the model was not trained
  std::vector<std::string> notes;      ///< facts about the training that a user should know, one sentence each
  Warnings warnings;                   ///< reasons to doubt the result: some of the notes, and others; not in the JSON

  /// Computes all FixedWeights from the probabilities.
  void update_weights();
  [[nodiscard]] PatternSpace pattern_space() const;
};

/// What related pairs and neighbours take from the weight of a pair: log2(1 + 2^x + 2^y), where x is the weight of
/// "related" against "random", and y that of "neighbours".
class RelatedTerm {
 public:
  RelatedTerm() = default;
  explicit RelatedTerm(const Model& model);
  /// Whether the model has a class of related pairs. Without one the term is 0.
  [[nodiscard]] bool exists() const { return !classes_.empty(); }
  /// x and y.
  struct Odds {
    FixedWeight related = 0;
    FixedWeight neighbours = 0;
  };
  /// Only if exists().
  [[nodiscard]] Odds odds_of(const PatternSpace& space, Pattern pattern) const {
    return {weight_of(classes_[0], space, pattern),
            classes_.size() == 1 ? FixedWeight{0} : weight_of(classes_[1], space, pattern)};
  }
  /// Never below 0.
  [[nodiscard]] FixedWeight term(const Odds& odds) const {
    if (classes_.size() == 1) return log2_of_one_plus(odds.related);
    const auto [less, more] = std::minmax(odds.related, odds.neighbours);
    return log2_of_one_plus(more + log2_of_one_plus(less - more));
  }
  [[nodiscard]] FixedWeight operator()(const PatternSpace& space, Pattern pattern) const {
    return exists() ? term(odds_of(space, pattern)) : 0;
  }

 private:
  struct Class {
    FixedWeight prior = 0;
    std::vector<std::vector<FixedWeight>> weights;  // [comparison][level]
  };
  [[nodiscard]] static FixedWeight weight_of(const Class& of, const PatternSpace& space, Pattern pattern) {
    FixedWeight sum = of.prior;
    for (std::size_t c = 0; c < of.weights.size(); ++c) sum += of.weights[c][space.level(pattern, c)];
    return sum;
  }
  std::vector<Class> classes_;  // related pairs, neighbours
};

/// A model with the names and levels of a job's comparisons, without probabilities.
[[nodiscard]] Model empty_model(const config::Job& job);

/// The level for equal values, which carries the term-frequency adjustment; 0 if the comparison has no such level.
[[nodiscard]] comparison::LevelNumber exact_level(const config::ComparisonConfig& comparison);

/// Term-frequency adjustment of the exact level: log2(u_exact / frequency of the shared value). The weight of the level
/// then becomes log2(m / frequency). `count` of `num_present` records have the value.
[[nodiscard]] FixedWeight term_frequency_adjustment(double u_exact, std::uint64_t count, std::uint64_t num_present);

[[nodiscard]] std::string to_json(const Model& model);
/// Reads a model for the comparisons of `job`. Throws Error(job), which names what does not fit.
[[nodiscard]] Model from_json(const std::string& json, const std::string& file, const config::Job& job);

}  // namespace onefold::model
