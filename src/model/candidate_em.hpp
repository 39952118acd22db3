// EM that estimates m, u and the prior on candidate pairs, and takes into account which candidates belong to the same
// record.
//
// Without that knowledge EM finds any class of similar pairs. All candidate pairs share rare words by construction, so
// the most distinct class may be products of one brand or papers of one group. But at most about k =
// `expected_matches_per_record` candidates of a record are right; the others, however similar, show what u looks like.
// Therefore the candidates of a record compete:
//
//   w_j = odds of pair j of the record without competition    p_j = w_j / (1 + w_j + (sum of the other w) / k)
//
// The prior odds in w are chosen so that a share lambda of all pairs are matches. For k = 1 the p_j are the
// probabilities under the condition that at most one pair is a match (as in Sadinle, JASA 112, 2017, for records linked
// one to one). m, u and lambda then follow as usual (Winkler 1988).
//
// A comparison with a missing value has no influence. One rank sums in the order of the pairs, so that the result does
// not depend on the number of ranks. Cost: O(starts * iterations * (pairs + patterns * comparisons)).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/em.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::model {

/// A candidate pair, as a candidate of one of its two records.
struct CandidatePair {
  RecordId record = 0;
  Pattern pattern = 0;
  auto operator<=>(const CandidatePair&) const = default;
};

struct CandidateEmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;
  double expected_matches_per_record = 1;  ///< matches per record, at most; 0: no limit, candidates do not compete
  std::vector<bool> m_held = {};           ///< [comparison] whether its m stay fixed
  std::vector<bool> u_held = {};
};

struct CandidateEmResult {
  EmResult em;
  LevelTable u;
};

/// `pairs` must be ascending, so that all candidates of a record are adjacent. `u` is the initial u. Returns the
/// likeliest result of all starts.
[[nodiscard]] CandidateEmResult run_candidate_em(const PatternSpace& space, std::span<const CandidatePair> pairs,
                                                 const LevelTable& u, std::span<const EmStart> starts,
                                                 const CandidateEmOptions& options);

}  // namespace onefold::model
