#include <gtest/gtest.h>
#include <sys/stat.h>

#include "decisions/read_decisions.hpp"
#include "onefold/record/error.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::decisions {
namespace {

// Records crm:0 .. crm:9 have the ids 0 .. 9; shop:0 .. shop:9 have the ids from 10; `rows` is a source without ids.
config::Job some_sources() {
  config::Job job;
  job.sources.resize(3);
  job.sources[0].name = "crm";
  job.sources[1].name = "shop";
  job.sources[2].name = "rows";
  job.sources[0].id = job.sources[1].id = "id";
  return job;
}

FoundRecords some_records() {
  std::vector<FoundRecord> found;
  for (std::uint64_t source = 0; source < 2; ++source)
    for (std::uint64_t i = 0; i < 10; ++i) found.push_back({record_key(source, std::to_string(i)), 10 * source + i});
  return FoundRecords(found);
}

PairList parse(ListKind kind, const std::string& content) {
  PairList list{.kind = kind};
  const auto job = some_sources();
  const PreviousCustomers none;
  SoughtRecords sought;
  RecordNames names(job, none, sought);
  parse_list(content, "l.csv", list, names);
  return list;
}

template <typename Work>
std::string error_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}

std::string mistake_in(const std::string& content, ListKind kind = ListKind::labels) {
  return error_of([&] { (void)parse(kind, content); });
}

TEST(PairLists, labels_are_pairs_of_records_with_a_score) {
  const auto list = parse(ListKind::labels, "left,right,label\ncrm:1,shop:2,1\n\"shop:a,b\",crm:x:y,0.25\n");
  ASSERT_EQ(list.pairs.size(), 2u);
  EXPECT_EQ(list.pairs[0].left, record_key(0, "1"));
  EXPECT_EQ(list.pairs[0].right, record_key(1, "2"));
  EXPECT_EQ(list.pairs[1].left, record_key(1, "a,b"));
  EXPECT_EQ(list.pairs[1].right, record_key(0, "x:y"));
  EXPECT_EQ(list.pairs[1].label, 0.25);
  EXPECT_EQ(list.place(list.pairs[1]), "l.csv line 3");
}

TEST(PairLists, spaces_around_a_name_and_around_its_id_are_ignored) {
  const auto list = parse(ListKind::must_link, " left,right \n\" crm: 1 \", shop :2\n");
  ASSERT_EQ(list.pairs.size(), 1u);
  EXPECT_EQ(list.pairs[0].left, record_key(0, "1"));
  EXPECT_EQ(list.pairs[0].right, record_key(1, "2"));
}

TEST(PairLists, mistakes_are_reported_by_file_and_line_without_a_value) {
  EXPECT_EQ(mistake_in("left,right\n"), "[model]: labels: l.csv: expected the header left,right,label");
  EXPECT_EQ(mistake_in("secret,name\n1,2\n", ListKind::must_link),
            "[cluster]: must_link: l.csv: expected the header left,right");
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:2\n"),
            "[model]: labels: l.csv line 2: expected left,right,label; found 2 fields");
  for (const std::string secret : {"2", ":2", "crm:", "crm: "})
    EXPECT_EQ(mistake_in("left,right,label\ncrm:1," + secret + ",1\n"),
              "[model]: labels: l.csv line 2: expected records as SOURCE:ID, with the name of the source and the id in "
              "that source, or as a PIN");
  EXPECT_EQ(mistake_in("left,right\ncrm:1,Secret:2\n", ListKind::cannot_link),
            "[cluster]: cannot_link: l.csv line 2: a record is named whose source the job does not have; its sources "
            "are crm, shop, rows");
  for (const std::string label : {"yes", "", "1.5", "-1", "nan", "1x"})
    EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:2," + label + "\n"),
              "[model]: labels: l.csv line 2: expected a label from 0 (no match) to 1 (match)")
        << label;
  EXPECT_EQ(mistake_in("left,right,label\ncrm:1,crm:1,1\n"),
            "[model]: labels: l.csv line 2: the same record stands on both sides");
}

TEST(PairLists, a_file_that_is_missing_or_no_regular_file_is_refused_at_once) {
  const test::ScratchFolder folder;
  const std::string none = folder / "none.csv";
  const std::string fifo = folder / "fifo";
  auto job = some_sources();
  const PreviousCustomers no_previous;
  SoughtRecords sought;
  RecordNames names(job, no_previous, sought);
  job.cluster.must_link = {none};
  EXPECT_EQ(error_of([&] { (void)read_list(ListKind::must_link, names); }),
            "[cluster]: must_link: cannot read " + none + ": No such file or directory");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  job.model.labels = {fifo};
  EXPECT_EQ(error_of([&] { (void)read_list(ListKind::labels, names); }),
            "[model]: labels: cannot read " + fifo + ": it is a FIFO, not a regular file");
}

