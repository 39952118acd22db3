// What the columns of all sources prove about the form of their values, counted while rows are read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "cleanse/cleanser.hpp"
#include "cleanse/date_evidence.hpp"
#include "cleanse/number_evidence.hpp"
#include "ingest/ingest.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"
#include "record/date_reading.hpp"

namespace onefold::ingest {

/// What is known of a column with times of change once all ranks have read it.
struct TimeFindings {
  std::optional<AttributeIndex> attribute;                      ///< of a column of `updated_of`; nothing: `updated`
  std::array<std::uint64_t, cleanse::kNumOutcomes> outcomes{};  ///< [Outcome]
  std::vector<RecordId> unreadable;                             ///< the first ones, ascending
};

struct ColumnFindings {
  /// [source][attribute; at the end the columns of `updated` and `updated_of` together]
  std::vector<std::vector<cleanse::DateEvidence>> dates;
  std::vector<std::vector<cleanse::NumberEvidence>> numbers;  ///< [source][attribute]
  std::vector<std::vector<TimeFindings>> times;               ///< [source]: `updated`, then those of `updated_of`
};

/// Pure. How the columns are read: [source][attribute; at the end `updated`].
[[nodiscard]] std::vector<std::vector<DateReading>> date_readings(const config::Job& job,
                                                                  const ColumnFindings& findings);

/// Pure. The decimal marks that columns of numbers prove: [source][attribute]; '\0': none, or declared.
[[nodiscard]] std::vector<std::vector<char>> decimals(const ColumnFindings& findings);

/// Looks at the batches of one rank. Memory: a few counts per column.
class ColumnWitnesses {
 public:
  explicit ColumnWitnesses(const config::Job& job);

  /// Local. `moments`: as MomentReader::read() gave them, one per row; empty if they were not read. `moments_of`:
  /// likewise, of the columns of `updated_of` in the order of the source.
  void look_at(const RawBatch& batch, std::span<const std::uint64_t> moments,
               std::span<const std::vector<std::uint64_t>> moments_of);
  /// Collective. Sums the counts of all ranks; `stretches` are this rank's.
  [[nodiscard]] ColumnFindings find(const mpi::Communicator& world, std::span<const Stretch> stretches) const;

 private:
  /// A row of this rank: its stretch, and its position in it.
  struct Place {
    std::uint32_t stretch;
    std::uint64_t position;
  };
  struct OfTimes {
    std::optional<AttributeIndex> attribute;
    std::array<std::uint64_t, cleanse::kNumOutcomes> outcomes{};
    std::vector<Place> unreadable;
  };
  struct OfSource {
    std::vector<std::optional<cleanse::DateWitness>> dates;      ///< [attribute; at the end all times of change]
    std::vector<std::optional<cleanse::NumberWitness>> numbers;  ///< [attribute]
    std::vector<OfTimes> times;                                  ///< as ColumnFindings::times
  };
  void count_times(const TextColumn& texts, std::span<const std::uint64_t> moments, OfTimes& counts);

  const config::Job& job_;
  cleanse::Cleanser placeholders_;  ///< tells a time that stands for none from an unreadable one
  std::vector<OfSource> sources_;
  Place next_{0, 0};
};

}  // namespace onefold::ingest
