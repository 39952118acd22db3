#include "verify/verify_edges.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "record/cut_reason.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

std::string check_edges(const result::ResultReader& file, std::uint64_t num_records) {
  const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(file);
  std::vector<std::string> columns = {EdgesTable::kRight.name, EdgesTable::kPattern.name, EdgesTable::kByRight.name};
  const TextColumn comparisons = result::ComparisonsTable::kName.read_all(file);
  std::size_t num_adjusted = 0;
  for (std::size_t k = 0; k < comparisons.size(); ++k)
    if (const auto column = EdgesTable::term_frequency(comparisons[k]); column.is_in(file)) {
      columns.push_back(column.name);
      ++num_adjusted;
    }
  require(file.names_in(EdgesTable::kTermFrequencyGroup).size() == num_adjusted, "{} has a column of no comparison",
          EdgesTable::kTermFrequencyGroup);
  for (const std::string& name : columns)
    require(file.num_rows(name) == num_edges, "{} has {} rows, {} has {}", name, file.num_rows(name),
            EdgesTable::kLeft.name, num_edges);
  std::int64_t last_left = -1;
  std::int64_t last_right = -1;
  result::for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(left[i] >= 0 && left[i] < right[i] && static_cast<std::uint64_t>(right[i]) < num_records,
              "edge {} joins records {} and {} of {}", first + i, left[i], right[i], num_records);
      require(left[i] > last_left || (left[i] == last_left && right[i] > last_right),
              "edge {} is out of order, or occurs twice", first + i);
      last_left = left[i];
      last_right = right[i];
    }
  });
  return fmt::format("{} edges", num_edges);
}

namespace {

// Requires that `column` holds the number of rows before each key; `counts` has the number of rows of each key.
// Replaces the counts by these numbers, and appends the number of all rows.
void require_offsets(const result::ResultReader& file, const result::Column<std::int64_t>& column,
                     std::vector<std::int64_t>& counts) {
  std::int64_t next = 0;
  for (std::int64_t& count : counts) next += std::exchange(count, next);
  counts.push_back(next);
  require(column.num_rows(file) == counts.size(), "{} has {} rows, expected {}", column.name, column.num_rows(file),
          counts.size());
  result::for_each_slice(counts.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto offsets = column.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      require(offsets[i] == counts[first + i], "{}: offset {} is {}, but {} edges come before it", column.name,
              first + i, offsets[i], counts[first + i]);
  });
}

}  // namespace

std::string check_edge_index(const result::ResultReader& file, std::uint64_t num_records, std::uint64_t max_rows) {
  const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(file);
  std::vector<std::int64_t> by_block(EdgesTable::num_left_offsets(num_records) - 1, 0);
  std::vector<std::int64_t> next(num_records, 0);
  next.reserve(num_records + 1);
  result::for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
    for (const std::int64_t left : EdgesTable::kLeft.read(file, first, count))
      ++by_block[static_cast<std::size_t>(left) / EdgesTable::kRecordsPerOffset];
    for (const std::int64_t right : EdgesTable::kRight.read(file, first, count))
      ++next[static_cast<std::size_t>(right)];
  });
  require_offsets(file, EdgesTable::kLeftOffsets, by_block);
  require_offsets(file, EdgesTable::kRightOffsets, next);
  // Each edge in its order takes the next place of its right record. Places that fit in memory together are filled in
  // one pass over the edges.
  for (std::size_t begin = 0; begin < num_records;) {
    const std::int64_t first_place = next[begin];
    std::size_t end = begin + 1;
    while (end < num_records && static_cast<std::uint64_t>(next[end + 1] - first_place) <= max_rows) ++end;
    std::vector<std::int64_t> expected(static_cast<std::size_t>(next[end] - first_place));
    if (!expected.empty())
      result::for_each_slice(num_edges, [&](std::uint64_t first, std::uint64_t count) {
        const auto right = EdgesTable::kRight.read(file, first, count);
        for (std::uint64_t i = 0; i < count; ++i)
          if (const auto record = static_cast<std::size_t>(right[i]); record >= begin && record < end)
            expected[static_cast<std::size_t>(next[record]++ - first_place)] = static_cast<std::int64_t>(first + i);
      });
    result::for_each_slice(expected.size(), [&](std::uint64_t first, std::uint64_t count) {
      const std::uint64_t place = static_cast<std::uint64_t>(first_place) + first;
      const auto found = EdgesTable::kByRight.read(file, place, count);
      for (std::uint64_t i = 0; i < count; ++i)
        require(found[i] == expected[first + i], "{}: place {} holds edge {}, expected {}", EdgesTable::kByRight.name,
                place + i, found[i], expected[first + i]);
    });
    begin = end;
  }
  return fmt::format("edges of {} records, by left and by right record", num_records);
}

namespace {

// Requires that each row of a table is named by an edge, and that edges name no others. Returns the number of edges of
// each row.
std::vector<std::int64_t> count_rows(const result::ResultReader& file, const result::Column<std::int32_t>& column,
                                     std::uint64_t num_rows) {
  std::vector<std::int64_t> counts(num_rows, 0);
  result::for_each_slice(column.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto rows = column.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(rows[i] >= 0 && static_cast<std::uint64_t>(rows[i]) < num_rows, "{}: edge {} names row {} of {}",
              column.name, first + i, rows[i], num_rows);
      ++counts[static_cast<std::size_t>(rows[i])];
    }
  });
  const auto unused = std::find(counts.begin(), counts.end(), 0);
  require(unused == counts.end(), "{}: no edge names row {}", column.name, unused - counts.begin());
  return counts;
}

