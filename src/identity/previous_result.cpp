#include "identity/previous_result.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "document/nearest_name.hpp"
#include "identity/record_keys.hpp"
#include "result/records_table.hpp"
#include "result/row_slices.hpp"
#include "result/sources_table.hpp"

namespace onefold::identity {

namespace {

using result::CrosswalkTable;

constexpr std::string_view kPrefix = "[merge]: previous: ";

void for_each_part(const BlockDistribution& rows, int rank,
                   const std::function<void(std::uint64_t first, std::uint64_t count)>& use) {
  for (std::uint64_t first = rows.begin(rank); first < rows.end(rank); first += result::kSliceRows)
    use(first, std::min(result::kSliceRows, rows.end(rank) - first));
}

}  // namespace

PreviousResult::PreviousResult(const Context& context, result::SealCheck check)
    : job_(context.job), num_ranks_(context.world.size()), file_(job_.identity.previous, check) {
  if (file_.seal_state() == result::SealState::missing)
    refuse("it has no seal: another program has changed it, or the copy is incomplete; use the file as it was written");
  if (!result::RunsTable::kJob.is_in(file_))
    refuse("an older version of onefold has written it, whose PINs do not last; leave out previous once");
  runs_ = result::RunsTable::read(file_);
  const std::string minted = file_.attribute(result::kPinsMinted);
  const auto [end, failure] = std::from_chars(minted.data(), minted.data() + minted.size(), pins_minted_);
  if (failure != std::errc{} || end != minted.data() + minted.size() ||
      pins_minted_ >= static_cast<std::uint64_t>(kPinEnd))
    refuse("it does not say how many PINs were minted: it is damaged");
  num_records_ = result::RecordsTable::kPin.num_rows(file_);
  if (CrosswalkTable::is_in(file_)) num_departed_ = CrosswalkTable::kDepartedPin.num_rows(file_);
  require_same_job();
  read_sources();
}

void PreviousResult::refuse(const std::string& what) const {
  throw Error(ExitCode::input, fmt::format("{}{}: {}", kPrefix, file_.path(), what));
}

void PreviousResult::require_same_job() const {
  const std::string_view job = runs_.job[runs_.size() - 1];
  if (job != job_.name)
    refuse(
        fmt::format("it is a result of the job {}, this job is {}; name the result of this job, or give the job its "
                    "old name",
                    config::in_quotes(std::string(job)), config::in_quotes(job_.name)));
  // PINs of two spaces coincide: a new one could be one that a customer has already.
  const std::string space = file_.attribute(result::kPinSpace);
  if (space != job_.identity.pin_space)
    refuse(fmt::format("its PINs are of {}, those of this job of {}; a job keeps its pin_space",
                       space.empty() ? "the common space" : "pin_space " + config::in_quotes(space),
                       job_.identity.pin_space.empty() ? "the common space"
                                                       : "pin_space " + config::in_quotes(job_.identity.pin_space)));
}

std::string PreviousResult::name_now(std::string_view then) const {
  for (const auto& renamed : job_.identity.renamed)
    if (renamed.old_name == then) return job_.sources[renamed.source].name;
  return std::string(then);
}

void PreviousResult::read_sources() {
  const TextColumn names = result::SourcesTable::kName.read_all(file_);
  const auto naming = result::SourceNamingTable::kNaming.read_all(file_);
  if (naming.size() != names.size()) refuse("the columns of /sources differ in length: it is damaged");
  std::vector<std::string> then;
  bool has_common = false;
  for (std::size_t s = 0; s < names.size(); ++s) {
    then.emplace_back(names[s]);
    sources_.push_back(name_now(names[s]));
    if (std::find(sources_.begin(), sources_.end() - 1, sources_.back()) != sources_.end() - 1)
      refuse(fmt::format("two of its sources would be {}; correct renamed", sources_.back()));
    const auto now = std::find_if(job_.sources.begin(), job_.sources.end(),
                                  [&](const auto& source) { return source.name == sources_.back(); });
    if (now == job_.sources.end()) {
      lost_sources_.push_back(then.back());
      continue;
    }
    has_common = true;
    if (naming[s] == result::SourceNamingTable::kByRow)
      refuse(
          fmt::format("its source {} has no ids, and that run did not keep hashes of the rows, so its records "
                      "cannot be recognised; write it again with identity = \"content\", or with an id",
                      names[s]));
    if ((naming[s] == result::SourceNamingTable::kById) != !now->id.empty())
      refuse(fmt::format("its source {} {}; [[source]] {} must name its records in the same way", names[s],
                         naming[s] == result::SourceNamingTable::kById ? "has ids" : "has no ids", now->name));
  }
  for (const auto& renamed : job_.identity.renamed)
    if (std::find(then.begin(), then.end(), renamed.old_name) == then.end())
      refuse(fmt::format("renamed: it has no source {}; its sources are {}", renamed.old_name, fmt::join(then, ", ")));
  if (!has_common) {
    std::vector<std::string> now;
    for (const auto& source : job_.sources) now.push_back(source.name);
    refuse(
        fmt::format("its sources are {}, those of this job {}: none is the same; say renamed = {{ old = \"new\" }}, "
                    "or name another file",
                    fmt::join(then, ", "), fmt::join(now, ", ")));
  }
}

void PreviousResult::require_pin(std::int64_t pin) const {
  if (pin < 1 || pin >= kPinEnd) refuse("it holds a PIN out of range: it is damaged");
}

std::uint64_t PreviousResult::num_carried() const {
  return CrosswalkTable::is_in(file_) ? CrosswalkTable::kCarriedPin.num_rows(file_) : 0;
}

std::uint64_t PreviousResult::num_history() const {
  return is_first_run() ? 0 : result::HistoryTable::kPin.num_rows(file_);
}

OldSlice PreviousResult::read_records(int rank) const {
  OldSlice slice;
  const bool has_crosswalk = CrosswalkTable::is_in(file_);
  const bool has_contents = CrosswalkTable::kContentKey.is_in(file_);
  const auto run = static_cast<std::int32_t>(runs_.size());
  for_each_part({num_records_, num_ranks_}, rank, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = result::RecordsTable::kSource.read(file_, first, count);
    const auto id = result::RecordsTable::kSourceId.read(file_, first, count);
    const auto pin = result::RecordsTable::kPin.read(file_, first, count);
    std::vector<std::int64_t> first_pin(count, CrosswalkTable::kSamePin);
    std::vector<std::int32_t> first_run(count, 1);
    std::vector<std::int64_t> content(count, 0);
    if (has_crosswalk) {
      first_pin = CrosswalkTable::kFirstPin.read(file_, first, count);
      first_run = CrosswalkTable::kFirstRun.read(file_, first, count);
    }
    if (has_contents) content = CrosswalkTable::kContentKey.read(file_, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (source[i] < 0 || static_cast<std::size_t>(source[i]) >= sources_.size())
        refuse("it names a source that it does not hold: it is damaged");
      require_pin(pin[i]);
      const std::string& name = sources_[static_cast<std::size_t>(source[i])];
      slice.records.push_back(
          {content[i] == 0 ? key_of_id(name, id[i]) : key_of_content(name, static_cast<std::uint64_t>(content[i])),
           pin[i], first_pin[i] == CrosswalkTable::kSamePin ? pin[i] : first_pin[i], first_run[i], run});
    }
  });
  if (num_departed_ == 0) return slice;
  const bool has_departed_contents = CrosswalkTable::kDepartedContent.is_in(file_);
  for_each_part({num_departed_, num_ranks_}, rank, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = CrosswalkTable::kDepartedSource.read(file_, first, count);
    const auto id = CrosswalkTable::kDepartedId.read(file_, first, count);
    const auto pin = CrosswalkTable::kDepartedPin.read(file_, first, count);
    const auto first_pin = CrosswalkTable::kFirstPin.read(file_, num_records_ + first, count);
    const auto first_run = CrosswalkTable::kFirstRun.read(file_, num_records_ + first, count);
    const auto last_run = CrosswalkTable::kLastRun.read(file_, num_records_ + first, count);
    std::vector<std::int64_t> content(count, 0);
    if (has_departed_contents) content = CrosswalkTable::kDepartedContent.read(file_, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require_pin(pin[i]);
      const std::string name = name_now(source[i]);
      slice.departed.push_back(
          {content[i] == 0 ? key_of_id(name, id[i]) : key_of_content(name, static_cast<std::uint64_t>(content[i])),
           pin[i], first_pin[i] == CrosswalkTable::kSamePin ? pin[i] : first_pin[i], first_run[i], last_run[i]});
    }
  });
  return slice;
}

