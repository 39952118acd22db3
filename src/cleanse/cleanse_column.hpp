// Cleanses a whole column of raw values: what a Cleanser makes of each, and the hash of that, with repeated values
// looked up instead of cleansed again. No MPI.
//
// A direct-mapped cache of 4,096 raw values that are short enough is asked first; where values hardly repeat it is
// passed over, so that it costs them little. Results do not depend on it. Memory: 256 KiB beyond the Cleanser.
#pragma once

#include <cstdint>
#include <memory>

#include "cleanse/cleanser.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::cleanse {

/// All of the same length.
struct CleansedColumn {
  TextColumn values;                  ///< empty: missing
  PlainBuffer<std::uint64_t> hashes;  ///< hash_bytes of the value; 0: missing
  void clear() {
    values.clear();
    hashes.clear();
  }
};

/// For the values of one attribute. Not thread-safe; cheap to move.
class ColumnCleanser {
 public:
  /// Throws Error(job) as Cleanser does.
  ColumnCleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies);
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
