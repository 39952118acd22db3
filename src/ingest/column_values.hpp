// Makes the values of attributes that are more than a column as it is written: joined columns, constants, what a
// pattern finds, parts of names and addresses. Local; one object serves all rows of a source that a rank reads.
//
//   in   the fields of a row
//   out  one value per attribute, and counts of how many texts had what a pattern or a split looks for
//
// Time: a pattern costs about as much as reading the row. The work on one value is bounded (kMaxPatternSteps), and the
// bound counts steps, not seconds, so that every run ends alike.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::ingest {

/// How often a pattern or a split was tried, and how often it found something.
struct ExtractionCounts {
  std::uint64_t num_texts = 0;  ///< texts that are not empty
  std::uint64_t num_found = 0;
};

/// A pattern or a split of a source.
struct Extraction {
  std::uint32_t source = 0;
  AttributeIndex attribute = 0;
  std::string columns;  ///< names of the columns that it reads, for messages
  bool is_pattern = false;
  ExtractionCounts counts;
};

/// Pure. All patterns and splits of a job, in a fixed order.
[[nodiscard]] std::vector<Extraction> extractions_of(const config::Job& job);

/// Pure. A pattern that matches no value of its source is a mistake, however small the source is.
[[nodiscard]] Warnings warn_of_patterns(const config::Job& job, std::span<const Extraction> extractions);

/// A pattern that needs too many steps for a value. The caller knows file and line.
struct PatternTooSlow {
  AttributeIndex attribute = 0;
  std::string columns;
};

class ColumnValues {
 public:
  /// Gives the text of the n-th column of for_each_column over all mappings of the source.
  using Field = std::function<std::string_view(std::size_t)>;

  explicit ColumnValues(const config::SourceConfig& source);
  ~ColumnValues();
  ColumnValues(ColumnValues&&) noexcept;

  /// Attributes that have values made here; the others are columns as they are written.
  [[nodiscard]] const std::vector<AttributeIndex>& attributes() const { return attributes_; }
  /// The value of attributes()[i]. Several values are separated by kElementSeparator. Valid until the next call. Throws
  /// PatternTooSlow.
  [[nodiscard]] std::string_view value(std::size_t i, const Field& field);
  /// In the order of extractions_of, without those of other sources.
  [[nodiscard]] const std::vector<ExtractionCounts>& counts() const { return counts_; }

 private:
  struct Node;
  std::vector<AttributeIndex> attributes_;
  std::vector<std::vector<Node>> values_;  ///< [attribute of attributes_][value]
  std::vector<ExtractionCounts> counts_;
  std::string joined_;
  std::string text_;
};

}  // namespace onefold::ingest
