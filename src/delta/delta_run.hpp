// A run in which a source is a delta: its files hold only new and changed rows, and name deleted records. All other
// records of the source, their values and the edges between them come from the previous result.
//
// The result equals that of a run over all rows with the same model, frequencies and oversized blocks: customers, PINs,
// golden records and edges, all named by source and id. Pairs of two unchanged records are not scored again.
//
// docs/deltas.md says what a delta is; the headers of this folder how each part works.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "delta/carry_edges.hpp"
#include "delta/changes.hpp"
#include "delta/drift.hpp"
#include "delta/kept_rows.hpp"
#include "delta/previous_records.hpp"
#include "onefold/record/warning.hpp"
#include "result/result_writer.hpp"

namespace onefold::delta {

class DeltaRun {
 public:
  /// Collective. Throws Error(input) if the previous result cannot be used.
  explicit DeltaRun(const Context& context);

  [[nodiscard]] ingest::KeptRecords& kept() { return *kept_; }
  /// Local. Makes `sink` show its rows. Call it before ingest.
  void watch(ingest::RawRecordSink& sink) { seen_->watch(sink); }
  /// Collective. Call it after ingest.
  void find_changes(const Context& context, const ingest::SourceFacts& facts);
  [[nodiscard]] std::shared_ptr<const ChangedRecords> changed() const { return changes_.changed; }
  /// Collective. Adds the edges between unchanged records.
  void carry_edges(const Context& context, const Columns& columns, const model::Model& model,
                   score::ScoredPairs& pairs);
  /// Collective. Compares the frozen model with a fresh one. Call it once blocks are made; returns a warning if they
  /// differ much.
  Warnings measure_drift(const Context& context, const Columns& columns, const block::BlockPlan& plan,
                         const model::Model& frozen, double frozen_threshold);
  [[nodiscard]] const std::optional<Drift>& drift() const { return drift_; }
  [[nodiscard]] const Changes& changes() const { return changes_; }
  [[nodiscard]] const CarriedEdges& edges() const { return edges_; }
  /// Deletions of unknown records, and sources that are scored again.
  [[nodiscard]] Warnings warnings(const config::Job& job) const;
  /// Not collective: rank 0 writes.
  void write(result::ResultWriter& writer, std::uint64_t num_pairs_scored) const;

 private:
  std::optional<PreviousRecords> previous_;
  std::optional<KeptRows> kept_;
  std::optional<SeenRecords> seen_;
  Changes changes_;
  CarriedEdges edges_;
  std::optional<Drift> drift_;
};

}  // namespace onefold::delta
