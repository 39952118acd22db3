// Counts the pairs that training looks at: random pairs for u, pairs of sampled blocks of each rule for m and the
// prior.
//
// What crosses ranks is integers and the patterns that carry them. Random choices are hash(seed, id), so the samples do
// not depend on the number of ranks. Cost: at most max_random_pairs + max_training_pairs a rule (about) comparisons
// over all ranks. Memory: rows of the pairs are fetched at most `max_batch_rows` at a time on a rank.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "block/tiles.hpp"
#include "model/estimate.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::score {

inline constexpr std::uint64_t kAllRowsAtOnce = ~std::uint64_t{0};

/// Collective. Patterns of the pairs of a random sample of records.
[[nodiscard]] std::vector<model::PatternCount> count_random_pairs(const mpi::Communicator& world,
                                                                  const config::Job& job, const Columns& columns,
                                                                  const block::PairScope& scope,
                                                                  std::uint64_t max_batch_rows = kAllRowsAtOnce);

/// Collective. Patterns of the pairs of `local_blocks`, each on one rank; pairs outside `scope` are left out.
[[nodiscard]] std::vector<model::PatternCount> count_block_pairs(const mpi::Communicator& world, const config::Job& job,
                                                                 const Columns& columns, const block::PairScope& scope,
                                                                 const block::Blocks& local_blocks,
                                                                 std::uint64_t max_batch_rows = kAllRowsAtOnce);

/// Local. Probability that two different random records with values share the value; below 0 when fewer than two
/// records have one.
[[nodiscard]] double exact_collision(const ColumnFacts& facts);

/// Local. Whether training looks at a block of rule `rule`, by its hash: all blocks while the rule has at most
/// max_training_pairs, else a sample that has about so many.
[[nodiscard]] std::function<bool(block::KeyHash)> block_sampler(const config::Job& job, std::size_t rule,
                                                                std::uint64_t num_rule_pairs);

/// Collective. Patterns of the pairs of `local_blocks`, a sample of the blocks of rule `rule`, each on one rank. `keys`
/// are those of all rules.
[[nodiscard]] model::RuleCounts count_rule_patterns(const mpi::Communicator& world, const config::Job& job,
                                                    const Columns& columns, const block::PairScope& scope,
                                                    std::span<const block::RuleKeys> keys, std::size_t rule,
                                                    std::uint64_t num_rule_pairs, const block::Blocks& local_blocks,
                                                    std::uint64_t max_batch_rows = kAllRowsAtOnce);

/// Local. Of blocks of a rule the part that shows all candidates of chosen records: tiles of pairs of which one at
/// least is chosen.
[[nodiscard]] block::TileSet tiles_of_chosen(const block::Blocks& local_blocks,
                                             const std::function<bool(RecordId)>& chosen);

/// Local. Whether training looks at all candidates of a record: of all records while the rules have at most
/// max_training_pairs together, else of a sample of records that has about so many. A pair is listed from each of its
/// ends that is chosen: at most 32 bytes each, on rank 0.
[[nodiscard]] std::function<bool(RecordId)> record_sampler(const config::Job& job, std::uint64_t num_pairs);

/// Collective. Candidate pairs of rule `rule` in these blocks, those of earlier rules left out, as each chosen record
/// sees them; on rank 0 those of all ranks, in no order.
[[nodiscard]] std::vector<model::CandidatePair> list_candidates(const mpi::Communicator& world, const config::Job& job,
                                                                const Columns& columns, const block::PairScope& scope,
                                                                std::span<const block::RuleKeys> keys, std::size_t rule,
                                                                const block::Blocks& local_blocks,
                                                                const std::function<bool(RecordId)>& chosen,
                                                                std::uint64_t max_batch_rows = kAllRowsAtOnce);

/// Collective. Pairs that at least one of `rules` proposes, each once. At most `max_rows` records with a key are looked
/// at at a time by all ranks together, as far as the hash space can be cut.
[[nodiscard]] std::uint64_t count_proposed_pairs(const mpi::Communicator& world, const Columns& columns,
                                                 const block::PairScope& scope, std::span<const block::RuleKeys> rules,
                                                 std::uint64_t max_rows);

}  // namespace onefold::score
