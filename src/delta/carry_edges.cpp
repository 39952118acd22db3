#include "delta/carry_edges.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "mpi/ask_owners.hpp"
#include "onefold/record/error.hpp"
#include "result/edges_table.hpp"
#include "result/patterns_table.hpp"
#include "result/row_slices.hpp"
#include "score/pair_evaluator.hpp"

namespace onefold::delta {

namespace {

using result::EdgesTable;

/// What many edges of the previous result have in common; its tables are small.
class PreviousPatterns {
 public:
  PreviousPatterns(const PreviousRecords& previous, const config::Job& job, const model::Model& model,
                   const score::PairWeights& weights)
      : path_(previous.file().path()) {
    const auto& file = previous.file();
    patterns_ = result::PatternsTable::kPattern.read_all(file);
    rules_ = result::PatternsTable::kRule.read_all(file);
    const auto space = score::PairEvaluator(job).space();
    const std::size_t last = space.num_comparisons() - 1;
    const std::uint64_t num_patterns = space.stride(last) * space.num_levels(last);
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      if (patterns_[i] < 0 || static_cast<std::uint64_t>(patterns_[i]) >= num_patterns || rules_[i] < 0 ||
          static_cast<std::size_t>(rules_[i]) >= job.blocking.size())
        refuse();
      base_.push_back(weights.base(static_cast<model::Pattern>(patterns_[i])));
    }
    for (std::size_t t = 0; t < weights.num_term_frequencies(); ++t) {
      const std::string& name = model.comparisons[weights.comparison_of(t)].name;
      columns_.push_back(EdgesTable::term_frequency(name));
      auto& adjustments = adjustments_.emplace_back();
      // A result without edges has neither table.
      const auto table = result::TermFrequenciesTable::adjustment(name);
      if (!table.is_in(file)) continue;
      for (const double value : table.read_all(file)) adjustments.push_back(static_cast<std::int32_t>(to_fixed(value)));
    }
  }

  [[nodiscard]] const std::vector<result::Column<std::int32_t>>& columns() const { return columns_; }
  /// Weight, rule and pattern of an edge with this row of /patterns, without term frequencies.
  [[nodiscard]] score::Edge edge(std::int32_t row) const {
    const std::size_t at = checked(row, patterns_.size());
    return {0, 0, static_cast<model::Pattern>(patterns_[at]), base_[at], static_cast<std::uint16_t>(rules_[at])};
  }
  [[nodiscard]] std::int32_t adjustment(std::size_t t, std::int32_t row) const {
    return adjustments_[t][checked(row, adjustments_[t].size())];
  }

 private:
  [[noreturn]] void refuse() const {
    throw Error(ExitCode::input, "[merge]: previous: " + path_ +
                                     ": its edges do not fit its patterns and the comparisons of this job: it is "
                                     "damaged; onefold verify tells more");
  }
  [[nodiscard]] std::size_t checked(std::int32_t row, std::size_t size) const {
    if (row < 0 || static_cast<std::size_t>(row) >= size) refuse();
    return static_cast<std::size_t>(row);
  }

  std::string path_;
  std::vector<std::int64_t> patterns_;
  std::vector<std::int16_t> rules_;
  std::vector<FixedWeight> base_;
  std::vector<result::Column<std::int32_t>> columns_;
  std::vector<std::vector<std::int32_t>> adjustments_;
};

}  // namespace

CarriedEdges carry_edges(const Context& context, const PreviousRecords& previous, const Changes& changes,
                         const Columns& columns, const model::Model& model, score::ScoredPairs& pairs) {
  const auto& world = context.world;
  const auto& file = previous.file();
  const score::PairWeights weights(context.job, model, columns.facts());
  std::optional<PreviousPatterns> patterns;
  mpi::run_locally(world, [&] { patterns.emplace(previous, context.job, model, weights); });
  const FixedWeight review = weight_of_probability(context.job.cluster.review_threshold);
  const FixedWeight link = weight_of_probability(context.job.cluster.threshold);
  pairs.links.open("links-carried");
  pairs.for_review.open("review-carried");
  const BlockDistribution edges(EdgesTable::kLeft.num_rows(file), world.size());
  const auto owner = [&](std::uint64_t record) { return changes.previous.owner(record); };
  CarriedEdges carried;
  for (std::uint64_t window = 0; window < edges.size(0); window += result::kSliceRows) {
    const std::uint64_t begin = std::min(edges.begin(world.rank()) + window, edges.end(world.rank()));
    const std::uint64_t count = std::min(result::kSliceRows, edges.end(world.rank()) - begin);
    std::vector<std::uint64_t> records;  // left and right of each edge
    mpi::run_locally(world, [&] {
      const auto left = EdgesTable::kLeft.read(file, begin, count);
      const auto right = EdgesTable::kRight.read(file, begin, count);
      for (std::uint64_t e = 0; e < count; ++e)
        for (const std::int64_t record : {left[e], right[e]}) {
          if (record < 0 || static_cast<std::uint64_t>(record) >= previous.num_records())
            throw Error(ExitCode::input, "[merge]: previous: " + file.path() +
                                             ": an edge names a record that it does not hold: it is damaged");
          records.push_back(static_cast<std::uint64_t>(record));
        }
    });
    const auto new_ids = mpi::ask_owners_singly<RecordId>(world, records, owner, [&](std::uint64_t record) {
      return changes.new_ids[record - changes.previous.begin(world.rank())];
    });
    mpi::run_locally(world, [&] {
      const auto pattern = EdgesTable::kPattern.read(file, begin, count);
      std::vector<std::vector<std::int32_t>> rows;
      for (const auto& column : patterns->columns()) rows.push_back(column.read(file, begin, count));
      std::vector<std::int32_t> adjustments(rows.size());
      for (std::uint64_t e = 0; e < count; ++e) {
        const auto [left, right] = std::minmax(new_ids[2 * e], new_ids[2 * e + 1]);
        if (right == Changes::kGone) {
          ++carried.num_dropped;
          continue;
        }
        score::Edge edge = patterns->edge(pattern[e]);
        edge.left = left;
        edge.right = right;
        for (std::size_t t = 0; t < rows.size(); ++t) {
          adjustments[t] = patterns->adjustment(t, rows[t][e]);
          edge.weight += adjustments[t];
        }
        if (edge.weight < review) continue;
        (edge.weight >= link ? pairs.links : pairs.for_review).add(edge, adjustments);
        ++carried.num_carried;
      }
    });
  }
  pairs.links.publish();
  pairs.for_review.publish();
  carried = {world.sum(carried.num_carried), world.sum(carried.num_dropped)};
  context.statistics.add_global("edges_carried", carried.num_carried);
  context.statistics.add_global("edges_dropped", carried.num_dropped);
  return carried;
}

}  // namespace onefold::delta
