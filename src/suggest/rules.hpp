// Candidates for blocking rules, what they cost, and which pairs of the sample they propose. No MPI.
//
// An atom is a key of one attribute (prefix(surname, 4), year(birth_date)); a rule is one, two or three atoms of
// different attributes. Of a sample of n of N records, each with the chance rate = n / N, the pairs of a rule in the
// sample over rate^2 estimate its pairs among all N without bias, however uneven its blocks are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "suggest/records.hpp"

namespace onefold::suggest {

struct Atom {
  std::vector<std::string> on;          ///< as in a job file; mostly one key
  std::vector<std::size_t> attributes;  ///< of the schema, that it reads
  std::vector<std::uint64_t> keys;      ///< [record] hash; 0: none. Empty for an atom of several values
  std::vector<std::vector<std::uint64_t>>
      lists;  ///< [record] distinct hashes, ascending; for an atom of several values
  [[nodiscard]] bool is_multi_valued() const { return keys.empty(); }
};

struct Rule {
  std::vector<std::size_t> atoms;    ///< ascending
  std::uint64_t max_block_size = 0;  ///< records of the whole input; larger blocks are skipped; 0: no limit
  double pairs = 0;                  ///< estimate for the whole input
  std::uint64_t sample_pairs = 0;    ///< counted in the sample
};

/// The keys of all attributes that are worth trying.
[[nodiscard]] std::vector<Atom> make_atoms(const Records& records, const Schema& schema);

/// A record and one of its keys in a rule; ascending by (key, record), records of blocks that are too large left out.
struct KeyedRecord {
  std::uint64_t key;
  std::uint32_t record;
  auto operator<=>(const KeyedRecord&) const = default;
};

class RuleBook {
 public:
  RuleBook(const Records& records, const Schema& schema, config::Task task, std::uint64_t budget);

  [[nodiscard]] const std::vector<Atom>& atoms() const { return atoms_; }
  /// Rules that cost at most `budget` pairs, ascending by cost, then by their atoms.
  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  [[nodiscard]] std::string text(const Rule& rule) const;
  /// Ascending, each once.
  [[nodiscard]] std::vector<std::size_t> attributes_of(const Rule& rule) const;

  /// Blocks of the rule, one behind the other.
  [[nodiscard]] std::vector<KeyedRecord> keyed_records(const Rule& rule) const;
  /// Calls visit(left, right) with every `stride`-th candidate pair of the rule, from the `first`-th on.
  template <typename Visit>
  void for_pairs(const Rule& rule, std::uint64_t first, std::uint64_t stride, Visit visit) const;
  /// Whether the pair has the rule's key in common. Blocks that are too large are known after prepare().
  [[nodiscard]] bool proposes(const Rule& rule, std::uint32_t left, std::uint32_t right) const;
  [[nodiscard]] bool may_pair(std::uint32_t left, std::uint32_t right) const {
    return !between_only_ || records_.table[left] != records_.table[right];
  }

 private:
  [[nodiscard]] std::uint64_t key_of(const Rule& rule, std::uint32_t record, std::uint64_t multi_value) const;
  void measure(Rule& rule) const;
  void make_rules(std::uint64_t budget);

  const Records& records_;
  bool between_only_;
  std::vector<Atom> atoms_;
  std::vector<Rule> rules_;
  std::vector<std::vector<std::pair<std::uint64_t, std::uint32_t>>> list_counts_;  // [atom] (value, records), ascending
};

template <typename Visit>
void RuleBook::for_pairs(const Rule& rule, std::uint64_t first, std::uint64_t stride, Visit visit) const {
  const auto keyed = keyed_records(rule);
  std::uint64_t next = first;  // how many pairs are still to be passed over
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    const std::uint64_t size = end - begin;
    const std::uint64_t pairs = size * (size - 1) / 2;
    if (next >= pairs) {
      next -= pairs;
    } else {
      // Row by row: row i has size - 1 - i pairs.
      std::uint64_t at = next, row = 0;
      while (true) {
        while (row + 1 < size && at >= size - 1 - row) at -= size - 1 - row, ++row;
        if (row + 1 >= size) break;
        const auto left = keyed[begin + row].record, right = keyed[begin + row + 1 + at].record;
        if (may_pair(left, right)) visit(left, right);
        at += stride;
      }
      next = at;
    }
    begin = end;
  }
}

}  // namespace onefold::suggest
