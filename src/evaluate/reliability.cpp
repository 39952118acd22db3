#include "evaluate/reliability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "record/probability_text.hpp"

namespace onefold::evaluate {

namespace {

constexpr double kProbabilityUnit = 0x1p-24;

void count(ReliabilityCounts& counts, double probability, bool is_match) {
  ++counts.pairs;
  counts.matches += is_match ? 1 : 0;
  counts.probability += static_cast<std::uint64_t>(std::llround(probability / kProbabilityUnit));
}

void add_counts(ReliabilityCounts& to, const ReliabilityCounts& from) {
  to.pairs += from.pairs;
  to.matches += from.matches;
  to.probability += from.probability;
}

}  // namespace

double ReliabilityCounts::expected_share() const {
  return pairs == 0 ? 0 : static_cast<double>(probability) * kProbabilityUnit / static_cast<double>(pairs);
}

double ReliabilityCounts::true_share() const {
  return pairs == 0 ? 0 : static_cast<double>(matches) / static_cast<double>(pairs);
}

void Reliability::add(double probability, bool is_link, bool is_match) {
  const auto behind = std::upper_bound(kReliabilityBins.begin() + 1, kReliabilityBins.end(), probability);
  count(bins[static_cast<std::size_t>(behind - kReliabilityBins.begin()) - 1], probability, is_match);
  if (is_link) count(links, probability, is_match);
}

void Reliability::add(const Reliability& other) {
  for (std::size_t i = 0; i < bins.size(); ++i) add_counts(bins[i], other.bins[i]);
  add_counts(links, other.links);
}

std::uint64_t Reliability::num_pairs() const {
  std::uint64_t pairs = 0;
  for (const auto& bin : bins) pairs += bin.pairs;
  return pairs;
}

double Reliability::expected_calibration_error() const {
  double distance = 0;
  for (const auto& bin : bins)
    distance += static_cast<double>(bin.pairs) * std::abs(bin.expected_share() - bin.true_share());
  const std::uint64_t pairs = num_pairs();
  return pairs == 0 ? 0 : distance / static_cast<double>(pairs);
}

std::string text_of(const Reliability& reliability, bool among_rivals) {
  if (reliability.num_pairs() == 0) return {};
  std::string out = fmt::format("{:<22}{:>12}{:>18}{:>14}\n", among_rivals ? "p among rivals" : "match probability",
                                "pairs", "expected matches", "true matches");
  const auto row = [&](const std::string& name, const ReliabilityCounts& counts) {
    out += fmt::format("{:<22}{:>12}{:>18.4f}{:>14.4f}\n", name, counts.pairs, counts.expected_share(),
                       counts.true_share());
  };
  for (std::size_t i = 0; i < kReliabilityBins.size(); ++i) {
    if (reliability.bins[i].pairs == 0) continue;
    const double end = i + 1 < kReliabilityBins.size() ? kReliabilityBins[i + 1] : 1.0;
    row(fmt::format("{} to {}", probability_text(kReliabilityBins[i]), probability_text(end)), reliability.bins[i]);
  }
  if (reliability.links.pairs > 0) row("all links", reliability.links);
  out += fmt::format("expected calibration error {:.4f}, over the {} pairs at or above the review threshold\n",
                     reliability.expected_calibration_error(), reliability.num_pairs());
  return out;
}

}  // namespace onefold::evaluate