std::vector<CarriedPin> PreviousResult::read_carried(int rank) const {
  std::vector<CarriedPin> carried;
  for_each_part({num_carried(), num_ranks_}, rank, [&](std::uint64_t first, std::uint64_t count) {
    const auto row = CrosswalkTable::kCarriedRow.read(file_, first, count);
    const auto pin = CrosswalkTable::kCarriedPin.read(file_, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require_pin(pin[i]);
      if (row[i] < 0 || static_cast<std::uint64_t>(row[i]) >= num_records_ + num_departed_)
        refuse("/crosswalk/carried names a record that it does not hold: it is damaged");
      carried.push_back({static_cast<std::uint64_t>(row[i]), pin[i]});
    }
  });
  return carried;
}

DepartedNames PreviousResult::names_of_records(int rank, const std::vector<bool>& wanted) const {
  DepartedNames names;
  const bool has_contents = CrosswalkTable::kContentKey.is_in(file_);
  const BlockDistribution rows(num_records_, num_ranks_);
  for_each_part(rows, rank, [&](std::uint64_t first, std::uint64_t count) {
    const auto begin = wanted.begin() + static_cast<std::ptrdiff_t>(first - rows.begin(rank));
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    if (std::find(begin, end, true) == end) return;
    const auto source = result::RecordsTable::kSource.read(file_, first, count);
    const auto id = result::RecordsTable::kSourceId.read(file_, first, count);
    std::vector<std::int64_t> content(count, 0);
    if (has_contents) content = CrosswalkTable::kContentKey.read(file_, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!begin[static_cast<std::ptrdiff_t>(i)]) continue;
      names.source.push_back(sources_[static_cast<std::size_t>(source[i])]);
      names.id.push_back(id[i]);
      names.content_keys.push_back(content[i]);
    }
  });
  return names;
}

DepartedNames PreviousResult::names_of_departed(int rank, const std::vector<bool>& wanted) const {
  DepartedNames names;
  if (num_departed_ == 0) return names;
  const bool has_contents = CrosswalkTable::kDepartedContent.is_in(file_);
  const BlockDistribution rows(num_departed_, num_ranks_);
  for_each_part(rows, rank, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = CrosswalkTable::kDepartedSource.read(file_, first, count);
    const auto id = CrosswalkTable::kDepartedId.read(file_, first, count);
    std::vector<std::int64_t> content(count, 0);
    if (has_contents) content = CrosswalkTable::kDepartedContent.read(file_, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!wanted[first - rows.begin(rank) + i]) continue;
      names.source.push_back(name_now(source[i]));
      names.id.push_back(id[i]);
      names.content_keys.push_back(content[i]);
    }
  });
  return names;
}

void refuse_unusable_previous(const Context& context) {
  if (context.job.identity.previous.empty()) return;
  mpi::run_locally(context.world, [&] {
    static_cast<void>(
        PreviousResult(context, context.world.is_root() ? result::SealCheck::when_small : result::SealCheck::never));
  });
}

}  // namespace onefold::identity
