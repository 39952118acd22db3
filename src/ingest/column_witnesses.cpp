#include "ingest/column_witnesses.hpp"

#include <algorithm>

#include "record/elements.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kNumExamples = cleanse::ReadingCounts::kNumExamples;

struct Example {
  std::uint32_t source;
  RecordId record;
};

}  // namespace

std::vector<std::vector<DateReading>> date_readings(const config::Job& job, const ColumnFindings& findings) {
  std::vector<std::vector<DateReading>> readings(job.sources.size());
  for (std::uint32_t s = 0; s < findings.dates.size(); ++s) {
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
      readings[s].push_back(cleanse::reading_of(findings.dates[s][a], config::attribute_of(job, s, a).formats));
    readings[s].push_back(cleanse::reading_of(findings.dates[s].back(), job.sources[s].writing.updated_formats));
  }
  return readings;
}

std::vector<std::vector<char>> decimals(const ColumnFindings& findings) {
  std::vector<std::vector<char>> marks;
  for (const auto& of_source : findings.numbers) {
    auto& of_attribute = marks.emplace_back();
    for (const auto& evidence : of_source) of_attribute.push_back(cleanse::decimal_of(evidence));
  }
  return marks;
}

ColumnWitnesses::ColumnWitnesses(const config::Job& job)
    : job_(job),
      placeholders_({.name = "updated", .type = AttributeType::birth_date}, cleanse::load_dummy_values({})),
      sources_(job.sources.size()) {
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    auto& dates = sources_[s].dates;
    dates.resize(job.attributes.size() + 1);
    sources_[s].numbers.resize(job.attributes.size());
    const auto watch = [&](std::size_t column, const std::vector<std::string>& formats) {
      cleanse::DateWitness witness(formats);
      if (witness.is_needed()) dates[column].emplace(std::move(witness));
    };
    for (const auto& column : job.sources[s].columns) {
      const auto attribute = config::attribute_of(job, s, column.attribute);
      if (attribute.type == AttributeType::birth_date) watch(column.attribute, attribute.formats);
      if (attribute.type == AttributeType::number && attribute.decimal == '\0')
        sources_[s].numbers[column.attribute].emplace();
    }
    if (!job.sources[s].updated.empty()) watch(job.attributes.size(), job.sources[s].writing.updated_formats);
  }
}

void ColumnWitnesses::look_at(const RawBatch& batch, std::span<const std::uint64_t> moments) {
  OfSource& source = sources_[batch.source];
  for (std::size_t a = 0; a < job_.attributes.size(); ++a) {
    const auto add_all = [&](auto& witness) {
      const auto& attribute = job_.attributes[a];
      const TextColumn& values = batch.attributes[a];
      for (std::size_t row = 0; row < values.size(); ++row)
        if (attribute.is_array)
          for_each_element(values[row], separators_of(attribute.type, attribute.separator),
                           [&](std::string_view element) { witness.add(element); });
        else
          witness.add(values[row]);
    };
    if (source.dates[a]) add_all(*source.dates[a]);
    if (source.numbers[a]) add_all(*source.numbers[a]);
  }
  if (auto& witness = source.dates.back())
    for (std::size_t row = 0; row < batch.updated.size(); ++row) witness->add(batch.updated[row]);

  if (batch.stretch != next_.stretch) next_ = {batch.stretch, 0};
  const bool has_updated = !job_.sources[batch.source].updated.empty();
  for (std::size_t row = 0; has_updated && row < moments.size(); ++row) {
    const bool is_read = unpack_moment(moments[row], DateOrder::day_first) != kNoMoment;
    auto outcome = cleanse::Outcome::filled;
    if (!is_read) {
      const bool is_none =
          placeholders_.cleanse(batch.updated[row]).empty() && placeholders_.outcome() == cleanse::Outcome::dummy;
      outcome = batch.updated[row].empty() ? cleanse::Outcome::missing
                : is_none                  ? cleanse::Outcome::dummy
                                           : cleanse::Outcome::unreadable;
    }
    ++source.updated[static_cast<std::size_t>(outcome)];
    if (outcome == cleanse::Outcome::unreadable && source.unreadable.size() < kNumExamples)
      source.unreadable.push_back({next_.stretch, next_.position + row});
  }
  next_.position += batch.size();
}

ColumnFindings ColumnWitnesses::find(const mpi::Communicator& world, std::span<const Stretch> stretches) const {
  const std::size_t num_columns = job_.attributes.size() + 1;
  std::vector<std::uint64_t> counts;
  std::vector<Example> examples;
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    for (const auto& witness : sources_[s].dates) {
      const cleanse::DateEvidence evidence = witness ? witness->evidence() : cleanse::DateEvidence{};
      counts.insert(counts.end(), evidence.begin(), evidence.end());
    }
    for (const auto& witness : sources_[s].numbers) {
      const auto evidence = witness ? witness->evidence() : cleanse::NumberEvidence{};
      counts.insert(counts.end(), evidence.begin(), evidence.end());
    }
    counts.insert(counts.end(), sources_[s].updated.begin(), sources_[s].updated.end());
    for (const Place& place : sources_[s].unreadable)
      examples.push_back({s, stretches[place.stretch].first_record + place.position});
  }
  world.sum_in_place(counts);
  examples = world.gather_all(examples);
  std::ranges::sort(examples, {}, &Example::record);

  ColumnFindings findings;
  auto next = counts.begin();
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    auto& dates = findings.dates.emplace_back(num_columns);
    const auto take = [&](auto& target) {
      std::copy_n(next, target.size(), target.begin());
      next += static_cast<std::ptrdiff_t>(target.size());
    };
    for (auto& evidence : dates) take(evidence);
    for (auto& evidence : findings.numbers.emplace_back(job_.attributes.size())) take(evidence);
    auto& updated = findings.updated.emplace_back();
    take(updated.outcomes);
    for (const Example& example : examples)
      if (example.source == s && updated.unreadable.size() < kNumExamples) updated.unreadable.push_back(example.record);
  }
  return findings;
}

}  // namespace onefold::ingest
