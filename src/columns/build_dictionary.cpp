#include "columns/build_dictionary.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"

namespace onefold::columns {

namespace {

// Assigns equal numbers to equal strings. Open addressing over indices into a TextColumn.
class Interner {
 public:
  explicit Interner(std::size_t expected)
      : slots_(std::bit_ceil(std::clamp<std::size_t>(expected / 4, 1024, 1 << 20))) {}

  // Loads the slot of a value that will be looked up soon into the cache.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  // Number of `value`, counted from 1 in the order of first appearance.
  Code intern(std::string_view value, std::uint64_t hash, LocalValues& values) {
    if ((values.distinct.size() + 1) * 2 > slots_.size()) grow();
    for (std::size_t slot = hash & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
      Slot& s = slots_[slot];
      if (s.index == 0) {
        values.distinct.push_back(value);
        values.counts.push_back(1);
        if (values.distinct.size() >= std::numeric_limits<Code>::max())
          throw Error(ExitCode::limit, "an attribute has more than 4 billion distinct values");
        s = {static_cast<Code>(values.distinct.size()), static_cast<std::uint32_t>(hash >> 32)};
        hashes_.push_back(hash);
        return s.index;
      }
      if (s.tag == static_cast<std::uint32_t>(hash >> 32) && values.distinct[s.index - 1] == value) {
        ++values.counts[s.index - 1];
        return s.index;
      }
    }
  }

 private:
  struct Slot {
    Code index = 0;
    std::uint32_t tag = 0;
  };
  void grow() {
    std::vector<Slot> bigger(slots_.size() * 2);
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      std::size_t slot = hashes_[i] & (bigger.size() - 1);
      while (bigger[slot].index != 0) slot = (slot + 1) & (bigger.size() - 1);
      bigger[slot] = {static_cast<Code>(i + 1), static_cast<std::uint32_t>(hashes_[i] >> 32)};
    }
    slots_.swap(bigger);
  }
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> hashes_;
};

// A distinct value that is sent to the owner of its hash.
struct Announcement {
  std::uint64_t hash;
  std::uint64_t count;
  std::uint64_t num_bytes;
};

// This rank's part of the dictionary: the values whose hashes it owns, ascending by (hash, bytes).
struct OwnedValues {
  TextColumn values;
  std::vector<std::uint64_t> counts;
  std::vector<Code> code_of_announcement;  // relative to this rank's first code
};

OwnedValues merge_announcements(const std::vector<Announcement>& announced, const std::vector<char>& bytes) {
  std::vector<std::uint64_t> begin(announced.size() + 1, 0);
  for (std::size_t i = 0; i < announced.size(); ++i) begin[i + 1] = begin[i] + announced[i].num_bytes;
  const auto value = [&](std::size_t i) { return std::string_view(bytes.data() + begin[i], announced[i].num_bytes); };
  std::vector<std::uint32_t> order(announced.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return announced[a].hash != announced[b].hash ? announced[a].hash < announced[b].hash : value(a) < value(b);
  });
  OwnedValues owned;
  // Growing a column copies it. Reserved memory that is never written takes no memory.
  owned.values.reserve(announced.size(), bytes.size());
  owned.code_of_announcement.resize(announced.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::uint32_t i = order[k];
    if (k == 0 || announced[i].hash != announced[order[k - 1]].hash || value(i) != value(order[k - 1])) {
      owned.values.push_back(value(i));
      owned.counts.push_back(0);
    }
    owned.counts.back() += announced[i].count;
    owned.code_of_announcement[i] = static_cast<Code>(owned.values.size() - 1);
  }
  return owned;
}

// Collective.
void settle_counts(AttributeFrequencies& frequencies, OwnedValues& owned) {
  std::vector<KeyCount> counts(owned.values.size());
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = {hash_bytes(owned.values[i]) | 1, owned.counts[i]};
  frequencies.settle(result::Counted::values, counts);
  for (std::size_t i = 0; i < counts.size(); ++i) owned.counts[i] = counts[i].count;
}

