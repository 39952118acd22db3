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

/// What is known of the column `updated` of a source once all ranks have read it.
struct UpdatedCounts {
  std::array<std::uint64_t, cleanse::kNumOutcomes> outcomes{};  ///< [Outcome]
  std::vector<RecordId> unreadable;                             ///< the first ones, ascending
};

struct ColumnFindings {
  /// [source][attribute; at the end the column `updated`]
  std::vector<std::vector<cleanse::DateEvidence>> dates;
  std::vector<std::vector<cleanse::NumberEvidence>> numbers;  ///< [source][attribute]
  std::vector<UpdatedCounts> updated;                         ///< [source]
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

  /// Local. `moments`: as MomentReader::read() gave them, one per row; empty if they were not read.
  void look_at(const RawBatch& batch, std::span<const std::uint64_t> moments);
  /// Collective. Sums the counts of all ranks; `stretches` are this rank's.
  [[nodiscard]] ColumnFindings find(const mpi::Communicator& world, std::span<const Stretch> stretches) const;

 private:
  /// A row of this rank: its stretch, and its position in it.
  struct Place {
    std::uint32_t stretch;
    std::uint64_t position;
  };
  struct OfSource {
    std::vector<std::optional<cleanse::DateWitness>> dates;      ///< [attribute; at the end `updated`]
    std::vector<std::optional<cleanse::NumberWitness>> numbers;  ///< [attribute]
    std::array<std::uint64_t, cleanse::kNumOutcomes> updated{};
    std::vector<Place> unreadable;
  };
  const config::Job& job_;
  cleanse::Cleanser placeholders_;  ///< tells a time that stands for none from an unreadable one
  std::vector<OfSource> sources_;
  Place next_{0, 0};
};

}  // namespace onefold::ingest
