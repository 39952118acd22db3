#include "parking_sink.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "onefold/cleanse/cleanser.hpp"
#include "parked.hpp"

namespace onefold::pipeline {

namespace {

// The product of all that is no attribute stands first.
std::string product_name(std::size_t product) {
  return product == 0 ? kParkedRecords : parked_attribute(static_cast<AttributeIndex>(product - 1));
}

}  // namespace

ParkingSink::ParkingSink(const config::Job& job, const store::WorkDirectory& work)
    : job_(job), work_(work), splitter_(job) {}

void ParkingSink::take(ingest::RawBatch& batch) {
  if (slices_.empty() || slices_.back().stretch != batch.stretch) {
    // A rank may have many stretches: those that are read must not keep their files open.
    if (!slices_.empty())
      for (auto& writer : slices_.back().writers) writer.finish();
    slices_.push_back({batch.stretch, {}});
    for (std::size_t p = 0; p <= job_.attributes.size(); ++p)
      slices_.back().writers.emplace_back(work_, product_name(p),
                                          p == 0 ? kParkedRecordSchema : kParkedAttributeSchema);
  }
  auto& writers = slices_.back().writers;

  splitter_.split(batch.source, batch.attributes);
  moments_.resize(batch.size());
  for (std::size_t row = 0; row < batch.size(); ++row)
    moments_[row] = static_cast<std::uint64_t>(cleanse::parse_moment(batch.updated[row]));
  if (batch.true_id.empty()) batch.true_id.append_missing(batch.size());
  const auto longest = [](const TextColumn& column) { return store::bounds_of(column).max_value_bytes; };
  max_source_id_bytes_ = std::max({max_source_id_bytes_, longest(batch.source_id),
                                   std::uint64_t{job_.sources[batch.source].id.empty() ? 20U : 0U}});
  max_true_id_bytes_ = std::max(max_true_id_bytes_, longest(batch.true_id));
  writers[0].append({{&batch.source_id, &batch.true_id}, {moments_}, {}});
  for (std::size_t a = 0; a < batch.attributes.size(); ++a) writers[a + 1].append({{&batch.attributes[a]}, {}, {}});
}

void ParkingSink::publish(const mpi::Communicator& world, store::WorkDirectory& work,
                          const std::vector<ingest::Stretch>& stretches) {
  for (std::size_t p = 0; p <= job_.attributes.size(); ++p) {
    std::vector<store::Slice> closed;
    mpi::run_locally(world, [&] {
      for (auto& slices : slices_) {
        const auto slice = slices.writers[p].close(stretches[slices.stretch].first_record);
        if (slice) closed.push_back(*slice);
      }
    });
    work.publish(product_name(p), closed);
  }
}

}  // namespace onefold::pipeline
