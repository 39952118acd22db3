// The records that a delta keeps: those of the previous result whose id no row of the delta gives or deletes.
//
//   settle()   the ids of the delta go to the owners of their keys; the previous records of the source, read slice by
//              slice by all ranks, ask there whether they are named. Those that are named go to the rank that will
//              read the part that they stand in
//   read()     reads the values of a part window by window and adds those that are kept
//
// Nothing is gathered. On the wire: 24 bytes per row of the delta, 17 bytes per previous record of a delta, and 16
// bytes per changed or deleted record. Memory: a window of kSliceRows records with all their values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "delta/previous_records.hpp"
#include "ingest/kept_records.hpp"
#include "onefold/mpi/communicator.hpp"
#include "scratch/context.hpp"

namespace onefold::delta {

/// Consecutive records of the previous result that have consecutive ids in this run.
struct KeptRun {
  std::uint64_t previous = 0;  ///< row of /records of the previous result
  RecordId record = 0;
  std::uint64_t count = 0;
};

/// What became of the records of one source. Global.
struct SourceChanges {
  std::uint64_t num_new = 0;
  std::uint64_t num_changed = 0;
  std::uint64_t num_unchanged = 0;
  std::uint64_t num_deleted = 0;
  std::uint64_t num_unknown_deletions = 0;  ///< ids to be deleted that the previous result does not have
};

class KeptRows final : public ingest::KeptRecords {
 public:
  KeptRows(const Context& context, const PreviousRecords& previous);

  [[nodiscard]] std::uint64_t num_previous(std::uint32_t source) const override;
  [[nodiscard]] std::uint64_t bytes_per_record() const override { return previous_.bytes_per_record(); }
  [[nodiscard]] const std::string& path() const override { return previous_.file().path(); }
  /// Throws Error(input) if a delta gives and deletes the same id.
  void settle(std::span<const ingest::GivenId> given, std::span<const ingest::KeptPart> parts) override;
  [[nodiscard]] std::uint64_t read(const ingest::KeptPart& part, ingest::BatchBuilder& batches) override;
  void number(std::size_t index, RecordId first) override;

  /// After settle(); [source of the job], without changes of sources that are no delta.
  [[nodiscard]] const std::vector<SourceChanges>& changes() const { return changes_; }
  /// Local. The kept records that this rank has read, once ingest has numbered them.
  [[nodiscard]] const std::vector<KeptRun>& local_runs() const { return runs_; }

 private:
  /// A previous record of a delta that is not kept: its position among the records of its source.
  struct Gone {
    std::uint64_t source = 0;
    std::uint64_t position = 0;
  };
  struct LocalPart {
    ingest::KeptPart part;
    std::vector<std::uint64_t> gone;  ///< positions, ascending
  };
  [[nodiscard]] std::vector<ingest::GivenId> add_listed_ids(std::span<const ingest::GivenId> given) const;
  void require_one_meaning(const std::vector<ingest::GivenId>& owned) const;
  std::vector<Gone> find_gone(const std::vector<ingest::GivenId>& owned);
  void count(const std::vector<ingest::GivenId>& owned, const std::vector<bool>& is_found);

  const Context& context_;
  const PreviousRecords& previous_;
  std::vector<LocalPart> parts_;  ///< that this rank reads, in their order
  std::vector<KeptRun> runs_;
  std::vector<SourceChanges> changes_;
};

}  // namespace onefold::delta
