// Finds single customers and records of a result through its indexes. Local, without MPI.
//
// Hashes and PINs are spread evenly, so a look-up guesses where a key stands (interpolation search: Perl, Itai, Avni
// 1978), and halves the rest whenever a guess was no better than that. It reads a few chunks of 1 MiB, for any number of
// records; results without indexes cannot be opened (result_reader.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// The functions below throw Error(input) if an index points outside its table.
/// The first row of a column that is not below `key`. The column ascends.
[[nodiscard]] std::uint64_t lower_bound(const ResultReader& file, const Column<std::int64_t>& ascending,
                                        std::int64_t key);

/// Row of /customers with this PIN.
[[nodiscard]] std::optional<std::uint64_t> find_customer(const ResultReader& file, std::int64_t pin);
/// Row of /customers whose members have this cluster id.
[[nodiscard]] std::optional<std::uint64_t> find_cluster(const ResultReader& file, std::int64_t cluster_id);

/// Outcome of find_record().
struct FoundRecord {
  std::optional<std::uint64_t> record;
  bool knows_source = false;  ///< the result has a source of this name
};
/// The record that a source names so. Compares the id itself: different ids with equal hashes are told apart.
[[nodiscard]] FoundRecord find_record(const ResultReader& file, std::string_view source, std::string_view id);

/// Records of a row of /customers, ascending.
[[nodiscard]] std::vector<std::int64_t> members_of(const ResultReader& file, std::uint64_t customer);

}  // namespace onefold::result
