// Each group stores its best partner for a merger. After a merger only the groups whose best partner was one of the two
// search again.
#include "repair/repair.hpp"

#include <algorithm>
#include <numeric>

#include "record/hash.hpp"

namespace onefold::repair {

namespace {

constexpr std::uint8_t kLink = 1;
constexpr std::uint8_t kTie = 2;
constexpr std::uint8_t kConflict = 4;
constexpr std::uint8_t kUniqueSource = 8;
constexpr std::uint8_t kCannotLink = 16;
constexpr std::uint8_t kForbidden = kTie | kConflict | kUniqueSource | kCannotLink;
// Flags of pairs that exclude each other from the start.
constexpr std::uint8_t kExclusive = kConflict | kUniqueSource | kCannotLink;

std::uint8_t flag_of(CutReason reason) {
  switch (reason) {
    case CutReason::unique_source:
      return kUniqueSource;
    case CutReason::conflict:
      return kConflict;
    default:
      return kCannotLink;
  }
}

Uint128 product(std::int64_t a, std::int64_t b) { return static_cast<Uint128>(a) * static_cast<Uint128>(b); }

}  // namespace

bool ComponentRepair::Mean::is_above(const Mean& other) const {
  if (sum < 0 || other.sum < 0) return sum > other.sum;
  return product(sum, other.num_pairs) > product(other.sum, num_pairs);
}

bool ComponentRepair::Mean::equals(const Mean& other) const {
  return sum >= 0 && other.sum >= 0 && product(sum, other.num_pairs) == product(other.sum, num_pairs);
}

void ComponentRepair::reset(std::uint32_t num_members, std::uint32_t num_lasting, std::uint32_t num_decisive) {
  num_members_ = num_members;
  num_lasting_ = num_lasting;
  num_decisive_ = num_decisive;
  const std::size_t num_pairs = num_members < 2 ? 0 : cell(num_members - 1, num_members - 2) + 1;
  sums_.assign(num_pairs, 0);
  weights_.assign(num_pairs, 0);
  inner_.assign(num_members, 0);
  lasting_.assign(num_pairs * num_lasting_, {});
  inner_lasting_.assign(num_members * num_lasting_, {});
  flags_.assign(num_pairs, 0);
  sizes_.assign(num_members, 1);
  part_.resize(num_members);
  std::iota(part_.begin(), part_.end(), 0U);
  alive_ = part_;
  best_.assign(num_members, 0);
  best_mean_.assign(num_members, Mean{});
  joins_.clear();
}

void ComponentRepair::add_evidence(std::uint32_t i, std::uint32_t j, FixedShare probability, std::int64_t weight,
                                   bool is_link) {
  sums_[cell(i, j)] = probability;
  weights_[cell(i, j)] = std::clamp<std::int64_t>(weight, 0, kMostWeight);
  if (is_link) flags_[cell(i, j)] |= kLink;
}

void ComponentRepair::add_lasting(std::uint32_t i, std::uint32_t j, std::uint32_t which, bool differs) {
  lasting_[cell(i, j) * num_lasting_ + which] = {1, differs ? 1U : 0U};
}

void ComponentRepair::forbid(std::uint32_t i, std::uint32_t j, CutReason reason) {
  flags_[cell(i, j)] |= flag_of(reason);
}

void ComponentRepair::join(std::uint32_t i, std::uint32_t j) { joins_.push_back({i, j}); }

// Whether the evidence between two groups is below the usual evidence within both.
bool ComponentRepair::stands_out(std::uint32_t a, std::uint32_t b) const {
  const std::int64_t smaller = std::min(sizes_[a], sizes_[b]);
  if (smaller < 2) return false;
  const auto is_below = [&](std::uint32_t group) {
    const std::int64_t pairs_within = sizes_[group] * (sizes_[group] - 1) / 2;
    return product(weights_[cell(a, b)], pairs_within) *
               static_cast<Uint128>(kContrastDenominator * smaller * smaller) <
           product(inner_[group], sizes_[a] * sizes_[b]) *
               static_cast<Uint128>(kContrastNumerator * (smaller - 1) * (smaller - 1));
  };
  return is_below(a) && is_below(b);
}

// Whether the evidence between one record and a group of two or more is below the usual evidence within the group.
bool ComponentRepair::is_far_from_others(std::uint32_t a, std::uint32_t b) const {
  const std::uint32_t group = sizes_[a] > 1 ? a : b;
  const std::int64_t pairs_within = sizes_[group] * (sizes_[group] - 1) / 2;
  return product(weights_[cell(a, b)], pairs_within) * static_cast<Uint128>(kContrastDenominator) <
         product(inner_[group], sizes_[a] * sizes_[b]) * static_cast<Uint128>(kContrastNumerator);
}

bool ComponentRepair::differs_for_life(std::uint32_t a, std::uint32_t b) const {
  std::size_t num_different = 0;
  for (std::size_t which = 0; which < num_lasting_; ++which) {
    const Lasting& between = lasting_[cell(a, b) * num_lasting_ + which];
    if (between.known == 0 || 4 * std::uint64_t{between.differ} < kLastingBetween * between.known) continue;
    if (++num_different == 2 && (std::min(sizes_[a], sizes_[b]) > 1 || is_far_from_others(a, b))) return true;
    const auto agrees_within = [&](std::uint32_t group) {
      const Lasting& inner = inner_lasting_[group * num_lasting_ + which];
      return inner.known >= kLeastLastingPairs && 4 * std::uint64_t{inner.differ} <= kLastingWithin * inner.known;
    };
    if (which < num_decisive_ && agrees_within(a) && agrees_within(b)) return true;
  }
  return false;
}

ComponentRepair::Mean ComponentRepair::mean_of(std::uint32_t a, std::uint32_t b) const {
  const std::size_t at = cell(a, b);
  if ((flags_[at] & (kLink | kForbidden)) != kLink) return {};
  const std::int64_t num_pairs = sizes_[a] * sizes_[b];
  if (sums_[at] < support_ * num_pairs || stands_out(a, b) || differs_for_life(a, b)) return {};
  return {sums_[at], num_pairs};
}

void ComponentRepair::find_best(std::uint32_t a) {
  Mean best;
  for (const std::uint32_t b : alive_) {
    if (b == a) continue;
    const Mean mean = mean_of(a, b);
    if (!mean.is_above(best)) continue;
    best = mean;
    best_[a] = b;
  }
  best_mean_[a] = best;
}

void ComponentRepair::merge(std::uint32_t a, std::uint32_t b) {
  for (const std::uint32_t c : alive_) {
    if (c == a || c == b) continue;
    sums_[cell(a, c)] += sums_[cell(b, c)];
    weights_[cell(a, c)] += weights_[cell(b, c)];
    for (std::size_t which = 0; which < num_lasting_; ++which)
      lasting_[cell(a, c) * num_lasting_ + which] += lasting_[cell(b, c) * num_lasting_ + which];
    flags_[cell(a, c)] |= flags_[cell(b, c)];
  }
  inner_[a] += inner_[b] + weights_[cell(a, b)];
  for (std::size_t which = 0; which < num_lasting_; ++which) {
    Lasting& inner = inner_lasting_[a * num_lasting_ + which];
    inner += inner_lasting_[b * num_lasting_ + which];
    inner += lasting_[cell(a, b) * num_lasting_ + which];
  }
  sizes_[a] += sizes_[b];
  part_[b] = a;
  alive_.erase(std::lower_bound(alive_.begin(), alive_.end(), b));
}

// If a third group excludes one of the two and has an equal claim to the other, all of these links are cut.
bool ComponentRepair::cut_ties(std::uint32_t a, std::uint32_t b) {
  const Mean mean = best_mean_[a];
  std::vector<std::uint32_t> touched;
  const auto look = [&](std::uint32_t wanted, std::uint32_t rival) {
    for (const std::uint32_t c : alive_) {
      if (c == a || c == b || (flags_[cell(rival, c)] & kExclusive) == 0 || !mean_of(wanted, c).equals(mean)) continue;
      flags_[cell(wanted, c)] |= kTie;
      touched.push_back(c);
    }
  };
  look(a, b);
  look(b, a);
  if (touched.empty()) return false;
  flags_[cell(a, b)] |= kTie;
  find_best(a);
  find_best(b);
  for (const std::uint32_t c : touched) find_best(c);
  return true;
}

void ComponentRepair::run(FixedShare support) {
  support_ = support;
  // Must-links are merged before any evidence is weighed.
  const auto group_of = [&](std::uint32_t member) {
    while (part_[member] != member) member = part_[member];
    return member;
  };
  for (const Join& pair : joins_) {
    const std::uint32_t a = group_of(pair.left);
    const std::uint32_t b = group_of(pair.right);
    if (a != b) merge(std::min(a, b), std::max(a, b));
  }

  for (const std::uint32_t a : alive_) find_best(a);
  while (true) {
    std::uint32_t a = num_members_;
    for (const std::uint32_t group : alive_)
      if (best_mean_[group].sum >= 0 && (a == num_members_ || best_mean_[group].is_above(best_mean_[a]))) a = group;
    if (a == num_members_) break;
    const std::uint32_t b = best_[a];
    if (cut_ties(a, b)) continue;
    // `a` is the smallest group with the largest mean, so its best partner is a larger one.
    merge(a, b);
    find_best(a);
    for (const std::uint32_t c : alive_) {
      if (c == a || best_mean_[c].sum < 0) continue;
      if (best_[c] == a || best_[c] == b) {
        find_best(c);
        continue;
      }
      const Mean mean = mean_of(a, c);
      if (mean.is_above(best_mean_[c]) || (mean.equals(best_mean_[c]) && a < best_[c])) {
        best_[c] = a;
        best_mean_[c] = mean;
      }
    }
    // A group without a partner may have one now: it may have a link to each of the two with too little support, but
    // enough support from both together.
    for (const std::uint32_t c : alive_)
      if (c != a && best_mean_[c].sum < 0) {
        best_[c] = a;
        best_mean_[c] = mean_of(a, c);
      }
  }
  for (std::uint32_t member = 0; member < num_members_; ++member) part_[member] = group_of(member);
}

CutReason ComponentRepair::reason(std::uint32_t i, std::uint32_t j) const {
  const std::uint8_t flags = flags_[cell(part_[i], part_[j])];
  if ((flags & kCannotLink) != 0) return CutReason::cannot_link;
  if ((flags & kUniqueSource) != 0) return CutReason::unique_source;
  if ((flags & kConflict) != 0) return CutReason::conflict;
  if ((flags & kTie) != 0) return CutReason::tie;
  const std::int64_t num_pairs = sizes_[part_[i]] * sizes_[part_[j]];
  if (sums_[cell(part_[i], part_[j])] < support_ * num_pairs) return CutReason::support;
  return stands_out(part_[i], part_[j]) ? CutReason::contrast : CutReason::lasting;
}

}  // namespace onefold::repair
