#include "block/tiles.hpp"

#include <algorithm>
#include <cmath>

#include "mpi/fetch.hpp"
#include "record/hash.hpp"

namespace onefold::block {

namespace {

// Calls visit(left ids, right ids, pairs) for the tiles of the pairs of one record of each list.
template <typename Visit>
void cut_rectangle(std::span<const RecordId> left, std::span<const RecordId> right, const PairScope& scope,
                   std::uint64_t max_tile_pairs, Visit visit) {
  const auto side =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::sqrt(static_cast<double>(max_tile_pairs))));
  const std::uint64_t rows = std::min<std::uint64_t>(left.size(), side);
  if (rows == 0) return;
  const std::uint64_t columns = std::max<std::uint64_t>(1, max_tile_pairs / rows);
  for (std::uint64_t i = 0; i < left.size(); i += rows)
    for (std::uint64_t j = 0; j < right.size(); j += columns) {
      const auto l = left.subspan(i, std::min<std::uint64_t>(rows, left.size() - i));
      const auto r = right.subspan(j, std::min<std::uint64_t>(columns, right.size() - j));
      if (const auto pairs = scope.num_pairs(l, r); pairs > 0) visit(l, r, pairs);
    }
}

// Calls visit(left ids, right ids or empty, pairs) for the tiles of a block in their order. Skips tiles without pairs.
template <typename Visit>
void cut_members(std::span<const RecordId> members, const PairScope& scope, std::uint64_t max_tile_pairs, Visit visit) {
  const std::uint64_t pairs = scope.num_pairs(members);
  if (pairs == 0) return;
  if (pairs <= max_tile_pairs) {
    visit(members, std::span<const RecordId>{}, pairs);
    return;
  }
  const auto side = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(max_tile_pairs)));
  const std::uint64_t num_chunks = (members.size() + side - 1) / side;
  const auto chunk = [&](std::uint64_t c) {
    return members.subspan(c * side, std::min<std::uint64_t>(side, members.size() - c * side));
  };
  for (std::uint64_t i = 0; i < num_chunks; ++i) {
    if (const auto diagonal = scope.num_pairs(chunk(i)); diagonal > 0)
      visit(chunk(i), std::span<const RecordId>{}, diagonal);
    for (std::uint64_t j = i + 1; j < num_chunks; ++j)
      if (const auto square = scope.num_pairs(chunk(i), chunk(j)); square > 0) visit(chunk(i), chunk(j), square);
  }
}

// The same without pairs of two unchanged records: those of changed records, then those of a changed and another one.
template <typename Visit>
void cut_block(std::span<const RecordId> members, const PairScope& scope, std::uint64_t max_tile_pairs, Visit visit) {
  if (scope.changed == nullptr) return cut_members(members, scope, max_tile_pairs, visit);
  std::vector<RecordId> changed, unchanged;
  for (const RecordId id : members) (scope.changed->contains(id) ? changed : unchanged).push_back(id);
  cut_members(changed, scope, max_tile_pairs, visit);
  cut_rectangle(changed, unchanged, scope, max_tile_pairs, visit);
}

}  // namespace

TileSet deal_tiles(const mpi::Communicator& world, const Blocks& blocks, const PairScope& scope,
                   const DealOptions& options) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  std::uint64_t local_pairs = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) local_pairs += scope.num_scored_pairs(blocks.members(b));
  const std::uint64_t pairs_before = world.exclusive_sum(local_pairs);
  const std::uint64_t num_global_pairs = world.sum(local_pairs);
  TileSet set;
  if (num_global_pairs == 0) return set;
  auto max_tile_pairs = std::max(
      options.min_tile_pairs,
      static_cast<std::uint64_t>(options.epsilon * static_cast<double>(num_global_pairs) / static_cast<double>(ranks)));
  if (options.several_keys) max_tile_pairs = std::min(max_tile_pairs, DealOptions::kMaxPairsOfSeveralKeys);

  // The first pair of a tile lies in one rank's share of the global sequence of pairs; that rank gets the tile. Shares
  // ascend with ranks, so tiles are sorted by target. Messages are streams of words: num_left, num_right, hash if
  // needed, ids.
  const std::uint64_t num_head_words = options.several_keys ? 3 : 2;
  std::vector<std::uint64_t> words;
  std::vector<std::uint64_t> counts(ranks, 0);
  std::uint64_t position = pairs_before;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    cut_block(blocks.members(b), scope, max_tile_pairs, [&](auto left, auto right, std::uint64_t pairs) {
      const auto target = static_cast<std::uint64_t>(static_cast<Uint128>(position) * ranks / num_global_pairs);
      words.push_back(left.size());
      words.push_back(right.size());
      if (options.several_keys) words.push_back(blocks.hashes[b]);
      words.insert(words.end(), left.begin(), left.end());
      words.insert(words.end(), right.begin(), right.end());
      counts[target] += num_head_words + left.size() + right.size();
      position += pairs;
    });
  }
  const auto received = world.exchange(words, counts);
  std::vector<std::uint64_t>().swap(words);
  for (std::size_t at = 0; at < received.size();) {
    Tile tile{set.ids.size(), static_cast<std::uint32_t>(received[at]), static_cast<std::uint32_t>(received[at + 1]),
              0};
    if (options.several_keys) tile.hash = received[at + 2];
    at += num_head_words;
    const auto first = received.begin() + static_cast<std::ptrdiff_t>(at);
    set.ids.insert(set.ids.end(), first, first + static_cast<std::ptrdiff_t>(tile.num_rows()));
    at += tile.num_rows();
    const auto ids = std::span<const RecordId>(set.ids).subspan(tile.first);
    set.num_local_pairs += tile.num_right == 0 ? scope.num_pairs(ids)
                                               : scope.num_pairs(ids.first(tile.num_left), ids.subspan(tile.num_left));
    set.tiles.push_back(tile);
  }
  set.load_factor = static_cast<double>(world.max(set.num_local_pairs)) * static_cast<double>(ranks) /
                    static_cast<double>(num_global_pairs);
  return set;
}

