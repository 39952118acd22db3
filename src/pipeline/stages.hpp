// The stages of a run, one function each, in the order in which run_job calls them. All are collective. Each
// reads the slots of the stages before it and fills its own.
#pragma once

#include "pipeline/run_state.hpp"
#include "scratch/context.hpp"

namespace onefold::pipeline {

/// Files -> raw rows, in the work directory of the ranks that read them, a product per attribute.
void run_ingest_stage(const Context& context, RunState& state);

/// Raw values of the records that this rank owns -> columns fit for matching.
void run_cleanse_stage(const Context& context, RunState& state);

/// Counts what each rule proposes, refuses a rule above its max_pairs, and leaves blocks in waves that fit
/// memory_per_rank.
void run_block_stage(const Context& context, RunState& state);

/// A model from random pairs, pairs of the rules, and what is known of some pairs; or from a file.
void run_train_stage(const Context& context, RunState& state);

/// Wave by wave: blocks, tiles, rows, scores. Each candidate pair is scored once.
void run_score_stage(const Context& context, RunState& state);

/// Links -> connected components.
void run_cluster_stage(const Context& context, RunState& state);

/// Takes components apart where the evidence of all their pairs, or a constraint, is against them.
void run_repair_stage(const Context& context, RunState& state);

/// Components -> customers with their PINs.
void run_identity_stage(const Context& context, RunState& state);

/// Bridges, articulation points, weakest link of each customer.
void run_structure_stage(const Context& context, RunState& state);

/// Golden records, and everything else, into the result file.
void run_write_stage(const Context& context, RunState& state);

}  // namespace onefold::pipeline
