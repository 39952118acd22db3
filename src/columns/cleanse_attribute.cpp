#include "columns/cleanse_attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "columns/distinct_sketch.hpp"
#include "columns/frequencies.hpp"
#include "columns/kept_surnames.hpp"
#include "columns/value_sample.hpp"
#include "memory/memory_budget.hpp"
#include "progress/format.hpp"
#include "record/empty_text.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::columns {

namespace {

// Reports the storage class, because it decides how much memory the attribute takes.
void progress_note(const Context& context, const std::string& attribute, const Column& column) {
  if (column.storage == Storage::fingerprint) return;
  context.progress.say(fmt::format("cleanse: {} stored as {}, {} distinct values", attribute, name_of(column.storage),
                                   progress::with_thousands(column.facts.num_distinct)));
}

// Collective. Stores one number per value in the work directory; merge uses these numbers to recognise equal values.
void park_value_ids(const Context& context, AttributeIndex attribute, std::uint64_t first, const Column& column,
                    std::uint64_t num_local_rows) {
  std::optional<scratch::Slice> slice;
  const auto kind = scratch::value_ids_of(column.storage);
  mpi::run_locally(context.world, [&] {
    scratch::TextSliceWriter writer(context.work, scratch::cleansed_value_ids(attribute), scratch::schema_of(kind));
    constexpr std::uint64_t kRows = scratch::kRowsPerPage;
    for (std::uint64_t begin = 0; begin < num_local_rows; begin += kRows) {
      const std::uint64_t end = std::min(num_local_rows, begin + kRows);
      std::vector<std::uint32_t> narrow;
      std::vector<std::uint64_t> wide;
      for (std::uint64_t row = begin; row < end; ++row) {
        if (kind == scratch::ValueIds::wide)
          wide.push_back(column.value_id(row));
        else
          narrow.push_back(column.codes[row]);
      }
      kind == scratch::ValueIds::wide ? writer.append({{}, {wide}, {}}) : writer.append({{}, {}, {narrow}});
    }
    slice = writer.close(first);
  });
  context.work.publish(scratch::cleansed_value_ids(attribute), slice);
}

// Collective. Stores the cleansed values in the work directory, for the result.
void park_texts(const Context& context, AttributeIndex attribute, std::uint64_t first, const TextColumn& values) {
  std::optional<scratch::Slice> slice;
  mpi::run_locally(context.world, [&] {
    scratch::TextSliceWriter writer(context.work, scratch::cleansed_texts(attribute), scratch::kRawAttributeSchema);
    writer.append({{&values}, {}, {}});
    slice = writer.close(first);
  });
  context.work.publish(scratch::cleansed_texts(attribute), slice);
}

// Collective. Number of values of an attribute that may be counted in one round. Throws Error(limit) if its column
// leaves too little memory for counting.
std::uint64_t max_counted_values(const Context& context, const Columns& columns, AttributeIndex attribute,
                                 bool keeps_values) {
  constexpr std::uint64_t kLeast = 1 << 16;
  // Per row: hash, end of its text, code or count, and a dictionary while it is made.
  constexpr std::uint64_t kBytesPerRow = 28;
  std::uint64_t fixed = 0;
  mpi::run_locally(context.world, [&] {
    const auto extent = scratch::raw_extent(context, columns, attribute);
    fixed = extent.largest_bytes + columns.num_local_rows * kBytesPerRow + (keeps_values ? extent.num_bytes : 0);
  });
  fixed = context.world.max(fixed);
  const std::uint64_t bytes =
      memory::MemoryBudget(context).available_bytes("cleanse", fixed + kLeast * kBytesPerCountedValue) - fixed;
  return std::min(bytes / kBytesPerCountedValue, kMaxCountedValues);
}

// Local. Cleanses the values of this rank's records; those of each source as the source writes them.
class SourcewiseCleanser {
 public:
  SourcewiseCleanser(const config::Job& job, const Columns& columns, AttributeIndex attribute,
                     const std::shared_ptr<const cleanse::DummyValues>& dummies)
      : job_(job), columns_(columns), attribute_(attribute), dummies_(dummies), counts_(job.sources.size()) {}

