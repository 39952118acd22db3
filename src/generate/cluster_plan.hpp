// Who has how many records, in which source, and on which row: closed-form, so that any row can be computed alone.
//
// Persons come in blocks of 100. All blocks have the same multiset of cluster sizes (1 .. 8, a truncated geometric
// distribution with the wanted mean) and the same number of records per source, dealt out by one of 16 prepared
// variants. A row of a source is permuted to a slot of that source; slot / slots per block is the block, the remainder
// looks up the variant's table: person in the block, copy of that person. The last block is cut off after as many
// records as are wanted. Cost: O(1) a row; 16 tables of about 220 entries.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "generate/permutation.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

/// Record number `copy` of a person.
struct PersonCopy {
  std::uint64_t person;
  std::uint32_t copy;
};

/// How many of 100 persons have 1, 2, ... 8 records ([0] is unused), so that the mean is about `mean`.
[[nodiscard]] std::array<std::uint32_t, 9> cluster_size_counts(double mean);

class ClusterPlan {
 public:
  ClusterPlan(std::uint64_t num_records, double duplicates_mean, std::uint64_t seed);

  [[nodiscard]] std::uint64_t num_persons() const { return num_persons_; }
  [[nodiscard]] std::uint64_t num_rows(SourceKind source) const { return num_rows_[static_cast<std::size_t>(source)]; }
  /// `row` below num_rows(source). Over all sources and rows, each copy of each person comes once.
  [[nodiscard]] PersonCopy at(SourceKind source, std::uint64_t row) const;

 private:
  static constexpr std::uint64_t kPersonsPerBlock = 100;
  static constexpr std::uint64_t kNumVariants = 16;
  struct Slot {
    std::uint8_t person;
    std::uint8_t copy;
  };
  /// Slots of one block by source, each in the order of persons.
  using Variant = std::array<std::vector<Slot>, kNumSources>;

  std::uint64_t seed_;
  std::uint64_t num_full_blocks_ = 0;
  std::uint64_t num_persons_ = 0;
  std::array<std::uint64_t, kNumSources> slots_per_block_{};
  std::array<std::uint64_t, kNumSources> num_rows_{};
  std::vector<Variant> variants_;
  std::vector<Permutation> permutations_;
};

}  // namespace onefold::generate
