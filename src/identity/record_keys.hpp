// What names a record across runs: its source and its id there. A record of a source without ids is named by its
// content: the values of its attributes as they were written, and, among equal rows of its source, its place.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cluster/members.hpp"
#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "record/text_key.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

/// Pure. The key of a record with this id, in a source with this name. It depends on neither the order of sources nor
/// that of rows.
[[nodiscard]] TextKey key_of_id(std::string_view source_name, std::string_view id);
/// Pure. The key of a record of a source without ids.
[[nodiscard]] TextKey key_of_content(std::string_view source_name, std::uint64_t content_key);

struct RecordKeys {
  std::vector<TextKey> keys;  ///< [local record]
  /// [local record] Of sources without ids, 0 for others; empty if all sources have ids.
  std::vector<std::uint64_t> content_keys;
};

/// Collective. Reads the ids of this rank's records once. Memory: 16 bytes per record, 8 more and 24 to number equal
/// rows if there are sources without ids.
[[nodiscard]] RecordKeys make_record_keys(const Context& context, const Columns& columns);

/// Collective. [customer of `clusters`] A hash of the smallest key of its records.
[[nodiscard]] std::vector<TextKey> content_of_customers(const mpi::Communicator& world, const Columns& columns,
                                                        const cluster::Clusters& clusters,
                                                        const std::vector<TextKey>& keys);

/// Collective. [key] Its position among the keys of all ranks. Sorts them without a sample, because hashes are spread
/// evenly. Memory: 40 bytes per key.
[[nodiscard]] std::vector<std::uint64_t> positions_of(const mpi::Communicator& world, const std::vector<TextKey>& keys);

}  // namespace onefold::identity
