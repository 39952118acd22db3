#include "decisions/labelled_pairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "onefold/record/error.hpp"

namespace onefold::decisions {
namespace {

config::Job two_sources() {
  config::Job job;
  job.sources.resize(2);
  job.sources[0].name = "crm";
  job.sources[1].name = "shop";
  return job;
}

std::string mistake_in(const std::string& content) {
  try {
    (void)parse_labels(two_sources(), content, "l.csv");
    return "";
  } catch (const Error& error) {
    return error.code() == ExitCode::input ? error.what() : "wrong exit code";
  }
}

// Records crm:0 .. crm:9 have the ids 0 .. 9, shop:0 .. shop:9 those from 10 on.
std::vector<FoundRecord> some_records() {
  std::vector<FoundRecord> found;
  for (std::uint64_t source = 0; source < 2; ++source)
    for (std::uint64_t i = 0; i < 10; ++i) found.push_back({label_hash(source, std::to_string(i)), 10 * source + i});
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
  return found;
}

TEST(Labels, are_pairs_of_records_with_a_score) {
  const auto entries =
      parse_labels(two_sources(), "left,right,label\ncrm:1,shop:2,1\n\"shop:a,b\",crm:x:y,0.25\n", "l.csv");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].left_hash, label_hash(0, "1"));
  EXPECT_EQ(entries[0].right_hash, label_hash(1, "2"));
  EXPECT_EQ(entries[1].left_hash, label_hash(1, "a,b"));
  EXPECT_EQ(entries[1].right_hash, label_hash(0, "x:y"));
  EXPECT_EQ(entries[1].score, 0.25);
  EXPECT_EQ(entries[1].place, "l.csv line 3");
}

TEST(Labels, mistakes_are_named_by_file_and_line) {
  EXPECT_EQ(mistake_in("left,right\n"), "[model]: labels: l.csv: expected the header left,right,label");
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:2\n"),
            "[model]: labels: l.csv line 2: expected left,right,label; found 2 fields");
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,2,1\n"),
            "[model]: labels: l.csv line 2: expected records as SOURCE:ID, with the name of the source and the id in "
            "that source");
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,erp:2,1\n"), "[model]: labels: l.csv line 2: there is no source erp");
  for (const std::string label : {"yes", "", "1.5", "-1", "nan", "1x"})
    EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:2," + label + "\n"),
              "[model]: labels: l.csv line 2: expected a label from 0 (no match) to 1 (match)")
        << label;
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:1,1\n"),
            "[model]: labels: l.csv line 2: crm:1 stands on both sides");
}

TEST(Labels, become_pairs_of_records_each_once) {
  const auto entries =
      parse_labels(two_sources(), "left,right,label\nshop:3,crm:5,1\ncrm:1,crm:2,0.4\ncrm:5,shop:3,0.9\n", "l.csv");
  const auto labels = resolve_labels(entries, some_records());
  EXPECT_EQ(labels.pairs, (std::vector<LabelledPair>{{1, 2, false}, {5, 13, true}}));
  EXPECT_TRUE(labels.notes.empty());
}

TEST(Labels, of_unknown_records_and_contradictions_are_left_out_by_name) {
  const auto entries = parse_labels(
      two_sources(), "left,right,label\ncrm:1,crm:77,1\ncrm:3,crm:4,1\ncrm:4,crm:3,0\ncrm:5,crm:6,1\n", "l.csv");
  const auto labels = resolve_labels(entries, some_records());
  EXPECT_EQ(labels.pairs, (std::vector<LabelledPair>{{5, 6, true}}));
  EXPECT_EQ(labels.notes,
            (std::vector<std::string>{
                "labels: 1 name a record that is not in the input, and are left out: crm:77 (l.csv line 2)",
                "labels: 1 pairs are labelled both as a match and as none, and are left out: crm:3 and crm:4 (l.csv "
                "line 3)"}));
}

TEST(Labels, of_which_none_can_be_used_end_the_run) {
  const auto entries = parse_labels(two_sources(), "left,right,label\ncrm:1,crm:77,1\n", "l.csv");
  EXPECT_THROW((void)resolve_labels(entries, some_records()), Error);
  EXPECT_TRUE(resolve_labels({}, some_records()).pairs.empty());
}

}  // namespace
}  // namespace onefold::decisions
