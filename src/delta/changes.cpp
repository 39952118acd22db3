#include "delta/changes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ingest/numbering.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "record/elements.hpp"
#include "record/hash.hpp"
#include "result/row_slices.hpp"

namespace onefold::delta {

namespace {

using Seen = SeenRecords::Seen;

std::vector<std::string> shown_separators(const config::Job& job) {
  std::vector<std::string> separators;
  for (const auto& attribute : job.attributes)
    separators.push_back(attribute.is_array ? shown_separator(attribute.separator) : std::string());
  return separators;
}

TextKey key_of_seen(const config::Job& job, std::uint32_t source, std::string_view id, std::uint64_t content) {
  if (!job.sources[source].id.empty()) return record_key(source, id);
  return {mix(source + 1, content), content};
}

/// A previous record of a full extract and the record that it is now.
struct Unchanged {
  std::uint64_t previous = 0;
  RecordId record = 0;
};

// Local. The previous records of full extracts in this rank's slices; `moment` is in seconds.
std::vector<Seen> read_previous(const Context& context, const PreviousRecords& previous) {
  const auto& job = context.job;
  const auto separators = shown_separators(job);
  std::vector<Seen> records;
  std::string buffer;
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    if (job.sources[s].delta) continue;
    const auto [first_of_source, num_rows] = previous.sources()[s];
    const BlockDistribution rows(num_rows, context.world.size());
    for (std::uint64_t begin = rows.begin(context.world.rank()); begin < rows.end(context.world.rank());) {
      const std::uint64_t row = first_of_source + begin;
      const std::uint64_t count =
          std::min(result::kSliceRows - row % result::kSliceRows, rows.end(context.world.rank()) - begin);
      const PreviousRows slice = previous.read_rows(row, count);
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t content = hash_of_values(slice.attributes, i, separators, buffer);
        records.push_back({key_of_seen(job, s, slice.source_id[i], content), content,
                           static_cast<std::uint64_t>(slice.updated[i]), row + i, s});
      }
      begin += count;
    }
  }
  return records;
}

bool is_earlier(const Seen& a, const Seen& b) {
  return std::tie(a.source, a.key, a.record) < std::tie(b.source, b.key, b.record);
}

// Collective. Compares the records of full extracts with the previous ones. Counts them in `changes`.
std::vector<Unchanged> compare_extracts(const Context& context, const PreviousRecords& previous, std::vector<Seen> seen,
                                        std::vector<SourceChanges>& changes) {
  const auto& world = context.world;
  const auto owner = [&](const Seen& record) { return owner_of(record.key, world.size()); };
  std::vector<Seen> before;
  mpi::run_locally(world, [&] { before = read_previous(context, previous); });
  before = mpi::exchange_by_owner(world, std::move(before), owner);
  auto now = mpi::exchange_by_owner(world, std::move(seen), owner);
  std::ranges::sort(before, is_earlier);
  std::ranges::sort(now, is_earlier);
  std::vector<std::uint64_t> sums(4 * changes.size(), 0);
  std::vector<Unchanged> unchanged;
  auto old = before.begin();
  for (const Seen& record : now) {
    const auto name = [](const Seen& one) { return std::tie(one.source, one.key); };
    for (; old != before.end() && name(*old) < name(record); ++old) ++sums[4 * old->source + 3];
    if (old == before.end() || name(*old) != name(record)) {
      ++sums[4 * record.source];
      continue;
    }
    const bool is_equal = old->content == record.content && old->moment == record.moment;
    ++sums[4 * record.source + (is_equal ? 2 : 1)];
    if (is_equal) unchanged.push_back({old->record, record.record});
    ++old;
  }
  for (; old != before.end(); ++old) ++sums[4 * old->source + 3];
  world.sum_in_place(sums);
  for (std::size_t s = 0; s < changes.size(); ++s) {
    if (context.job.sources[s].delta) continue;
    changes[s] = {sums[4 * s], sums[4 * s + 1], sums[4 * s + 2], sums[4 * s + 3], 0};
  }
  return unchanged;
}

