#include <algorithm>
#include <cmath>
#include <functional>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"
#include "verify/verify_edges.hpp"
#include "verify/verify_result.hpp"

namespace onefold::verify {
namespace {

using test::TinyResult;

TEST(VerifyResult, proves_whole_files_and_repeats_the_digest_of_the_writer) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  for (const int num_records : {0, 1, 2, 100, 3'001}) {
    const std::string path = folder / (std::to_string(num_records) + ".h5");
    const std::string digest = test::write_tiny(world, path, test::tiny_result(num_records, num_records == 3'001));
    if (world.is_root()) {
      const Verification verification = verify_result(path);
      for (const auto& check : verification.checks)
        EXPECT_TRUE(check.passed) << num_records << " " << check.name << ": " << check.detail;
      EXPECT_EQ(verification.content_digest, digest);
    }
    world.barrier();
  }
}

TEST(VerifyResult, the_digest_does_not_depend_on_excluded_datasets) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  TinyResult tiny = test::tiny_result(50);
  const std::string digest = test::write_tiny(world, folder / "a.h5", tiny);
  EXPECT_EQ(digest, test::write_tiny(world, folder / "b.h5", tiny, 6));
  for (auto& file : tiny.quarantine_file) file = "elsewhere/" + file;
  for (auto& line : tiny.quarantine_line) line += 3;
  for (auto& line : tiny.quarantine_last_line) line += 3;
  EXPECT_EQ(digest, test::write_tiny(world, folder / "c.h5", tiny));
  tiny.golden_note[3] = "Note";
  EXPECT_NE(digest, test::write_tiny(world, folder / "d.h5", tiny));
}

// Edges 3c - 3c + 2 within customers are not exact in the name; without them all edges are exact.
TEST(VerifyResult, finds_two_names_in_a_customer_where_names_conflict_and_an_edge_shows_them) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  for (const std::int8_t of_name : {0, 1}) {
    TinyResult tiny = test::tiny_result(100);
    tiny.attribute_conflict = {of_name, 0};
    test::write_tiny(world, folder / "x.h5", tiny);
    if (world.is_root()) {
      const Verification verification = verify_result(folder / "x.h5");
      EXPECT_EQ(verification.passed(), of_name == 0);
      EXPECT_EQ(verification.checks.back().name, "constraints");
      EXPECT_EQ(verification.checks.back().passed, of_name == 0) << verification.checks.back().detail;
    }
    world.barrier();
  }
}

struct Defect {
  const char* check;  // the check that must fail
  const char* what;
  std::function<void(TinyResult&)> make;
};

// Collective. Each defect fails its check.
void expect_failures(const std::vector<Defect>& defects) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  const auto alone = world.split(world.rank());
  for (const Defect& defect : defects) {
    if (world.is_root()) {
      TinyResult tiny = test::tiny_result(100);
      defect.make(tiny);
      test::write_tiny(alone, folder / "x.h5", tiny);
      const Verification verification = verify_result(folder / "x.h5");
      EXPECT_FALSE(verification.passed()) << defect.what;
      std::string failed;
      for (const auto& check : verification.checks)
        if (!check.passed && failed.empty()) failed = check.name;
      EXPECT_EQ(failed, defect.check) << defect.what;
    }
  }
}

// Files whose digests are right, because they were written in this way, but whose content is wrong.
TEST(VerifyResult, adds_up_corrections_for_dependence) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::with_dependence(test::tiny_result(100)));
  if (world.is_root()) {
    EXPECT_TRUE(verify_result(folder / "x.h5").passed());
  }
}

TEST(VerifyResult, adds_up_the_reading_report) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::with_reading(test::tiny_result(100)));
  if (world.is_root()) {
    for (const auto& check : verify_result(folder / "x.h5").checks)
      EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
  }
}

