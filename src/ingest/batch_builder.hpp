// Gathers rows of a segment in a batch and hands full batches to the sink.
//
//   in   one value a slot and row, as parsed
//   out  batches of one source and stretch; columns of slots that a file does not have are filled up when a batch goes
//
// Memory: one batch. Keeps the hashes of ids on the way.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/id_hashes.hpp"
#include "ingest/ingest.hpp"
#include "ingest/input_file.hpp"

namespace onefold::ingest {

class BatchBuilder {
 public:
  BatchBuilder(const config::Job& job, RowSink& sink, std::size_t max_rows, std::size_t max_bytes);

  /// The rows that follow are of this source and stretch.
  void begin(std::uint32_t source, std::uint32_t stretch);
  /// False for the truth column when no source of the job has one.
  [[nodiscard]] bool keeps(std::size_t slot) const { return slot != kTruthSlot || keeps_truth_; }
  void add(std::size_t slot, std::string_view value) { columns_[slot]->push_back(value); }
  /// All values of the row, which had `row_bytes` in the file, were added.
  void end_row(std::uint64_t row_bytes);
  /// Hands over what is left.
  void flush();

  /// Of all records that went through.
  [[nodiscard]] IdHashes take_id_hashes() { return std::move(id_hashes_); }

 private:
  void hash_ids();
  void point_to_columns();

  const config::Job& job_;
  RowSink& sink_;
  std::size_t max_rows_;
  std::size_t max_bytes_;
  bool keeps_truth_ = false;
  std::uint32_t source_ = 0;
  std::uint32_t stretch_ = 0;
  RawBatch batch_;
  std::vector<TextColumn*> columns_;  ///< [slot]
  std::size_t num_rows_ = 0;          ///< of the batch
  std::uint64_t num_bytes_ = 0;       ///< of its rows in the file
  std::uint64_t num_records_ = 0;     ///< of the rank, with those that the sink has taken
  IdHashes id_hashes_;
};

}  // namespace onefold::ingest
