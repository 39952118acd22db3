#include <functional>
#include <set>
#include <string>

#include "evaluate/evaluate_cases.hpp"
#include "evaluate/reviewed.hpp"
#include "onefold/record/error.hpp"

namespace onefold::evaluate {
namespace {

// Customers of 1 to 6 records in two sources; some clusters are split, some are merged with the next one.
struct Population {
  Labels labels;
  std::vector<ScoredPair> edges;
  double pair_precision = 0, pair_recall = 0, b_cubed_precision = 0, b_cubed_recall = 0;
};

Population population(std::uint64_t num_customers, std::uint64_t wrong_in_1000) {
  Random random(9);
  std::vector<RecordId> classes, clusters;
  std::vector<std::uint32_t> sources;
  RecordId cluster = 0;
  for (std::uint64_t c = 0; c < num_customers; ++c) {
    const std::uint64_t size = 1 + random.below(6);
    const bool is_split = random.below(1000) < wrong_in_1000;
    if (random.below(1000) >= wrong_in_1000) ++cluster;  // otherwise in the cluster of the previous customer
    for (std::uint64_t i = 0; i < size; ++i) {
      if (is_split && i == size / 2) ++cluster;
      classes.push_back(c);
      clusters.push_back(cluster);
      sources.push_back(static_cast<std::uint32_t>(random.below(2)));
    }
  }
  Population out;
  out.labels = labels_of(classes, clusters);
  out.labels.source = sources;
  // Neighbours have an edge: a heavy one within a cluster, a light one between two clusters.
  for (RecordId r = 0; r + 1 < classes.size(); ++r) {
    const bool together = clusters[r] == clusters[r + 1];
    out.edges.push_back({r, r + 1, together ? 5 + static_cast<double>(random.below(12)) : -2, 0});
  }
  return out;
}

// The answers of a reviewer who knows the truth, and finds the records that are not shown.
std::vector<ReviewedRecord> review(const Labels& all, const std::vector<RecordId>& sampled) {
  std::vector<ReviewedRecord> rows;
  for (std::uint64_t s = 0; s < sampled.size(); ++s)
    for (RecordId r = 0; r < all.cluster.size(); ++r) {
      const bool same = all.true_class[r] == all.true_class[sampled[s]];
      if (same || all.cluster[r] == all.cluster[sampled[s]])
        rows.push_back({.sample = s,
                        .record = r,
                        .line = r,
                        .is_sampled = r == sampled[s],
                        .answer = same ? Answer::yes : Answer::no});
    }
  return rows;
}

bool holds(const Interval& interval, double truth) { return interval.low <= truth && truth <= interval.high; }

TEST(Reviewed, intervals_from_records_hold_the_truth_in_at_least_93_of_100_samples) {
  for (const std::uint64_t wrong_in_1000 : {2, 30, 200})
    for (const bool link_only : {false, true}) {
      SCOPED_TRACE(wrong_in_1000);
      const Population all = population(1000, wrong_in_1000);
      const BlockDistribution distribution(all.labels.cluster.size(), test::world().size());
      const auto local = local_part(all.labels, distribution);
      const auto truth = metrics_of(compare(all.labels, {.link_only = link_only}).counts);
      int pair_precision = 0, pair_recall = 0, pair_f1 = 0, precision = 0, recall = 0;
      for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const auto sampled = draw_records(test::world(), distribution, 150, seed);
        const auto found = estimate_from_records(
            test::world(), {distribution, local.cluster, local.source, 2, link_only}, review(all.labels, sampled));
        EXPECT_EQ(found.num_samples, 150u);
        pair_precision += holds(found.pair_precision, truth.pairwise.precision);
        pair_recall += holds(found.pair_recall, truth.pairwise.recall);
        pair_f1 += holds(found.pair_f1, truth.pairwise.f1);
        precision += holds(found.b_cubed_precision, truth.b_cubed.precision);
        recall += holds(found.b_cubed_recall, truth.b_cubed.recall);
      }
      for (const int held : {pair_precision, pair_recall, pair_f1, precision, recall}) EXPECT_GE(held, 93);
    }
}

TEST(Reviewed, intervals_from_pairs_hold_the_truth_in_at_least_93_of_100_samples) {
  for (const std::uint64_t wrong_in_1000 : {5, 100}) {
    SCOPED_TRACE(wrong_in_1000);
    const Population all = population(1000, wrong_in_1000);
    const auto& world = test::world();
    const BlockDistribution distribution(all.labels.cluster.size(), world.size());
    const auto local = local_part(all.labels, distribution);
    // Slices of the edges, ascending, as a file has them.
    const BlockDistribution of_edges(all.edges.size(), world.size());
    const auto edges = std::span(all.edges).subspan(of_edges.begin(world.rank()), of_edges.size(world.rank()));
    const auto pairs = compare(all.labels).counts.pairs;
    std::uint64_t proposed_and_apart = 0;
    for (const auto& edge : all.edges)
      proposed_and_apart += all.labels.true_class[edge.left] == all.labels.true_class[edge.right] &&
                            all.labels.cluster[edge.left] != all.labels.cluster[edge.right];
    const double precision = ratio(pairs.true_positive, pairs.predicted);
    const double recall = ratio(pairs.true_positive, pairs.true_positive + proposed_and_apart);
    int held_precision = 0, held_recall = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto sample = draw_pairs(world, {distribution, local.cluster, local.source, 2, false}, edges, 200, seed);
      std::vector<ReviewedPair> reviewed;
      std::set<std::pair<RecordId, RecordId>> seen;
      for (const auto& pair : sample.drawn) {
        const bool same = all.labels.true_class[pair.left] == all.labels.true_class[pair.right];
        const bool together = all.labels.cluster[pair.left] == all.labels.cluster[pair.right];
        EXPECT_EQ(together, pair.stratum < kFirstApart);
        EXPECT_EQ(pair.right == pair.left + 1, pair.stratum != kNoEdge);
        EXPECT_TRUE(seen.emplace(pair.left, pair.right).second);
        reviewed.push_back({pair, sample.stratum_pairs[pair.stratum], 0, same ? Answer::yes : Answer::no});
      }
      EXPECT_GE(reviewed.size(), 150u);
      const auto found = estimate_from_pairs(reviewed);
      held_precision += holds(found.pair_precision, precision);
      held_recall += holds(found.recall_of_proposed, recall);
    }
    EXPECT_GE(held_precision, 93);
    EXPECT_GE(held_recall, 93);
  }
}

