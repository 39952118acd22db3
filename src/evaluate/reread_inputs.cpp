#include "evaluate/reread_inputs.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "block/measure_rule.hpp"
#include "block/wave_rows.hpp"
#include "columns/cleanse_attribute.hpp"
#include "ingest/raw_record_sink.hpp"
#include "ingest/record_origins.hpp"
#include "ingest/source_facts.hpp"
#include "memory/memory_budget.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "mpi/fetch.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "result/job_table.hpp"
#include "result/records_table.hpp"
#include "score/pair_evaluator.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::evaluate {

namespace {

using result::JobTable;
using result::RecordsTable;

config::Job job_of(const mpi::Communicator& world, const ResultSlices& result) {
  std::string text;
  mpi::run_locally(world, [&] {
    if (world.is_root()) text = JobTable::kResolved.read_row(result.file(), 0);
  });
  world.broadcast(text);
  return config::parse_job(text, result.file().path() + " /job/resolved", {},
                           [](const std::string& name) -> std::optional<std::string> {
                             const char* value = std::getenv(name.c_str());
                             return value == nullptr ? std::nullopt : std::optional<std::string>(value);
                           });
}

[[noreturn]] void refuse_other_inputs(const ResultSlices& result) {
  throw Error(ExitCode::input, result.file().path() +
                                   ": the input files that its job names no longer hold the same records; "
                                   "--blocking, --by and --show-values need the files as the run read them");
}

// The value in printed form: "; " separates the elements of an array.
std::string in_print(std::string_view value) {
  std::string text;
  for (const char c : value)
    if (c == '\x1f')
      text += "; ";
    else
      text += c;
  return text;
}

// The number of records with a value, and one of these records.
struct ValueCount {
  std::uint64_t value;
  std::uint64_t count;
  RecordId record;
};

// Collective. The `limit` most frequent values; ties: the smaller hash.
std::vector<ValueCount> most_frequent(const mpi::Communicator& world, const std::vector<std::uint64_t>& values,
                                      RecordId first_record, std::uint64_t limit) {
  const auto add_up = [](std::vector<ValueCount>& counts) {
    std::sort(counts.begin(), counts.end(), [](const ValueCount& a, const ValueCount& b) {
      return std::tuple(a.value, a.record) < std::tuple(b.value, b.record);
    });
    std::size_t end = 0;
    for (const ValueCount& one : counts) {
      if (end > 0 && counts[end - 1].value == one.value)
        counts[end - 1].count += one.count;
      else
        counts[end++] = one;
    }
    counts.resize(end);
  };
  std::vector<ValueCount> counts;
  for (std::size_t row = 0; row < values.size(); ++row)
    if (values[row] != 0) counts.push_back({values[row], 1, first_record + row});
  add_up(counts);
  counts = mpi::exchange_by_owner(world, std::move(counts), [&](const ValueCount& one) {
    return static_cast<int>(scale_to(mix(0, one.value), static_cast<std::uint64_t>(world.size())));
  });
  add_up(counts);
  const auto before = [](const ValueCount& a, const ValueCount& b) {
    return std::tuple(b.count, a.value) < std::tuple(a.count, b.value);
  };
  std::sort(counts.begin(), counts.end(), before);
  if (counts.size() > limit) counts.resize(limit);
  counts = world.gather_all(counts);
  std::sort(counts.begin(), counts.end(), before);
  if (counts.size() > limit) counts.resize(limit);
  return counts;
}

}  // namespace

