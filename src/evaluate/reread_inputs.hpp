// Reads and cleanses the input files of a result again, to get what the result does not keep: values of records, and
// keys of blocking rules.
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

/// Subgroups of the records of a rank by the value of an attribute.
struct Subgroups {
  std::vector<std::uint32_t> group;  ///< [local record]
  std::vector<std::string> names;    ///< [group], equal on all ranks
};

/// Which attributes to read.
struct InputsWanted {
  bool keys = false;      ///< attributes that blocking reads
  bool compared = false;  ///< attributes that comparisons read
  std::string attribute;  ///< one more, by its name
};

class RereadInputs {
 public:
  /// Collective. Reads the files that the job in the result names, with a work directory of its own. Throws
  /// Error(usage) if the job has no attribute of that name, Error(input) if the files no longer hold the records of the
  /// result.
  RereadInputs(const mpi::Communicator& world, const ResultSlices& result, const InputsWanted& wanted);
  ~RereadInputs();

  [[nodiscard]] const config::Job& job() const { return job_; }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  /// Collective. The keys that a rule used in the run.
  [[nodiscard]] block::RuleKeys keys_of(std::size_t rule) const;

  /// Attributes that comparisons read, ascending; empty unless InputsWanted::compared.
  [[nodiscard]] const std::vector<AttributeIndex>& compared() const { return compared_; }
  /// Collective. Cleansed values of `records`, in this order; empty if missing. "; " separates the elements of an
  /// array.
  [[nodiscard]] TextColumn values_of(AttributeIndex attribute, const std::vector<RecordId>& records) const;

  /// Collective. Groups by InputsWanted::attribute: missing or present. With `show_values`: the `num_values` most
  /// frequent values (for dates: years), all other values, and missing.
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
