#include "decisions/labelled_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "csv/csv_rows.hpp"
#include "ingest/record_origins.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::decisions {

namespace {

constexpr std::uint64_t kLabelStream = 0x6c6162656cULL;
constexpr std::uint64_t kTruthStream = 0x7472757468ULL;
constexpr std::uint64_t kRecordsAtOnce = 1 << 16;
constexpr std::size_t kMaxNamed = 5;

// The first few of a list that may be long.
class Named {
 public:
  void add(const std::string& text) {
    if (count_++ < kMaxNamed) text_ += (text_.empty() ? "" : ", ") + text;
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string text() const { return text_ + (count_ > kMaxNamed ? ", ..." : ""); }

 private:
  std::size_t count_ = 0;
  std::string text_;
};

// Collective. Rank 0 reads, all get the text.
std::string read_everywhere(const mpi::Communicator& world, const std::string& path) {
  std::string text;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    if (!file || content.fail()) throw Error(ExitCode::input, fmt::format("[model]: labels: cannot read {}", path));
    text = content.str();
  });
  world.broadcast(text);
  return text;
}

// Local. Visits this rank's records, some at a time: use(record, source, source id, true id).
template <typename Use>
void for_each_record(const Context& context, const ingest::SourceFacts& facts, const Columns& columns, Use use) {
  const RecordId last = columns.first_record + columns.num_local_rows;
  for (RecordId first = columns.first_record; first < last; first += kRecordsAtOnce) {
    const auto records =
        ingest::read_record_origins(context, facts, columns, first, std::min(first + kRecordsAtOnce, last));
    for (std::size_t i = 0; i < records.source.size(); ++i)
      use(first + i, static_cast<std::uint64_t>(records.source[i]), records.source_id[i], records.true_id[i]);
  }
}

}  // namespace

std::uint64_t label_hash(std::uint64_t source, std::string_view id) {
  return hash_bytes(id, mix(kLabelStream, source));
}

std::vector<LabelEntry> parse_labels(const config::Job& job, std::string_view content, const std::string& path) {
  csv::CsvRows rows(content, path);
  std::vector<std::string> fields;
  if (!rows.next(fields) || fields != std::vector<std::string>{"left", "right", "label"})
    throw Error(ExitCode::input, fmt::format("[model]: labels: {}: expected the header left,right,label", path));
  std::vector<LabelEntry> entries;
  while (rows.next(fields)) {
    const auto refuse = [&](const std::string& what) {
      throw Error(ExitCode::input, fmt::format("[model]: labels: {}: {}", rows.place(), what));
    };
    if (fields.size() != 3) refuse(fmt::format("expected left,right,label; found {} fields", fields.size()));
    const auto hash_of = [&](const std::string& name) {
      const auto colon = name.find(':');
      if (colon == std::string::npos || colon == 0 || colon + 1 == name.size())
        refuse("expected records as SOURCE:ID, with the name of the source and the id in that source");
      const auto source = std::find_if(job.sources.begin(), job.sources.end(),
                                       [&](const auto& s) { return s.name == name.substr(0, colon); });
      if (source == job.sources.end()) refuse(fmt::format("there is no source {}", name.substr(0, colon)));
      return label_hash(static_cast<std::uint64_t>(source - job.sources.begin()),
                        std::string_view(name).substr(colon + 1));
    };
    LabelEntry entry{rows.place(), fields[0], fields[1], hash_of(fields[0]), hash_of(fields[1]), 0};
    const auto [end, error] = std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), entry.score);
    if (error != std::errc() || end != fields[2].data() + fields[2].size() || !(entry.score >= 0 && entry.score <= 1))
      refuse("expected a label from 0 (no match) to 1 (match)");
    if (entry.left == entry.right) refuse(fmt::format("{} stands on both sides", entry.left));
    entries.push_back(std::move(entry));
  }
  return entries;
}

ResolvedLabels resolve_labels(const std::vector<LabelEntry>& entries, const std::vector<FoundRecord>& found) {
  ResolvedLabels out;
  struct Located {
    LabelledPair pair;
    std::size_t entry;
  };
  std::vector<Located> located;
  Named unknown, contradictory;
  for (std::size_t e = 0; e < entries.size(); ++e) {
    const LabelEntry& entry = entries[e];
    const auto record_of = [&](std::uint64_t hash, const std::string& name) -> std::optional<RecordId> {
      const auto at = std::lower_bound(found.begin(), found.end(), hash,
                                       [](const FoundRecord& f, std::uint64_t h) { return f.hash < h; });
      if (at != found.end() && at->hash == hash) return at->record;
      unknown.add(fmt::format("{} ({})", name, entry.place));
      return std::nullopt;
    };
    const auto left = record_of(entry.left_hash, entry.left), right = record_of(entry.right_hash, entry.right);
    if (left && right) located.push_back({{std::min(*left, *right), std::max(*left, *right), entry.score >= 0.5}, e});
  }
  std::stable_sort(located.begin(), located.end(), [](const Located& a, const Located& b) {
    return std::pair(a.pair.left, a.pair.right) < std::pair(b.pair.left, b.pair.right);
  });
  for (std::size_t begin = 0, end = 0; begin < located.size(); begin = end) {
    bool agree = true;
    while (end < located.size() && located[end].pair.left == located[begin].pair.left &&
           located[end].pair.right == located[begin].pair.right)
      agree = agree && located[end++].pair.is_match == located[begin].pair.is_match;
    if (agree) {
      out.pairs.push_back(located[begin].pair);
      continue;
    }
    const LabelEntry& entry = entries[located[begin].entry];
    contradictory.add(fmt::format("{} and {} ({})", entry.left, entry.right, entry.place));
  }
  if (unknown.count() > 0)
    out.notes.push_back(fmt::format("labels: {} name a record that is not in the input, and are left out: {}",
                                    unknown.count(), unknown.text()));
  if (contradictory.count() > 0)
    out.notes.push_back(fmt::format("labels: {} pairs are labelled both as a match and as none, and are left out: {}",
                                    contradictory.count(), contradictory.text()));
  if (out.pairs.empty() && !entries.empty())
    throw Error(ExitCode::input, fmt::format("[model]: labels: no label can be used; {}", out.notes.front()));
  return out;
}