namespace {

void sort_distinct(std::vector<AttributeIndex>& attributes) {
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
}

// Ascending.
std::vector<AttributeIndex> attributes_read(const RuleKeys& rule) {
  std::vector<AttributeIndex> read = attributes_of(rule.on);
  const auto finer = rule.oversized.empty() ? std::vector<AttributeIndex>{} : attributes_of(rule.split_by);
  read.insert(read.end(), finer.begin(), finer.end());
  sort_distinct(read);
  return read;
}

}  // namespace

RulesSoFar RulesSoFar::of(std::span<const RuleKeys> all, std::size_t rule) {
  RulesSoFar rules(all.first(rule));
  if (all[rule].is_multi_valued()) rules.own = &all[rule];
  return rules;
}

bool RulesSoFar::several_keys() const {
  return own != nullptr ||
         std::any_of(earlier.begin(), earlier.end(), [](const RuleKeys& r) { return r.is_multi_valued(); });
}

TileRows fetch_rows(const mpi::Communicator& world, const Columns& columns, std::span<const RecordId> ids,
                    std::span<const AttributeIndex> attributes, const RulesSoFar& rules) {
  const mpi::Fetch fetch(world, columns.distribution, ids);
  TileRows rows;
  rows.attributes.resize(columns.attributes.size());
  for (std::size_t r = 0; r < rules.earlier.size(); ++r) {
    if (!rules.earlier[r].is_multi_valued()) continue;
    rows.earlier_lists.push_back(&rules.earlier[r]);
    rows.list_rules.push_back(r);
  }
  rows.own_list = rules.own;
  // Attributes that comparisons read, and attributes of the keys that are too many to be sent.
  std::vector<AttributeIndex> wanted(attributes.begin(), attributes.end());
  const auto want_list = [&](const RuleKeys& rule) {
    const auto read = attributes_read(rule);
    wanted.insert(wanted.end(), read.begin(), read.end());
  };
  for (const RuleKeys* rule : rows.earlier_lists) want_list(*rule);
  if (rows.own_list != nullptr) want_list(*rows.own_list);
  sort_distinct(wanted);
  // Fetch one column after the other, so that at most one is in transit.
  for (const AttributeIndex attribute : wanted) {
    const Column& from = columns.attributes[attribute];
    Column& to = rows.attributes[attribute];
    to.storage = from.storage;
    to.facts = from.facts;
    to.dictionary = from.dictionary;
    switch (from.storage) {
      case Storage::coded:
        to.codes = fetch.values<Code>([&](std::uint64_t row) { return from.codes[row]; });
        break;
      case Storage::text:
        to.texts = fetch.texts(from.texts);
        break;
      default:
        to.numbers = fetch.values<std::uint64_t>([&](std::uint64_t row) { return from.numbers[row]; });
    }
    if (world.any(!from.counts.empty()))
      to.counts = fetch.values<std::uint32_t>([&](std::uint64_t row) { return from.counts[row]; });
    if (world.any(!from.word_weights.empty())) to.word_weights = fetch.texts(from.word_weights);
    if (world.any(!from.element_weights.empty())) to.element_weights = fetch.texts(from.element_weights);
  }
  for (const auto& rule : rules.earlier) {
    if (rule.is_multi_valued()) continue;
    const auto read = attributes_read(rule);
    const bool all_here = std::includes(wanted.begin(), wanted.end(), read.begin(), read.end());
    if (!all_here) {
      std::vector<KeyHash> keys(columns.num_local_rows);
      RuleKeyEvaluator(columns, rule).keys(0, keys);
      rows.earlier_keys.push_back(fetch.values<KeyHash>([&](std::uint64_t row) { return keys[row]; }));
      continue;
    }
    // The attributes of the key were fetched already, row by row.
    RuleKeyEvaluator(rows.attributes, ids.size(), rule).keys(0, rows.earlier_keys.emplace_back(ids.size()));
  }
  rows.source.reserve(ids.size());
  for (const RecordId id : ids) rows.source.push_back(columns.source_of(id));
  return rows;
}

}  // namespace onefold::block
