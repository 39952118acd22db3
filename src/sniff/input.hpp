// What a first look reads of the input: the format of each file, its number of rows, and a sample of all rows. Local.
//
// A row is in the sample if hash(its file, its position) is below a limit, which falls as rows arrive. The sample has
// between kSampleRows / 2 and kSampleRows rows once there are that many, and every row has the same probability,
// `rate`. Memory: the sample, at most kSampleBytes; 8 bytes per row for each column that may hold ids, as long as no id
// repeats and there are fewer than sniff::kMaxCheckedIds rows; when all is read, 8 bytes per id of at most as many
// rows. Time: one pass over the bytes of all files, and a second pass over a file whose quotes are malformed, which is
// compressed, in UTF-16, or of fixed width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/record/warning.hpp"
#include "sniff/dialect.hpp"
#include "sniff/id_candidates.hpp"

namespace onefold::sniff {

inline constexpr std::size_t kSampleRows = 200'000;
inline constexpr std::size_t kSampleBytes = std::size_t{256} << 20;

/// One file.
struct Table {
  std::string path;                                ///< of a database: its name
  const config::SourceConfig* database = nullptr;  ///< null: a file
  Dialect dialect;
  std::vector<std::string> columns;  ///< names; without a header the positions from 1
  std::vector<bool> has_several;     ///< [column] rows have several values in it; empty: none has
  std::uint64_t num_rows = 0;        ///< well-formed rows, without the header
  std::uint64_t num_malformed = 0;
  std::uint64_t first_malformed_line = 0;
  std::string first_malformed_reason;
  /// Where, and why: half a sentence.
  [[nodiscard]] std::string first_malformed() const;
  Warnings doubts;  ///< about how the file is read
  [[nodiscard]] bool has_names() const { return !dialect.names.empty(); }
  std::vector<IdCandidate> ids;  ///< best first
};

/// Rows of the sample, grouped by table, in the order of the file.
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

/// Throws Error(input), which names the file, if it is missing, empty, binary, or not a table.
/// `databases` outlive the input.
[[nodiscard]] Input read_input(const std::vector<std::string>& paths,
                               std::span<const config::SourceConfig> databases = {});

/// The rows of a source as its job says they are written, without looking for a dialect. There may be none. `source`
/// outlives the input.
[[nodiscard]] Input read_source(const config::SourceConfig& source);

}  // namespace onefold::sniff
