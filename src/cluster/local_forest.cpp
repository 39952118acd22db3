#include "cluster/local_forest.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "cluster/huge_pages.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

namespace {

// parent[x] <= x always holds, so a root is the smallest of its tree. Both walks climb together, and each step attaches
// the node that it leaves to the parent on the other side ("splicing"), which shortens paths without a second pass.
void unite(std::span<std::uint32_t> parent, std::uint32_t a, std::uint32_t b) {
  while (parent[a] != parent[b]) {
    if (parent[a] < parent[b]) std::swap(a, b);
    const std::uint32_t above = parent[a];
    parent[a] = parent[b];
    if (above == a) return;
    a = above;
  }
}

}  // namespace

/// `Links` must have size() and operator[](std::size_t), which returns a Link.
template <typename Links>
class LocalForestBuilder {
 public:
  [[nodiscard]] static LocalForest build(std::uint64_t num_ids, const Links& links) {
    LocalForest forest(num_ids);
    forest.members_.assign([&](auto insert) {
      for (std::size_t i = 0; i < links.size(); ++i) {
        const Link link = links[i];
        if (std::max(link.left, link.right) >= num_ids)
          throw Error(ExitCode::internal, "broken invariant: a link joins existing records");
        if (link.left == link.right) continue;
        insert(link.left);
        insert(link.right);
      }
    });
    forest.root_low_ = array_in_huge_pages<std::uint32_t>(forest.members_.size());
    std::iota(forest.root_low_.begin(), forest.root_low_.end(), std::uint32_t{0});
    unite_all(links, forest.members_, forest.root_low_);
    name_roots(num_ids, forest);
    return forest;
  }

 private:
  // Links are looked up one batch before their use, so that the cache misses of a batch overlap.
  static void unite_all(const Links& links, const IdSet& members, std::span<std::uint32_t> parent) {
    struct Ends {
      RecordId left, right;
      std::uint32_t a, b;  // first the slots of the two records, then their indices
    };
    std::array<Ends, 64> batch;
    for (std::size_t begin = 0; begin < links.size(); begin += batch.size()) {
      std::size_t filled = 0;
      for (std::size_t i = begin; i < std::min(begin + batch.size(), links.size()); ++i) {
        const Link link = links[i];
        if (link.left == link.right) continue;
        Ends& ends = batch[filled++];
        ends = {link.left, link.right, members.slot_of(link.left), members.slot_of(link.right)};
        members.prefetch_slot(ends.a);
        members.prefetch_slot(ends.b);
      }
      for (Ends& ends : std::span(batch).first(filled)) {
        ends.a = members.index_at(ends.a, ends.left);
        ends.b = members.index_at(ends.b, ends.right);
        __builtin_prefetch(&parent[ends.a], 1);
        __builtin_prefetch(&parent[ends.b], 1);
      }
      for (const Ends& ends : std::span(batch).first(filled)) unite(parent, ends.a, ends.b);
    }
  }

  // Replaces indices of parents by ids of roots, in place. A parent comes before its children, so it already holds its
  // root's id when they are processed.
  static void name_roots(std::uint64_t num_ids, LocalForest& forest) {
    auto& low = forest.root_low_;
    auto& high = forest.root_high_;
    if (IdWidth(num_ids).wide()) high.resize(low.size());
    std::uint32_t i = 0;
    forest.members_.for_each([&](RecordId record) {
      const std::uint32_t parent = low[i];
      low[i] = parent == i ? static_cast<std::uint32_t>(record) : low[parent];
      if (!high.empty()) high[i] = parent == i ? static_cast<unsigned char>(record >> 32) : high[parent];
      ++i;
    });
  }
};

LocalForest local_forest(std::uint64_t num_ids, std::span<const Link> links) {
  return LocalForestBuilder<std::span<const Link>>::build(num_ids, links);
}
LocalForest local_forest(std::uint64_t num_ids, const PackedLinks& links) {
  return LocalForestBuilder<PackedLinks>::build(num_ids, links);
}

}  // namespace onefold::cluster