// Position of a rank's values in the whole dictionary.
struct Portion {
  std::uint64_t first_entry = 0;
  std::uint64_t num_entries = 0;
  std::uint64_t first_byte = 0;
  std::uint64_t num_bytes = 0;
};

// The dictionary's arrays inside one shared buffer.
struct View {
  std::uint64_t* ends;
  std::uint64_t* counts;
  char* bytes;
  View(char* base, std::uint64_t num_entries)
      : ends(reinterpret_cast<std::uint64_t*>(base)),
        counts(ends + num_entries),
        bytes(reinterpret_cast<char*>(counts + num_entries)) {}
};

// Collective. Nodes exchange the portions of their ranks, so that each node holds the whole dictionary.
void exchange_between_nodes(const mpi::Communicator& leaders, const std::vector<Portion>& portions, View view) {
  std::vector<std::uint64_t> numbers;
  std::vector<char> bytes;
  for (const auto& p : portions) {
    numbers.insert(numbers.end(), view.ends + p.first_entry, view.ends + p.first_entry + p.num_entries);
    numbers.insert(numbers.end(), view.counts + p.first_entry, view.counts + p.first_entry + p.num_entries);
    bytes.insert(bytes.end(), view.bytes + p.first_byte, view.bytes + p.first_byte + p.num_bytes);
  }
  const auto all_portions = leaders.gather_all(portions);
  const auto all_numbers = leaders.gather_all(numbers);
  const auto all_bytes = leaders.gather_all(bytes);
  const std::uint64_t* number = all_numbers.data();
  const char* byte = all_bytes.data();
  for (const auto& p : all_portions) {
    std::copy_n(number, p.num_entries, view.ends + p.first_entry);
    std::copy_n(number + p.num_entries, p.num_entries, view.counts + p.first_entry);
    std::copy_n(byte, p.num_bytes, view.bytes + p.first_byte);
    number += 2 * p.num_entries;
    byte += p.num_bytes;
  }
}

Dictionary share_dictionary(const mpi::Communicator& world, const mpi::Communicator& node, const OwnedValues& owned,
                            std::uint64_t num_missing) {
  Portion mine;
  mine.num_entries = owned.values.size();
  mine.num_bytes = owned.values.num_bytes();
  mine.first_entry = 1 + world.exclusive_sum(mine.num_entries);
  mine.first_byte = world.exclusive_sum(mine.num_bytes);
  const std::uint64_t num_entries = 1 + world.sum(mine.num_entries);
  const std::uint64_t num_bytes = world.sum(mine.num_bytes);

  auto shared = std::make_shared<mpi::NodeShared>(node, 16 * num_entries + num_bytes);
  const View view(shared->data(), num_entries);
  for (std::size_t i = 0; i < owned.values.size(); ++i) {
    view.ends[mine.first_entry + i] = mine.first_byte + owned.values.ends()[i];
    view.counts[mine.first_entry + i] = owned.counts[i];
  }
  if (mine.num_bytes > 0) std::memcpy(view.bytes + mine.first_byte, owned.values.bytes().data(), mine.num_bytes);
  if (node.rank() == 0) {
    view.ends[0] = 0;
    view.counts[0] = num_missing;
  }
  const auto portions = node.gather_all(std::vector<Portion>{mine});
  const auto leaders = world.split(node.rank() == 0 ? 0 : 1);
  // The gather_all above was also the barrier after which the leader may read what the ranks of its node wrote.
  if (node.rank() == 0 && leaders.size() > 1) exchange_between_nodes(leaders, portions, view);
  node.barrier();
  return {num_entries, view.ends, view.counts, view.bytes, shared};
}

}  // namespace

