// The true customers of the records of a result. Each rank learns the classes of its own records.
//
// The smallest RecordId of a class is its name. Equal texts meet at the rank that owns their key. Rank 0 reads a truth
// file in parts and deals the rows out, so that no rank holds more than its share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/compare_clusters.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::evaluate {

/// Collective. Classes of a column of true ids with one row per record of this rank; an empty id is kNoTrueClass.
[[nodiscard]] std::vector<RecordId> classes_of(const mpi::Communicator& world, const BlockDistribution& distribution,
                                               const TextColumn& local_true_ids);

/// The names by which the user's files refer to the records of a rank.
struct RecordNames {
  std::vector<std::string> sources;   ///< names; equal on all ranks
  std::vector<std::uint32_t> source;  ///< [local record] index into `sources`
  TextColumn source_id;               ///< [local record] distinct within its source
};

struct TruthFile {
  std::vector<RecordId> true_class;  ///< [local record]
  // The rest is global, and equal on all ranks.
  std::uint64_t num_rows = 0;           ///< of the file, without its header
  std::uint64_t num_not_in_result = 0;  ///< rows of records that the result does not hold, for example quarantined rows
  std::uint64_t num_without_true_id = 0;   ///< rows with an empty true id
  std::vector<std::string> not_in_result;  ///< the first of the rows not in the result, "line 4"; at most 5
};

/// Collective. Reads a truth file: CSV with a header, as CsvRows reads it. Columns: `source`, which may be missing if
/// the result has one source; `source_id`; and the true id, which is the column `true_id`, or else `cluster`, or else
/// the first other column. Throws Error(input), which names file and line, for a record that occurs twice, an unknown
/// source, a missing column, a row with a wrong number of fields, and malformed quotes.
[[nodiscard]] TruthFile read_truth(const mpi::Communicator& world, const BlockDistribution& distribution,
                                   const std::string& path, const RecordNames& local);

/// Collective. The same for the content of a file, which only rank 0 needs; `path` is for messages. `rows_at_once`: how
/// many rows are dealt out at a time.
[[nodiscard]] TruthFile parse_truth(const mpi::Communicator& world, const BlockDistribution& distribution,
                                    std::string_view content, const std::string& path, const RecordNames& local,
                                    std::uint64_t rows_at_once = 1 << 20);

}  // namespace onefold::evaluate
