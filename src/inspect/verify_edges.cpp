#include "inspect/verify_edges.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "inspect/verify_support.hpp"
#include "record/cut_reason.hpp"

namespace onefold::inspect {

std::string check_edges(const result::ResultReader& file, std::uint64_t num_records) {
  const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(file);
  for (const std::string& name : file.names_in(EdgesTable::kGroup)) {
    const std::uint64_t num_rows = file.num_rows(std::string(EdgesTable::kGroup) + "/" + name);
    require(num_rows == num_edges, "{}/{} has {} rows, {} has {}", EdgesTable::kGroup, name, num_rows,
            EdgesTable::kLeft.name, num_edges);
  }
  const auto num_rules = static_cast<std::int64_t>(result::BlockingTable::kRule.num_rows(file));
  std::int64_t last_left = -1;
  std::int64_t last_right = -1;
  result::for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto rule = EdgesTable::kRule.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(left[i] >= 0 && left[i] < right[i] && static_cast<std::uint64_t>(right[i]) < num_records,
              "edge {} joins records {} and {} of {}", first + i, left[i], right[i], num_records);
      require(left[i] > last_left || (left[i] == last_left && right[i] > last_right),
              "edge {} is out of order, or occurs twice", first + i);
      require(rule[i] >= 0 && rule[i] < num_rules, "edge {} was proposed by rule {} of {}", first + i, rule[i],
              num_rules);
      last_left = left[i];
      last_right = right[i];
    }
  });
  return fmt::format("{} edges", num_edges);
}

std::string check_weights(const result::ResultReader& file) {
  const result::ScoreTables tables = result::read_score_tables(file);
  const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(file);
  const std::uint64_t num_comparisons = tables.comparisons.size();
  const std::uint64_t num_columns = tables.num_term_frequency_columns;
  require(EdgesTable::kLevel.width(file) == num_comparisons, "/edges/level has {} columns, there are {} comparisons",
          EdgesTable::kLevel.width(file), num_comparisons);
  result::for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    const auto weight = EdgesTable::kWeight.read(file, first, count);
    const auto probability = EdgesTable::kProbability.read(file, first, count);
    const auto pattern = EdgesTable::kPattern.read(file, first, count);
    const auto level = EdgesTable::kLevel.read(file, first, count);
    const auto adjustment =
        num_columns > 0 ? EdgesTable::kTermFrequency.read(file, first, count) : std::vector<double>{};
    for (std::uint64_t i = 0; i < count; ++i) {
      // All terms are multiples of 2^-20: the sum is exact in any order.
      double sum = tables.prior_weight_log2;
      std::uint64_t expected_pattern = 0;
      std::uint64_t place_value = 1;
      for (std::uint64_t k = 0; k < num_comparisons; ++k) {
        const auto& levels = tables.comparisons[k].levels;
        const std::int8_t l = level[i * num_comparisons + k];
        require(l >= 0 && static_cast<std::size_t>(l) < levels.size(), "edge {}: comparison {} has no level {}",
                first + i, k, static_cast<int>(l));
        sum += levels[static_cast<std::size_t>(l)].weight_log2;
        expected_pattern += static_cast<std::uint64_t>(l) * place_value;
        place_value *= levels.size();
      }
      for (const auto& pair : tables.dependence) sum += tables.correction(pair, &level[i * num_comparisons]);
      for (std::uint64_t t = 0; t < num_columns; ++t) sum += adjustment[i * num_columns + t];
      require(static_cast<std::uint64_t>(pattern[i]) == expected_pattern, "edge {}: pattern {}, its levels say {}",
              first + i, pattern[i], expected_pattern);
      require(weight[i] == sum, "edge {}: weight {}, prior, levels, term frequencies and dependence add up to {}",
              first + i, weight[i], sum);
      require(std::abs(probability[i] - 1 / (1 + std::exp2(-weight[i]))) < 1e-9,
              "edge {}: probability {} does not follow from weight {}", first + i, probability[i], weight[i]);
    }
  });
  return fmt::format("{} weights add up exactly from {} comparisons", num_edges, num_comparisons);
}

namespace {

// The links that repair has cut, in the order of edges.
class CutLinks {
 public:
  explicit CutLinks(const result::ResultReader& file) : cuts_(result::CutsTable::read(file)) {
    for (std::size_t i = 0; i < cuts_.reason.size(); ++i)
      require(cuts_.reason[i] > 0 && cuts_.reason[i] < static_cast<std::int8_t>(kNumCutReasons),
              "cut {} has the unknown reason {}", i, static_cast<int>(cuts_.reason[i]));
  }
  // Whether this edge is cut. Call it for all edges in their order.
  bool takes(std::int64_t left, std::int64_t right, double weight) {
    if (next_ == cuts_.left.size() || cuts_.left[next_] != left || cuts_.right[next_] != right) return false;
    require(cuts_.weight_log2[next_] == weight, "cut {} has the weight {}, its edge {}", next_,
            cuts_.weight_log2[next_], weight);
    ++next_;
    return true;
  }
  void require_all_taken() const {
    require(next_ == cuts_.left.size(), "cut {} joins records {} and {}, which have no link, or is out of order", next_,
            next_ < cuts_.left.size() ? cuts_.left[next_] : 0, next_ < cuts_.left.size() ? cuts_.right[next_] : 0);
  }
  [[nodiscard]] std::size_t size() const { return cuts_.left.size(); }

 private:
  result::CutsTable cuts_;
  std::size_t next_ = 0;
};

}  // namespace

