#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "evaluate/evaluate_cases.hpp"
#include "evaluate/truth.hpp"
#include "onefold/record/error.hpp"

namespace onefold::evaluate {
namespace {

RecordNames two_sources() {
  RecordNames names;
  names.sources = {"crm", "shop"};
  names.source = {0, 0, 1, 1};
  for (const char* id : {"1", "2", "1", "a,b \"c\"\nd"}) names.source_id.push_back(id);
  return names;
}

RecordNames one_source() {
  RecordNames names;
  names.sources = {"crm"};
  names.source = {0, 0, 0};
  for (const char* id : {"1", "2", "3"}) names.source_id.push_back(id);
  return names;
}

using Classes = std::vector<RecordId>;

RecordNames local_part(const RecordNames& all, const BlockDistribution& distribution) {
  RecordNames local;
  local.sources = all.sources;
  for (RecordId r = distribution.begin(test::world().rank()); r < distribution.end(test::world().rank()); ++r) {
    local.source.push_back(all.source[r]);
    local.source_id.push_back(all.source_id[r]);
  }
  return local;
}

// Collective. The classes of all records; read two rows at a time.
TruthFile parse(std::string_view content, const RecordNames& all) {
  const BlockDistribution distribution(all.source.size(), test::world().size());
  TruthFile truth = parse_truth(test::world(), distribution, test::world().is_root() ? content : std::string_view{},
                                "t.csv", local_part(all, distribution), 2);
  truth.true_class = test::world().gather_all(truth.true_class);
  return truth;
}

// The message of the error, which must have the exit code for input.
std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}

std::string error_of(const std::string& content, const RecordNames& names) {
  return error_of([&] { (void)parse(content, names); });
}

TEST(Truth, gives_records_of_equal_true_id_the_same_class) {
  const auto truth = parse("source,source_id,person\ncrm,2,x\nshop,1,y\ncrm,1,x\n", two_sources());
  EXPECT_EQ(truth.true_class, (Classes{0, 0, 2, kNoTrueClass}));
  EXPECT_EQ(truth.num_rows, 3u);
}

TEST(Truth, reads_quotes_line_ends_and_byte_order_marks) {
  const auto truth = parse(
      "\xEF\xBB\xBF\"source\",source_id,person\r\n\r\nshop,\"a,b \"\"c\"\"\nd\",\"x\"\r\ncrm,1,\"x\"", two_sources());
  EXPECT_EQ(truth.true_class, (Classes{0, kNoTrueClass, kNoTrueClass, 0}));
  EXPECT_EQ(truth.num_rows, 2u);
}

TEST(Truth, spaces_around_sources_ids_and_true_ids_are_ignored) {
  const auto truth = parse("source, source_id ,person\ncrm, 2 ,x\n shop ,1,y\ncrm,\"1 \", x\n", two_sources());
  EXPECT_EQ(truth.true_class, (Classes{0, 0, 2, kNoTrueClass}));
  EXPECT_EQ(truth.num_not_in_result, 0u);
}

TEST(Truth, needs_no_source_column_when_there_is_one_source) {
  for (const char* content : {"source_id,cluster\n3,a\n1,a\n", "cluster;source_id\na;3\na;1\n",
                              "other\tsource_id\ttrue_id\nz\t3\ta\nz\t1\ta\n"})
    EXPECT_EQ(parse(content, one_source()).true_class, (Classes{0, kNoTrueClass, 0})) << content;
}

TEST(Truth, counts_rows_without_a_record_of_the_result) {
  const auto truth = parse("source_id,true_id\n1,a\n99,a\n2,\n", one_source());
  EXPECT_EQ(truth.true_class, (Classes{0, kNoTrueClass, kNoTrueClass}));
  EXPECT_EQ(truth.num_rows, 3u);
  EXPECT_EQ(truth.num_not_in_result, 1u);
  EXPECT_EQ(truth.num_without_true_id, 1u);
  EXPECT_EQ(truth.not_in_result, std::vector<std::string>{"line 3"});
}

TEST(Truth, names_file_and_line_of_mistakes_and_no_value) {
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,secret\n\ncrm,1,secret\n", two_sources()),
            "t.csv line 4: the record of this line is already in line 2; give each record once");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,x\nsecret,1,x\n", two_sources()),
            "t.csv line 3: the source is not one of the result's: crm, shop");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,\"secret\nvalue\",x\ncrm,secret\n", two_sources()),
            "t.csv line 4: 2 fields, but the header has 3");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,x\ncrm,\"secret,x\n", two_sources()),
            "t.csv line 3: a quote is opened in this row and never closed");
}

TEST(Truth, says_which_column_is_missing) {
  const std::string expected = "; expected a header with the columns source, source_id and the true id";
  EXPECT_EQ(error_of("source_id,person\n1,x\n", two_sources()),
            "t.csv line 1: no column `source`, and the result has 2 sources" + expected);
  EXPECT_EQ(error_of("source,id,person\n", two_sources()), "t.csv line 1: no column `source_id`" + expected);
  EXPECT_EQ(error_of("source,source_id\n", two_sources()), "t.csv line 1: no column with the true id" + expected);
  EXPECT_EQ(error_of("", two_sources()), "t.csv: the truth file is empty; expected a header");
}

TEST(Truth, is_read_from_a_file_and_a_missing_one_is_named) {
  const auto& world = test::world();
  auto path =
      (std::filesystem::temp_directory_path() / ("onefold_truth_test_" + std::to_string(::getpid()) + ".csv")).string();
  world.broadcast(path);
  bool is_written = true;
  if (world.is_root()) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    is_written = file != nullptr && std::fputs("source_id,true_id\n1,a\n2,a\n", file) >= 0 && std::fclose(file) == 0;
  }
  ASSERT_TRUE(world.all(is_written));
  const BlockDistribution distribution(3, world.size());
  const auto names = local_part(one_source(), distribution);
  EXPECT_EQ(world.gather_all(read_truth(world, distribution, path, names).true_class), (Classes{0, 0, kNoTrueClass}));
  world.barrier();
  if (world.is_root()) std::filesystem::remove(path);
  world.barrier();
  EXPECT_EQ(error_of([&] { (void)read_truth(world, distribution, path, names); }),
            "cannot read the truth file " + path + ": No such file or directory");
  // Opening a FIFO without a writer would block the reader forever.
  bool is_made = true;
  if (world.is_root()) is_made = ::mkfifo(path.c_str(), 0600) == 0;
  ASSERT_TRUE(world.all(is_made));
  EXPECT_EQ(error_of([&] { (void)read_truth(world, distribution, path, names); }),
            "cannot read the truth file " + path + ": it is a FIFO, not a regular file");
  world.barrier();
  if (world.is_root()) std::filesystem::remove(path);
}

TEST(Truth, numbers_a_column_of_true_ids) {
  TextColumn ids;
  for (const char* id : {"b", "", "a", "b"}) ids.push_back(id);
  const BlockDistribution distribution(ids.size(), test::world().size());
  TextColumn local;
  for (RecordId r = distribution.begin(test::world().rank()); r < distribution.end(test::world().rank()); ++r)
    local.push_back(ids[r]);
  EXPECT_EQ(test::world().gather_all(classes_of(test::world(), distribution, local)), (Classes{0, kNoTrueClass, 2, 0}));
}

}  // namespace
}  // namespace onefold::evaluate
