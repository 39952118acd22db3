// Frozen frequencies: weights of pairs do not change when records are added.
#include <map>
#include <string>
#include <utility>

#include "onefold/result/result_reader.hpp"
#include "result/cluster_tables.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/record_names.hpp"
#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

using Weights = std::map<std::pair<std::string, std::string>, double>;

/// The weights of all edges by the names of their records.
Weights weights_of(const std::string& path) {
  const result::ResultReader file(path);
  const result::RecordNames names(file);
  const auto name = [&](std::int64_t record) {
    return std::string(names.source(record)) + ":" + std::string(names.id(record));
  };
  const std::uint64_t num_edges = result::EdgesTable::kLeft.num_rows(file);
  const auto left = result::EdgesTable::kLeft.read_all(file);
  const auto right = result::EdgesTable::kRight.read_all(file);
  const auto scores = result::EdgeScoring(file).read(0, num_edges);
  Weights weights;
  for (std::uint64_t e = 0; e < num_edges; ++e)
    weights[std::minmax(name(left[e]), name(right[e]))] = scores.weight_log2[e];
  return weights;
}

class Frozen : public ::testing::Test {
 protected:
  /// The first month has fewer rows than the second. `more`: keys of the job.
  [[nodiscard]] config::Job job(const std::string& output, std::size_t num_rows, const std::string& more) {
    write_source(folder_, "a", rows_of_source(0, num_rows), 1);
    write_source(folder_, "b", rows_of_source(1, num_rows * 3 / 4), 1);
    return make_job(folder_, 1, output, "", kRules + more);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string frozen_of(const std::string& previous) const {
    return "[model]\nfrequencies = \"frozen\"\n[merge]\nprevious = \"" + path(previous) + "\"\n";
  }

  inline static const std::string kRules =
      "[[blocking]]\non = [\"surname\", \"birth_date\"]\n[[blocking]]\non = [\"email\"]\n[[blocking]]\non = "
      "[\"postcode\", "
      "\"phonetic(surname)\"]\nmax_block_size = 14\noversized = \"split\"\nsplit_by = [\"given_name\"]\n"
      "[[attribute]]\nname = \"surname\"\ntype = \"text\"\n"
      "[[comparison]]\nattribute = \"given_name\"\n"
      "[[comparison]]\nattribute = \"surname\"\nterm_frequency = true\n"
      "levels = [\"exact\", \"tfidf >= 0.5\"]\n[[comparison]]\nattribute = \"birth_date\"\n"
      "[[comparison]]\nattribute = \"email\"\nterm_frequency = true\n[cluster]\nthreshold = \"best_f1\"\n";
  const ScratchFolder folder_{test::world()};
};

/// Number of pairs that both have, and of those with different weights.
struct Compared {
  std::size_t num_common = 0;
  std::size_t num_different = 0;
};
Compared compare(const Weights& before, const Weights& after) {
  Compared out;
  for (const auto& [pair, weight] : before) {
    const auto found = after.find(pair);
    if (found == after.end()) continue;
    ++out.num_common;
    out.num_different += found->second != weight ? 1 : 0;
  }
  return out;
}

TEST_F(Frozen, pairs_of_the_previous_run_keep_their_weights_when_records_are_added) {
  run(test::world(), job("first.h5", 200, ""));
  run(test::world(), job("frozen.h5", 280, frozen_of("first.h5")));
  run(test::world(), job("again.h5", 320, frozen_of("frozen.h5")));
  run(test::world(), job("counted.h5", 280, ""));
  if (test::world().is_root()) {
    const auto first = weights_of(path("first.h5"));
    ASSERT_GT(first.size(), 200U);
    for (const std::string later : {"frozen.h5", "again.h5"}) {
      const auto frozen = weights_of(path(later));
      const auto compared = compare(first, frozen);
      EXPECT_EQ(compared.num_common, first.size()) << later << ": a pair is no longer proposed";
      EXPECT_EQ(compared.num_different, 0U) << later;
      EXPECT_GT(frozen.size(), first.size()) << later;
      EXPECT_EQ(result::ClusterTable::kThreshold.read_row(result::ResultReader(path(later)), 0),
                result::ClusterTable::kThreshold.read_row(result::ResultReader(path("first.h5")), 0));
    }
    EXPECT_GT(compare(first, weights_of(path("counted.h5"))).num_different, 0U) << "counting again changes weights";
  }
  test::world().barrier();
}

TEST_F(Frozen, result_does_not_depend_on_the_number_of_ranks) {
  run(test::world(), job("first.h5", 150, ""));
  const auto later = job("later.h5", 200, frozen_of("first.h5"));
  const std::string together = run(test::world(), later);
  const auto alone = test::world().split(test::world().rank());
  auto mine = later;
  mine.output = path("alone" + std::to_string(test::world().rank()) + ".h5");
  mine.work_dir = mine.output + ".work";
  EXPECT_EQ(run(alone, mine), together);
}

TEST_F(Frozen, the_same_rows_give_the_same_edges) {
  run(test::world(), job("first.h5", 200, ""));
  run(test::world(), job("same.h5", 200, frozen_of("first.h5")));
  if (test::world().is_root()) {
    EXPECT_EQ(weights_of(path("first.h5")), weights_of(path("same.h5")));
  }
  test::world().barrier();
}

TEST_F(Frozen, a_previous_result_of_other_rules_is_refused) {
  run(test::world(), job("first.h5", 60, ""));
  auto other = job("other.h5", 60, frozen_of("first.h5"));
  other.blocking.pop_back();
  EXPECT_THROW(run(test::world(), other), Error);
}

TEST_F(Frozen, needs_a_previous_result) {
  EXPECT_THROW(static_cast<void>(job("x.h5", 10, "[model]\nfrequencies = \"frozen\"\n")), Error);
}

}  // namespace
}  // namespace onefold::pipeline
