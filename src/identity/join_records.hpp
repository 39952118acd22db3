// Finds the records of a run in the previous result, by the hash of their names.
#pragma once

#include <cstdint>
#include <vector>

#include "identity/lineage.hpp"

namespace onefold::identity {

inline constexpr std::uint64_t kNoRow = ~std::uint64_t{0};

struct JoinedRecords {
  std::vector<KnownRecord> records;  ///< [local record]
  /// [record of OldSlice; then departed record of it] Its row in the new /crosswalk: a record id, or, for a record that
  /// is not in this run, the number of records plus its place among those.
  std::vector<std::uint64_t> new_rows;
  std::uint64_t num_departed_now = 0;     ///< global, like the next count
  std::uint64_t num_departed_before = 0;  ///< of those that the previous result knew as departed
};

/// Collective. `keys`: [local record].
[[nodiscard]] JoinedRecords join_records(const mpi::Communicator& world, const Columns& columns, const OldSlice& slice,
                                         const std::vector<TextKey>& keys, std::int32_t previous_run);

}  // namespace onefold::identity