// The rows of /patterns. All terms of a weight are multiples of 2^-20: the sum is exact in any order.
void check_patterns(const result::ResultReader& file, const result::ScoreTables& tables) {
  const std::uint64_t num_patterns = PatternsTable::kPattern.num_rows(file);
  const std::uint64_t num_comparisons = tables.comparisons.size();
  require(PatternsTable::kLevel.width(file) == num_comparisons, "{} has {} columns, there are {} comparisons",
          PatternsTable::kLevel.name, PatternsTable::kLevel.width(file), num_comparisons);
  for (const std::string& name :
       {PatternsTable::kRule.name, PatternsTable::kLevel.name, PatternsTable::kWeight.name, PatternsTable::kEdges.name})
    require(file.num_rows(name) == num_patterns, "{} has {} rows, {} has {}", name, file.num_rows(name),
            PatternsTable::kPattern.name, num_patterns);
  const auto num_edges = count_rows(file, EdgesTable::kPattern, num_patterns);
  std::vector<std::pair<std::int64_t, std::int16_t>> seen;
  result::for_each_slice(num_patterns, [&](std::uint64_t first, std::uint64_t count) {
    const auto pattern = PatternsTable::kPattern.read(file, first, count);
    const auto rule = PatternsTable::kRule.read(file, first, count);
    const auto level = PatternsTable::kLevel.read(file, first, count);
    const auto weight = PatternsTable::kWeight.read(file, first, count);
    const auto edges = PatternsTable::kEdges.read(file, first, count);
    const auto related = tables.has_related ? PatternsTable::kRelated.read(file, first, count) : std::vector<double>{};
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::int8_t* levels = &level[i * num_comparisons];
      double sum = tables.prior_weight_log2;
      std::uint64_t expected_pattern = 0;
      std::uint64_t place_value = 1;
      for (std::uint64_t k = 0; k < num_comparisons; ++k) {
        const auto& of_comparison = tables.comparisons[k].levels;
        require(levels[k] >= 0 && static_cast<std::size_t>(levels[k]) < of_comparison.size(),
                "pattern {}: comparison {} has no level {}", first + i, k, static_cast<int>(levels[k]));
        sum += of_comparison[static_cast<std::size_t>(levels[k])].weight_log2;
        expected_pattern += static_cast<std::uint64_t>(levels[k]) * place_value;
        place_value *= of_comparison.size();
      }
      for (const auto& pair : tables.dependence) sum += tables.correction(pair, levels);
      if (tables.has_related) {
        const double taken = tables.related(levels);
        require(related[i] == taken, "pattern {}: related_log2 {}, its levels say {}", first + i, related[i], taken);
        sum += taken;
      }
      require(static_cast<std::uint64_t>(pattern[i]) == expected_pattern, "pattern {} is {}, its levels say {}",
              first + i, pattern[i], expected_pattern);
      require(weight[i] == sum, "pattern {}: weight {}, but prior, levels, dependence and relatives add up to {}",
              first + i, weight[i], sum);
      require(rule[i] >= 0 && static_cast<std::size_t>(rule[i]) < tables.rules.size(),
              "pattern {} was proposed by rule {} of {}", first + i, rule[i], tables.rules.size());
      require(edges[i] == num_edges[first + i], "pattern {}: {} edges, but {} have it", first + i, edges[i],
              num_edges[first + i]);
      seen.emplace_back(pattern[i], rule[i]);
    }
  });
  std::sort(seen.begin(), seen.end());
  require(std::adjacent_find(seen.begin(), seen.end()) == seen.end(), "/patterns has a pattern of a rule twice");
}

}  // namespace

std::string check_weights(const result::ResultReader& file) {
  const result::ScoreTables tables = result::read_score_tables(file);
  check_patterns(file, tables);
  std::size_t num_adjusted = 0;
  for (const auto& comparison : tables.comparisons) {
    const auto column = EdgesTable::term_frequency(comparison.name);
    if (!column.is_in(file)) continue;
    ++num_adjusted;
    const auto table = result::TermFrequenciesTable::adjustment(comparison.name);
    const auto values = table.read_all(file);
    (void)count_rows(file, column, values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      require(values[i] == to_double(to_fixed(values[i])), "{}: {} is no multiple of 2^-20", table.name, values[i]);
  }
  return fmt::format("{} weights follow from {} patterns of {} comparisons, {} with term frequencies",
                     EdgesTable::kLeft.num_rows(file), PatternsTable::kPattern.num_rows(file),
                     tables.comparisons.size(), num_adjusted);
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
  const result::EdgeScoring scoring(file);
  std::uint64_t num_links = 0;
  result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto weight = scoring.read(first, count).weight_log2;
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
  const auto level = PatternsTable::kLevel.read_all(file);
  result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = EdgesTable::kLeft.read(file, first, count);
    const auto right = EdgesTable::kRight.read(file, first, count);
    const auto pattern = EdgesTable::kPattern.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::int64_t cluster = cluster_of[static_cast<std::size_t>(left[i])];
      if (cluster != cluster_of[static_cast<std::size_t>(right[i])] || excused[static_cast<std::size_t>(cluster)])
        continue;
      ++num_pairs;
      for (const auto& conflict : conflicts)
        require(level[static_cast<std::size_t>(pattern[i]) * tables.comparisons.size() + conflict.comparison] <=
                    conflict.exact,
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

}  // namespace onefold::verify
