// Writes the raw rows that ingest reads to the work directory: one product per attribute, one for source id, true
// id and time of the last change, and one per attribute with times of its own.
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "ingest/column_witnesses.hpp"
#include "ingest/ingest.hpp"
#include "parts/full_names.hpp"
#include "scratch/text_slices.hpp"

namespace onefold::ingest {

/// Which products to write.
struct RawSelection {
  std::vector<bool> attributes;  ///< [attribute]
  bool records = true;
};
/// All products, as merge needs them.
[[nodiscard]] RawSelection all_raw_records(const config::Job& job);

/// Bytes of the values that this rank has read, whether they were written or not.
struct RawBytes {
  std::vector<std::uint64_t> attributes;  ///< [attribute]
  std::uint64_t source_ids = 0;
  std::uint64_t true_ids = 0;
};

/// Writes one slice per stretch and product. Only files of one stretch are open at a time. Memory: one page per
/// product.
class RawRecordSink final : public RowSink {
 public:
  /// Throws Error(job) if a source has a format of `updated` that gives no date.
  RawRecordSink(const config::Job& job, const scratch::WorkDirectory& work, RawSelection selection);

  /// Local.
  void take(RawBatch& batch) override;
  /// Looks at every batch that was read from files, when its names are split. `moments`: times of the last change, as
  /// pack_moment() says.
  using Observer = std::function<void(const RawBatch& batch, std::span<const std::uint64_t> moments)>;
  void observe(Observer observer) { observer_ = std::move(observer); }
  /// Local.
  [[nodiscard]] const RawBytes& raw_bytes() const { return raw_bytes_; }
  /// Collective. What the columns prove about their form; call it after reading.
  [[nodiscard]] ColumnFindings find(const mpi::Communicator& world, const std::vector<Stretch>& stretches) const {
    return witnesses_.find(world, stretches);
  }
  /// Collective. Names the slices by the RecordIds, which are known now, and publishes the products.
  void publish(const mpi::Communicator& world, scratch::WorkDirectory& work, const std::vector<Stretch>& stretches);

 private:
  /// The writers of one stretch.
  struct Slices {
    std::uint32_t stretch = 0;
    std::vector<scratch::TextSliceWriter> writers;  ///< [entry of products_]
  };
  void read_moments(const RawBatch& batch);
  void take_times(const RawBatch& batch, AttributeIndex attribute, scratch::TextSliceWriter& writer);
  void take_records(RawBatch& batch, scratch::TextSliceWriter& writer);

  const config::Job& job_;
  const scratch::WorkDirectory& work_;
  std::vector<std::size_t> products_;  // 0: everything that is not an attribute; attribute + 1; times of change
  parts::FullNameSplitter splitter_;
  ColumnWitnesses witnesses_;
  std::vector<cleanse::MomentReader> moment_readers_;  // [source]
  std::vector<Slices> slices_;
  std::vector<std::uint64_t> moments_;
  std::vector<std::vector<std::uint64_t>> own_moments_;  // [entry of `updated_of` of the source]
  Observer observer_;
  RawBytes raw_bytes_;
};

}  // namespace onefold::ingest
