#include "ingest/batch_builder.hpp"

#include <algorithm>

namespace onefold::ingest {

BatchBuilder::BatchBuilder(const config::Job& job, RowSink& sink, const RecordSearch& search, const Tuning& tuning)
    : job_(job),
      sink_(sink),
      sought_(search.named),
      max_rows_(tuning.batch_rows),
      max_bytes_(tuning.batch_bytes),
      true_ids_(search.max_true_pairs) {
  keeps_truth_ = std::any_of(job.sources.begin(), job.sources.end(), [](const auto& s) { return !s.truth.empty(); });
  keeps_.assign(num_slots(job.attributes.size()), true);
  keeps_[kTruthSlot] = keeps_truth_;
  keeps_[deleted_slot(job.attributes.size())] = false;
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
    keeps_[updated_slot(a, job.attributes.size())] = config::has_updated_of(job, a);
  for (const auto& source : job.sources) column_values_.emplace_back(source);
  point_to_columns();
}

std::vector<ExtractionCounts> BatchBuilder::extraction_counts() const {
  std::vector<ExtractionCounts> counts;
  for (const auto& values : column_values_) counts.insert(counts.end(), values.counts().begin(), values.counts().end());
  return counts;
}

void BatchBuilder::point_to_columns() {
  batch_.attributes.resize(job_.attributes.size());
  batch_.updated_of.resize(job_.attributes.size());
  columns_ = {&batch_.source_id, &batch_.updated, &batch_.true_id};
  for (auto& attribute : batch_.attributes) columns_.push_back(&attribute);
  for (auto& updated : batch_.updated_of) columns_.push_back(&updated);
}

void BatchBuilder::begin(std::uint32_t source, std::uint32_t stretch, bool is_kept) {
  if (source != source_ || stretch != stretch_) flush();
  source_ = source;
  stretch_ = stretch;
  batch_.is_kept = is_kept;
}

void BatchBuilder::end_row(std::uint64_t row_bytes) {
  ++num_rows_;
  num_bytes_ += row_bytes;
  if (num_rows_ >= max_rows_ || num_bytes_ >= max_bytes_) flush();
}

void BatchBuilder::look_at_ids() {
  const std::uint64_t first = num_records_;
  num_records_ += num_rows_;
  if (keeps_truth_)
    for (std::size_t row = 0; row < num_rows_; ++row) true_ids_.offer(batch_.true_id[row], first + row);
  if (job_.sources[source_].id.empty()) return;
  for (std::size_t row = 0; row < num_rows_; ++row) {
    const TextKey key = record_key(source_, batch_.source_id[row]);
    // Kept records have other ids than those of the files, and each its own.
    if (!batch_.is_kept) id_hashes_.add(key, first + row);
    if (!batch_.is_kept && job_.sources[source_].delta) given_.push_back({key, source_, 0});
    if (sought_ != nullptr && sought_->contains(key)) named_.push_back({key, first + row});
  }
}

void BatchBuilder::flush() {
  if (num_rows_ == 0) return;
  for (std::size_t slot = 0; slot < columns_.size(); ++slot)
    if (keeps(slot)) columns_[slot]->append_missing(num_rows_ - columns_[slot]->size());
  if (!is_discarding_) {
    look_at_ids();
    batch_.source = source_;
    batch_.stretch = stretch_;
    sink_.take(batch_);
  }
  // The sink may have moved columns out of the batch.
  point_to_columns();
  for (auto* column : columns_) column->clear();
  batch_.moments.clear();
  num_rows_ = 0;
  num_bytes_ = 0;
}

}  // namespace onefold::ingest
