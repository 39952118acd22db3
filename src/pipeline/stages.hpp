// The stages of a run, one function per stage, in the order in which run_job calls them. All are collective. Each reads
// the slots of earlier stages and fills its own slot.
#pragma once

#include "pipeline/run_state.hpp"
#include "scratch/context.hpp"

namespace onefold::pipeline {

/// Reads the input files and writes raw values to the work directory: one product per attribute, on the rank that read
/// them.
void run_ingest_stage(const Context& context, RunState& state);

/// Turns the raw values of the records that this rank owns into columns that can be compared.
void run_cleanse_stage(const Context& context, RunState& state);

/// Counts the pairs that each rule proposes, refuses a rule above its max_pairs, and divides blocks into waves that fit
/// memory_per_rank.
void run_block_stage(const Context& context, RunState& state);

/// Estimates the model from random pairs, from pairs that rules propose, and from pairs whose truth is known; or reads
/// it from a file.
void run_train_stage(const Context& context, RunState& state);

/// Scores the candidate pairs wave by wave; each pair is scored once.
void run_score_stage(const Context& context, RunState& state);

/// Finds the connected components of the links.
void run_cluster_stage(const Context& context, RunState& state);

/// Splits components if the evidence of all their pairs, or a constraint, contradicts them.
void run_repair_stage(const Context& context, RunState& state);

/// Turns components into customers and gives each a PIN.
void run_identity_stage(const Context& context, RunState& state);

/// Finds the bridges, articulation points and weakest link of each customer.
void run_structure_stage(const Context& context, RunState& state);

/// Writes golden records and all other tables to the result file.
void run_write_stage(const Context& context, RunState& state);

}  // namespace onefold::pipeline
