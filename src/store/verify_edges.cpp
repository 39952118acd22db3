#include "store/verify_edges.hpp"

#include <cmath>
#include <numeric>

#include "store/verify_support.hpp"

namespace onefold::store {

std::string check_edges(const ResultReader& file, std::uint64_t num_records) {
  const std::uint64_t num_edges = file.num_rows("/edges/left");
  for (const std::string& name : file.names_in("/edges"))
    require(file.num_rows("/edges/" + name) == num_edges, "/edges/{} has {} rows, /edges/left has {}", name,
            file.num_rows("/edges/" + name), num_edges);
  const auto num_rules = static_cast<std::int64_t>(file.num_rows("/blocking/rule"));
  std::int64_t last_left = -1;
  std::int64_t last_right = -1;
  for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    const auto left = file.read_int64("/edges/left", first, count);
    const auto right = file.read_int64("/edges/right", first, count);
    const auto rule = file.read_int32("/edges/rule", first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(left[i] >= 0 && left[i] < right[i] && static_cast<std::uint64_t>(right[i]) < num_records,
              "edge {} joins records {} and {} of {}", first + i, left[i], right[i], num_records);
      require(left[i] > last_left || (left[i] == last_left && right[i] > last_right),
              "edge {} is out of order, or there twice", first + i);
      require(rule[i] >= 0 && rule[i] < num_rules, "edge {} was proposed by rule {} of {}", first + i, rule[i],
              num_rules);
      last_left = left[i];
      last_right = right[i];
    }
  });
  return fmt::format("{} edges", num_edges);
}

std::string check_weights(const ResultReader& file) {
  const ScoreTables tables = read_score_tables(file);
  const std::uint64_t num_edges = file.num_rows("/edges/left");
  const std::uint64_t num_comparisons = tables.comparisons.size();
  const std::uint64_t num_columns = tables.num_term_frequency_columns;
  require(file.width("/edges/level") == num_comparisons, "/edges/level has {} columns, there are {} comparisons",
          file.width("/edges/level"), num_comparisons);
  for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    const auto weight = file.read_double("/edges/weight_log2", first, count);
    const auto probability = file.read_double("/edges/probability", first, count);
    const auto pattern = file.read_int64("/edges/pattern", first, count);
    const auto level = file.read_int8("/edges/level", first, count);
    const auto adjustment =
        num_columns > 0 ? file.read_double("/edges/term_frequency_log2", first, count) : std::vector<double>{};
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
      require(weight[i] == sum, "edge {}: weight {}, prior, levels, term frequencies and dependence add up to {}", first + i,
              weight[i], sum);
      require(std::abs(probability[i] - 1 / (1 + std::exp2(-weight[i]))) < 1e-9,
              "edge {}: probability {} does not follow from weight {}", first + i, probability[i], weight[i]);
    }
  });
  return fmt::format("{} weights add up exactly from {} comparisons", num_edges, num_comparisons);
}

std::string check_clusters(const ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  const ScoreTables tables = read_score_tables(file);
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
  std::uint64_t num_links = 0;
  for_each_slice(file.num_rows("/edges/left"), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = file.read_int64("/edges/left", first, count);
    const auto right = file.read_int64("/edges/right", first, count);
    const auto weight = file.read_double("/edges/weight_log2", first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!tables.is_link(weight[i])) continue;
      ++num_links;
      require(cluster_of[static_cast<std::size_t>(left[i])] == cluster_of[static_cast<std::size_t>(right[i])],
              "edge {} is a link, but joins records {} and {} of two clusters", first + i, left[i], right[i]);
      const std::int64_t a = root_of(left[i]);
      const std::int64_t b = root_of(right[i]);
      parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }
  });
  for (std::size_t id = 0; id < cluster_of.size(); ++id)
    require(root_of(static_cast<std::int64_t>(id)) == cluster_of[id],
            "record {} is in cluster {}, but no links lead there", id, cluster_of[id]);
  return fmt::format("the clusters are the components of {} links", num_links);
}

}  // namespace onefold::store
