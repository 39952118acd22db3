// Collects the rows of a rank into batches and passes full batches to the sink.
//
//   in   the parsed values of each row, one per slot
//   out  batches of one source and stretch; slots without a column get missing values when a batch is handed over
//
// It also keeps hashes of ids, and looks for the records of a RecordSearch. Memory: one batch, the hashes and the
// finds.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/column_values.hpp"
#include "ingest/id_hashes.hpp"
#include "ingest/ingest.hpp"
#include "ingest/input_file.hpp"
#include "ingest/true_id_sample.hpp"
#include "ingest/tuning.hpp"

namespace onefold::ingest {

/// A record that a list names, before its RecordId is known.
struct NamedPosition {
  TextKey key;
  std::uint64_t position = 0;  ///< among the records of this rank
};

class BatchBuilder {
 public:
  BatchBuilder(const config::Job& job, RowSink& sink, const RecordSearch& search, const Tuning& tuning);

  /// Starts a source and stretch: the rows added from now on belong to them.
  void begin(std::uint32_t source, std::uint32_t stretch, bool is_kept = false);
  /// False for slots that no source of the job has a column for: truth, and times of change of an attribute.
  [[nodiscard]] bool keeps(std::size_t slot) const { return keeps_[slot]; }
  /// Makes the values of a source that are more than a column as it is written.
  [[nodiscard]] ColumnValues& column_values(std::uint32_t source) { return column_values_[source]; }
  [[nodiscard]] const std::string& attribute_name(AttributeIndex attribute) const {
    return job_.attributes[attribute].name;
  }
  [[gnu::always_inline]] void add(std::size_t slot, std::string_view value) { columns_[slot]->push_back(value); }
  /// The time of the last change of a kept record, instead of a value of its slot.
  void add_moment(std::uint64_t packed) { batch_.moments.push_back(packed); }
  /// A row of a delta deletes the record with this id.
  void add_deleted(std::string_view id) { given_.push_back({record_key(source_, id), source_, 1}); }
  /// Call after all values of a row of `row_bytes` bytes have been added.
  void end_row(std::uint64_t row_bytes);
  /// The run will end with an error: passes no more rows to the sink.
  void discard() { is_discarding_ = true; }
  /// Passes the rows of an unfinished batch to the sink.
  void flush();

  /// The hashes of all records so far.
  [[nodiscard]] IdHashes take_id_hashes() { return std::move(id_hashes_); }
  /// The ids that deltas give or delete.
  [[nodiscard]] std::vector<GivenId> take_given() { return std::move(given_); }
  [[nodiscard]] std::vector<NamedPosition> take_named() { return std::move(named_); }
  /// What patterns and splits have found so far, in the order of extractions_of.
  [[nodiscard]] std::vector<ExtractionCounts> extraction_counts() const;
  [[nodiscard]] TrueIdSample take_true_ids() { return std::move(true_ids_); }

 private:
  void look_at_ids();
  void point_to_columns();

  const config::Job& job_;
  RowSink& sink_;
  const decisions::SoughtRecords* sought_;
  std::size_t max_rows_;
  std::size_t max_bytes_;
  bool keeps_truth_ = false;
  std::vector<bool> keeps_;  ///< [slot]
  bool is_discarding_ = false;
  std::uint32_t source_ = 0;
  std::uint32_t stretch_ = 0;
  RawBatch batch_;
  std::vector<TextColumn*> columns_;         ///< [slot]
  std::size_t num_rows_ = 0;                 ///< rows of the batch
  std::uint64_t num_bytes_ = 0;              ///< bytes of these rows in the file
  std::uint64_t num_records_ = 0;            ///< records of this rank in earlier batches
  std::vector<ColumnValues> column_values_;  ///< [source]
  IdHashes id_hashes_;
  std::vector<NamedPosition> named_;
  std::vector<GivenId> given_;
  TrueIdSample true_ids_;
};

}  // namespace onefold::ingest