// Collective. Brings the kept runs to the owners of the previous records.
void place_runs(const mpi::Communicator& world, const std::vector<KeptRun>& runs, Changes& changes) {
  std::vector<KeptRun> parts;
  for (KeptRun run : runs)
    while (run.count > 0) {
      const std::uint64_t end = changes.previous.end(changes.previous.owner(run.previous));
      const std::uint64_t count = std::min(run.count, end - run.previous);
      parts.push_back({run.previous, run.record, count});
      run = {run.previous + count, run.record + count, run.count - count};
    }
  const auto owned = mpi::exchange_by_owner(world, std::move(parts),
                                            [&](const KeptRun& run) { return changes.previous.owner(run.previous); });
  const std::uint64_t first = changes.previous.begin(world.rank());
  for (const KeptRun& run : owned)
    for (std::uint64_t i = 0; i < run.count; ++i) changes.new_ids[run.previous - first + i] = run.record + i;
}

// Collective. A bit per record: those of `unchanged`, and kept ones, are 0. `counted`: [source] whether its unchanged
// records count as such.
std::shared_ptr<const ChangedRecords> make_bits(const Context& context, const std::vector<Unchanged>& unchanged,
                                                const ingest::SourceFacts& facts, const std::vector<bool>& counted) {
  const auto& world = context.world;
  const std::uint64_t num_words = facts.distribution.num_global() / 64 + 1;
  const BlockDistribution owners(num_words, world.size());
  std::vector<std::uint64_t> words(owners.size(world.rank()), ~std::uint64_t{0});
  const RecordId first = 64 * owners.begin(world.rank()), last = 64 * owners.end(world.rank());
  const auto clear = [&](RecordId record) { words[(record - first) / 64] &= ~(std::uint64_t{1} << record % 64); };
  for (std::size_t s = 0; s < facts.sources.size(); ++s) {
    if (!counted[s]) continue;
    const RecordId end = facts.sources[s].first_record + facts.sources[s].records;
    for (RecordId r = std::max(first, end - facts.sources[s].kept); r < std::min(last, end); ++r) clear(r);
  }
  std::vector<RecordId> sent;
  for (const Unchanged& one : unchanged) sent.push_back(one.record);
  for (const RecordId record :
       mpi::exchange_by_owner(world, std::move(sent), [&](RecordId record) { return owners.owner(record / 64); }))
    clear(record);
  // One rank per node gets all words, and puts them where its node reads them.
  const auto is_first = world.gather_all(std::vector<char>{static_cast<char>(context.node.is_root() ? 1 : 0)});
  std::vector<std::uint64_t> outgoing, counts(is_first.size(), 0);
  for (std::size_t rank = 0; rank < is_first.size(); ++rank) {
    if (is_first[rank] == 0) continue;
    counts[rank] = words.size();
    outgoing.insert(outgoing.end(), words.begin(), words.end());
  }
  const auto all = world.exchange(outgoing, counts);
  auto shared = std::make_shared<mpi::NodeShared>(context.node, num_words * sizeof(std::uint64_t));
  auto* const target = reinterpret_cast<std::uint64_t*>(shared->data());
  if (context.node.is_root()) std::copy(all.begin(), all.end(), target);
  context.node.barrier();
  const std::span<const std::uint64_t> view(target, num_words);
  return std::make_shared<ChangedRecords>(view, std::move(shared));
}

}  // namespace

std::uint64_t hash_of_values(std::span<const TextColumn> attributes, std::size_t row,
                             std::span<const std::string> separators, std::string& buffer) {
  buffer.clear();
  for (std::size_t a = 0; a < attributes.size(); ++a) {
    const std::string_view value = attributes[a][row];
    if (separators[a].empty()) {
      buffer += value;
    } else {
      for (const char c : value)
        if (c == kElementSeparator)
          buffer += separators[a];
        else
          buffer += c;
    }
    buffer += '\0';  // in no value
  }
  return hash_bytes(buffer);
}

