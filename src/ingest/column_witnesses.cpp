#include "ingest/column_witnesses.hpp"

#include <algorithm>

#include "record/elements.hpp"
#include "record/empty_text.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kNumExamples = cleanse::ReadingCounts::kNumExamples;

struct Example {
  std::uint32_t source;
  std::uint32_t times;  // of the source
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
    const auto& source = job.sources[s];
    if (!source.updated.empty()) sources_[s].times.emplace_back();
    for (const auto& own : source.updated_of) sources_[s].times.push_back({own.attribute, {}, {}});
    if (!sources_[s].times.empty()) watch(job.attributes.size(), source.writing.updated_formats);
  }
}

void ColumnWitnesses::look_at(const RawBatch& batch, std::span<const std::uint64_t> moments,
                              std::span<const std::vector<std::uint64_t>> moments_of) {
  OfSource& source = sources_[batch.source];
  for (std::size_t a = 0; a < job_.attributes.size(); ++a) {
    const auto add_all = [&](auto& witness) {
      const auto& attribute = job_.attributes[a];
      const TextColumn& values = batch.attributes[a];
      for (std::size_t row = 0; row < values.size(); ++row)
        if (attribute.is_array)
          for_each_element(without_mark(values[row]), separators_of(attribute.type, attribute.separator),
                           [&](std::string_view element) { witness.add(element); });
        else
          witness.add(without_mark(values[row]));
    };
    if (source.dates[a]) add_all(*source.dates[a]);
    if (source.numbers[a]) add_all(*source.numbers[a]);
  }
  if (batch.stretch != next_.stretch) next_ = {batch.stretch, 0};
  std::size_t num_own = 0;
  for (OfTimes& times : source.times) {
    const TextColumn& texts = times.attribute ? batch.updated_of[*times.attribute] : batch.updated;
    if (auto& witness = source.dates.back())
      for (std::size_t row = 0; row < texts.size(); ++row) witness->add(texts[row]);
    count_times(texts, times.attribute ? moments_of[num_own++] : moments, times);
  }
  next_.position += batch.size();
}

void ColumnWitnesses::count_times(const TextColumn& texts, std::span<const std::uint64_t> moments, OfTimes& counts) {
  for (std::size_t row = 0; row < moments.size(); ++row) {
    const bool is_read = unpack_moment(moments[row], DateOrder::day_first) != kNoMoment;
    auto outcome = cleanse::Outcome::filled;
    if (!is_read) {
      const bool is_none =
          placeholders_.cleanse(texts[row]).empty() && placeholders_.outcome() == cleanse::Outcome::dummy;
      outcome = texts[row].empty() ? cleanse::Outcome::missing
                : is_none          ? cleanse::Outcome::dummy
                                   : cleanse::Outcome::unreadable;
    }
    ++counts.outcomes[static_cast<std::size_t>(outcome)];
    if (outcome == cleanse::Outcome::unreadable && counts.unreadable.size() < kNumExamples)
      counts.unreadable.push_back({next_.stretch, next_.position + row});
  }
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
    for (std::uint32_t t = 0; t < sources_[s].times.size(); ++t) {
      const OfTimes& times = sources_[s].times[t];
      counts.insert(counts.end(), times.outcomes.begin(), times.outcomes.end());
      for (const Place& place : times.unreadable)
        examples.push_back({s, t, stretches[place.stretch].first_record + place.position});
    }
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
    auto& of_source = findings.times.emplace_back();
    for (std::uint32_t t = 0; t < sources_[s].times.size(); ++t) {
      TimeFindings times{.attribute = sources_[s].times[t].attribute};
      take(times.outcomes);
      for (const Example& example : examples)
        if (example.source == s && example.times == t && times.unreadable.size() < kNumExamples)
          times.unreadable.push_back(example.record);
      of_source.push_back(std::move(times));
    }
  }
  return findings;
}

}  // namespace onefold::ingest
