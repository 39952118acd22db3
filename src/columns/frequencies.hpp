// How many records have each value, word or element of an attribute: the counts on which weights depend.
//
// A run either counts, and keeps the counts for its result in the work directory; or its job says `[model] frequencies
// = "frozen"`: then the counts of the previous result are used instead, and kept again. A value that the previous
// result does not know counts once. Only counts above 1 are kept, because all others are 1.
//
// The owner of a key, which counts it, also holds its old count: rank r of P owns the keys k with scale_to(k, P) == r.
// Cost: counts are written once to the work directory and once to the result, 16 bytes per key with a count above 1. A
// frozen run reads them once, sends them to their owners, and holds its part of one attribute at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/result/result_reader.hpp"
#include "record/columns.hpp"
#include "result/frequencies_table.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"
#include "scratch/text_slices.hpp"

namespace onefold::columns {

struct KeyCount {
  std::uint64_t key = 0;
  std::uint64_t count = 0;
};

/// The counts of one attribute.
class AttributeFrequencies {
 public:
  /// `previous`: the result whose counts are used; null: this run counts.
  AttributeFrequencies(const Context& context, AttributeIndex attribute, const result::ResultReader* previous);

  /// Records with a value, to which counts relate, if this run has `num_present`.
  [[nodiscard]] std::uint64_t num_weighed(std::uint64_t num_present) const;
  /// Collective. `counts`: of keys that this rank owns, ascending, and above those of the calls before. Keeps
  /// the counts, or replaces them by the old ones. Each kind begins with its first call.
  void settle(result::Counted counted, std::span<KeyCount> counts);
  /// Collective. After the last call of settle().
  void finish();

 private:
  struct Kind {
    std::optional<scratch::TextSliceWriter> writer;
    std::vector<KeyCount> old;  ///< ascending
  };
  void keep(Kind& kind, std::span<const KeyCount> counts);
  void begin(result::Counted counted, Kind& kind);

  const Context& context_;
  AttributeIndex attribute_;
  const result::ResultReader* previous_;
  std::uint64_t old_present_ = 0;
  std::array<Kind, 3> kinds_;
};

/// Collective. Opens the previous result if the job asks for its counts, otherwise returns null. Throws Error(input) if
/// it has none.
[[nodiscard]] std::unique_ptr<result::ResultReader> open_frozen_result(const Context& context);

/// Collective. Writes the kept counts, and the number of records to which they relate. `facts`: of each attribute.
void write_frequencies(const Context& context, const std::vector<ColumnFacts>& facts, result::ResultWriter& writer);

}  // namespace onefold::columns
