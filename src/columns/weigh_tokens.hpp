// Computes the weights of the words, or of the elements, of a column's values. A token that fewer records of all ranks
// have weighs more.
//
//   in   column    values of this rank's rows, not fingerprints
//   out  [row]     2 bytes per token in the order of list_tokens: token_weight of the number of records that have it
//
// A distributed count: each rank counts its own tokens by hash, the owners of the hashes sum the counts, and weights
// return. One range of hashes is counted per round, so that no table holds more than about `max_in_flight` distinct
// tokens of a rank. The result is 2 bytes per token; a table of all tokens would need 12 bytes per distinct token on
// every node.
//
// Cost for n tokens, d of them distinct on this rank: one pass over the values, and two more per round; about d /
// max_in_flight rounds; 18 bytes of communication per distinct token. Memory: 4 n bytes at the end, and about 100 bytes
// per distinct token of a round.
#pragma once

#include "columns/build_columns.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"
#include "record/token_list.hpp"

namespace onefold::columns {

/// Collective. Empty values have no tokens. `limits.ask`, if given, is called for the available memory, which may lower
/// `max_in_flight`; `limits.frequencies`, if given, settles the counts.
[[nodiscard]] TextColumn weigh_tokens(const mpi::Communicator& world, const Column& column,
                                      std::uint64_t num_local_rows, TokenKind kind, const CountingLimits& limits = {},
                                      std::uint64_t max_in_flight = 1'000'000);

}  // namespace onefold::columns