TEST(Draw, strata_have_all_pairs_and_samples_do_not_depend_on_ranks) {
  const Population all = population(300, 100);
  const auto& world = test::world();
  const BlockDistribution distribution(all.labels.cluster.size(), world.size());
  const auto local = local_part(all.labels, distribution);
  const BlockDistribution of_edges(all.edges.size(), world.size());
  const auto edges = std::span(all.edges).subspan(of_edges.begin(world.rank()), of_edges.size(world.rank()));
  for (const bool link_only : {false, true}) {
    std::vector<ScoredPair> counted;
    for (const auto& edge : edges)
      if (!link_only || all.labels.source[edge.left] != all.labels.source[edge.right]) counted.push_back(edge);
    const auto sample = draw_pairs(world, {distribution, local.cluster, local.source, 2, link_only}, counted, 100, 5);
    std::uint64_t in_clusters = 0;
    for (std::uint32_t s = 0; s < kFirstApart; ++s) in_clusters += sample.stratum_pairs[s];
    EXPECT_EQ(in_clusters, compare(all.labels, {.link_only = link_only}).counts.pairs.predicted);
    for (const auto& pair : sample.drawn)
      EXPECT_TRUE(!link_only || all.labels.source[pair.left] != all.labels.source[pair.right]);
  }
  std::vector<std::pair<std::uint64_t, RecordId>> tickets;
  for (RecordId r = 0; r < all.labels.cluster.size(); ++r) tickets.emplace_back(mix(3, r), r);
  std::sort(tickets.begin(), tickets.end());
  const auto drawn = draw_records(world, distribution, 20, 3);
  for (std::size_t i = 0; i < drawn.size(); ++i) EXPECT_EQ(drawn[i], tickets[i].second);
  EXPECT_EQ(draw_records(world, distribution, 1'000'000, 3).size(), all.labels.cluster.size());
}

