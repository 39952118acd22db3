// The input files of a result, read and cleansed once more: for what a result does not keep, values of records and keys
// of rules.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "block/block_plan.hpp"
#include "evaluate/compare_clusters.hpp"
#include "evaluate/result_slices.hpp"
#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::evaluate {

/// Subgroups of the records of a rank by what stands in an attribute.
struct Subgroups {
  std::vector<std::uint32_t> group;  ///< [local record]
  std::vector<std::string> names;    ///< [group] equal on all ranks
};

/// What is wanted of the input files.
struct InputsWanted {
  bool keys = false;      ///< attributes that blocking reads
  bool compared = false;  ///< attributes that comparisons read
  std::string attribute;  ///< another one, by its name
};

class InputsAgain {
 public:
  /// Collective. Reads what the job in the result names, with a work directory of its own. Throws Error(usage) when
  /// there is none of that name, Error(input) when the files do not hold the records of the result any more.
  InputsAgain(const mpi::Communicator& world, const ResultSlices& result, const InputsWanted& wanted);
  ~InputsAgain();

  [[nodiscard]] const config::Job& job() const { return job_; }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  /// Collective. The keys in effect of a rule, as in the run.
  [[nodiscard]] block::RuleKeys keys_of(std::size_t rule) const;

  /// Attributes that comparisons read, ascending; where they were wanted.
  [[nodiscard]] const std::vector<AttributeIndex>& compared() const { return compared_; }
  /// Collective. Cleansed values of `records`, in their order, empty where missing; elements of arrays with "; "
  /// between them.
  [[nodiscard]] TextColumn values_of(AttributeIndex attribute, const std::vector<RecordId>& records) const;

  /// Collective. By `attribute`: missing or not; with `show_values` the `num_values` values that most records have, all
  /// others, missing. Of dates the year.
  [[nodiscard]] Subgroups subgroups(bool show_values, std::uint64_t num_values) const;

 private:
  const mpi::Communicator& world_;
  mpi::Communicator node_;
  config::Job job_;
  std::optional<scratch::WorkDirectory> work_;
  mutable progress::Progress progress_;
  mutable progress::Statistics statistics_;
  config::RunOptions options_;
  std::optional<Context> context_;
  Columns columns_;
  std::optional<AttributeIndex> attribute_;
  std::vector<AttributeIndex> compared_;
};

}  // namespace onefold::evaluate
