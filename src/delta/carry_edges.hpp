// Brings the edges of unchanged records from the previous result into this run.
//
//   in   /edges of the previous result, read in equal slices by all ranks; the new ids of unchanged records, at their
//        owners
//   out  the same edges between the same records, by their new ids, added to the products of scoring: their pattern,
//        rule and term-frequency adjustments are those of the result, their weight follows from the pattern. Edges of
//        records that changed or are gone are left out.
//
// Cost: the edges are read once; 16 bytes per edge are sent and 16 received, window by window.
#pragma once

#include <cstdint>

#include "delta/changes.hpp"
#include "model/model.hpp"
#include "score/scored_pairs.hpp"

namespace onefold::delta {

struct CarriedEdges {
  std::uint64_t num_carried = 0;
  std::uint64_t num_dropped = 0;  ///< of records that changed or are gone
};

/// Collective. Adds a product to `pairs`, which is not finished yet.
[[nodiscard]] CarriedEdges carry_edges(const Context& context, const PreviousRecords& previous, const Changes& changes,
                                       const Columns& columns, const model::Model& model, score::ScoredPairs& pairs);

}  // namespace onefold::delta
