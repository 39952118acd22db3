#include "onefold/score/edge_order.hpp"

#include <algorithm>
#include <numeric>

namespace onefold::score {

namespace {

// column[k] = old column[order[k]], for groups of `width` values.
template <typename T>
std::vector<T> permuted(const std::vector<T>& column, const std::vector<std::uint64_t>& order, std::size_t width = 1) {
  std::vector<T> out;
  out.reserve(column.size());
  for (const std::uint64_t i : order)
    out.insert(out.end(), column.begin() + static_cast<std::ptrdiff_t>(i * width),
               column.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
  return out;
}

// Applies `transform(column, width)` to every column of an edge list.
template <typename Transform>
void for_each_column(EdgeList& edges, std::size_t num_term_frequencies, Transform transform) {
  transform(edges.left, 1);
  transform(edges.right, 1);
  transform(edges.pattern, 1);
  transform(edges.weight, 1);
  transform(edges.rule, 1);
  transform(edges.term_frequency, num_term_frequencies);
}

}  // namespace

EdgeList order_edges(const mpi::Communicator& world, const BlockDistribution& distribution, EdgeList edges,
                     std::size_t num_term_frequencies) {
  std::vector<std::uint64_t> order(edges.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (const RecordId id : edges.left) ++counts[static_cast<std::size_t>(distribution.owner(id))];
  std::stable_sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
    return distribution.owner(edges.left[a]) < distribution.owner(edges.left[b]);
  });
  for_each_column(edges, num_term_frequencies, [&](auto& column, std::size_t width) {
    auto wide_counts = counts;
    for (auto& count : wide_counts) count *= width;
    column = world.exchange(permuted(column, order, width), wide_counts);
  });
  order.resize(edges.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
    return edges.left[a] != edges.left[b] ? edges.left[a] < edges.left[b] : edges.right[a] < edges.right[b];
  });
  for_each_column(edges, num_term_frequencies, [&](auto& column, std::size_t width) { column = permuted(column, order, width); });
  return edges;
}

}  // namespace onefold::score
