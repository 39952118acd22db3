#include "decisions/read_steward_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include "csv/csv_rows.hpp"
#include "ingest/record_origins.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::decisions {

namespace {

constexpr std::uint64_t kRecordsAtOnce = 1 << 16;
constexpr std::size_t kMaxNamed = 5;

// A line of a list.
struct Entry {
  std::string place;                 // "FILE line N"
  std::array<std::string, 2> names;  // SOURCE:ID
  std::array<std::uint64_t, 2> hashes{};
  std::array<std::optional<RecordId>, 2> records;
};

std::uint64_t hash_of(std::uint64_t source, std::string_view id) { return hash_bytes(id, mix(0x5157ULL, source)); }

std::string read_whole(const std::string& key, const std::string& path) {
  const auto fail = [&](const std::string& reason) {
    throw Error(ExitCode::input, fmt::format("[cluster]: {}: cannot read {}: {}", key, path, reason));
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) fail(std::strerror(errno));
  std::string content;
  std::vector<char> buffer(1 << 20);
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    content.append(buffer.data(), got);
  if (std::ferror(file.get()) != 0) fail(std::strerror(errno));
  return content;
}

void read_list(const config::Job& job, const std::string& key, const std::string& path, std::vector<Entry>& entries) {
  const std::string content = read_whole(key, path);
  csv::CsvRows rows(content, path);
  std::vector<std::string> fields;
  const auto refuse = [&](const std::string& what) {
    throw Error(ExitCode::input, fmt::format("[cluster]: {}: {}: {}", key, rows.place(), what));
  };
  if (!rows.next(fields) || fields != std::vector<std::string>{"left", "right"})
    throw Error(ExitCode::input, fmt::format("[cluster]: {}: {}: expected the header left,right", key, path));
  while (rows.next(fields)) {
    if (fields.size() != 2) refuse(fmt::format("expected two records, left,right; found {} fields", fields.size()));
    Entry entry{.place = rows.place(), .names = {fields[0], fields[1]}, .hashes = {}, .records = {}};
    for (std::size_t side = 0; side < 2; ++side) {
      const std::string& name = entry.names[side];
      const auto colon = name.find(':');
      if (colon == std::string::npos || colon == 0 || colon + 1 == name.size())
        refuse("expected records as SOURCE:ID, with the name of the source and the id in that source");
      const auto source = std::find_if(job.sources.begin(), job.sources.end(),
                                       [&](const auto& s) { return s.name == name.substr(0, colon); });
      if (source == job.sources.end()) refuse(fmt::format("there is no source {}", name.substr(0, colon)));
      entry.hashes[side] =
          hash_of(static_cast<std::uint64_t>(source - job.sources.begin()), std::string_view(name).substr(colon + 1));
    }
    if (entry.names[0] == entry.names[1]) refuse(fmt::format("{} stands on both sides", entry.names[0]));
    entries.push_back(std::move(entry));
  }
}

struct Found {
  std::uint64_t hash;
  RecordId record;
};

// Local. This rank's records among those that are sought, ascending.
std::vector<Found> find_local(const Context& context, const ingest::SourceFacts& facts, const Columns& columns,
                              const std::vector<std::uint64_t>& sought) {
  std::vector<Found> found;
  const RecordId last = columns.first_record + columns.num_local_rows;
  for (RecordId first = columns.first_record; first < last; first += kRecordsAtOnce) {
    const auto records =
        ingest::read_record_origins(context, facts, columns, first, std::min(first + kRecordsAtOnce, last));
    for (std::size_t i = 0; i < records.source.size(); ++i) {
      const auto hash = hash_of(static_cast<std::uint64_t>(records.source[i]), records.source_id[i]);
      if (std::binary_search(sought.begin(), sought.end(), hash)) found.push_back({hash, first + i});
    }
  }
  return found;
}

// On one rank. Entries whose records are not in the input end the run.
void resolve(std::vector<Entry>& entries, const std::string& key, const std::vector<Found>& found) {
  std::size_t num_unknown = 0;
  std::string named;
  for (Entry& entry : entries)
    for (std::size_t side = 0; side < 2; ++side) {
      const auto at = std::lower_bound(found.begin(), found.end(), entry.hashes[side],
                                       [](const Found& f, std::uint64_t hash) { return f.hash < hash; });
      if (at != found.end() && at->hash == entry.hashes[side]) {
        entry.records[side] = at->record;
        continue;
      }
      if (num_unknown++ < kMaxNamed)
        named += fmt::format("{}{} ({})", named.empty() ? "" : ", ", entry.names[side], entry.place);
    }
  if (num_unknown == 0) return;
  throw Error(
      ExitCode::input,
      fmt::format("[cluster]: {}: {} that the sources do not have: {}{}. Take the lines out, or correct the ids", key,
                  num_unknown == 1 ? "a record is named" : fmt::format("{} records are named", num_unknown), named,
                  num_unknown > kMaxNamed ? ", ..." : ""));
}

// On one rank. What must be one customer, by way of others too, cannot be two.
void refuse_contradictions(const std::vector<Entry>& must, const std::vector<Entry>& cannot) {
  std::map<RecordId, RecordId> parent;
  const auto root_of = [&](RecordId record) {
    for (auto at = parent.find(record); at != parent.end() && at->second != record; at = parent.find(record))
      record = at->second;
    return record;
  };
  for (const Entry& entry : must) {
    const RecordId a = root_of(*entry.records[0]);
    const RecordId b = root_of(*entry.records[1]);
    parent[std::max(a, b)] = std::min(a, b);
    parent.emplace(std::min(a, b), std::min(a, b));
  }
  std::size_t num_contradictions = 0;
  std::string named;
  for (const Entry& entry : cannot) {
    if (root_of(*entry.records[0]) != root_of(*entry.records[1])) continue;
    if (num_contradictions++ < kMaxNamed)
      named += fmt::format("{}{} and {} ({})", named.empty() ? "" : ", ", entry.names[0], entry.names[1], entry.place);
  }
  if (num_contradictions == 0) return;
  throw Error(
      ExitCode::input,
      fmt::format(
          "[cluster]: the cannot_link list contradicts the must_link list, which says of these, directly or by way of "
          "others, that they are one customer: {}{}. Take one of the two decisions back",
          named, num_contradictions > kMaxNamed ? ", ..." : ""));
}

std::vector<Link> links_of(const std::vector<Entry>& entries) {
  std::vector<Link> links;
  for (const Entry& entry : entries)
    links.push_back({std::min(*entry.records[0], *entry.records[1]), std::max(*entry.records[0], *entry.records[1])});
  const auto key = [](const Link& link) { return std::pair(link.left, link.right); };
  std::sort(links.begin(), links.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  links.erase(std::unique(links.begin(), links.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
              links.end());
  return links;
}

}  // namespace

StewardLists read_steward_lists(const Context& context, const ingest::SourceFacts& facts, const Columns& columns) {
  const auto& world = context.world;
  const auto& cluster = context.job.cluster;
  StewardLists lists;
  if (cluster.must_link.empty() && cluster.cannot_link.empty()) return lists;
  // 1. One rank reads the files; all get hashes of the names in them.
  std::vector<Entry> must;
  std::vector<Entry> cannot;
  std::vector<std::uint64_t> sought;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (const auto& path : cluster.must_link) read_list(context.job, "must_link", path, must);
    for (const auto& path : cluster.cannot_link) read_list(context.job, "cannot_link", path, cannot);
    for (const auto* entries : {&must, &cannot})
      for (const Entry& entry : *entries) sought.insert(sought.end(), entry.hashes.begin(), entry.hashes.end());
    std::sort(sought.begin(), sought.end());
    sought.erase(std::unique(sought.begin(), sought.end()), sought.end());
  });
  world.broadcast(sought);
  // 2. Each looks among its own records; one puts the answers together.
  std::vector<Found> local;
  mpi::run_locally(world, [&] { local = find_local(context, facts, columns, sought); });
  auto found = world.gather(std::span<const Found>(local));
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.hash < b.hash; });
    resolve(must, "must_link", found);
    resolve(cannot, "cannot_link", found);
    refuse_contradictions(must, cannot);
    lists = {links_of(must), links_of(cannot)};
  });
  world.broadcast(lists.must_link);
  world.broadcast(lists.cannot_link);
  context.statistics.add_global("must_links", lists.must_link.size());
  context.statistics.add_global("cannot_links", lists.cannot_link.size());
  return lists;
}

}  // namespace onefold::decisions