  // `raw` holds the values of the records from `first` on; calls ascend.
  void append(RecordId first, const TextColumn& raw, cleanse::CleansedColumn& cleansed) {
    for (std::size_t begin = 0; begin < raw.size();) {
      const std::uint32_t source = columns_.source_of(first + begin);
      const std::size_t end = std::min<std::uint64_t>(raw.size(), columns_.source_ends[source] - first);
      if (!cleanser_ || source != source_) begin_source(source, first + begin);
      cleanser_->append(raw, begin, end, cleansed);
      begin = end;
    }
  }
  // [source] What became of the values; rows that are unreadable as RecordIds.
  std::vector<cleanse::ReadingCounts> finish() {
    end_source();
    return std::move(counts_);
  }

 private:
  void begin_source(std::uint32_t source, RecordId first) {
    end_source();
    const auto& readings = columns_.date_readings;
    auto attribute = config::attribute_of(job_, source, attribute_);
    if (attribute.decimal == '\0') attribute.decimal = columns_.decimal_of(source, attribute_);
    cleanser_.emplace(attribute, dummies_, readings.empty() ? DateReading{} : readings[source][attribute_]);
    source_ = source;
    first_ = first;
  }
  void end_source() {
    if (!cleanser_) return;
    counts_[source_] = cleanser_->counts();
    for (auto& row : counts_[source_].unreadable) row += first_;
    cleanser_.reset();
  }

  const config::Job& job_;
  const Columns& columns_;
  AttributeIndex attribute_;
  std::shared_ptr<const cleanse::DummyValues> dummies_;
  std::vector<cleanse::ReadingCounts> counts_;
  std::optional<cleanse::ColumnCleanser> cleanser_;  // of source_, whose first record of this rank is first_
  std::uint32_t source_ = 0;
  RecordId first_ = 0;
};

// Some values of each source, for attributes whose region may be wrong.
class SourceSamples {
 public:
  SourceSamples(const config::Job& job, const Columns& columns, AttributeIndex attribute) : columns_(columns) {
    const AttributeType type = job.attributes[attribute].type;
    if (type != AttributeType::phone && type != AttributeType::postcode) return;
    for (std::size_t s = 0; s < job.sources.size(); ++s)
      samples_.emplace_back(columns.source_ends[s] - (s == 0 ? 0 : columns.source_ends[s - 1]));
  }
  void add(RecordId first, const TextColumn& raw) {
    if (samples_.empty()) return;
    for (std::size_t row = 0; row < raw.size();) {
      const std::uint32_t source = columns_.source_of(first + row);
      const std::size_t end = std::min<std::uint64_t>(raw.size(), columns_.source_ends[source] - first);
      for (; row < end; ++row) samples_[source].add(without_mark(raw[row]));
    }
  }
  // Collective. [source]
  [[nodiscard]] std::vector<std::vector<std::string>> gather(const mpi::Communicator& world) const {
    // The source, the length of the value, and the value, which may have any bytes.
    std::string local;
    for (std::size_t s = 0; s < samples_.size(); ++s)
      for (const auto& [hash, value] : samples_[s].values())
        local.append(std::to_string(s) + ' ' + std::to_string(value.size()) + '\n').append(value);
    std::vector<std::map<std::uint64_t, std::string>> merged(samples_.size());
    for (const std::string& of_rank : world.gather_all(local))
      for (std::size_t at = 0; at < of_rank.size();) {
        const std::size_t blank = of_rank.find(' ', at), feed = of_rank.find('\n', blank);
        const std::string value = of_rank.substr(feed + 1, std::stoul(of_rank.substr(blank + 1, feed - blank - 1)));
        merged[std::stoul(of_rank.substr(at, blank - at))].emplace(hash_bytes(value), value);
        at = feed + 1 + value.size();
      }
    std::vector<std::vector<std::string>> samples(samples_.size());
    for (std::size_t s = 0; s < merged.size(); ++s)
      for (auto& [hash, value] : merged[s]) samples[s].push_back(std::move(value));
    return samples;
  }
  [[nodiscard]] bool is_wanted() const { return !samples_.empty(); }

