// Reads a result file on all ranks: each rank reads its share of the records and of the edges.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/judge_edges.hpp"
#include "evaluate/truth.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::evaluate {

/// The member functions are local.
class ResultSlices {
 public:
  /// Collective. Opens the file on all ranks.
  ResultSlices(const mpi::Communicator& world, const std::string& path);

  [[nodiscard]] const result::ResultReader& file() const { return *file_; }
  [[nodiscard]] const BlockDistribution& records() const { return records_; }
  [[nodiscard]] const BlockDistribution& edges() const { return edges_; }
  [[nodiscard]] const std::vector<std::string>& sources() const { return sources_; }
  [[nodiscard]] const std::vector<std::string>& rules() const { return rules_; }
  [[nodiscard]] bool link_only() const;
  /// Whether edges have a probability given the rivals of their records.
  [[nodiscard]] bool has_rivals() const;

  /// Sources and clusters of the records of this rank. These functions throw Error(input) for invalid values.
  [[nodiscard]] std::vector<std::uint32_t> source_of_records() const;
  [[nodiscard]] std::vector<RecordId> clusters_of_records() const;
  /// The edges of this rank.
  [[nodiscard]] std::vector<ScoredPair> local_edges() const;

  /// SOURCE:ID of any record. Reads a chunk of the file: use it for few records.
  [[nodiscard]] std::string name_of(RecordId record) const;
  /// The row of the edge between two records, or the number of edges if there is none. Reads a few chunks: use it for
  /// few pairs.
  [[nodiscard]] std::uint64_t find_edge(RecordId left, RecordId right) const;

 private:
  [[noreturn]] void damaged(const std::string& what) const;
  const mpi::Communicator& world_;
  std::unique_ptr<result::ResultReader> file_;
  BlockDistribution records_;
  BlockDistribution edges_;
  std::vector<std::string> sources_;
  std::vector<std::string> rules_;
};

}  // namespace onefold::evaluate
