// Reads [cluster].
#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

// One rank holds all pairs of a component at once: some 70 bytes per pair.
constexpr std::uint64_t kMaxRepairSize = 20'000;

// Refuses settings that only a method with repair can satisfy.
void refuse_without_repair(TableReader& section, const Job& job) {
  constexpr std::string_view needs = "it needs method = \"repair\"";
  for (const std::string_view key : {"support", "max_repair_size", "must_link", "cannot_link"})
    if (const auto* node = section.find(key)) section.mistake_of(key, *node, std::string(needs));
  const auto* method = section.find("method");
  for (const SourceConfig& source : job.sources)
    if (source.unique)
      section.mistake_of("method", *method, fmt::format("[[source]] {} has unique = true: {}", source.name, needs));
  for (const AttributeConfig& attribute : job.attributes)
    if (attribute.lasting.value_or(Lasting::never) != Lasting::never)
      section.mistake_of("method", *method, fmt::format("[[attribute]] {} is lasting: {}", attribute.name, needs));
  for (const AttributeConfig& attribute : job.attributes)
    if (attribute.conflict)
      section.mistake_of("method", *method,
                         fmt::format("[[attribute]] {} has conflict = true: {}", attribute.name, needs));
}

void read_repair(TableReader& section, Job& job) {
  ClusterConfig& cluster = job.cluster;
  std::size_t method = 0;
  if (section.read_choice("method", method, kClusterMethodNames)) cluster.method = static_cast<ClusterMethod>(method);
  if (cluster.method == ClusterMethod::components) return refuse_without_repair(section, job);
  const bool has_support = section.read_between("support", cluster.support, 0, 1);
  if (cluster.threshold_rule.kind != ThresholdRule::Kind::fixed) {
    // decide_threshold() lowers the support to the threshold.
  } else if (!has_support) {
    cluster.support = std::min(cluster.support, cluster.threshold);
  } else if (cluster.support > cluster.threshold) {
    // Repair does not look at a component whose records are all linked, so its links alone must be enough support.
    section.mistake_of("support", *section.find("support"),
                       fmt::format("expected at most threshold ({}); found {}", cluster.threshold, cluster.support));
  }
  section.read("max_repair_size", cluster.max_repair_size, 2, kMaxRepairSize);
  section.read_paths("must_link", cluster.must_link);
  section.read_paths("cannot_link", cluster.cannot_link);
}

// A number, "best_f1" or { precision = P }. Returns whether the job gives a number.
bool read_threshold(TableReader& section, Reading& reading, ClusterConfig& cluster) {
  constexpr std::string_view key = "threshold";
  const auto* node = section.find(key);
  if (node == nullptr || node->is_number()) return section.read_between(key, cluster.threshold, 0, 1);
  constexpr std::string_view wanted = "expected a number above 0 and below 1, \"best_f1\" or { precision = 0.99 }";
  if (const auto* text = node->as_string()) {
    if (text->get() == kBestF1)
      cluster.threshold_rule.kind = ThresholdRule::Kind::best_f1;
    else
      section.mistake_of(key, *node, fmt::format("{}; found {}", wanted, in_quotes(text->get())));
  } else if (const auto* table = node->as_table(); table != nullptr && table->contains("precision")) {
    TableReader rule(reading, *table, section.context() + ": threshold");
    if (rule.read_between("precision", cluster.threshold_rule.precision, 0, 1))
      cluster.threshold_rule.kind = ThresholdRule::Kind::precision;
    rule.report_unknown_keys();
  } else {
    section.mistake_of(key, *node, fmt::format("{}; found {}", wanted, kind_of(*node)));
  }
  return false;
}

}  // namespace

void read_cluster(TableReader& root, Reading& reading, Job& job) {
  const auto* table = root.read_table("cluster");
  if (table == nullptr) return;
  TableReader section(reading, *table, "[cluster]");
  ClusterConfig& cluster = job.cluster;
  const bool has_threshold = read_threshold(section, reading, cluster);
  const bool is_fixed = cluster.threshold_rule.kind == ThresholdRule::Kind::fixed;
  if (section.read_between("review_threshold", cluster.review_threshold, 0, 1)) {
    if (is_fixed && cluster.review_threshold > cluster.threshold)
      section.mistake_of(
          "review_threshold", *section.find("review_threshold"),
          fmt::format("expected at most threshold ({}); found {}", cluster.threshold, cluster.review_threshold));
  } else if (has_threshold) {
    cluster.review_threshold = std::min(cluster.review_threshold, cluster.threshold);
  }
  read_repair(section, job);
  section.report_unknown_keys();
}

}  // namespace onefold::config
