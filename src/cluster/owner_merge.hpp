// Merges the labels that the ranks' forests give to the records of one owner: into a parent per record, and the edges
// of a contracted graph whose vertices are the roots of forests.
//
//   in   (record, root)  root <= record; each root also comes with itself; each record at most once from each rank
//   out  local_parent    for a record that has labels and is not a root: the smallest label; otherwise: itself
//        edges           between roots that have a record in common, or one of which is labelled with the other
//        is_vertex       whether a record is a root of some forest
//
// An edge that was just added is not added again, so two ranks that know the same giant component make one edge, not
// one per record. Cost: O(labels + num_owned) time; one bit per record, 8 bytes per edge, 64 KiB.
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "onefold/cluster/packed_links.hpp"

namespace onefold::cluster {

class OwnerMerge {
 public:
  /// On entry `local_parent` holds each record itself; `first` is the first record.
  OwnerMerge(std::uint64_t num_global, RecordId first, std::span<RecordId> local_parent)
      : first_(first),
        local_parent_(local_parent),
        is_vertex_(local_parent.size(), false),
        edges_(num_global),
        recent_(kRecent) {}

  void add(RecordId record, RecordId root) {
    RecordId& parent = local_parent_[record - first_];
    if (root == record) {
      is_vertex_[record - first_] = true;
    } else if (parent == record) {
      parent = root;
    } else if (root != parent) {
      add_edge(root, parent);
      parent = std::min(parent, root);
    }
  }

  /// Call after all labels. A record that is not a root keeps its parent; for a root, the label becomes an edge.
  void finish() {
    for (std::uint64_t row = 0; row < local_parent_.size(); ++row) {
      const RecordId record = first_ + row;
      if (local_parent_[row] == record || !is_vertex_[row]) continue;
      add_edge(local_parent_[row], record);
      local_parent_[row] = record;
    }
    std::vector<Link>().swap(recent_);
  }

  [[nodiscard]] PackedLinks take_edges() { return std::move(edges_); }
  [[nodiscard]] std::vector<bool> take_is_vertex() { return std::move(is_vertex_); }

 private:
  static constexpr std::size_t kRecent = 4096;

  void add_edge(RecordId a, RecordId b) {
    if (b < a) std::swap(a, b);
    Link& recent = recent_[(a * 31 + b) % kRecent];
    if (recent.left == a && recent.right == b) return;
    recent = {a, b};
    edges_.push_back(recent);
  }

  RecordId first_;
  std::span<RecordId> local_parent_;
  std::vector<bool> is_vertex_;
  PackedLinks edges_;
  std::vector<Link> recent_;  // [kRecent] the edge last added under each hash; initially a loop, which is not an edge
};

}  // namespace onefold::cluster
