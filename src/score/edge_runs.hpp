// Edges as products of the work directory: sorted runs while pairs are scored, then one order for all.
//
//   product  edges-RULE-WAVE, a slice for each run; a rank makes a run when its edges would take too much memory, and
//   at the end of a wave payload  u64 words, a row for each edge, ascending by (left, right): left, right, pattern,
//   weight * 2^16 + rule, then
//            the term-frequency adjustments, two i32 a word
//
// Which rank scored a pair must not show. So the runs are merged in windows of the left record: cut by counts of edges
// over all ranks, shared by the ranks in the order of left records, each window sorted. Every byte is written once and
// read twice (links, merge), in order. Cost: 32 bytes an edge and 4 for each adjustment on disk and once on the wire;
// memory of a window's share, and 1 MiB a run.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "score/score_tiles.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"
#include "scratch/slice_file.hpp"

namespace onefold::score {

/// Collects the edges of one wave on this rank.
class EdgeRunWriter {
 public:
  /// Local. `left_bins` has EdgeSummary::kNumBins entries, to which the edges are added. `edges` is where they are to
  /// be put: empty, and of all waves the same, so that its memory is used again.
  EdgeRunWriter(const Context& context, std::string product, std::uint64_t num_records,
                std::size_t num_term_frequencies, std::vector<std::uint64_t>& left_bins, score::EdgeList& edges);

  /// Pure. Edges of a run, with what it takes to sort them, in so many bytes.
  [[nodiscard]] static std::uint64_t edges_in(std::uint64_t bytes, std::size_t num_term_frequencies);
  /// Local. Writes the edges found so far as a run.
  void spill();
  /// Collective. Writes the last run and publishes the product.
  void publish();

 private:
  const Context& context_;
  std::string product_;
  std::uint64_t num_records_;
  std::size_t num_term_frequencies_;
  std::vector<std::uint64_t>& left_bins_;
  score::EdgeList& edges_;
  std::vector<scratch::Slice> slices_;
  std::uint64_t num_written_ = 0;
};

/// Every edge in this rank's share of the runs, in any order, one at a time: for those who must exchange something on
/// the way.
class LocalEdges {
 public:
  struct Edge {
    RecordId left;
    RecordId right;
    FixedWeight weight;
  };
  /// Local, as is next().
  LocalEdges(const Context& context, const EdgeSummary& summary);
  ~LocalEdges();
  /// False at the end.
  [[nodiscard]] bool next(Edge& edge);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Local. Left, right record and weight of every edge in this rank's share of the runs, in any order.
void for_each_local_edge(const Context& context, const EdgeSummary& summary,
                         const std::function<void(RecordId, RecordId, FixedWeight)>& visit);

/// Collective. Calls `use` with the edges of window after window in the global order: all ranks' lists of a call one
/// after another are the next edges. Windows hold at most `max_window_edges`, as far as bins of left records allow, and
/// do not depend on the number of ranks.
void for_each_edge_window(const Context& context, const EdgeSummary& summary, std::uint64_t max_window_edges,
                          const std::function<void(score::EdgeList)>& use);

}  // namespace onefold::score
