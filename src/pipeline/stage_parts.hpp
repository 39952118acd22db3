// Parts of the stages that a run and a plan of it have in common.
#pragma once

#include <functional>
#include <memory>

#include "onefold/cleanse/build_columns.hpp"
#include "onefold/cleanse/cleanser.hpp"
#include "onefold/pipeline/stages.hpp"
#include "parking_sink.hpp"

namespace onefold::pipeline {

/// Collective. Reads all sources; the rows go to `sink`, whose products are published.
[[nodiscard]] SourceFacts ingest_into(const Context& context, ParkingSink& sink);

/// Local. This rank's records, no attribute of which is cleansed yet.
[[nodiscard]] Columns columns_without_values(const Context& context, const SourceFacts& facts);

/// Collective. Reads the parked values of an attribute, cleanses them, and makes a column of them. `max_counted`,
/// `ask`: as build_column() wants them.
[[nodiscard]] Column cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                                       const std::shared_ptr<const cleanse::DummyValues>& dummies,
                                       cleanse::ColumnUse use, std::uint64_t max_counted = cleanse::kMaxCountedValues,
                                       const cleanse::AskForMemory& ask = {});

/// What a rule proposes, and in how many waves its blocks were made.
struct RuleWaves {
  block::RuleSize size;  ///< global
  std::size_t num_waves = 0;
};
/// Collective. Makes the blocks of a rule in waves of at most `max_rows` records with a key and gives those of each
/// wave to `use`, which may communicate: use(wave, blocks of this rank).
[[nodiscard]] RuleWaves measure_rule(const Context& context, const Columns& columns, const block::PairScope& scope,
                                     const block::RuleKeys& keys, std::uint64_t max_rows,
                                     const std::function<void(std::size_t, const block::Blocks&)>& use);

/// Collective. A work directory for something beside a run, inside that of the job or next to it: what a run has left
/// there is not touched.
[[nodiscard]] std::string side_folder(const mpi::Communicator& world, const std::string& work_dir,
                                      const std::string& name);

}  // namespace onefold::pipeline
