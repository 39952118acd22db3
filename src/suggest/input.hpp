// What is read of the input: how each file is written, how many rows it has, and a sample of all rows. Local.
//
// A row is in the sample if hash(its file, its position) is below a limit that falls while rows come: the sample has
// between kSampleRows / 2 and kSampleRows rows once there are that many, and every row has the same chance, `rate`.
// Memory: the sample, at most kSampleBytes; 8 bytes a row for a column that may hold ids, as long as no id repeats and
// rows are fewer than kMaxCheckedIds. Time: one pass over the bytes of all files, two over one whose quotes are odd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "suggest/dialect.hpp"

namespace onefold::suggest {

inline constexpr std::size_t kSampleRows = 200'000;
inline constexpr std::size_t kSampleBytes = std::size_t{256} << 20;
inline constexpr std::size_t kMaxCheckedIds = 50'000'000;

/// A column that holds ids, as far as the beginning of the file tells.
struct IdCandidate {
  std::size_t column = 0;
  bool unique = true;   ///< in all rows, none of them without a value
  bool checked = true;  ///< there were not too many rows to know
  std::vector<std::uint64_t> hashes;
};

/// One file.
struct Table {
  std::string path;
  Dialect dialect;
  std::vector<std::string> columns;  ///< names; positions from 1 without a header
  std::uint64_t num_rows = 0;        ///< well-formed ones, header not counted
  std::uint64_t num_malformed = 0;
  std::vector<IdCandidate> ids;  ///< best first
};

/// Rows of the sample, those of a table together, in the order of the file.
struct SampledRow {
  std::uint32_t table = 0;
  std::uint64_t row = 0;  ///< position among the well-formed rows of the file
  std::uint64_t hash = 0;
  std::vector<std::string> values;
};

struct Input {
  std::vector<Table> tables;
  std::vector<SampledRow> sample;
  double rate = 1;  ///< share of rows that are in the sample
  [[nodiscard]] std::uint64_t num_rows() const;
};

/// Throws Error(input) for a file that is missing, empty, binary, not UTF-8, no table, or of one column.
[[nodiscard]] Input read_input(const std::vector<std::string>& paths);

}  // namespace onefold::suggest
