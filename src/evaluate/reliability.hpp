// Whether match probabilities mean what they say: of the scored pairs with a probability of about p, is the share p
// true?
//
// Pairs are put into bins of probability, narrow at both ends, where nearly all pairs are. Of each bin: how many pairs,
// the share of matches that the model expects (mean probability), the true share. The expected calibration error is the
// mean distance of the two, weighted by pairs (Naeini, Cooper, Hauskrecht: Obtaining Well Calibrated Probabilities
// Using Bayesian Binning, AAAI 2015). It speaks of the pairs that were kept, at or above the review threshold; pairs
// with a record without true id are left out.
//
// All counts are integers that add up over any cut of the edges, so that ranks can count shares of them.
// Cost for E edges: O(E), and some hundred bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace onefold::evaluate {

/// Lower ends of the bins; the last one includes 1.
inline constexpr std::array kReliabilityBins = {0.0, 0.01, 0.05, 0.1, 0.2,  0.3,  0.4,  0.5,
                                                0.6, 0.7,  0.8,  0.9, 0.95, 0.99, 0.999};

struct ReliabilityCounts {
  std::uint64_t pairs = 0;
  std::uint64_t matches = 0;                    ///< true ones
  std::uint64_t probability = 0;                ///< sum of match probabilities, in units of 2^-24 (2^40 pairs fit)
  [[nodiscard]] double expected_share() const;  ///< 0 when there are no pairs
  [[nodiscard]] double true_share() const;      ///< 0 when there are no pairs
  bool operator==(const ReliabilityCounts&) const = default;
};

struct Reliability {
  std::array<ReliabilityCounts, kReliabilityBins.size()> bins{};
  ReliabilityCounts links;  ///< pairs that are linked: their expected share is the expected precision

  /// Counts a pair both of whose records have a true id.
  void add(double probability, bool is_link, bool is_match);
  /// Adds what another share of the edges gave.
  void add(const Reliability& other);
  [[nodiscard]] std::uint64_t num_pairs() const;
  /// Mean distance of expected and true share, 0 (perfect) to 1; 0 when there are no pairs.
  [[nodiscard]] double expected_calibration_error() const;
  bool operator==(const Reliability&) const = default;
};

/// A table for people; empty when there are no pairs. `among_rivals`: probabilities are those.
[[nodiscard]] std::string text_of(const Reliability& reliability, bool among_rivals = false);

}  // namespace onefold::evaluate
