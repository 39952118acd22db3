// The data that each stage of a run leaves for later stages: one slot per stage.
#pragma once

#include <memory>
#include <string>

#include "block/block_plan.hpp"
#include "cluster/component_labels.hpp"
#include "decisions/decisions.hpp"
#include "decisions/overrides.hpp"
#include "delta/delta_run.hpp"
#include "identity/customers.hpp"
#include "ingest/source_facts.hpp"
#include "merge/input_dates.hpp"
#include "model/completeness.hpp"
#include "model/expected_links.hpp"
#include "model/model.hpp"
#include "onefold/record/reading_report.hpp"
#include "onefold/record/warning.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/scored_pairs.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::pipeline {

struct RunState {
  std::unique_ptr<delta::DeltaRun> delta;  ///< filled by ingest, if a source is a delta
  ingest::SourceFacts sources;             ///< filled by ingest; raw values are in the work directory
  ReadingReport reading;                   ///< filled by cleanse; what became of the values of each column
  Columns columns;                         ///< filled by cleanse; values are freed after the last comparison
  decisions::Decisions decisions;          ///< filled by ingest; what people have decided about pairs of records
  merge::InputDates dates;                 ///< filled by cleanse; what the times of change tell
  block::BlockPlan blocks;                 ///< filled by block; the blocks are in the work directory
  model::Model model;                      ///< filled by train
  model::Threshold threshold;              ///< filled by train
  model::Completeness completeness;        ///< filled by train
  Warnings warnings;                       ///< every stage adds its reasons to doubt the result
  score::ScoredPairs pairs;                ///< filled by score; edges are in the work directory
  cluster::Components components;          ///< filled by cluster, changed by repair, moved away by identity
  repair::Cuts cuts;                       ///< filled by repair; cut links are in the work directory
  identity::Customers customers;           ///< filled by identity; emptied by write
  structure::Structures structures;        ///< filled by structure; emptied by write
  std::string content_digest;              ///< filled by write
};

}  // namespace onefold::pipeline