ResolvedLabels read_labels(const Context& context, const ingest::SourceFacts& facts, const Columns& columns) {
  std::vector<LabelEntry> entries;
  for (const auto& path : context.job.model.labels) {
    const std::string content = read_everywhere(context.world, path);
    // Every rank parses, and finds the same mistakes.
    mpi::run_locally(context.world, [&] {
      for (auto& entry : parse_labels(context.job, content, path)) entries.push_back(std::move(entry));
    });
  }
  std::vector<std::uint64_t> sought;
  for (const auto& entry : entries) sought.insert(sought.end(), {entry.left_hash, entry.right_hash});
  std::sort(sought.begin(), sought.end());
  std::vector<FoundRecord> local_found;
  mpi::run_locally(context.world, [&] {
    for_each_record(context, facts, columns,
                    [&](RecordId record, std::uint64_t source, std::string_view id, std::string_view) {
                      const auto hash = label_hash(source, id);
                      if (std::binary_search(sought.begin(), sought.end(), hash)) local_found.push_back({hash, record});
                    });
  });
  auto found = context.world.gather_all(local_found);
  std::sort(found.begin(), found.end(), [](const FoundRecord& a, const FoundRecord& b) {
    return std::pair(a.hash, a.record) < std::pair(b.hash, b.record);
  });
  ResolvedLabels labels;
  mpi::run_locally(context.world, [&] { labels = resolve_labels(entries, found); });
  return labels;
}

block::Blocks blocks_of_labels(const mpi::Communicator& world, const std::vector<LabelledPair>& pairs, bool matches) {
  block::Blocks blocks;
  const auto ranks = static_cast<std::size_t>(world.size()), rank = static_cast<std::size_t>(world.rank());
  for (std::size_t i = pairs.size() * rank / ranks; i < pairs.size() * (rank + 1) / ranks; ++i) {
    if (pairs[i].is_match != matches) continue;
    blocks.hashes.push_back(i + 1);
    blocks.ids.insert(blocks.ids.end(), {pairs[i].left, pairs[i].right});
    blocks.begins.push_back(blocks.ids.size());
  }
  return blocks;
}

block::Blocks blocks_of_true_ids(const Context& context, const ingest::SourceFacts& facts, const Columns& columns,
                                 std::uint64_t max_pairs) {
  struct Keyed {
    std::uint64_t hash;
    RecordId id;
  };
  const auto& world = context.world;
  // Every second class, or fourth, ...: a share of the hashes. About one pair a record is expected.
  const std::uint64_t num_records = columns.distribution.num_global();
  std::uint64_t share = 1;
  while (num_records / share > max_pairs) share *= 2;
  std::vector<Keyed> local;
  mpi::run_locally(world, [&] {
    for_each_record(context, facts, columns,
                    [&](RecordId record, std::uint64_t, std::string_view, std::string_view true_id) {
                      if (true_id.empty()) return;
                      const auto hash = hash_bytes(true_id, kTruthStream);
                      if (hash % share == 0) local.push_back({hash, record});
                    });
  });
  const auto ranks = static_cast<std::uint64_t>(world.size());
  auto keyed = mpi::exchange_by_owner(world, std::move(local),
                                      [&](const Keyed& item) { return static_cast<int>(mix(1, item.hash) % ranks); });
  std::sort(keyed.begin(), keyed.end(),
            [](const Keyed& a, const Keyed& b) { return std::pair(a.hash, a.id) < std::pair(b.hash, b.id); });
  block::Blocks blocks;
  for (std::size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
    while (end < keyed.size() && keyed[end].hash == keyed[begin].hash) ++end;
    if (end - begin < 2) continue;
    blocks.hashes.push_back(keyed[begin].hash);
    for (std::size_t i = begin; i < end; ++i) blocks.ids.push_back(keyed[i].id);
    blocks.begins.push_back(blocks.ids.size());
  }
  return blocks;
}

}  // namespace onefold::decisions