TEST(VerifyResult, names_the_check_that_a_wrong_reading_report_fails) {
  expect_failures({
      {"reading", "a value counted nowhere",
       [](TinyResult& t) {
         t = test::with_reading(std::move(t));
         --t.reading_filled[2];
       }},
      {"reading", "a value counted twice",
       [](TinyResult& t) {
         t = test::with_reading(std::move(t));
         ++t.reading_missing[4];
       }},
      {"reading", "an attribute left out",
       [](TinyResult& t) {
         t = test::with_reading(std::move(t));
         for (auto* column : {&t.reading_filled, &t.reading_missing, &t.reading_unreadable})
           column->erase(column->begin() + 2);
         t.reading_source.erase(t.reading_source.begin() + 2);
         t.reading_attribute.erase(t.reading_attribute.begin() + 2);
       }},
      {"reading", "an example of a column without unreadable values",
       [](TinyResult& t) {
         t = test::with_reading(std::move(t));
         ++t.reading_filled[1], --t.reading_unreadable[1];
       }},
  });
}

TEST(VerifyResult, recomputes_probabilities_among_rivals) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::with_rivals(test::tiny_result(100)));
  if (world.is_root()) {
    for (const auto& check : verify_result(folder / "x.h5").checks)
      EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
  }
}

TEST(VerifyResult, names_the_check_that_a_wrong_result_fails) {
  expect_failures({
      {"conservation", "a record removed",
       [](TinyResult& t) {
         t.record_source.pop_back();
         t.source_id.pop_back();
         t.row.pop_back();
         t.pin.pop_back();
         t.cluster_id.pop_back();
         t.true_id.pop_back();
       }},
      {"conservation", "a record removed from one column only", [](TinyResult& t) { t.pin.pop_back(); }},
      {"conservation", "a row read, but neither record nor quarantined", [](TinyResult& t) { ++t.rows_read[0]; }},
      {"conservation", "a quarantined row less",
       [](TinyResult& t) {
         t.quarantine_source.pop_back();
         t.quarantine_row.pop_back();
         t.quarantine_line.pop_back();
         t.quarantine_last_line.pop_back();
         t.quarantine_reason.pop_back();
         t.quarantine_file.pop_back();
       }},
      {"conservation", "a row twice", [](TinyResult& t) { t.row[3] = t.row[2]; }},
      {"conservation", "a row that is quarantined too", [](TinyResult& t) { t.row[3] = t.quarantine_row[0]; }},
      {"conservation", "counts moved between sources",
       [](TinyResult& t) { ++t.records[0], --t.records[1], ++t.rows_read[0], --t.rows_read[1]; }},
      {"conservation", "a record of another source", [](TinyResult& t) { t.record_source[4] = 1; }},
      {"conservation", "negative counts", [](TinyResult& t) { t.records[1] = -1; }},
      {"customers", "a record of another cluster", [](TinyResult& t) { t.cluster_id[4] = 0; }},
      {"customers", "a cluster not named by its smallest record", [](TinyResult& t) { t.cluster_id[3] = 4; }},
      {"customers", "a cluster id out of range", [](TinyResult& t) { t.cluster_id[3] = -5; }},
      {"customers", "a record with another PIN", [](TinyResult& t) { t.pin[5] += 1; }},
      {"customers", "a wrong size", [](TinyResult& t) { ++t.customer_size[1], --t.customer_size[2]; }},
      {"customers", "two customers with one PIN",
       [](TinyResult& t) {
         t.customer_pin[1] = t.customer_pin[0];
         for (int id : {3, 4, 5}) t.pin[static_cast<std::size_t>(id)] = t.customer_pin[0];
       }},
      {"customers", "a customer twice", [](TinyResult& t) { t.customer_cluster[1] = 0; }},
      {"lineage", "a value of another customer's record", [](TinyResult& t) { t.origin_note[2] = 0; }},
      {"lineage", "a value without a record", [](TinyResult& t) { t.origin_note[2] = -1; }},
      {"lineage", "a value without a rule", [](TinyResult& t) { t.rule_of_value[1][2] = 0; }},
      {"lineage", "an unknown rule", [](TinyResult& t) { t.rule_of_value[1][2] = 12; }},
      {"lineage", "a record for a value of a steward", [](TinyResult& t) { t.rule_of_value[1][2] = 11; }},
      {"lineage", "trust without the rule", [](TinyResult& t) { t.score_of_value[0][1] = 5; }},
      {"lineage", "too much trust", [](TinyResult& t) { t.score_of_value[1][1] = 100'001; }},
      {"lineage", "two values without a runner-up", [](TinyResult& t) { t.runner_up[1][0] = -1; }},
      {"lineage", "a runner-up of another customer", [](TinyResult& t) { t.runner_up[1][0] = 4; }},
      {"lineage", "a runner-up that is the winner", [](TinyResult& t) { t.runner_up[1][0] = t.origin_note[0]; }},
      {"lineage", "a value that nobody has", [](TinyResult& t) { t.distinct_values[1][3] = 0; }},
      {"lineage", "a column shorter", [](TinyResult& t) { t.distinct_values[1].pop_back(); }},
      {"lineage", "a group from two records",
       [](TinyResult& t) {
         t.attribute_group = {0, 0};
       }},
      {"edges", "a loop", [](TinyResult& t) { t.right[0] = t.left[0]; }},
      {"edges", "out of range", [](TinyResult& t) { t.right.back() = 1'000; }},
      {"edges", "out of order",
       [](TinyResult& t) { std::swap(t.left[1], t.left[7]), std::swap(t.right[1], t.right[7]); }},
      {"edges", "a column shorter", [](TinyResult& t) { t.edge_pattern.pop_back(); }},
      {"rivals", "a probability among rivals changed",
       [](TinyResult& t) {
         t = test::with_rivals(std::move(t));
         t.among_rivals[5] *= 0.99;
       }},
      {"rivals", "rivals of another source",
       [](TinyResult& t) {
         t = test::with_rivals(std::move(t)), t.rival_group = {0, -1};
       }},
      {"clusters", "a threshold that makes edges between customers links",
       [](TinyResult& t) { t.threshold_weight_log2 = -100; }},
      {"clusters", "a threshold that leaves no links", [](TinyResult& t) { t.threshold_weight_log2 = 100; }},
      {"structures", "a bridge less", [](TinyResult& t) { --t.customer_bridges[3]; }},
      {"structures", "a link more", [](TinyResult& t) { ++t.customer_links[3]; }},
      {"structures", "another weakest link", [](TinyResult& t) { t.customer_weakest_link_log2[3] = 6.5; }},
      {"structures", "another density", [](TinyResult& t) { t.customer_density[3] = 1; }},
      {"structures", "another centrality", [](TinyResult& t) { t.customer_centrality[3] = 0.5; }},
      {"structures", "another centre", [](TinyResult& t) { --t.customer_centre[3]; }},
      {"structures", "a record that holds nothing together",
       [](TinyResult& t) { ++t.customer_articulation_points[3]; }},
      {"structures", "a bridge in the middle", [](TinyResult& t) { ++t.customer_bridge_split[3]; }},
      {"structures", "not looked at, and a wrong number of links",
       [](TinyResult& t) { t.customer_bridges[3] = -1, t.customer_links[3] = 3; }},
  });
}

TEST(VerifyResult, names_the_check_that_wrong_tables_of_edges_fail) {
  expect_failures({
      {"edge index", "a block of left records that begins later", [](TinyResult& t) { ++t.left_offsets[0]; }},
      {"edge index", "a right record that begins earlier", [](TinyResult& t) { --t.right_offsets[50]; }},
      {"edge index", "an offset less", [](TinyResult& t) { t.right_offsets.pop_back(); }},
      {"edge index", "two edges of different right records exchanged",
       [](TinyResult& t) { std::swap(t.by_right[3], t.by_right[30]); }},
      {"edge index", "two edges of the same right record exchanged",
       [](TinyResult& t) {
         for (std::size_t i = 0; i + 1 < t.by_right.size(); ++i)
           if (t.right[static_cast<std::size_t>(t.by_right[i])] == t.right[static_cast<std::size_t>(t.by_right[i + 1])])
             return std::swap(t.by_right[i], t.by_right[i + 1]);
       }},
      {"weights", "an unknown rule", [](TinyResult& t) { t.pattern_rule[1] = 2; }},
      {"weights", "a level changed", [](TinyResult& t) { t.pattern_level[1] = 0; }},
      {"weights", "a level out of range", [](TinyResult& t) { t.pattern_level[1] = 3; }},
      {"weights", "a weight off by the smallest step",
       [](TinyResult& t) { t.pattern_weight_log2[1] += 1.0 / (1 << 20); }},
      {"weights", "a pattern changed", [](TinyResult& t) { ++t.patterns[1]; }},
      {"weights", "an edge that was not counted", [](TinyResult& t) { --t.pattern_edges[1]; }},
      {"weights", "an edge without a pattern", [](TinyResult& t) { t.edge_pattern[5] = 100; }},
      {"weights", "a pattern without an edge",
       [](TinyResult& t) {
         t.patterns.push_back(0), t.pattern_rule.push_back(0), t.pattern_level.insert(t.pattern_level.end(), {0, 0});
         t.pattern_weight_log2.push_back(t.prior_weight_log2), t.pattern_edges.push_back(0);
       }},
      {"weights", "a pattern twice",
       [](TinyResult& t) {
         t.patterns.push_back(t.patterns[0]), t.pattern_rule.push_back(t.pattern_rule[0]);
         t.pattern_level.insert(t.pattern_level.end(), {t.pattern_level[0], t.pattern_level[1]});
         t.pattern_weight_log2.push_back(t.pattern_weight_log2[0]), t.pattern_edges.push_back(1);
         *std::find(t.edge_pattern.begin(), t.edge_pattern.end(), 0) = static_cast<std::int32_t>(t.patterns.size() - 1);
         --t.pattern_edges[0];
       }},
      {"weights", "an edge without a term frequency", [](TinyResult& t) { t.edge_adjustment[5] = -1; }},
      {"weights", "a term frequency that is not exact", [](TinyResult& t) { t.adjustments[0] += 1e-9; }},
      {"weights", "a correction for dependence changed",
       [](TinyResult& t) {
         t = test::with_dependence(std::move(t));
         t.dependence_log2[0] -= 1.0 / (1 << 20);
       }},
  });
}

TEST(VerifyResult, proves_the_index_of_edges_in_several_passes) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  TinyResult tiny = test::tiny_result(700);
  for (const bool is_right : {true, false}) {
    if (!is_right) std::swap(tiny.by_right[300], tiny.by_right[310]);
    test::write_tiny(world, folder / "x.h5", tiny);
    if (world.is_root()) {
      const result::ResultReader file(folder / "x.h5");
      for (const std::uint64_t max_rows : {1U, 7U, 1'000U})
        if (is_right)
          EXPECT_NO_THROW(check_edge_index(file, 700, max_rows)) << max_rows;
        else
          EXPECT_THROW(check_edge_index(file, 700, max_rows), Error) << max_rows;
    }
    world.barrier();
  }
}

TEST(VerifyResult, proves_that_each_line_is_accounted_for) {
  expect_failures(
      {{"lines", "a line that nothing accounts for", [](TinyResult& t) { ++t.lines_all[1]; }},
       {"lines", "a line that is accounted for twice", [](TinyResult& t) { ++t.lines_blank[0]; }},
       {"lines", "a negative number of lines", [](TinyResult& t) { t.lines_blank[0] = -1, t.lines_all[0] -= 3; }},
       {"lines", "fewer lines than records", [](TinyResult& t) { --t.lines_records[0], ++t.lines_blank[0]; }},
       {"lines", "lines of quarantined rows that /quarantine does not have",
        [](TinyResult& t) { ++t.lines_quarantined[0], ++t.lines_all[0]; }},
       {"lines", "quarantined rows on the same line",
        [](TinyResult& t) { t.quarantine_line[1] = t.quarantine_line[0]; }},
       {"lines", "a row that ends before it begins", [](TinyResult& t) { --t.quarantine_last_line[0]; }}});
}

TEST(VerifyResult, fails_on_a_file_that_lacks_a_required_dataset) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  {
    result::ResultWriter writer(world, folder / "x.h5", false, 1);
    writer.write_once("/sources/name", test::text_column({"crm"}));
    writer.publish();
  }
  if (world.is_root()) {
    const Verification verification = verify_result(folder / "x.h5");
    ASSERT_GE(verification.checks.size(), 2U);
    EXPECT_FALSE(verification.checks[1].passed);
    EXPECT_NE(verification.checks[1].detail.find("/sources/rows_read"), std::string::npos)
        << verification.checks[1].detail;
  }
}

TEST(VerifyResult, fails_on_any_changed_byte_and_on_a_file_that_was_cut_off) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::tiny_result(500));
  if (world.is_root()) {
    const std::string good = test::read_whole(folder / "x.h5");
    const std::string path = folder / "bad.h5";
    std::uint64_t passed = 0;
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
      std::string bad = good;
      const std::uint64_t at = scale_to(mix(test::kSeed, trial), good.size() - 80);
      bad[at] = static_cast<char>(bad[at] ^ 4);
      test::write_whole(path, bad);
      try {
        passed += verify_result(path).passed();
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
      }
    }
    EXPECT_EQ(passed, 0U);

    // Cut off, but still readable as HDF5: damaged, so a check fails.
    test::write_whole(path, good.substr(0, good.size() / 2));
    const Verification verification = verify_result(path);
    EXPECT_FALSE(verification.passed());
    EXPECT_FALSE(verification.checks.front().passed);
  }
}

TEST(VerifyResult, refuses_files_that_are_not_ours) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  if (world.is_root()) {
    test::write_whole(folder / "x.csv", "a,b\n");
    EXPECT_THROW((void)verify_result(folder / "x.csv"), Error);
    EXPECT_THROW((void)verify_result(folder / "missing"), Error);
  }
}

