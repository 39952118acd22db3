// Candidates for blocking rules, their cost, and the pairs of the sample that they propose. No MPI.
//
// An atom is a key of one attribute (prefix(surname, 4), year(birth_date)). A rule is one, two or three atoms of
// different attributes. The sample contains each of N records with probability rate = n / N. The number of a rule's
// pairs in the sample divided by rate^2 is an unbiased estimate of its pairs among all N, for blocks of any sizes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "suggest/records.hpp"

namespace onefold::suggest {

struct Atom {
  std::vector<std::string> on;          ///< as in a job file; usually one key
  std::vector<std::size_t> attributes;  ///< indices in the schema of the attributes that it reads
  std::vector<std::uint64_t> keys;      ///< [record] hash; 0: none. Empty for an atom with several keys per record
  /// [record] Distinct hashes, ascending; for an atom with several keys per record.
  std::vector<std::vector<std::uint64_t>> lists;
  [[nodiscard]] bool is_multi_valued() const { return keys.empty(); }
};

struct Rule {
  std::vector<std::size_t> atoms;    ///< ascending
  std::uint64_t max_block_size = 0;  ///< in records of the whole input; larger blocks are skipped; 0: no limit
  double pairs = 0;                  ///< estimate for the whole input
  std::uint64_t sample_pairs = 0;    ///< count in the sample
};

/// The keys of all attributes that are worth trying.
[[nodiscard]] std::vector<Atom> make_atoms(const Records& records, const Schema& schema);

/// A record and one of its keys in a rule. Lists are ascending by (key, record) and omit blocks that are too large.
struct KeyedRecord {
  std::uint64_t key;
  std::uint32_t record;
  auto operator<=>(const KeyedRecord&) const = default;
};

class RuleBook {
 public:
  RuleBook(const Records& records, const Schema& schema, config::Task task, std::uint64_t budget);

  [[nodiscard]] const std::vector<Atom>& atoms() const { return atoms_; }
  /// Rules that propose at most `budget` pairs, in ascending order of pairs, then of their atoms.
  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  /// Rules of one attribute each, whose whole values must agree, whether or not they propose a pair: at most `budget`.
  [[nodiscard]] std::vector<Rule> whole_values(std::uint64_t budget) const;
  [[nodiscard]] std::string text(const Rule& rule) const;
  /// Ascending and distinct.
  [[nodiscard]] std::vector<std::size_t> attributes_of(const Rule& rule) const;

  [[nodiscard]] bool has_key(const Rule& rule, std::uint32_t record) const;
  /// The blocks of the rule, one after another.
  [[nodiscard]] std::vector<KeyedRecord> keyed_records(const Rule& rule) const;
  /// Calls visit(left, right) for every `stride`-th candidate pair of the rule, starting with number `first`.
  template <typename Visit>
  void for_pairs(const Rule& rule, std::uint64_t first, std::uint64_t stride, Visit visit) const;
  /// Whether the pair has a common key of the rule. prepare() must have determined the blocks that are too large.
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
  std::vector<std::vector<std::pair<std::uint64_t, std::uint32_t>>>
      list_counts_;  // [atom] (value, number of records), ascending
};

template <typename Visit>
void RuleBook::for_pairs(const Rule& rule, std::uint64_t first, std::uint64_t stride, Visit visit) const {
  const auto keyed = keyed_records(rule);
  std::uint64_t next = first;  // number of pairs to skip
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    const std::uint64_t size = end - begin;
    const std::uint64_t pairs = size * (size - 1) / 2;
    if (next >= pairs) {
      next -= pairs;
    } else {
      // Row i of a block has size - 1 - i pairs.
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
