// Sizes used by ingest that do not change its result. Tests make them tiny.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ingest/ingest.hpp"

namespace onefold::ingest {

struct Tuning {
  std::size_t chunk_bytes = 1U << 20;
  std::uint64_t max_row_bytes = 256ULL << 20;
  std::uint64_t max_hashes_in_flight = 2U << 20;  ///< records that a rank compares for repeated ids at a time
  std::size_t batch_rows = kBatchRows;
  std::size_t batch_bytes = kBatchBytes;
};

}  // namespace onefold::ingest
