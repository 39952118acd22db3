// The rows of all sources as they stand after a number of waves. A wave is a month in the life of the systems: people
// move and marry, records are entered again, removed, added, and get other ids; some ids of removed records are given
// to other people.
//
// Wave 1 is the population as it is first written. Each later wave adds a cohort of rows: new persons, and new records
// of persons who are known already. Whatever happens to a row in a wave follows from hash(seed, wave, source, row), so
// any row of any wave can be computed on its own. Cost: O(waves) per row.
#pragma once

#include <array>
#include <cstdint>
#include <deque>

#include "generate/cluster_plan.hpp"
#include "generate/population.hpp"
#include "generate/record.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

/// Whom a row is about.
struct Subject {
  const Population* population = nullptr;
  std::uint64_t person = 0;   ///< in `population`
  std::uint64_t true_id = 0;  ///< number of the person among those of all waves, from 0
  std::uint64_t seed = 0;     ///< of the record's random words
};

/// What became of a row until the end of a wave.
struct RowState {
  bool exists = false;
  bool has_reissued_id = false;    ///< its id belonged to a record of another person that was removed in the same wave
  std::uint64_t id_row = 0;        ///< its id is source_id_of(source, id_row)
  std::uint64_t entered_wave = 0;  ///< when its values were entered, the last time
};

class Extract {
 public:
  /// `wave`: the last one; at most kMaxWaves.
  Extract(const Vocabulary& vocabulary, const Options& options);

  [[nodiscard]] std::uint64_t num_persons() const { return num_persons_; }
  /// Rows that exist, or have existed.
  [[nodiscard]] std::uint64_t num_rows(SourceKind source) const { return num_rows_[static_cast<std::size_t>(source)]; }
  [[nodiscard]] Subject subject(SourceKind source, std::uint64_t row) const;
  [[nodiscard]] RowState state(SourceKind source, std::uint64_t row, std::uint64_t wave) const;
  /// The record as it was entered in that wave. Uses the first part of `random`, which begins with the subject's seed.
  [[nodiscard]] Record record(SourceKind source, const Subject& subject, std::uint64_t entered_wave,
                              Stream& random) const;

 private:
  using Counts = std::array<std::uint64_t, kNumSources>;
  /// The rows that a wave adds.
  struct Cohort {
    std::uint64_t wave;
    ClusterPlan plan;
    Population population;
    std::uint64_t first_person;
    Counts first_row;
    std::uint64_t seed;
  };
  [[nodiscard]] const Cohort& cohort_of(std::size_t source, std::uint64_t row) const;
  [[nodiscard]] RowState state_from(const Cohort& cohort, SourceKind source, std::uint64_t row,
                                    std::uint64_t wave) const;
  /// Gives a new row the id of a base row that is removed in the same wave, if it finds one.
  void reissue(const Cohort& cohort, SourceKind source, std::uint64_t row, RowState& state) const;

  std::uint64_t seed_;
  std::uint64_t id_span_;  ///< rows that get another id in wave v are numbered from v * id_span_
  std::deque<Cohort> cohorts_;
  Counts num_rows_{};
  std::uint64_t num_persons_ = 0;
};

}  // namespace onefold::generate
