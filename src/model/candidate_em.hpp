// EM for m, u and the prior, all three free, on candidate pairs whose records are known, since a record has few
// partners.
//
// Without that knowledge EM calls similar what it finds: of candidate pairs that share rare words by construction, the
// class that stands out most are products of one brand, papers of one group. But of all candidates of a record at most
// `partners` or so are right, and the others, however similar, show what u looks like. So matches of a record compete:
//
//   w_j = odds of its pair j, were there no other          p_j = w_j / (1 + w_j + (sum of the other w) / partners)
//
// The prior odds in w are such that a share lambda of all pairs are matches in the end. For one partner these are the
// probabilities given that at most one pair is a match (as in Sadinle, JASA 112, 2017, for records linked one to one);
// m, u and lambda then follow as usual (Winkler 1988).
//
// A comparison that misses a value says nothing. One rank sums, in the order of the pairs: the same bits for any number
// of ranks. Cost: O(starts * iterations * (pairs + patterns * comparisons)).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/em.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::model {

/// A candidate pair, as one of its records sees it.
struct CandidatePair {
  RecordId record = 0;
  Pattern pattern = 0;
  auto operator<=>(const CandidatePair&) const = default;
};

struct CandidateEmOptions {
  std::uint32_t max_iterations = 200;
  double convergence = 1e-6;
  double partners = 1;            ///< 0: as many as there are
  std::vector<bool> m_held = {};  ///< [comparison]
  std::vector<bool> u_held = {};
};

struct CandidateEmResult {
  EmResult em;
  LevelTable u;
};

/// `pairs` ascending: all candidates of a record stand together. `u` is where it begins. From all starts the likeliest
/// end.
[[nodiscard]] CandidateEmResult run_candidate_em(const PatternSpace& space, std::span<const CandidatePair> pairs,
                                                 const LevelTable& u, std::span<const EmStart> starts,
                                                 const CandidateEmOptions& options);

}  // namespace onefold::model
