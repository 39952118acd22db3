#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "cluster/contract.hpp"

namespace onefold::cluster {

namespace {

constexpr unsigned kDigitBits = 11;
constexpr std::uint64_t kDigitMask = (1u << kDigitBits) - 1;
// For fewer edges, clearing the counters of all passes costs more than sorting by comparison.
constexpr std::size_t kFewEdges = 4096;

// A stable counting pass by `kDigitBits` bits of one end.
void sort_by_digit(const std::vector<Link>& from, std::vector<Link>& to, RecordId Link::*end, unsigned shift) {
  std::array<std::uint64_t, kDigitMask + 1> next{};
  for (const Link& edge : from) ++next[(edge.*end >> shift) & kDigitMask];
  std::uint64_t sum = 0;
  for (auto& n : next) sum += std::exchange(n, sum);
  for (const Link& edge : from) to[next[(edge.*end >> shift) & kDigitMask]++] = edge;
}

}  // namespace

void normalise(std::vector<Link>& edges, std::uint64_t num_ids) {
  std::erase_if(edges, [](const Link& edge) { return edge.left == edge.right; });
  for (Link& edge : edges)
    if (edge.right < edge.left) std::swap(edge.left, edge.right);

  if (edges.size() < kFewEdges) {
    std::sort(edges.begin(), edges.end(),
              [](const Link& a, const Link& b) { return a.left != b.left ? a.left < b.left : a.right < b.right; });
  } else {
    // Least significant digit first; only the bits that ids use.
    const auto id_bits = static_cast<unsigned>(std::bit_width(num_ids - 1));
    std::vector<Link> other(edges.size());
    for (const auto end : {&Link::right, &Link::left})
      for (unsigned shift = 0; shift < id_bits; shift += kDigitBits) {
        sort_by_digit(edges, other, end, shift);
        edges.swap(other);
      }
  }
  edges.erase(std::unique(edges.begin(), edges.end(),
                          [](const Link& a, const Link& b) { return a.left == b.left && a.right == b.right; }),
              edges.end());
}

}  // namespace onefold::cluster