TEST(PairLists, a_source_without_ids_has_its_rows_as_ids) {
  PairList list{.kind = ListKind::must_link};
  const auto job = some_sources();
  const PreviousCustomers none;
  SoughtRecords sought;
  RecordNames names(job, none, sought);
  parse_list("left,right\nrows:7,rows:12\nrows:07,rows:x\n", "l.csv", list, names);
  std::vector<std::uint64_t> rows;
  for (const SoughtRow& row : sought.rows()) {
    EXPECT_EQ(row.source, 2u);
    EXPECT_EQ(row.key, record_key(2, std::to_string(row.row)));
    rows.push_back(row.row);
  }
  EXPECT_EQ(rows, (std::vector<std::uint64_t>{7, 12}));
}

TEST(Labels, become_pairs_of_records_each_once) {
  const auto list = parse(ListKind::labels, "left,right,label\nshop:3,crm:5,1\ncrm:1,crm:2,0.4\ncrm:5,shop:3,0.9\n");
  const auto labels = resolve_labels(list, some_records());
  EXPECT_EQ(labels.pairs, (std::vector<LabelledPair>{{1, 2, false}, {5, 13, true}}));
  EXPECT_TRUE(labels.notes.empty());
}

TEST(Labels, of_unknown_records_and_contradictions_are_left_out_by_file_and_line) {
  const auto list =
      parse(ListKind::labels, "left,right,label\ncrm:1,crm:77,1\ncrm:3,crm:4,1\ncrm:4,crm:3,0\ncrm:5,crm:6,1\n");
  const auto labels = resolve_labels(list, some_records());
  EXPECT_EQ(labels.pairs, (std::vector<LabelledPair>{{5, 6, true}}));
  EXPECT_EQ(labels.notes, (std::vector<std::string>{
                              "labels: 1 name a record that is not in the input, and are left out: l.csv line 2",
                              "labels: 1 pair is labelled both as a match and as none, and is left out: l.csv line 3 "
                              "against l.csv line 4"}));
}

TEST(Labels, that_are_all_unusable_end_the_run) {
  EXPECT_EQ(
      error_of(
          [] { (void)resolve_labels(parse(ListKind::labels, "left,right,label\ncrm:1,crm:77,1\n"), some_records()); }),
      "[model]: labels: no label can be used; labels: 1 name a record that is not in the input, and are left out: "
      "l.csv line 2");
  EXPECT_TRUE(resolve_labels(PairList{.kind = ListKind::labels}, some_records()).pairs.empty());
}

TEST(Links, ascend_each_once_and_unknown_records_end_the_run) {
  const auto list = parse(ListKind::must_link, "left,right\nshop:3,crm:5\ncrm:2,crm:1\ncrm:5,shop:3\n");
  std::vector<std::pair<RecordId, RecordId>> links;
  for (const Link& link : resolve_links(list, some_records())) links.emplace_back(link.left, link.right);
  EXPECT_EQ(links, (std::vector<std::pair<RecordId, RecordId>>{{1, 2}, {5, 13}}));
  const auto unknown = parse(ListKind::must_link, "left,right\ncrm:1,crm:secret\ncrm:1,crm:2\nshop:88,crm:2\n");
  EXPECT_EQ(error_of([&] { (void)resolve_links(unknown, some_records()); }),
            "[cluster]: must_link: 2 lines name a record or a PIN that is gone, or one record twice: l.csv line 2, "
            "l.csv line 4. Take "
            "them out, or correct the names; with [merge] unknown = \"report\" the run reports them and goes on");
  EXPECT_EQ(resolve_links(unknown, some_records(), config::UnknownRecords::report).size(), 1u);
}

TEST(Links, that_contradict_each_other_through_other_records_end_the_run) {
  std::string chain = "left,right\n";
  for (int i = 9; i > 0; --i) chain += "crm:" + std::to_string(i) + ",crm:" + std::to_string(i - 1) + "\n";
  const auto must = parse(ListKind::must_link, chain);
  const auto apart = parse(ListKind::cannot_link, "left,right\ncrm:9,shop:1\n");
  EXPECT_NO_THROW(refuse_contradictions(must, apart, some_records()));
  const auto contradictory = parse(ListKind::cannot_link, "left,right\ncrm:9,shop:1\ncrm:9,crm:0\n");
  const auto message = error_of([&] { refuse_contradictions(must, contradictory, some_records()); });
  EXPECT_NE(message.find("l.csv line 3 (against l.csv line 10, l.csv line 9, l.csv line 8, l.csv line 7, l.csv line 6, "
                         "...). Take one of the decisions back"),
            std::string::npos)
      << message;
  EXPECT_EQ(message.find("crm:"), std::string::npos) << message;
}

}  // namespace
}  // namespace onefold::decisions
