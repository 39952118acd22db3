#include "ingest/raw_record_sink.hpp"

#include <optional>
#include <string>

#include "scratch/raw_records.hpp"

namespace onefold::ingest {

namespace {

// The first product holds everything that is not an attribute.
std::string product_name(std::size_t product) {
  return product == 0 ? scratch::kRawRecords : scratch::raw_attribute(static_cast<AttributeIndex>(product - 1));
}

}  // namespace

RawSelection all_raw_records(const config::Job& job) { return {std::vector<bool>(job.attributes.size(), true), true}; }

RawRecordSink::RawRecordSink(const config::Job& job, const scratch::WorkDirectory& work, RawSelection selection)
    : work_(work), splitter_(job), witnesses_(job) {
  for (const auto& source : job.sources) moment_readers_.emplace_back(source);
  if (selection.records) products_.push_back(0);
  for (std::size_t a = 0; a < job.attributes.size(); ++a)
    if (selection.attributes[a]) products_.push_back(a + 1);
  raw_bytes_.attributes.resize(job.attributes.size(), 0);
}

void RawRecordSink::take(RawBatch& batch) {
  if (slices_.empty() || slices_.back().stretch != batch.stretch) {
    // A rank may have many stretches: finished ones must not keep their files open.
    if (!slices_.empty())
      for (auto& writer : slices_.back().writers) writer.finish();
    slices_.push_back({batch.stretch, {}});
    for (const std::size_t p : products_)
      slices_.back().writers.emplace_back(work_, product_name(p),
                                          p == 0 ? scratch::kRawRecordSchema : scratch::kRawAttributeSchema);
  }
  auto& writers = slices_.back().writers;

  splitter_.split(batch.source, batch.attributes);
  read_moments(batch);
  witnesses_.look_at(batch, moments_);
  for (std::size_t a = 0; a < batch.attributes.size(); ++a) raw_bytes_.attributes[a] += batch.attributes[a].num_bytes();
  raw_bytes_.source_ids += batch.source_id.num_bytes();
  raw_bytes_.true_ids += batch.true_id.num_bytes();
  for (std::size_t w = 0; w < writers.size(); ++w) {
    if (products_[w] == 0)
      take_records(batch, writers[w]);
    else
      writers[w].append({{&batch.attributes[products_[w] - 1]}, {}, {}});
  }
}

void RawRecordSink::read_moments(const RawBatch& batch) {
  const auto& reader = moment_readers_[batch.source];
  moments_.resize(batch.size());
  for (std::size_t row = 0; row < batch.size(); ++row) moments_[row] = reader.read(batch.updated[row]);
}

void RawRecordSink::take_records(RawBatch& batch, scratch::TextSliceWriter& writer) {
  if (batch.true_id.empty()) batch.true_id.append_missing(batch.size());
  writer.append({{&batch.source_id, &batch.true_id}, {moments_}, {}});
}

void RawRecordSink::publish(const mpi::Communicator& world, scratch::WorkDirectory& work,
                            const std::vector<Stretch>& stretches) {
  for (std::size_t w = 0; w < products_.size(); ++w) {
    std::vector<scratch::Slice> closed;
    mpi::run_locally(world, [&] {
      for (auto& slices : slices_) {
        const auto slice = slices.writers[w].close(stretches[slices.stretch].first_record);
        if (slice) closed.push_back(*slice);
      }
    });
    work.publish(product_name(products_[w]), closed);
  }
}

}  // namespace onefold::ingest