LocalValues local_intern(const cleanse::CleansedColumn& cleansed) {
  constexpr std::size_t kAhead = 16;
  LocalValues values;
  const std::size_t num_rows = cleansed.values.size();
  // Growing a column copies it. Reserved memory that is never written takes no memory.
  values.distinct.reserve(num_rows, cleansed.values.num_bytes());
  values.row_index.reserve(num_rows);
  Interner interner(num_rows);
  for (std::size_t row = 0; row < num_rows; ++row) {
    if (row + kAhead < num_rows) interner.prefetch(cleansed.hashes[row + kAhead]);
    const std::string_view value = cleansed.values[row];
    values.row_index.push_back(value.empty() ? kMissingCode : interner.intern(value, cleansed.hashes[row], values));
  }
  return values;
}

CodedColumn build_coded_column(const mpi::Communicator& world, const mpi::Communicator& node, LocalValues local,
                               AttributeFrequencies* frequencies) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  // 1. Send each distinct value to the rank that owns its hash. Owners hold ascending ranges of hashes.
  const std::size_t num_distinct = local.distinct.size();
  std::vector<std::uint64_t> hash(num_distinct);
  std::vector<std::uint64_t> counts(ranks, 0);
  std::vector<std::uint64_t> byte_counts(ranks, 0);
  for (std::size_t i = 0; i < num_distinct; ++i) {
    hash[i] = hash_bytes(local.distinct[i]);
    const std::uint64_t owner = scale_to(hash[i], ranks);
    ++counts[owner];
    byte_counts[owner] += local.distinct[i].size();
  }
  std::vector<std::uint64_t> next(ranks, 0);
  for (std::size_t r = 1; r < ranks; ++r) next[r] = next[r - 1] + counts[r - 1];
  std::vector<std::uint32_t> sent(num_distinct);  // position among the sent values -> index of the distinct value
  for (std::size_t i = 0; i < num_distinct; ++i) sent[next[scale_to(hash[i], ranks)]++] = static_cast<std::uint32_t>(i);
  std::vector<Announcement> announcements;
  std::vector<char> bytes;
  announcements.reserve(num_distinct);
  bytes.reserve(local.distinct.num_bytes());
  for (const auto i : sent) {
    const auto value = local.distinct[i];
    announcements.push_back({hash[i], local.counts[i], value.size()});
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  // Releases the local copy, so that values are held at most twice.
  local.distinct.release();
  std::vector<std::uint64_t> received_counts;
  const auto incoming = world.exchange(announcements, counts, &received_counts);
  auto incoming_bytes = world.exchange(bytes, byte_counts);
  std::vector<Announcement>().swap(announcements);
  std::vector<char>().swap(bytes);

  // 2. Owners merge and number the values; codes return in the order in which values arrived.
  OwnedValues owned = merge_announcements(incoming, incoming_bytes);
  std::vector<char>().swap(incoming_bytes);
  const std::uint64_t first_code = 1 + world.exclusive_sum(owned.values.size());
  if (world.any(first_code + owned.values.size() > std::numeric_limits<Code>::max()))
    throw Error(ExitCode::limit, "an attribute has more than 4 billion distinct values");
  std::vector<Code> answers(incoming.size());
  for (std::size_t i = 0; i < answers.size(); ++i)
    answers[i] = static_cast<Code>(first_code + owned.code_of_announcement[i]);
  const auto codes_sent = world.exchange(answers, received_counts);
  std::vector<Code> code_of(num_distinct + 1, kMissingCode);
  for (std::size_t k = 0; k < sent.size(); ++k) code_of[sent[k] + 1] = codes_sent[k];

  // 3. Rows take the global codes; every node receives the dictionary.
  std::uint64_t num_missing = 0;
  for (auto& code : local.row_index) {
    num_missing += code == kMissingCode ? 1 : 0;
    code = code_of[code];
  }
  CodedColumn column;
  for (const std::uint64_t count : owned.counts) column.num_equal_pairs += count * (count - 1) / 2;
  column.num_equal_pairs = world.sum(column.num_equal_pairs);
  if (frequencies != nullptr) settle_counts(*frequencies, owned);
  column.dictionary = share_dictionary(world, node, owned, world.sum(num_missing));
  column.codes = std::move(local.row_index);
  return column;
}

}  // namespace onefold::columns
