#include "ingest/raw_record_sink.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "scratch/raw_records.hpp"

namespace onefold::ingest {

namespace {

// The first product holds everything that is not an attribute. Times of change follow the attributes.
std::string product_name(std::size_t product, std::size_t num_attributes) {
  if (product == 0) return scratch::kRawRecords;
  if (product <= num_attributes) return scratch::raw_attribute(static_cast<AttributeIndex>(product - 1));
  return scratch::updated_times(static_cast<AttributeIndex>(product - 1 - num_attributes));
}
scratch::RowSchema schema_of_product(std::size_t product, std::size_t num_attributes) {
  if (product == 0) return scratch::kRawRecordSchema;
  return product <= num_attributes ? scratch::kRawAttributeSchema : scratch::kUpdatedTimesSchema;
}

}  // namespace

RawSelection all_raw_records(const config::Job& job) { return {std::vector<bool>(job.attributes.size(), true), true}; }

RawRecordSink::RawRecordSink(const config::Job& job, const scratch::WorkDirectory& work, RawSelection selection)
    : job_(job), work_(work), splitter_(job), witnesses_(job) {
  for (const auto& source : job.sources) moment_readers_.emplace_back(source);
  if (selection.records) products_.push_back(0);
  for (std::size_t a = 0; a < job.attributes.size(); ++a)
    if (selection.attributes[a]) products_.push_back(a + 1);
  for (std::size_t a = 0; selection.records && a < job.attributes.size(); ++a)
    if (config::has_updated_of(job, static_cast<AttributeIndex>(a))) products_.push_back(job.attributes.size() + 1 + a);
  raw_bytes_.attributes.resize(job.attributes.size(), 0);
}

void RawRecordSink::take(RawBatch& batch) {
  if (slices_.empty() || slices_.back().stretch != batch.stretch) {
    // A rank may have many stretches: finished ones must not keep their files open.
    if (!slices_.empty())
      for (auto& writer : slices_.back().writers) writer.finish();
    slices_.push_back({batch.stretch, {}});
    for (const std::size_t p : products_)
      slices_.back().writers.emplace_back(work_, product_name(p, job_.attributes.size()),
                                          schema_of_product(p, job_.attributes.size()));
  }
  auto& writers = slices_.back().writers;

  // Kept records are already split.
  if (!batch.is_kept) splitter_.split(batch.source, batch.attributes);
  read_moments(batch);
  witnesses_.look_at(batch, moments_, own_moments_);
  if (observer_ && !batch.is_kept) observer_(batch, moments_);
  for (std::size_t a = 0; a < batch.attributes.size(); ++a) raw_bytes_.attributes[a] += batch.attributes[a].num_bytes();
  raw_bytes_.source_ids += batch.source_id.num_bytes();
  raw_bytes_.true_ids += batch.true_id.num_bytes();
  for (std::size_t w = 0; w < writers.size(); ++w) {
    if (products_[w] == 0)
      take_records(batch, writers[w]);
    else if (products_[w] <= job_.attributes.size())
      writers[w].append({{&batch.attributes[products_[w] - 1]}, {}, {}});
    else
      take_times(batch, static_cast<AttributeIndex>(products_[w] - 1 - job_.attributes.size()), writers[w]);
  }
}

void RawRecordSink::read_moments(const RawBatch& batch) {
  if (batch.is_kept) {
    moments_ = batch.moments;
    own_moments_.clear();
    return;
  }
  const auto& reader = moment_readers_[batch.source];
  moments_.resize(batch.size());
  for (std::size_t row = 0; row < batch.size(); ++row) moments_[row] = reader.read(batch.updated[row]);
  const auto& own = job_.sources[batch.source].updated_of;
  own_moments_.resize(own.size());
  for (std::size_t i = 0; i < own.size(); ++i) {
    const TextColumn& texts = batch.updated_of[own[i].attribute];
    own_moments_[i].resize(batch.size());
    for (std::size_t row = 0; row < batch.size(); ++row) own_moments_[i][row] = reader.read(texts[row]);
  }
}

void RawRecordSink::take_records(RawBatch& batch, scratch::TextSliceWriter& writer) {
  if (batch.true_id.empty()) batch.true_id.append_missing(batch.size());
  writer.append({{&batch.source_id, &batch.true_id}, {moments_}, {}});
}

// Where a source has no times of its own for the attribute, those of its records stand.
void RawRecordSink::take_times(const RawBatch& batch, AttributeIndex attribute, scratch::TextSliceWriter& writer) {
  const auto& own = job_.sources[batch.source].updated_of;
  const auto found = std::ranges::find(own, attribute, &config::UpdatedColumn::attribute);
  if (found == own.end()) return writer.append({{}, {moments_}, {}});
  writer.append({{}, {own_moments_[static_cast<std::size_t>(found - own.begin())]}, {}});
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
    work.publish(product_name(products_[w], job_.attributes.size()), closed);
  }
}

}  // namespace onefold::ingest
