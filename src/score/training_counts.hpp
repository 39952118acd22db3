// Counts the pairs that training looks at: random pairs for u, and for m and the prior the pairs of sampled blocks of
// each rule, or all candidates of sampled records.
//
// Only integers, and the patterns that they count, cross ranks. Random choices are hash(seed, source name, source id),
// so samples depend neither on the number of ranks nor on the order of the input. Cost: about max_random_pairs +
// max_training_pairs per rule comparisons over all ranks. Memory: at most `max_batch_rows` rows of the pairs are
// fetched at a time per rank.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "block/sampler.hpp"
#include "block/tiles.hpp"
#include "model/estimate.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::score {

inline constexpr std::uint64_t kAllRowsAtOnce = ~std::uint64_t{0};

/// The arguments that all counting functions share. The objects that it refers to must outlive it; all but `columns`
/// are equal on all ranks.
struct TrainingInput {
  const mpi::Communicator& world;
  const config::Job& job;
  const Columns& columns;
  const block::PairScope& scope;
  std::span<const block::RuleKeys> keys;  ///< [rule]
  std::uint64_t max_batch_rows = kAllRowsAtOnce;
  std::span<const std::uint64_t> record_hashes = {};  ///< [local row] what random choices depend on; empty: RecordIds
};

/// Collective. Patterns of the pairs of a random sample of records.
[[nodiscard]] std::vector<model::PatternCount> count_random_pairs(const TrainingInput& input);

/// Collective. Patterns of the pairs of `local_blocks`, each block on one rank; pairs outside the scope are excluded.
[[nodiscard]] std::vector<model::PatternCount> count_block_pairs(const TrainingInput& input,
                                                                 const block::Blocks& local_blocks);

/// Local. Probability that two different random records with values share the value; negative if fewer than two records
/// have a value.
[[nodiscard]] double exact_collision(const ColumnFacts& facts);

/// Pure. [earlier rule] Whether it reads none of the attributes that rule `rule` reads.
[[nodiscard]] std::vector<bool> earlier_disjoint_rules(const config::Job& job, std::size_t rule);

/// Collective. Patterns of the pairs of `local_blocks`: a sample of the blocks of rule `rule`, each block on one rank.
[[nodiscard]] model::RuleCounts count_rule_patterns(const TrainingInput& input, std::size_t rule,
                                                    std::uint64_t num_rule_pairs, const block::Blocks& local_blocks);

/// Local. The pairs of a rule's blocks that have at least one chosen record, as tiles.
[[nodiscard]] block::TileSet tiles_of_chosen(const block::Blocks& local_blocks,
                                             const std::function<bool(RecordId)>& chosen);

/// Pure. Chooses by their hashes the records whose candidates training looks at: all records if the rules have at most
/// max_training_pairs together, otherwise a sample of records that has about that many pairs. Rank 0 holds at most 32
/// bytes per chosen record of a pair.
[[nodiscard]] block::Sampler record_sampler(const config::Job& job, std::uint64_t num_pairs);

/// Collective. The pairs of rule `rule` in `local_blocks` that no earlier rule proposes, once per chosen record of the
/// pair; on rank 0 those of all ranks, in no particular order.
[[nodiscard]] std::vector<model::CandidatePair> list_candidates(const TrainingInput& input, std::size_t rule,
                                                                const block::Blocks& local_blocks,
                                                                const std::function<bool(RecordId)>& chosen);

/// Collective. Number of pairs that at least one of `rules` proposes, each counted once. All ranks together hold at
/// most `max_rows` records with a key at a time, as far as the hash space can be divided.
[[nodiscard]] std::uint64_t count_proposed_pairs(const mpi::Communicator& world, const Columns& columns,
                                                 const block::PairScope& scope, std::span<const block::RuleKeys> rules,
                                                 std::uint64_t max_rows);

}  // namespace onefold::score
