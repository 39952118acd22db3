// What the stages of a run leave for the stages after them: one slot each.
#pragma once

#include <string>

#include "block/block_plan.hpp"
#include "cluster/component_labels.hpp"
#include "decisions/steward_lists.hpp"
#include "identity/customers.hpp"
#include "ingest/source_facts.hpp"
#include "model/model.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/scored_pairs.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::pipeline {

struct RunState {
  ingest::SourceFacts sources;       ///< ingest; raw values wait in the work directory
  Columns columns;                   ///< cleanse; values are freed once nothing compares them any more
  decisions::StewardLists lists;     ///< what stewards have decided
  block::BlockPlan blocks;           ///< block; the blocks wait in the work directory
  model::Model model;                ///< train
  score::ScoredPairs pairs;          ///< score; edges wait in the work directory
  cluster::Components components;    ///< cluster and repair; taken by identity
  repair::Cuts cuts;                 ///< repair; cut links wait in the work directory
  identity::Customers customers;     ///< identity; emptied by write
  structure::Structures structures;  ///< structure; emptied by write
  std::string content_digest;        ///< write
};

}  // namespace onefold::pipeline
