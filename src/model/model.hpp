// The Fellegi-Sunter model: a prior, and for each comparison level the probabilities m (among matches) and u (among
// others). Fellegi, Sunter: A Theory for Record Linkage, JASA 64 (1969).
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "model/pattern.hpp"
#include "onefold/config/job.hpp"
#include "record/weight.hpp"

namespace onefold::model {

struct Level {
  std::string text;  ///< "missing", the job file's spelling, "else"
  double m = 0;      ///< of pairs with both values present; 0 for missing
  double u = 0;
  FixedWeight weight = 0;  ///< log2(m / u), 0 for missing
  std::string m_origin;    ///< how it was found: "EM on 4 rules", "default: ...", "file"
  std::string u_origin;
};

struct ComparisonModel {
  std::string name;
  bool term_frequency = false;
  std::vector<Level> levels;  ///< by level number: missing, the listed ones, else
};

/// Correction for two comparisons that say the same thing, in part: postcode and city, say. Their levels together are
/// worth log2[m_ij / (m_i m_j)] - log2[u_ij / (u_i u_j)] more than one by one, mostly less than 0 where both agree.
struct Dependence {
  std::size_t first = 0;   ///< comparison
  std::size_t second = 0;  ///< comparison, above `first`
  double bits = 0;         ///< mean size of the correction among matches
  std::vector<FixedWeight>
      correction;  ///< [level of first * num_levels of second + level of second]; 0 with a missing value
};

/// How EM went on the pairs of one blocking rule, in the last round.
struct RuleTraining {
  std::string rule;
  std::uint64_t pairs = 0;
  double matches = 0;  ///< expected ones among the pairs
  std::uint32_t iterations = 0;
  bool converged = false;
  double log_likelihood = 0;
  std::uint32_t start = 0;  ///< from 1: which start won
  bool used = false;        ///< whether m was learnt from it; why not says a note
};

struct Model {
  double prior = 0;              ///< probability that two records of the input, drawn at random, match
  FixedWeight prior_weight = 0;  ///< log2 of its odds
  std::string prior_origin;
  std::vector<ComparisonModel> comparisons;
  std::vector<Dependence> dependence;  ///< a forest: no comparison is corrected around a circle
  std::vector<RuleTraining> training;  ///< one for each blocking rule with pairs; empty when not trained
  std::vector<std::string> notes;      ///< what a user should know about the training, a sentence each

  /// Computes all FixedWeights from the probabilities.
  void update_weights();
  [[nodiscard]] PatternSpace pattern_space() const;
};

/// The names and levels of a job's comparisons, without probabilities.
[[nodiscard]] Model empty_model(const config::Job& job);

/// The comparison's level for equal values that carries term-frequency adjustment, or 0 when the comparison has none.
[[nodiscard]] comparison::LevelNumber exact_level(const config::ComparisonConfig& comparison);

/// Term-frequency adjustment of the exact level: log2(u_exact / frequency of the shared value), so that the level's
/// weight becomes log2(m / frequency). `count` of `num_present` records hold the value.
[[nodiscard]] FixedWeight term_frequency_adjustment(double u_exact, std::uint64_t count, std::uint64_t num_present);

[[nodiscard]] std::string to_json(const Model& model);
/// Reads a model for the comparisons of `job`; Error(job) names what does not fit.
[[nodiscard]] Model from_json(const std::string& json, const std::string& file, const config::Job& job);

}  // namespace onefold::model
