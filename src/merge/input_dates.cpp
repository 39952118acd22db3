#include "merge/input_dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "merge/trust.hpp"
#include "progress/format.hpp"
#include "record/date_reading.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::merge {

namespace {

using config::SurvivorshipRule;

constexpr std::int64_t kMostDays = 1 << 17;
constexpr std::uint64_t kFewRecords = 100;
constexpr std::int64_t kNoDay = INT64_MAX;

/// The rule of an attribute decides by time, not only ties.
bool reads_time(const config::Job& job, AttributeIndex attribute) {
  switch (job.merge.rules[attribute]) {
    case SurvivorshipRule::most_recent:
    case SurvivorshipRule::first:
      return true;
    case SurvivorshipRule::trust:
      return std::ranges::any_of(job.merge.trust, [&](const config::SourceTrust& trust) {
        return trust.general && trust.of(attribute).decay != config::Decay::none;
      });
    default:
      return false;
  }
}

/// Times of one column of a source.
struct DayCounts {
  std::int64_t first = kNoDay, last = 0;  ///< days with a record
  std::uint64_t num_dated = 0;
  std::uint64_t most = 0;  ///< records of the most frequent day
  std::uint64_t num_after = 0;
};

class DateExaminer {
 public:
  DateExaminer(const Context& context, const Columns& columns) : context_(context), columns_(columns) {}

  // Collective. `moments`: [local row].
  void examine(const std::vector<std::int64_t>& moments, std::uint32_t source, const std::string& column) {
    const auto& world = context_.world;
    const auto& merge = context_.job.merge;
    const RecordId begin_of_source = source == 0 ? 0 : columns_.source_ends[source - 1];
    const RecordId end_of_source = columns_.source_ends[source];
    const RecordId first_row = columns_.first_record;
    const RecordId begin = std::clamp(begin_of_source, first_row, first_row + moments.size()) - first_row;
    const RecordId end = std::clamp(end_of_source, first_row, first_row + moments.size()) - first_row;
    DayCounts counts;
    std::uint64_t earliest = UINT64_MAX, latest = 0;  // shifted, so that they are not negative
    constexpr std::int64_t kShift = std::int64_t{1} << 40;
    for (RecordId row = begin; row < end; ++row) {
      if (moments[row] == kNoMoment) continue;
      const auto day = static_cast<std::uint64_t>(day_of(moments[row]) + kShift);
      earliest = std::min(earliest, day);
      latest = std::max(latest, day);
      ++counts.num_dated;
      if (merge.as_of && day_of(moments[row]) > *merge.as_of) ++counts.num_after;
    }
    earliest = world.min(earliest);
    latest = world.max(latest);
    counts.num_dated = world.sum(counts.num_dated);
    counts.num_after = world.sum(counts.num_after);
    if (counts.num_dated == 0) return warn_of_no_time(source, end_of_source - begin_of_source, column);
    counts.first = static_cast<std::int64_t>(earliest) - kShift;
    counts.last = static_cast<std::int64_t>(latest) - kShift;
    std::vector<std::uint64_t> days(static_cast<std::size_t>(std::min(kMostDays, counts.last - counts.first + 1)), 0);
    for (RecordId row = begin; row < end; ++row) {
      if (moments[row] == kNoMoment) continue;
      // Days that are too far from the last one share a place, which is not looked at.
      const std::int64_t from_last = counts.last - day_of(moments[row]);
      if (from_last < kMostDays - 1 || counts.last - counts.first + 1 <= kMostDays)
        ++days[static_cast<std::size_t>(from_last)];
    }
    world.sum_in_place(days);
    counts.most = *std::ranges::max_element(days);
    note(counts, source, end_of_source - begin_of_source, column);
  }

  InputDates finish() {
    const auto& merge = context_.job.merge;
    if (has_dates_) dates_.latest_day = latest_;
    if (merge.uses_trust() && merge.as_of && has_dates_ && *merge.as_of < earliest_)
      dates_.warnings.push_back(
          {"as_of_early", fmt::format("as_of = {} is before all times of change of the input: trust does not decay at "
                                      "all. Correct as_of in [merge], or leave it out",
                                      config::iso_date(*merge.as_of))});
    else if (merge.uses_trust() && num_after_ > 0)
      dates_.warnings.push_back(
          {"dates_after_as_of",
           fmt::format("{} times of change are after as_of = {}; their values count as new. Correct "
                       "as_of in [merge], or the times",
                       progress::with_thousands(num_after_), config::iso_date(*merge.as_of))});
    return std::move(dates_);
  }

 private:
  void warn_of_no_time(std::uint32_t source, std::uint64_t num_records, const std::string& column) {
    if (num_records == 0) return;
    dates_.warnings.push_back(
        {"no_time", fmt::format("source {}: no value of {} is a time, and survivorship decides by it. Name another "
                                "column, give formats, or leave the key out",
                                context_.job.sources[source].name, column)});
  }

  void note(const DayCounts& counts, std::uint32_t source, std::uint64_t num_records, const std::string& column) {
    earliest_ = has_dates_ ? std::min(earliest_, counts.first) : counts.first;
    latest_ = has_dates_ ? std::max(latest_, counts.last) : counts.last;
    has_dates_ = true;
    num_after_ += counts.num_after;
    if (num_records < kFewRecords || counts.most * 5 <= num_records) return;
    dates_.warnings.push_back(
        {"same_date",
         fmt::format("source {}: {:.0f} % of its records have one and the same day in {}, and survivorship "
                     "decides by it. If a batch job wrote this day, name columns with the times of the "
                     "values (updated_of), or choose another rule",
                     context_.job.sources[source].name,
                     100.0 * static_cast<double>(counts.most) / static_cast<double>(num_records), column)});
  }

  const Context& context_;
  const Columns& columns_;
  InputDates dates_;
  bool has_dates_ = false;
  std::int64_t earliest_ = 0, latest_ = 0;
  std::uint64_t num_after_ = 0;
};

}  // namespace

InputDates examine_input_dates(const Context& context, const Columns& columns) {
  const config::Job& job = context.job;
  bool reads_records = false;
  std::vector<AttributeIndex> own;
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
    if (reads_time(job, a)) config::has_updated_of(job, a) ? own.push_back(a) : void(reads_records = true);
  // The column `updated` also stands for attributes without times of their own in a source.
  std::vector<bool> reads_updated(job.sources.size(), reads_records);
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const auto& of = job.sources[s].updated_of;
    for (const AttributeIndex a : own)
      if (std::ranges::find(of, a, &config::UpdatedColumn::attribute) == of.end()) reads_updated[s] = true;
    if (job.sources[s].updated.empty()) reads_updated[s] = false;
  }
  DateExaminer examiner(context, columns);
  std::vector<std::int64_t> moments;
  if (std::ranges::find(reads_updated, true) != reads_updated.end()) {
    mpi::run_locally(context.world, [&] { moments = scratch::read_raw_moments(context, columns); });
    for (std::uint32_t s = 0; s < job.sources.size(); ++s)
      if (reads_updated[s]) examiner.examine(moments, s, "updated");
  }
  for (const AttributeIndex a : own) {
    mpi::run_locally(context.world, [&] { moments = scratch::read_cell_moments(context, columns, a); });
    for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
      const auto& of = job.sources[s].updated_of;
      if (std::ranges::find(of, a, &config::UpdatedColumn::attribute) != of.end())
        examiner.examine(moments, s, "updated_of." + job.attributes[a].name);
    }
  }
  return examiner.finish();
}

}  // namespace onefold::merge