 private:
  const Columns& columns_;
  std::vector<ValueSample> samples_;
};

struct UnreadableRecord {
  std::uint32_t source;
  RecordId record;
};

// Collective. Sums what became of the values over the ranks.
void gather_counts(const mpi::Communicator& world, const std::vector<cleanse::ReadingCounts>& local,
                   CleansedAttribute& out) {
  std::vector<std::uint64_t> counts;
  std::vector<UnreadableRecord> records;
  for (std::uint32_t s = 0; s < local.size(); ++s) {
    counts.insert(counts.end(), local[s].outcomes.begin(), local[s].outcomes.end());
    for (const RecordId record : local[s].unreadable) records.push_back({s, record});
  }
  world.sum_in_place(counts);
  std::uint64_t num_unreadable = 0;
  for (std::uint32_t s = 0; s < local.size(); ++s) {
    const auto of = [&](cleanse::Outcome outcome) {
      return counts[s * cleanse::kNumOutcomes + static_cast<std::size_t>(outcome)];
    };
    out.of_source.push_back({.source = s,
                             .filled = of(cleanse::Outcome::filled),
                             .missing = of(cleanse::Outcome::missing),
                             .dummy = of(cleanse::Outcome::dummy),
                             .unreadable = of(cleanse::Outcome::unreadable)});
    num_unreadable += of(cleanse::Outcome::unreadable);
  }
  out.unreadable.resize(local.size());
  if (num_unreadable == 0) return;
  records = world.gather_all(records);
  std::ranges::sort(records, {}, &UnreadableRecord::record);
  for (const auto& [source, record] : records)
    if (out.unreadable[source].size() < cleanse::ReadingCounts::kNumExamples) out.unreadable[source].push_back(record);
}

// Collective. Number of distinct values of each source, estimated from their hashes. Returns a sketch of all local
// ones; null for a single source, whose column tells.
std::unique_ptr<DistinctSketch> count_distinct(const mpi::Communicator& world, const Columns& columns,
                                               const cleanse::CleansedColumn& cleansed, CleansedAttribute& out) {
  const std::size_t num_sources = out.of_source.size();
  if (num_sources < 2) return nullptr;
  auto sketches = std::make_unique<DistinctSketch[]>(num_sources);
  RecordId record = columns.first_record;
  for (std::size_t row = 0; row < cleansed.hashes.size();) {
    const std::uint32_t source = columns.source_of(record + row);
    const std::size_t end = std::min<std::uint64_t>(cleansed.hashes.size(), columns.source_ends[source] - record);
    for (; row < end; ++row)
      if (cleansed.hashes[row] != 0) sketches[source].add(cleansed.hashes[row]);
  }
  auto all = std::make_unique<DistinctSketch>();
  std::vector<std::uint64_t> distinct(num_sources);
  for (std::size_t s = 0; s < num_sources; ++s) {
    all->merge(sketches[s]);
    world.max_in_place(sketches[s].registers());
    distinct[s] = static_cast<std::uint64_t>(std::llround(sketches[s].estimate()));
  }
  // One rank decides, because logarithms may differ between processors in the last bit.
  world.broadcast(distinct);
  for (std::size_t s = 0; s < num_sources; ++s)
    out.of_source[s].distinct = std::min(out.of_source[s].filled, distinct[s]);
  return all;
}

}  // namespace

