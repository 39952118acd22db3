// Finds single customers and records of a result through its indexes. Local, without MPI.
//
// Hashes and PINs are spread evenly, so a look-up guesses where a key stands (interpolation search: Perl, Itai, Avni
// 1978), and halves the rest whenever a guess was no better than that. It reads a few chunks of 1 MiB, for any number
// of records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/record/pin.hpp"
#include "result/column.hpp"

namespace onefold::inspect {

/// The functions below throw Error(input) if an index points outside its table.
/// Where the keys of a column are expected to lie. Wrong bounds cost time, nothing else.
struct KeyBounds {
  std::int64_t low = 0;
  std::int64_t high = 0;
};
/// The first row of a column that is not below `key`. The column ascends.
[[nodiscard]] std::uint64_t lower_bound(const result::ResultReader& file, const result::Column<std::int64_t>& ascending,
                                        std::int64_t key, KeyBounds bounds);

/// Row of /customers with this PIN.
[[nodiscard]] std::optional<std::uint64_t> find_customer(const result::ResultReader& file, std::int64_t pin);
/// A customer that has a PIN, or, if the PIN is retired, most of the records that it had.
struct CustomerOfPin {
  std::optional<std::uint64_t> customer;  ///< row of /customers; nothing: the PIN is unknown, or no record is left
  std::int64_t pin = kNoPin;              ///< of this customer
  bool is_retired = false;                ///< the PIN that was looked for
};
[[nodiscard]] CustomerOfPin find_customer_or_successor(const result::ResultReader& file, std::int64_t pin);
/// Row of /customers whose members have this cluster id.
[[nodiscard]] std::optional<std::uint64_t> find_cluster(const result::ResultReader& file, std::int64_t cluster_id);

/// Outcome of find_record().
struct FoundRecord {
  std::optional<std::uint64_t> record;
  bool knows_source = false;  ///< the result has a source of this name
};
/// The record that a source names so. Compares the id itself: different ids with equal hashes are told apart.
[[nodiscard]] FoundRecord find_record(const result::ResultReader& file, std::string_view source, std::string_view id);

/// The reason for which repair has cut the link between two records, `left < right` (CutReason); 0: it has not cut it.
[[nodiscard]] int cut_reason_of(const result::ResultReader& file, std::int64_t left, std::int64_t right);

/// Records of a row of /customers, ascending.
[[nodiscard]] std::vector<std::int64_t> members_of(const result::ResultReader& file, std::uint64_t customer);

}  // namespace onefold::inspect
