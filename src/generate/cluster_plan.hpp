// Assigns records to persons, sources and rows in closed form, so that any row can be computed on its own.
//
// Persons form blocks of 100. Every block has the same multiset of cluster sizes (1 .. 8, a truncated geometric
// distribution with the given mean) and the same number of records per source, arranged by one of 16 prepared variants.
// A permutation maps a row of a source to a slot of that source. slot / slots per block is the block; the remainder is
// the index into the variant's table, which gives the person in the block and the copy of that person. The last block
// is cut off at the requested number of records. Cost: O(1) per row; 16 tables of about 220 entries.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "generate/permutation.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

/// Number `copy` of the records of a person.
struct PersonCopy {
  std::uint64_t person;
  std::uint32_t copy;
};

/// The number of persons out of 100 that have 1, 2, ... 8 records ([0] is unused), for a mean of about `mean`.
[[nodiscard]] std::array<std::uint32_t, 9> cluster_size_counts(double mean);

class ClusterPlan {
 public:
  ClusterPlan(std::uint64_t num_records, double duplicates_mean, std::uint64_t seed);

  [[nodiscard]] std::uint64_t num_persons() const { return num_persons_; }
  [[nodiscard]] std::uint64_t num_rows(SourceKind source) const { return num_rows_[static_cast<std::size_t>(source)]; }
  /// `row` must be below num_rows(source). Over all sources and rows, each copy of each person occurs once.
  [[nodiscard]] PersonCopy at(SourceKind source, std::uint64_t row) const;

 private:
  static constexpr std::uint64_t kPersonsPerBlock = 100;
  static constexpr std::uint64_t kNumVariants = 16;
  struct Slot {
    std::uint8_t person;
    std::uint8_t copy;
  };
  /// Slots of one block by source, in the order of persons.
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
