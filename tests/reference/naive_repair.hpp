// Naive twins of cluster repair: greedy agglomeration that computes every mean from the pairs anew, and the best of all
// partitions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "record/hash.hpp"

namespace onefold::reference {

/// Symmetric, [i][j].
struct Evidence {
  std::vector<std::vector<std::int64_t>> probability;
  std::vector<std::vector<std::int64_t>> weight;
  std::vector<std::vector<bool>> link;
  std::vector<std::vector<bool>> forbidden;
  /// [lasting value][i][j]: 1 they differ, 0 they do not, -1 unknown. The first value is decisive.
  std::vector<std::vector<std::vector<int>>> lasting;
  explicit Evidence(std::size_t n)
      : probability(n, std::vector<std::int64_t>(n)),
        weight(n, std::vector<std::int64_t>(n)),
        link(n, std::vector<bool>(n)),
        forbidden(n, std::vector<bool>(n)) {}
  [[nodiscard]] std::size_t size() const { return probability.size(); }
};

/// Whether the weights between two parts are far below those within both. Uses floating point, so weights must not be
/// close to the limit.
inline bool stands_out(const Evidence& evidence, const std::vector<std::uint32_t>& part, std::uint32_t a,
                       std::uint32_t b) {
  const auto mean = [&](std::uint32_t one, std::uint32_t other) {
    double sum = 0, pairs = 0;
    for (std::uint32_t i = 0; i < part.size(); ++i)
      for (std::uint32_t j = 0; j < part.size(); ++j)
        if (i != j && part[i] == one && part[j] == other) {
          sum += static_cast<double>(std::clamp<std::int64_t>(evidence.weight[i][j], 0, std::int64_t{64} << 20));
          ++pairs;
        }
    return pairs == 0 ? 0 : sum / pairs;
  };
  const auto smaller =
      static_cast<double>(std::min(std::count(part.begin(), part.end(), a), std::count(part.begin(), part.end(), b)));
  const double least = 0.35 * (1 - 1 / smaller) * (1 - 1 / smaller) * std::min(mean(a, a), mean(b, b));
  return smaller > 1 && mean(a, b) < least;
}

/// Whether two parts differ in lasting attributes; counts all pairs anew.
inline bool differs_for_life(const Evidence& evidence, const std::vector<std::uint32_t>& part, std::uint32_t a,
                             std::uint32_t b) {
  std::size_t num_different = 0;
  bool alone = false;
  for (std::size_t which = 0; which < evidence.lasting.size(); ++which) {
    const auto count = [&](std::uint32_t one, std::uint32_t other) {
      std::pair<int, int> known_differ{0, 0};
      for (std::uint32_t i = 0; i < part.size(); ++i)
        for (std::uint32_t j = 0; j < part.size(); ++j) {
          if (i == j || part[i] != one || part[j] != other || (one == other && j > i) ||
              evidence.lasting[which][i][j] < 0)
            continue;
          ++known_differ.first;
          known_differ.second += evidence.lasting[which][i][j];
        }
      return known_differ;
    };
    const auto share = [](std::pair<int, int> known_differ) {
      return static_cast<double>(known_differ.second) / known_differ.first;
    };
    const auto between = count(a, b);
    if (between.first == 0 || share(between) < 0.75) continue;
    ++num_different;
    const auto agrees = [&](std::uint32_t one) { return count(one, one).first >= 3 && share(count(one, one)) <= 0.25; };
    alone = alone || (which == 0 && agrees(a) && agrees(b));
  }
  if (alone) return true;
  if (num_different < 2) return false;
  const auto size = [&](std::uint32_t one) { return std::count(part.begin(), part.end(), one); };
  if (size(a) > 1 && size(b) > 1) return true;
  const std::uint32_t group = size(a) > 1 ? a : b;
  Uint128 within = 0, between = 0, pairs_within = 0, pairs_between = 0;
  for (std::uint32_t i = 0; i < part.size(); ++i)
    for (std::uint32_t j = 0; j < part.size(); ++j) {
      const auto weight =
          static_cast<Uint128>(std::clamp<std::int64_t>(evidence.weight[i][j], 0, std::int64_t{64} << 20));
      if (part[i] == group && part[j] == group && i < j) within += weight, ++pairs_within;
      if (part[i] == a && part[j] == b) between += weight, ++pairs_between;
    }
  return between * pairs_within * 20 < within * pairs_between * 7;
}

/// [member] smallest member of its part. For inputs without ties that exclusion would decide: the real one cuts those
/// links.
inline std::vector<std::uint32_t> naive_repair(const Evidence& evidence, std::int64_t support) {
  const auto n = static_cast<std::uint32_t>(evidence.size());
  std::vector<std::uint32_t> part(n);
  std::iota(part.begin(), part.end(), 0U);
  while (true) {
    struct Best {
      std::uint32_t a, b;
      Uint128 sum, pairs;
    };
    std::optional<Best> best;
    for (std::uint32_t a = 0; a < n; ++a)
      for (std::uint32_t b = a + 1; b < n; ++b) {
        if (part[a] != a || part[b] != b) continue;
        Uint128 sum = 0, pairs = 0;
        bool link = false, forbidden = false;
        for (std::uint32_t i = 0; i < n; ++i)
          for (std::uint32_t j = 0; j < n; ++j) {
            if (part[i] != a || part[j] != b) continue;
            sum += static_cast<Uint128>(evidence.probability[i][j]);
            ++pairs;
            link = link || evidence.link[i][j];
            forbidden = forbidden || evidence.forbidden[i][j];
          }
        if (!link || forbidden || sum < static_cast<Uint128>(support) * pairs || stands_out(evidence, part, a, b) ||
            differs_for_life(evidence, part, a, b))
          continue;
        if (!best || sum * best->pairs > best->sum * pairs) best = Best{a, b, sum, pairs};
      }
    if (!best) return part;
    for (auto& p : part)
      if (p == best->b) p = best->a;
  }
}

/// The objective of correlation clustering: the sum of probability - support over the pairs within parts.
inline std::int64_t objective(const Evidence& evidence, const std::vector<std::uint32_t>& part, std::int64_t support) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < part.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (part[i] == part[j]) sum += evidence.probability[i][j] - support;
  return sum;
}

/// The largest objective of any partition without forbidden pairs; for up to 9 members.
inline std::int64_t best_objective(const Evidence& evidence, std::int64_t support) {
  const std::size_t n = evidence.size();
  std::vector<std::uint32_t> part(n, 0);
  std::int64_t best = 0;
  const std::function<void(std::size_t, std::uint32_t)> place = [&](std::size_t member, std::uint32_t num_parts) {
    if (member == n) {
      best = std::max(best, objective(evidence, part, support));
      return;
    }
    for (std::uint32_t p = 0; p <= num_parts; ++p) {
      bool allowed = true;
      for (std::size_t other = 0; other < member; ++other)
        allowed = allowed && !(part[other] == p && evidence.forbidden[member][other]);
      if (!allowed) continue;
      part[member] = p;
      place(member + 1, std::max(num_parts, p + 1));
    }
  };
  place(0, 0);
  return best;
}

}  // namespace onefold::reference
