// Cleanses a whole column of raw values and hashes the results. Repeated values are looked up in a cache instead of
// being cleansed again. No MPI.
//
// A direct-mapped cache holds up to 4,096 short raw values with their results. Columns whose values rarely repeat
// bypass it, so it costs them little. Results do not depend on the cache. Memory: 256 KiB besides the Cleanser.
#pragma once

#include <cstdint>
#include <memory>

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

/// Cleanses the values of one attribute. Not thread-safe; cheap to move.
class ColumnCleanser {
 public:
  /// Throws Error(job) as the constructor of Cleanser does.
  ColumnCleanser(const config::AttributeConfig& attribute, const std::shared_ptr<const DummyValues>& dummies);
  ~ColumnCleanser();
  ColumnCleanser(ColumnCleanser&&) noexcept;
  ColumnCleanser& operator=(ColumnCleanser&&) noexcept;

  /// Appends one row to `cleansed` for each row of `raw`.
  void append(const TextColumn& raw, CleansedColumn& cleansed);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::cleanse
