// What is known to be true about the records of a result.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "onefold/record/hash.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::evaluate {

/// The class of a record whose true id is not known.
inline constexpr std::uint32_t kNoClass = std::numeric_limits<std::uint32_t>::max();

struct Truth {
  std::vector<std::uint32_t> true_class;   ///< [num_records] which records are one customer, or kNoClass
  std::vector<std::uint32_t> source;       ///< [num_records]
  bool link_only = false;                  ///< pairs within a source do not count
};

/// Numbers texts 0, 1, ... in the order of their first appearance. The texts must stay where they are.
class TextNumbers {
 public:
  std::uint32_t number_of(std::string_view text) {
    return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  struct Hash {
    std::size_t operator()(std::string_view text) const { return hash_bytes(text); }
  };
  std::unordered_map<std::string_view, std::uint32_t, Hash> numbers_;   // looked up, never walked through
};

/// Classes of a column of true ids; an empty one is kNoClass.
[[nodiscard]] std::vector<std::uint32_t> classes_of(const TextColumn& true_ids);

/// How the records of a result are named in a truth file.
struct RecordNames {
  std::vector<std::string> sources;       ///< names
  std::vector<std::uint32_t> source;      ///< [num_records] index into `sources`
  TextColumn source_id;                   ///< [num_records] distinct within a source
};

struct TruthFile {
  std::vector<std::uint32_t> true_class;    ///< [num_records]
  std::uint64_t num_rows = 0;               ///< of the file, the header not counted
  std::uint64_t num_not_in_result = 0;      ///< rows of records that the result does not hold (quarantined, say)
  std::uint64_t num_without_true_id = 0;    ///< rows with an empty true id
};

/// Reads a truth file: CSV with a header, separated by comma, semicolon or tab (the first of these found in the header).
/// Columns `source` (may be missing when the result has one source only), `source_id`, and the true id: the column `true_id`, or
/// else `cluster`, or else the first other one. Throws Error(input) naming file and line on a record that comes twice, an unknown
/// source, a missing column, a row with the wrong number of fields, an open quote.
[[nodiscard]] TruthFile read_truth(const std::string& path, const RecordNames& records);

/// The same for the content of a file; `path` is for messages.
[[nodiscard]] TruthFile parse_truth(std::string_view content, const std::string& path, const RecordNames& records);

}  // namespace onefold::evaluate
