// What is known to be true about the records of a result, distributed: each rank learns the classes of its own records.
//
// A class is named by the smallest id of its records. Texts meet at the owner of their hash (128 bits: two texts of
// 10^9 share one with probability 10^-21); a truth file is read by rank 0 in parts and dealt out, so that no rank holds
// more than its share.
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

/// Collective. Classes of a column of true ids, a row for each record of this rank; an empty one is kNoTrueClass.
[[nodiscard]] std::vector<RecordId> classes_of(const mpi::Communicator& world, const BlockDistribution& distribution,
                                               const TextColumn& local_true_ids);

/// How the records of a rank are named in files of the user.
struct RecordNames {
  std::vector<std::string> sources;   ///< names; equal on all ranks
  std::vector<std::uint32_t> source;  ///< [local record] index into `sources`
  TextColumn source_id;               ///< [local record] distinct within a source
};

struct TruthFile {
  std::vector<RecordId> true_class;        ///< [local record]
  std::uint64_t num_rows = 0;              ///< of the file, the header not counted; global, as are those that follow
  std::uint64_t num_not_in_result = 0;     ///< rows of records that the result does not hold (quarantined, say)
  std::uint64_t num_without_true_id = 0;   ///< rows with an empty true id
  std::vector<std::string> not_in_result;  ///< some of these rows, "crm:17 (line 4)", the first of the file; at most 5
};

/// Collective. Reads a truth file: CSV with a header, separated by comma, semicolon or tab (the first of these found in
/// the header). Columns `source` (may be missing when the result has one source only), `source_id`, and the true id:
/// the column `true_id`, or else `cluster`, or else the first other one. Throws Error(input) naming file and line on a
/// record that comes twice (naming it too), an unknown source, a missing column, a row with the wrong number of fields,
/// an open quote.
[[nodiscard]] TruthFile read_truth(const mpi::Communicator& world, const BlockDistribution& distribution,
                                   const std::string& path, const RecordNames& local);

/// Collective. The same for the content of a file, which rank 0 has; `path` is for messages. `rows_at_once`: rows dealt
/// out at a time.
[[nodiscard]] TruthFile parse_truth(const mpi::Communicator& world, const BlockDistribution& distribution,
                                    std::string_view content, const std::string& path, const RecordNames& local,
                                    std::uint64_t rows_at_once = 1 << 20);

}  // namespace onefold::evaluate