std::string check_clusters(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  const result::ScoreTables tables = result::read_score_tables(file);
  // Union-find; the smaller record is the root, as in a cluster's name. Path halving.
  std::vector<std::int64_t> parent(cluster_of.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root_of = [&](std::int64_t id) {
    auto at = static_cast<std::size_t>(id);
    while (parent[at] != static_cast<std::int64_t>(at)) {
      parent[at] = parent[static_cast<std::size_t>(parent[at])];
      at = static_cast<std::size_t>(parent[at]);
    }
    return static_cast<std::int64_t>(at);
  };
  const auto join = [&](std::int64_t left, std::int64_t right) {
    const std::int64_t a = root_of(left);
    const std::int64_t b = root_of(right);
    parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
  };
  const auto are_one = [&](std::int64_t left, std::int64_t right) {
    return cluster_of[static_cast<std::size_t>(left)] == cluster_of[static_cast<std::size_t>(right)];
  };
  CutLinks cuts(file);
  std::uint64_t num_links = 0;
  result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto weight = EdgesTable::kWeight.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!tables.is_link(weight[i])) continue;
      if (cuts.takes(left[i], right[i], weight[i])) {
        require(!are_one(left[i], right[i]), "edge {} is cut, but records {} and {} are in one cluster", first + i,
                left[i], right[i]);
        continue;
      }
      ++num_links;
      require(are_one(left[i], right[i]), "edge {} is a link, but joins records {} and {} of two clusters", first + i,
              left[i], right[i]);
      join(left[i], right[i]);
    }
  });
  cuts.require_all_taken();
  for (const auto& link : result::read_must_links(file)) {
    require(are_one(link.left, link.right), "records {} and {} are in two clusters, against a must-link list",
            link.left, link.right);
    join(link.left, link.right);
  }
  for (std::size_t id = 0; id < cluster_of.size(); ++id)
    require(root_of(static_cast<std::int64_t>(id)) == cluster_of[id],
            "record {} is in cluster {}, but no links lead there", id, cluster_of[id]);
  return fmt::format("the clusters are the components of {} links, {} more are cut", num_links, cuts.size());
}

namespace {

// A comparison of an attribute whose values cannot both hold.
struct ConflictComparison {
  std::size_t comparison;
  std::int8_t exact;  // later levels mean different values
};

std::vector<ConflictComparison> conflict_comparisons(const result::ResultReader& file,
                                                     const result::ScoreTables& tables) {
  std::vector<ConflictComparison> found;
  const auto attributes = AttributesTable::read(file);
  for (std::size_t a = 0; a < attributes.conflict.size(); ++a)
    for (std::size_t k = 0; attributes.conflict[a] != 0 && k < tables.comparisons.size(); ++k) {
      if (tables.comparisons[k].name != attributes.name[a]) continue;
      const auto& levels = tables.comparisons[k].levels;
      for (std::size_t l = 1; l < levels.size(); ++l)
        if (levels[l].text == "exact") found.push_back({k, static_cast<std::int8_t>(l)});
    }
  return found;
}

// The levels of an edge between two records of a cluster show whether their values differ. `excused`: clusters with a
// must-link.
std::string check_conflicts(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of,
                            const std::vector<bool>& excused) {
  const result::ScoreTables tables = result::read_score_tables(file);
  const auto conflicts = conflict_comparisons(file, tables);
  if (conflicts.empty()) return "";
  // Without repair, constraints do not apply.
  if (!result::was_repaired(file)) return "";
  std::uint64_t num_pairs = 0;
  result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto level = EdgesTable::kLevel.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::int64_t cluster = cluster_of[static_cast<std::size_t>(left[i])];
      if (cluster != cluster_of[static_cast<std::size_t>(right[i])] || excused[static_cast<std::size_t>(cluster)])
        continue;
      ++num_pairs;
      for (const auto& conflict : conflicts)
        require(level[i * tables.comparisons.size() + conflict.comparison] <= conflict.exact,
                "records {} and {} are in one cluster, and have two values of {}, which one customer cannot have",
                left[i], right[i], tables.comparisons[conflict.comparison].name);
    }
  });
  return fmt::format("; no conflict in {} attributes among {} pairs with an edge", conflicts.size(), num_pairs);
}

}  // namespace

std::string check_constraints(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  const auto cannot = result::read_cannot_links(file);
  for (const auto& pair : cannot)
    require(cluster_of[static_cast<std::size_t>(pair.left)] != cluster_of[static_cast<std::size_t>(pair.right)],
            "records {} and {} are in one cluster, against a cannot-link list", pair.left, pair.right);
  const auto must = result::read_must_links(file);
  // Decisions of stewards win: records of a must-link may share a source.
  std::vector<bool> excused(cluster_of.size());
  for (const auto& pair : must)
    excused[static_cast<std::size_t>(cluster_of[static_cast<std::size_t>(pair.left)])] = true;
  const std::string conflicts = check_conflicts(file, cluster_of, excused);
  const auto sources = SourcesTable::read(file);
  if (sources.unique.empty()) return "none" + conflicts;
  std::size_t num_unique = 0;
  for (std::size_t s = 0; s < sources.unique.size(); ++s) {
    if (sources.unique[s] == 0) continue;
    ++num_unique;
    const auto first = cluster_of.begin() + sources.first_record_id[s];
    std::vector<std::int64_t> clusters(first, first + sources.records[s]);
    std::sort(clusters.begin(), clusters.end());
    for (std::size_t i = 1; i < clusters.size(); ++i)
      require(clusters[i] != clusters[i - 1] || excused[static_cast<std::size_t>(clusters[i])],
              "cluster {} has two records of source {}, which has no duplicates", clusters[i], s);
  }
  return fmt::format("{} sources without duplicates, {} must-links, {} cannot-links{}", num_unique, must.size(),
                     cannot.size(), conflicts);
}

}  // namespace onefold::inspect
