// What many edges have in common is stored once in the result: the agreement pattern with its blocking rule, and the
// term-frequency adjustments of each comparison. Edges name a row of these tables.
//
// Rows are in descending order of the number of edges; ties: by value. So the tables do not depend on the number of
// ranks, and frequent values have small row numbers, which compress well.
//
// Cost: all edges are read once more. Memory: 64 bytes per different value of this rank's edges while they are counted,
// and 80 bytes per different value of all edges afterwards, on every rank. Each rank sends 24 bytes per value.
#pragma once

#include <compare>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "score/scored_pairs.hpp"

namespace onefold::score {

/// A value of a table: a pattern and its rule, or an adjustment in units of 2^-20.
struct SharedValue {
  std::uint32_t table = 0;  ///< 0: patterns; 1 + t: adjustments of number t in the tail of an edge
  std::uint32_t rule = 0;
  std::uint64_t value = 0;

  [[nodiscard]] static SharedValue of_pattern(const Edge& edge) { return {0, edge.rule, edge.pattern}; }
  [[nodiscard]] static SharedValue of_adjustment(std::size_t t, std::int32_t adjustment) {
    return {1 + static_cast<std::uint32_t>(t), 0, static_cast<std::uint64_t>(static_cast<std::int64_t>(adjustment))};
  }
  [[nodiscard]] std::int64_t adjustment() const { return static_cast<std::int64_t>(value); }
  auto operator<=>(const SharedValue&) const = default;
};

class SharedValues {
 public:
  struct Row {
    SharedValue value;
    std::uint64_t num_edges = 0;
  };

  /// Collective. Counts the values of all edges.
  SharedValues(const mpi::Communicator& world, const ScoredPairs& pairs);

  /// The rows of a table; equal on all ranks.
  [[nodiscard]] const std::vector<Row>& table(std::size_t table) const { return tables_[table]; }
  /// Local. The row of a value that some edge has.
  [[nodiscard]] std::int32_t row_of(const SharedValue& value) const { return row_of_.at(value); }

 private:
  struct Hash {
    std::size_t operator()(const SharedValue& value) const;
  };
  using Counts = std::unordered_map<SharedValue, std::uint64_t, Hash>;
  [[nodiscard]] static std::vector<Row> local_counts(const ScoredPairs& pairs);

  std::vector<std::vector<Row>> tables_;
  std::unordered_map<SharedValue, std::int32_t, Hash> row_of_;
};

}  // namespace onefold::score
