// Digests of columns that depend neither on how a column is divided into slices nor on the order of slices.
//
//   digest of a column   sum over its rows of XXH3-128(bytes of the row, seed = global index of the row), modulo 2^128
//   bytes of a row       little-endian numbers; all numbers of the row of a matrix; a text
//   content digest       XXH3-128 over the sorted lines "name type rows width digest\n" of all datasets that count
//
// A changed, removed, added or moved row changes the sum of seeded hashes, and the digests of slices are simply added.
// Cost: one hash per row. Local.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/record/text_column.hpp"

namespace onefold::result {

/// An unsigned number of 128 bits.
struct ColumnDigest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  ColumnDigest& operator+=(const ColumnDigest& other) {
    low += other.low;
    high += other.high + (low < other.low ? 1 : 0);
    return *this;
  }
  bool operator==(const ColumnDigest&) const = default;
  /// 32 hex digits, most significant first.
  [[nodiscard]] std::string hex() const;
};

/// Digest of `rows.size() / row_bytes` rows; the first one is global row `first_row`.
[[nodiscard]] ColumnDigest digest_of_rows(std::span<const char> rows, std::uint64_t row_bytes, std::uint64_t first_row);
[[nodiscard]] ColumnDigest digest_of_text(std::string_view text, std::uint64_t row);
[[nodiscard]] ColumnDigest digest_of_texts(const TextColumn& texts, std::uint64_t first_row);

/// Whether a dataset counts in the content digest. Timings and paths do not count.
enum class Digested : bool { no = false, yes = true };

/// A dataset as the table /verification lists it.
struct DatasetDigest {
  std::string name;  ///< "/records/pin"
  std::string type;  ///< int8, int16, int32, int64, float32, float64, text
  std::uint64_t rows = 0;
  std::uint64_t width = 1;  ///< columns of a matrix
  ColumnDigest digest;
  Digested digested = Digested::yes;
};

/// 32 hex digits. The order of `datasets` does not matter.
[[nodiscard]] std::string content_digest_of(std::span<const DatasetDigest> datasets);

}  // namespace onefold::result