CleansedAttribute cleanse_attribute(const Context& context, const Columns& columns, AttributeIndex attribute,
                                    const std::shared_ptr<const cleanse::DummyValues>& dummies, ColumnUse use,
                                    const CountingLimits& limits) {
  // 1. Cleanse the values of this rank's records page by page. If the values are never compared, keep only their
  // hashes.
  cleanse::CleansedColumn cleansed;
  std::vector<cleanse::ReadingCounts> counts;
  std::optional<SourceSamples> samples;
  if (use.reading_report) samples.emplace(context.job, columns, attribute);
  KeptSurnames kept(context, attribute, *dummies);
  const bool keeps_values = use.values || use.kept_text;
  mpi::run_locally(context.world, [&] {
    SourcewiseCleanser cleanser(context.job, columns, attribute, dummies);
    TextColumn raw;
    // Growing a column copies it, and holds it twice meanwhile. Reserved memory that is never written takes no memory.
    if (keeps_values)
      cleansed.values.reserve(columns.num_local_rows,
                              scratch::raw_extent(context, columns, attribute).num_bytes * 5 / 4);
    cleansed.hashes.reserve(columns.num_local_rows);
    scratch::for_each_raw_page(context, columns, attribute, [&](const scratch::RowPage& page) {
      raw.clear();
      page.append_text(0, raw);
      cleanser.append(page.first_id(), raw, cleansed);
      if (samples) samples->add(page.first_id(), raw);
      kept.note(raw, cleansed);
      if (!keeps_values) cleansed.values.clear();
    });
    counts = cleanser.finish();
    for (const std::uint64_t row : kept.restore(columns, dummies, keeps_values, cleansed))
      counts[columns.source_of(columns.first_record + row)].turn_into_filled(cleanse::Outcome::dummy);
  });
  if (use.kept_text) park_texts(context, attribute, columns.first_record, cleansed.values);
  if (!use.values) cleansed.values.release();
  CleansedAttribute result;
  gather_counts(context.world, counts, result);
  std::unique_ptr<DistinctSketch> distinct;
  if (use.reading_report) distinct = count_distinct(context.world, columns, cleansed, result);
  if (samples && samples->is_wanted()) result.samples = samples->gather(context.world);
  // 2. A distributed count chooses the storage class and yields the term frequencies.
  result.column = build_column(context.world, context.node, std::move(cleansed), use,
                               {limits.max_counted, limits.ask, distinct.get(), limits.frequencies});
  if (result.of_source.size() == 1) result.of_source[0].distinct = result.column.facts.num_distinct;
  for (auto& of_source : result.of_source) of_source.attribute = attribute;
  return result;
}

std::vector<CleansedAttribute> cleanse_attributes(const Context& context, Columns& columns) {
  const auto& job = context.job;
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(job.cleanse); });
  auto uses = column_uses(job);
  for (auto& use : uses) {
    use.reading_report = true;
    use.kept_text = job.result.values == config::KeptValues::raw_cleansed;
  }
  std::vector<CleansedAttribute> cleansed;
  const auto frozen = open_frozen_result(context);
  const auto ask = [&](std::uint64_t local_least) {
    return memory::MemoryBudget(context).available_bytes("cleanse", context.world.max(local_least));
  };
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const std::uint64_t max_counted = max_counted_values(context, columns, a, uses[a].values || uses[a].kept_text);
    AttributeFrequencies frequencies(context, a, frozen.get());
    cleansed.push_back(
        cleanse_attribute(context, columns, a, dummies, uses[a], {max_counted, ask, nullptr, &frequencies}));
    frequencies.finish();
    columns.attributes.push_back(std::move(cleansed.back().column));
    auto& column = columns.attributes.back();
    park_value_ids(context, a, columns.first_record, column, columns.num_local_rows);
    // Only merge needs fingerprints, and it reads them from the work directory.
    if (column.storage == Storage::fingerprint) std::vector<std::uint64_t>().swap(column.numbers);
    progress_note(context, job.attributes[a].name, column);
    context.statistics.add_global("distinct_" + job.attributes[a].name, column.facts.num_distinct);
    context.progress.update(a + 1, job.attributes.size());
  }
  return cleansed;
}

}  // namespace onefold::columns