RereadInputs::RereadInputs(const mpi::Communicator& world, const ResultSlices& result, const InputsWanted& inputs)
    : world_(world),
      node_(world.split_by_node()),
      job_(job_of(world, result)),
      progress_(progress::options_for_stderr(world.is_root(), true)) {
  if (config::has_delta(job_))
    throw Error(ExitCode::input,
                fmt::format("{}: a source of its job is a delta, whose files hold only what changed, so the values of "
                            "all records cannot be read again; evaluate a result of full extracts",
                            result.file().path()));
  const std::string& attribute = inputs.attribute;
  std::vector<bool> wanted =
      inputs.keys ? block::attributes_in_keys(job_) : std::vector<bool>(job_.attributes.size(), false);
  if (inputs.compared) compared_ = score::PairEvaluator(job_).attributes();
  for (const AttributeIndex a : compared_) wanted[a] = true;
  if (!attribute.empty()) {
    std::string names;
    for (AttributeIndex a = 0; a < job_.attributes.size(); ++a) {
      names += (a == 0 ? "" : ", ") + job_.attributes[a].name;
      if (job_.attributes[a].name == attribute) attribute_ = a;
    }
    if (!attribute_)
      throw Error(ExitCode::usage, "--by " + attribute + ": the job has no such attribute; it has " + names);
    wanted[*attribute_] = true;
  }
  work_.emplace(world, scratch::side_folder(world, job_.work_dir, "evaluate"), hash_bytes(job_.digest_toml));
  context_.emplace(Context{world_, node_, job_, *work_, progress_, statistics_, options_});

  // 1. Ingest. The records must be the same, in the same order; otherwise the figures would not describe this result.
  ingest::RawRecordSink sink(job_, *work_, {wanted, true});
  const ingest::SourceFacts facts = ingest::ingest_sources(*context_, sink);
  columns_ = ingest::columns_without_values(*context_, facts);
  if (facts.distribution.num_global() != result.records().num_global() ||
      facts.sources.size() != result.sources().size())
    refuse_other_inputs(result);
  mpi::run_locally(world, [&] {
    const RecordId first = result.records().begin(world.rank());
    const std::uint64_t count = result.records().size(world.rank());
    const auto origins = ingest::read_record_origins(*context_, facts, columns_, first, first + count);
    const auto expected = RecordsTable::kSourceId.read(result.file(), first, count);
    for (std::uint64_t row = 0; row < count; ++row)
      if (origins.source_id[row] != expected[row]) refuse_other_inputs(result);
  });
  // 2. Cleanse the wanted attributes.
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(world, [&] { dummies = cleanse::load_dummy_values(job_.cleanse); });
  columns_.attributes.resize(job_.attributes.size());
  for (AttributeIndex a = 0; a < job_.attributes.size(); ++a)
    if (wanted[a])
      columns_.attributes[a] = columns::cleanse_attribute(*context_, columns_, a, dummies, {true, false}).column;
  work_->remove_all();
}

RereadInputs::~RereadInputs() = default;

block::RuleKeys RereadInputs::keys_of(std::size_t rule) const {
  block::RuleSize skipped;
  return block::keys_in_effect(world_, columns_, job_.blocking[rule], block::max_wave_rows(*context_, columns_, rule),
                               skipped);
}

TextColumn RereadInputs::values_of(AttributeIndex attribute, const std::vector<RecordId>& records) const {
  const Column& column = columns_.attributes[attribute];
  TextColumn local;
  mpi::run_locally(world_, [&] {
    std::array<char, kMaxPackedChars> buffer;
    for (std::uint64_t row = 0; row < columns_.num_local_rows; ++row)
      local.push_back(column.is_missing(row) ? std::string() : in_print(column.value(row, buffer)));
  });
  return mpi::Fetch(world_, columns_.distribution, records).texts(local);
}

Subgroups RereadInputs::subgroups(bool show_values, std::uint64_t num_values) const {
  const Column& column = columns_.attributes[*attribute_];
  const bool is_date = job_.attributes[*attribute_].type == AttributeType::birth_date;
  const std::string& name = job_.attributes[*attribute_].name;
  Subgroups subgroups;
  subgroups.group.resize(columns_.num_local_rows);
  if (!show_values) {
    subgroups.names = {name + " is present", name + " is missing"};
    for (std::uint64_t row = 0; row < columns_.num_local_rows; ++row)
      subgroups.group[row] = column.is_missing(row) ? 1 : 0;
    return subgroups;
  }
  // A cleansed date begins with its year.
  std::array<char, kMaxPackedChars> buffer;
  const auto value_of = [&](std::uint64_t row) {
    const std::string_view value = column.value(row, buffer);
    return is_date ? value.substr(0, std::min<std::size_t>(4, value.size())) : value;
  };
  std::vector<std::uint64_t> ids(columns_.num_local_rows, 0);
  for (std::uint64_t row = 0; row < ids.size(); ++row)
    if (!column.is_missing(row)) ids[row] = hash_bytes(value_of(row)) | 1;
  const auto values = most_frequent(world_, ids, columns_.first_record, num_values);

  std::vector<std::pair<std::uint64_t, std::uint32_t>> group_of;
  for (std::uint32_t g = 0; g < values.size(); ++g) {
    group_of.emplace_back(values[g].value, g);
    const int owner = columns_.distribution.owner(values[g].record);
    std::string text;
    if (owner == world_.rank()) text = std::string(value_of(values[g].record - columns_.first_record));
    text = in_print(text);
    // One collective per value, because there are few values.
    for (const auto& of_rank : world_.gather_all(text)) text = of_rank.empty() ? text : of_rank;
    subgroups.names.push_back(text);
  }
  std::sort(group_of.begin(), group_of.end());
  const auto others = static_cast<std::uint32_t>(values.size());
  subgroups.names.push_back("(other values)");
  subgroups.names.push_back("(missing)");
  for (std::uint64_t row = 0; row < ids.size(); ++row) {
    const auto found = std::lower_bound(group_of.begin(), group_of.end(), std::pair(ids[row], std::uint32_t{0}));
    subgroups.group[row] = ids[row] == 0                                         ? others + 1
                           : found != group_of.end() && found->first == ids[row] ? found->second
                                                                                 : others;
  }
  return subgroups;
}

}  // namespace onefold::evaluate