void SeenRecords::watch(ingest::RawRecordSink& sink) {
  sink.observe([this, separators = shown_separators(job_), buffer = std::string()](
                   const ingest::RawBatch& batch, std::span<const std::uint64_t> moments) mutable {
    const std::uint64_t first = std::exchange(num_rows_, num_rows_ + batch.size());
    if (job_.sources[batch.source].delta) return;
    for (std::size_t row = 0; row < batch.size(); ++row) {
      const std::uint64_t content = hash_of_values(batch.attributes, row, separators, buffer);
      seen_.push_back({key_of_seen(job_, batch.source, batch.source_id[row], content), content, moments[row],
                       first + row, batch.source});
    }
  });
}

SourceChanges Changes::sum() const {
  SourceChanges all;
  for (const SourceChanges& of : sources) {
    all.num_new += of.num_new;
    all.num_changed += of.num_changed;
    all.num_unchanged += of.num_unchanged;
    all.num_deleted += of.num_deleted;
    all.num_unknown_deletions += of.num_unknown_deletions;
  }
  return all;
}

Changes find_changes(const Context& context, const PreviousRecords& previous, const KeptRows& kept,
                     std::vector<SeenRecords::Seen> seen, const ingest::SourceFacts& facts) {
  Stage stage(context, "compare", "records");
  const auto& world = context.world;
  Changes changes;
  changes.sources = kept.changes();
  changes.previous = BlockDistribution(previous.num_records(), world.size());
  changes.new_ids.assign(changes.previous.size(world.rank()), Changes::kGone);
  place_runs(world, kept.local_runs(), changes);
  // Ids and times of the rows of full extracts are known now.
  const auto readings = ingest::date_readings(context.job, facts.columns);
  ingest::LocalNumbering numbering(facts.local_stretches);
  for (Seen& record : seen) {
    record.record = numbering.record(record.record);
    record.moment = static_cast<std::uint64_t>(unpack_moment(record.moment, readings[record.source].back().order));
  }
  std::vector<Unchanged> unchanged;
  if (std::ranges::any_of(context.job.sources, [](const auto& source) { return !source.delta; }))
    unchanged = compare_extracts(context, previous, std::move(seen), changes.sources);
  // Where values are read in another way than before, equal values may be compared otherwise.
  const std::vector<bool>& alike = previous.is_read_alike();
  for (std::uint32_t s = 0; s < alike.size(); ++s)
    if (!alike[s] && changes.sources[s].num_unchanged > 0) changes.reread.push_back(s);
  std::erase_if(unchanged, [&](const Unchanged& one) {
    const auto at = std::ranges::find_if(facts.sources, [&](const ingest::SourceCounts& source) {
      return one.record < source.first_record + source.records;
    });
    return !alike[static_cast<std::size_t>(at - facts.sources.begin())];
  });
  for (std::uint32_t s = 0; s < alike.size(); ++s) {
    const auto [first, count] = previous.sources()[s];
    const std::uint64_t begin = changes.previous.begin(world.rank()), end = changes.previous.end(world.rank());
    for (std::uint64_t row = std::max(first, begin); !alike[s] && row < std::min(first + count, end); ++row)
      changes.new_ids[row - begin] = Changes::kGone;
  }
  for (const Unchanged& one :
       mpi::exchange_by_owner(world, std::vector<Unchanged>(unchanged),
                              [&](const Unchanged& of) { return changes.previous.owner(of.previous); }))
    changes.new_ids[one.previous - changes.previous.begin(world.rank())] = one.record;
  changes.changed = make_bits(context, unchanged, facts, alike);
  const SourceChanges sum = changes.sum();
  context.statistics.add_global("records_new", sum.num_new);
  context.statistics.add_global("records_changed", sum.num_changed);
  context.statistics.add_global("records_unchanged", sum.num_unchanged);
  context.statistics.add_global("records_deleted", sum.num_deleted);
  stage.finish(facts.distribution.num_global(), "records");
  return changes;
}

}  // namespace onefold::delta
