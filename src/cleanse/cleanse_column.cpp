#include "cleanse/cleanse_column.hpp"

#include <cstring>

#include "record/hash.hpp"

namespace onefold::cleanse {

namespace {

/// A raw value and its cleansed value, in one cache line.
struct alignas(64) Slot {
  static constexpr std::size_t kBytes = 53;
  std::uint64_t hash = 0;          ///< hash of the cleansed value
  std::uint8_t raw_size = 0;       ///< 0: the slot is free
  std::uint8_t cleansed_size = 0;  ///< 0: there is no cleansed value
  Outcome outcome = Outcome::missing;
  char bytes[kBytes] = {};  ///< the raw value, then the cleansed one

  [[nodiscard]] bool holds(std::string_view raw) const {
    return raw_size == raw.size() && std::memcmp(bytes, raw.data(), raw.size()) == 0;
  }
  [[nodiscard]] std::string_view cleansed() const { return {bytes + raw_size, cleansed_size}; }
  /// Stores the values if they fit.
  void keep(std::string_view raw, std::string_view value, std::uint64_t value_hash, Outcome of_value) {
    if (raw.size() + value.size() > kBytes) return;
    hash = value_hash;
    outcome = of_value;
    raw_size = static_cast<std::uint8_t>(raw.size());
    cleansed_size = static_cast<std::uint8_t>(value.size());
    std::memcpy(bytes, raw.data(), raw.size());
    if (!value.empty()) std::memcpy(bytes + raw.size(), value.data(), value.size());
  }
};
static_assert(sizeof(Slot) == 64);

constexpr std::size_t kNumSlots = 4096;

/// Number of rows after which the hit rate is checked, and number of rows that bypass a cache that was found useless.
constexpr std::size_t kWatchedRows = 2048;
constexpr std::size_t kPassingRows = 16 * kWatchedRows;

std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  return word;
}

/// Slot of a raw value: a cheap hash that needs two loads for most values. Used nowhere else.
std::size_t slot_of(std::string_view raw) {
  const std::size_t size = raw.size();
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  if (size >= 8) {
    a = load(raw.data(), 8);
    b = load(raw.data() + size - 8, 8);
    if (size > 16) a ^= mix(size, load(raw.data() + size / 2 - 4, 8));
  } else if (size >= 4) {
    a = load(raw.data(), 4);
    b = load(raw.data() + size - 4, 4);
  } else if (size > 0) {
    a = static_cast<unsigned char>(raw[0]) | std::uint64_t{static_cast<unsigned char>(raw[size / 2])} << 8;
    b = static_cast<unsigned char>(raw[size - 1]);
  }
  const Uint128 product = static_cast<Uint128>(a ^ 0x9e3779b97f4a7c15ULL ^ size) * (b ^ 0xbf58476d1ce4e5b9ULL);
  const auto mixed = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  return (mixed ^ (mixed >> 32)) % kNumSlots;
}

}  // namespace

struct ColumnCleanser::State {
  Cleanser cleanser;
  std::vector<Slot> slots = std::vector<Slot>(kNumSlots);
  std::size_t num_watched = 0;
  std::size_t num_hits = 0;
  std::size_t num_passing = 0;
  ReadingCounts counts;
  std::uint64_t num_rows = 0;

  void add(const std::array<std::uint64_t, kNumOutcomes>& outcomes, std::uint64_t more_rows) {
    for (std::size_t i = 0; i < kNumOutcomes; ++i) counts.outcomes[i] += outcomes[i];
    num_rows += more_rows;
  }
  void note_unreadable(std::uint64_t row) {
    if (counts.unreadable.size() < ReadingCounts::kNumExamples) counts.unreadable.push_back(num_rows + row);
  }

  /// If fewer than one row in eight hits, the cache costs more than it saves. It is tried again later, because sources
  /// differ.
  void judge() {
    if (num_hits < num_watched / 8) num_passing = kPassingRows;
    num_watched = num_hits = 0;
  }
};

ColumnCleanser::ColumnCleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies,
                               DateReading dates)
    : state_(std::make_unique<State>(State{.cleanser = Cleanser(attribute, std::move(dummies), dates)})) {}
ColumnCleanser::~ColumnCleanser() = default;
ColumnCleanser::ColumnCleanser(ColumnCleanser&&) noexcept = default;
ColumnCleanser& ColumnCleanser::operator=(ColumnCleanser&&) noexcept = default;

const ReadingCounts& ColumnCleanser::counts() const { return state_->counts; }

void ColumnCleanser::append(const TextColumn& raw, CleansedColumn& cleansed) { append(raw, 0, raw.size(), cleansed); }

void ColumnCleanser::append(const TextColumn& raw, std::size_t begin, std::size_t end, CleansedColumn& cleansed) {
  State& state = *state_;
  std::uint64_t* hash = cleansed.hashes.extend(end - begin);
  std::array<std::uint64_t, kNumOutcomes> outcomes{};
  const auto count = [&](Outcome outcome, std::size_t row) {
    ++outcomes[static_cast<std::size_t>(outcome)];
    if (outcome == Outcome::unreadable) state.note_unreadable(row - begin);
  };
  // Few values get longer.
  cleansed.values.make_room(end - begin, raw.num_bytes());
  for (std::size_t row = begin; row < end; ++row, ++hash) {
    const std::string_view value = raw[row];
    if (value.empty()) {
      *hash = 0;
      cleansed.values.push_back({});
      ++outcomes[static_cast<std::size_t>(Outcome::missing)];
      continue;
    }
    const bool passing = state.num_passing > 0;
    Slot* slot = nullptr;
    if (passing) {
      --state.num_passing;
    } else {
      slot = &state.slots[slot_of(value)];
      const bool hit = slot->holds(value);
      state.num_hits += hit ? 1 : 0;
      if (++state.num_watched == kWatchedRows) state.judge();
      if (hit) {
        *hash = slot->hash;
        cleansed.values.push_back(slot->cleansed());
        count(slot->outcome, row);
        continue;
      }
    }
    const std::string_view found = state.cleanser.cleanse(value);
    *hash = found.empty() ? 0 : hash_bytes(found);
    cleansed.values.push_back(found);
    count(state.cleanser.outcome(), row);
    if (slot != nullptr) slot->keep(value, found, *hash, state.cleanser.outcome());
  }
  state.add(outcomes, end - begin);
}

}  // namespace onefold::cleanse