// 199 and 149 matches, 99 of them by both rules.
result::CompletenessTable a_completeness() {
  result::CompletenessTable table;
  table.first = {0};
  table.second = {1};
  table.first_matches = {199};
  table.second_matches = {149};
  table.both_matches = {99};
  table.found_matches = 240;
  table.estimate = 240 / (299 * (1 - 1.645 * std::sqrt(100.0 * 50 / (199.0 * 149 * 99))));
  return table;
}

TEST(VerifyResult, computes_pairs_completeness_again) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  TinyResult tiny = test::tiny_result(100);
  tiny.completeness = a_completeness();
  test::write_tiny(world, folder / "x.h5", tiny);
  if (world.is_root()) {
    const Verification verification = verify_result(folder / "x.h5");
    for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
  }
  world.barrier();
  const auto with = [](const std::function<void(result::CompletenessTable&)>& change) {
    return [change](TinyResult& result) {
      result.completeness = a_completeness();
      change(*result.completeness);
    };
  };
  expect_failures({
      {"completeness", "another estimate", with([](auto& table) { table.estimate += 1e-6; })},
      {"completeness", "another number of matches", with([](auto& table) { table.both_matches[0] = 120; })},
      {"completeness", "a rule that does not exist", with([](auto& table) { table.second[0] = 7; })},
      {"completeness", "a negative number", with([](auto& table) { table.first_matches[0] = -1; })},
      {"completeness", "too few recaptures", with([](auto& table) { table.both_matches[0] = 3; })},
  });
}

}  // namespace
}  // namespace onefold::verify