// Collective.
Reviewed parse(std::string_view content) {
  const BlockDistribution distribution(4, test::world().size());
  RecordNames names;
  names.sources = {"crm", "shop"};
  static constexpr const char* kIds[] = {"1", "2", "1", "2"};
  for (RecordId r = distribution.begin(test::world().rank()); r < distribution.end(test::world().rank()); ++r) {
    names.source.push_back(r < 2 ? 0 : 1);
    names.source_id.push_back(kIds[r]);
  }
  return parse_reviewed(test::world(), distribution, content, "r.csv", names);
}

std::string error_of(std::string_view content) {
  try {
    (void)parse(content);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}

TEST(Reviewed, answers_are_read_in_any_order_and_added_records_too) {
  const auto reviewed = parse(
      "sample,role,source,source_id,same_customer\n2,sampled,shop,2,1\n1,sampled,crm,1,1\n1,cluster,crm,2,No\n1,added,"
      "shop,1,Y\n2,cluster,crm,1,\n");
  ASSERT_EQ(reviewed.records.size(), 5u);
  EXPECT_EQ(reviewed.records[0].record, 0u);
  EXPECT_TRUE(reviewed.records[0].is_sampled);
  EXPECT_EQ(reviewed.records[1].answer, Answer::no);
  EXPECT_EQ(reviewed.records[2].record, 2u);
  EXPECT_EQ(reviewed.records[2].answer, Answer::yes);
  EXPECT_EQ(reviewed.records[3].record, 3u);
  EXPECT_EQ(reviewed.records[4].answer, Answer::none);
}

TEST(Reviewed, names_lines_that_are_wrong_and_says_what_is_expected) {
  const std::string header = "sample,role,source,source_id,same_customer\n";
  EXPECT_EQ(error_of(header + "1,sampled,crm,1,1\n1,cluster,crm,7,1\n1,cluster,shop,8,0\n"),
            "r.csv: records that the result does not hold: line 3, line 4");
  EXPECT_EQ(error_of(header + "1,sampled,crm,1,1\n1,cluster,crm,2,1\n1,added,crm,2,1\n"),
            "r.csv: rows that repeat an earlier one: line 4");
  EXPECT_EQ(error_of(header + "1,sampled,crm,1,1\n1,cluster,crm,2,maybe\n"),
            "r.csv line 3: `same_customer` is neither yes (1, y) nor no (0, n) nor empty");
  EXPECT_EQ(error_of(header + "4,cluster,crm,1,1\n"), "r.csv: sample 4 has 0 rows of role `sampled`; expected one");
  EXPECT_EQ(error_of("sample,role\n1,sampled\n"),
            "r.csv line 2: no column `same_customer`; expected the columns that `onefold sample` wrote");
  EXPECT_EQ(error_of(header), "r.csv: no rows; expected a file of `onefold sample` with answers");
  EXPECT_EQ(error_of("result,stratum,stratum_pairs,left_source,left_id,right_source,right_id,same_customer\nab,1,9,crm,"
                     "1,crm,9,1\n"),
            "r.csv: records that the result does not hold: line 2");
}

TEST(Reviewed, a_sample_that_is_not_answered_in_full_is_left_out) {
  const Labels all = labels_of({0, 0, 1, 1}, {0, 0, 0, 1});
  const BlockDistribution distribution(4, test::world().size());
  const auto local = local_part(all, distribution);
  const auto found = estimate_from_records(test::world(), {distribution, local.cluster, local.source, 1, false},
                                           {{0, 0, 2, true, Answer::none},
                                            {0, 1, 3, false, Answer::yes},
                                            {0, 2, 4, false, Answer::no},
                                            {1, 2, 5, true, Answer::yes},
                                            {1, 0, 6, false, Answer::none}});
  EXPECT_EQ(found.num_samples, 1u);
  EXPECT_EQ(found.num_left_out, 1u);
  // Customer 0, computed by hand: each of its two records has 1 right partner of 2 claimed and 1 true.
  EXPECT_EQ(found.pair_precision.estimate, 0.5);
  EXPECT_EQ(found.pair_recall.estimate, 1);
  EXPECT_DOUBLE_EQ(found.pair_f1.estimate, 2.0 / 3);
  EXPECT_DOUBLE_EQ(found.b_cubed_precision.estimate, 2.0 / 3);
}

}  // namespace
}  // namespace onefold::evaluate
