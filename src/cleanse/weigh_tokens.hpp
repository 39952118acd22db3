// Weighs the words, or the elements, of a column's values: the fewer records of all ranks have one, the more it says.
//
//   in   column    values of this rank's rows, not fingerprints
//   out  [row]     2 bytes a token in the order of list_tokens: token_weight of the number of records that have it
//
// A distributed count: each rank counts its own tokens by hash, the counts meet at the owners of the hashes, and
// weights come back. Ranges of hashes are counted one after the other, so that no table grows beyond `max_in_flight`
// different tokens of a rank, whatever the number of records. What is kept is 2 bytes a token, where a table of all
// tokens would take 12 bytes for each different one on every node: a hundred million words of addresses fit beside the
// addresses.
//
// Cost for n tokens with d different ones on this rank: two passes over the values a round, ceil(d / max_in_flight)
// rounds; on the wire 18 bytes for each different token. Memory: 4 n bytes at the end, and about 100 bytes for each
// token in flight.
#pragma once

#include "cleanse/build_columns.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"
#include "record/token_list.hpp"

namespace onefold::cleanse {

/// Collective. Empty values have no tokens. `ask`, if given, says how many tokens in flight there is memory for.
[[nodiscard]] TextColumn weigh_tokens(const mpi::Communicator& world, const Column& column,
                                      std::uint64_t num_local_rows, TokenKind kind, const AskForMemory& ask = {},
                                      std::uint64_t max_in_flight = 1'000'000);

}  // namespace onefold::cleanse
