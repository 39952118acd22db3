// Cleanses a whole column of raw values and hashes the results. Repeated values are looked up in a cache instead of
// being cleansed again. No MPI.
//
// A direct-mapped cache holds up to 4,096 short raw values with their results. Columns whose values rarely repeat
// bypass it, so it costs them little. Results do not depend on the cache. Memory: 256 KiB besides the Cleanser.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::cleanse {

/// Both columns have the same number of rows.
struct CleansedColumn {
  TextColumn values;                  ///< empty: missing
  PlainBuffer<std::uint64_t> hashes;  ///< hash_bytes of the value; 0: missing
  void clear() {
    values.clear();
    hashes.clear();
  }
};

/// What became of the values of a column.
struct ReadingCounts {
  static constexpr std::size_t kNumExamples = 5;
  std::array<std::uint64_t, kNumOutcomes> outcomes{};  ///< [Outcome] number of rows
  std::vector<std::uint64_t> unreadable;               ///< the first rows that are unreadable, ascending
  void turn_into_filled(Outcome before) {
    --outcomes[static_cast<std::size_t>(before)];
    ++outcomes[static_cast<std::size_t>(Outcome::filled)];
  }
};

/// Cleanses the values of one attribute. Not thread-safe; cheap to move.
class ColumnCleanser {
 public:
  /// Throws Error(job) as the constructor of Cleanser does.
  ColumnCleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies,
                 DateReading dates = {});
  ~ColumnCleanser();
  ColumnCleanser(ColumnCleanser&&) noexcept;
  ColumnCleanser& operator=(ColumnCleanser&&) noexcept;

  /// Appends one row to `cleansed` for each row of `raw`.
  void append(const TextColumn& raw, CleansedColumn& cleansed);
  /// The same for the rows `begin` to `end` - 1 of `raw`.
  void append(const TextColumn& raw, std::size_t begin, std::size_t end, CleansedColumn& cleansed);
  /// Of all rows so far. Rows count from the first one that this object has seen.
  [[nodiscard]] const ReadingCounts& counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::cleanse
