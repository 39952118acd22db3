// Edges in columns, collected as scoring finds them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "score/edge.hpp"
#include "score/score_tiles.hpp"

namespace onefold::test {

struct EdgeList {
  std::vector<RecordId> left;
  std::vector<RecordId> right;
  std::vector<model::Pattern> pattern;
  std::vector<FixedWeight> weight;
  std::vector<std::uint16_t> rule;
  std::vector<std::int32_t> term_frequency;  ///< [edge * adjustments + adjustment]
  [[nodiscard]] std::size_t size() const { return left.size(); }
  void add(const score::Edge& edge, std::span<const std::int32_t> adjustments) {
    left.push_back(edge.left);
    right.push_back(edge.right);
    pattern.push_back(edge.pattern);
    weight.push_back(edge.weight);
    rule.push_back(edge.rule);
    term_frequency.insert(term_frequency.end(), adjustments.begin(), adjustments.end());
  }
};

/// `edges` must outlive it.
inline score::TakeEdge append_to(EdgeList& edges) {
  return [&edges](const score::Edge& edge, std::span<const std::int32_t> adjustments) { edges.add(edge, adjustments); };
}

}  // namespace onefold::test
