#include "columns/weigh_tokens.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "columns/distinct_sketch.hpp"
#include "columns/frequencies.hpp"
#include "record/hash.hpp"

namespace onefold::columns {

namespace {

// Numbers by hash, with open addressing.
class HashTable {
 public:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t number = 0;  ///< 0: the slot is free
  };
  HashTable() : slots_(1024) {}

  void add(std::uint64_t hash, std::uint64_t count) {
    if ((num_used_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = find(hash);
    num_used_ += slot.number == 0;
    slot.hash = hash;
    slot.number += count;
  }
  Slot& find(std::uint64_t hash) {
    // The highest bits already selected owner and round.
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = mix(0, hash) & mask;; at = (at + 1) & mask)
      if (slots_[at].number == 0 || slots_[at].hash == hash) return slots_[at];
  }
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (const Slot& slot : slots_)
      if (slot.number != 0) visit(slot);
  }
  [[nodiscard]] std::size_t size() const { return num_used_; }

 private:
  void grow() {
    std::vector<Slot> smaller(slots_.size() * 2);
    smaller.swap(slots_);
    for (const Slot& slot : smaller)
      if (slot.number != 0) find(slot.hash) = slot;
  }
  std::vector<Slot> slots_;
  std::size_t num_used_ = 0;
};

template <typename Visit>
void for_each_token(const Column& column, std::uint64_t num_rows, TokenKind kind, const Visit& visit) {
  std::array<char, kMaxPackedChars> buffer;
  std::vector<Token> tokens;
  for (std::uint64_t row = 0; row < num_rows; ++row) {
    list_tokens(kind, column.value(row, buffer), tokens);
    visit(row, tokens);
  }
}

// Memory per distinct token of a round: a table that is at most half full and is copied when it grows, and the
// messages.
constexpr std::uint64_t kBytesInFlight = 100;
constexpr std::uint64_t kLeastInFlight = 1 << 16;

struct TokenCount {
  std::uint64_t hash;
  std::uint64_t count;
};

// Collective. Keeps the counts of the tokens that this rank owns, or replaces them.
void settle_tokens(AttributeFrequencies& frequencies, TokenKind kind, HashTable& owned) {
  std::vector<KeyCount> counts;
  owned.for_each([&](const HashTable::Slot& slot) { counts.push_back({slot.hash, slot.number}); });
  std::ranges::sort(counts, {}, &KeyCount::key);
  frequencies.settle(kind == TokenKind::words ? result::Counted::words : result::Counted::elements, counts);
  for (const KeyCount& token : counts) owned.find(token.key).number = token.count;
}

// Collective. Replaces the counts of this rank by the weights that follow from the counts of all ranks.
void weigh(const mpi::Communicator& world, HashTable& table, TokenKind kind, std::uint64_t num_present,
           AttributeFrequencies* frequencies) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto owner_of = [&](std::uint64_t hash) { return scale_to(hash, ranks); };
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  table.for_each([&](const HashTable::Slot& slot) { ++counts[owner_of(slot.hash)]; });
  std::vector<std::uint64_t> next(counts.size(), 0);
  for (std::size_t r = 1; r < next.size(); ++r) next[r] = next[r - 1] + counts[r - 1];
  std::vector<TokenCount> sent(table.size());
  table.for_each([&](const HashTable::Slot& slot) { sent[next[owner_of(slot.hash)]++] = {slot.hash, slot.number}; });

  std::vector<std::uint64_t> received_counts;
  const auto received = world.exchange(sent, counts, &received_counts);
  HashTable owned;
  for (const TokenCount& token : received) owned.add(token.hash, token.count);
  if (frequencies != nullptr) settle_tokens(*frequencies, kind, owned);
  std::vector<std::uint16_t> answers(received.size());
  for (std::size_t i = 0; i < answers.size(); ++i)
    answers[i] = token_weight(kind, owned.find(received[i].hash).number, num_present);
  const auto weights = world.exchange(answers, received_counts);
  // A weight may be 0, but 0 marks a free slot; the table stores the weight plus one.
  for (std::size_t i = 0; i < sent.size(); ++i) table.find(sent[i].hash).number = std::uint64_t{weights[i]} + 1;
}

}  // namespace

TextColumn weigh_tokens(const mpi::Communicator& world, const Column& column, std::uint64_t num_local_rows,
                        TokenKind kind, const CountingLimits& limits, std::uint64_t max_in_flight) {
  // 1. Find the position of each row's tokens, and the number of rounds.
  std::vector<std::uint64_t> ends(num_local_rows);
  auto sketch = std::make_unique<DistinctSketch>();
  std::uint64_t num_tokens = 0;
  for_each_token(column, num_local_rows, kind, [&](std::uint64_t row, const std::vector<Token>& tokens) {
    for (const Token& token : tokens) sketch->add(token.hash);
    ends[row] = num_tokens += tokens.size();
  });
  if (limits.ask) {
    // Two bytes per token in this buffer and two in the column; likewise for the ends of rows.
    const std::uint64_t fixed = 4 * num_tokens + 16 * num_local_rows;
    const std::uint64_t bytes = limits.ask(fixed + kLeastInFlight * kBytesInFlight);
    max_in_flight = std::min(max_in_flight, (bytes - fixed) / kBytesInFlight);
  }
  max_in_flight = world.min(max_in_flight);
  const std::uint64_t num_rounds =
      1 + world.max(static_cast<std::uint64_t>(sketch->estimate())) / std::max<std::uint64_t>(1, max_in_flight);
  const std::uint64_t num_places = static_cast<std::uint64_t>(world.size()) * num_rounds;

  std::vector<char> bytes(2 * num_tokens);
  for (std::uint64_t round = 0; round < num_rounds; ++round) {
    const auto is_of_round = [&](const Token& token) { return scale_to(token.hash, num_places) % num_rounds == round; };
    // 2. Count the records with each token locally; the owners sum the counts and compute the weights.
    HashTable table;
    mpi::run_locally(world, [&] {
      for_each_token(column, num_local_rows, kind, [&](std::uint64_t, const std::vector<Token>& tokens) {
        for (const Token& token : tokens)
          if (is_of_round(token)) table.add(token.hash, 1);
      });
    });
    weigh(world, table, kind, column.facts.num_weighed, limits.frequencies);
    // 3. Each row takes the weights of its tokens.
    for_each_token(column, num_local_rows, kind, [&](std::uint64_t row, const std::vector<Token>& tokens) {
      char* const to = bytes.data() + 2 * (row == 0 ? 0 : ends[row - 1]);
      for (std::size_t t = 0; t < tokens.size(); ++t)
        if (is_of_round(tokens[t]))
          append_weight(static_cast<std::uint16_t>(table.find(tokens[t].hash).number - 1), to + 2 * t);
    });
  }
  TextColumn weights;
  weights.append({bytes.data(), bytes.size()}, num_local_rows, [&](std::size_t row) { return 2 * ends[row]; });
  return weights;
}

}  // namespace onefold::columns
