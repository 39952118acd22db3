// Checks whether match probabilities are correct: among the pairs with a probability of about p, is the share of true
// pairs about p?
//
// Pairs go into bins of probability. Bins are narrow near 0 and 1, where nearly all pairs are. Each bin has the number
// of pairs, the share of matches that the model expects (mean probability), and the true share. The expected
// calibration error is the mean distance of the two shares, weighted by pairs (Naeini, Cooper, Hauskrecht: Obtaining
// Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015). It covers pairs at or above the review threshold
// whose records both have a true id.
//
// All counts are integers, so ranks can each count a share of the edges and add the counts.
// Cost for E edges: O(E) time, some hundred bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace onefold::evaluate {

/// Lower ends of the bins; the last bin includes 1.
inline constexpr std::array kReliabilityBins = {0.0, 0.01, 0.05, 0.1, 0.2,  0.3,  0.4,  0.5,
                                                0.6, 0.7,  0.8,  0.9, 0.95, 0.99, 0.999};

struct ReliabilityCounts {
  std::uint64_t pairs = 0;
  std::uint64_t matches = 0;                    ///< pairs that are true
  std::uint64_t probability = 0;                ///< sum of match probabilities, in units of 2^-24 (2^40 pairs fit)
  [[nodiscard]] double expected_share() const;  ///< 0 without pairs
  [[nodiscard]] double true_share() const;      ///< 0 without pairs
  bool operator==(const ReliabilityCounts&) const = default;
};

struct Reliability {
  std::array<ReliabilityCounts, kReliabilityBins.size()> bins{};
  ReliabilityCounts links;  ///< pairs that are links: their expected share is the expected precision

  /// Counts a pair of two records with a true id.
  void add(double probability, bool is_link, bool is_match);
  /// Adds the counts of another share of the edges.
  void add(const Reliability& other);
  [[nodiscard]] std::uint64_t num_pairs() const;
  /// Mean distance of expected and true share, from 0 (perfect) to 1; 0 without pairs.
  [[nodiscard]] double expected_calibration_error() const;
  bool operator==(const Reliability&) const = default;
};

/// A table for people; empty without pairs. `among_rivals`: probabilities are those given the rivals of both records.
[[nodiscard]] std::string text_of(const Reliability& reliability, bool among_rivals = false);

}  // namespace onefold::evaluate
