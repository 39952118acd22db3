#include "ingest/input_file.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "files/file_names.hpp"
#include "ingest/column_mapping.hpp"
#include "ingest/true_id.hpp"
#include "onefold/record/error.hpp"

namespace onefold::ingest {
namespace {

std::string message_of(const std::function<void()>& work, ExitCode code = ExitCode::input) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

config::SourceConfig source_with(const std::string& id, std::vector<std::string> columns) {
  config::SourceConfig source;
  source.name = "crm";
  source.id = id;
  for (std::uint32_t i = 0; i < columns.size(); ++i) source.columns.push_back({i, columns[i]});
  return source;
}

TEST(ColumnMapping, an_equal_name_comes_before_one_that_differs_in_case_only) {
  EXPECT_EQ(map_by_name(source_with("id", {"NAME",
                                           "Stra\xC3\x9F"
                                           "e"}),
                        2, {" ID\t", "name", "Name", "NAME", "STRASSE"}, ""),
            (std::vector<std::int32_t>{0, kNoField, kNoField, 3, 4, kNoField, kNoField, kNoField}));
}

TEST(ColumnMapping, all_columns_that_are_missing_are_named_at_once_with_those_that_are_there) {
  const auto message = message_of([] {
    (void)map_by_name(source_with("uid", {"first", "last", "middle"}), 3, {"id", "middle", "first", "a\nb"}, "WHERE: ");
  });
  EXPECT_EQ(
      message,
      "WHERE: no column \"uid\", \"last\"; its first row, of 4 fields, has 2 of the 4 columns of the job: \"first\", "
      "\"middle\"; compare it with the job");
}

TEST(ColumnMapping, the_first_row_is_not_shown_because_it_may_be_no_header) {
  const auto message_for = [](const std::vector<std::string>& row) {
    return message_of([&] { (void)map_by_name(source_with("id", {"first", "last", "city"}), 4, row, "WHERE: "); });
  };
  const std::string missing = "WHERE: no column \"id\", \"first\", \"last\", \"city\"; ";
  EXPECT_EQ(message_for({"17", "Erika", "Secret"}),
            missing +
                "its first row, of 3 fields, has none of the job's columns: is the header line missing? Then set "
                "header = false in its [[source]] and give positions as columns");
  // A person's name may equal the name of a column.
  EXPECT_EQ(message_for({"17", "Erika", "Last", "Secret"}),
            "WHERE: no column \"id\", \"first\", \"city\"; its first row, of 4 fields, has 1 of the 4 columns of the "
            "job: \"last\"; compare it with the job");
  const auto twice = message_of([] {
    (void)map_by_name(source_with("id", {"first"}), 1, {"id", "first", "first", "Secret"}, "WHERE: ");
  });
  EXPECT_EQ(twice, "WHERE: more than one column is called \"first\"; rename one of them");
}

TEST(ColumnMapping, a_name_that_fits_two_columns_is_refused_and_unmapped_names_may_repeat) {
  const auto same = message_of([] { (void)map_by_name(source_with("id", {"a"}), 1, {"id", "a", "a"}, ""); });
  EXPECT_NE(same.find("more than one column is called \"a\""), std::string::npos) << same;
  const auto similar = message_of([] {
    (void)map_by_name(source_with("id", {"name"}), 1, {"id", "Name", "NAME"}, "");
  });
  EXPECT_NE(similar.find("\"name\""), std::string::npos) << similar;
  EXPECT_NO_THROW((void)map_by_name(source_with("id", {"a"}), 1, {"id", "a", "x", "x"}, ""));
}

TEST(ColumnMapping, further_columns_of_an_attribute_follow_all_attributes) {
  auto source = source_with("id", {"a", "b", "c"});
  source.columns = {{0, "a"}, {1, "b1"}, {1, "b2"}, {1, "b3"}, {2, "c"}};
  EXPECT_EQ(map_by_name(source, 3, {"c", "b3", "b2", "b1", "a", "id"}, ""),
            (std::vector<std::int32_t>{5, kNoField, kNoField, 4, 3, 0, kNoField, kNoField, kNoField, kNoField, 2, 1}));
  const auto message = message_of([&] { (void)map_by_name(source, 3, {"c", "b1", "a", "id"}, ""); });
  EXPECT_EQ(
      message,
      "no column \"b2\", \"b3\"; its first row, of 4 fields, has 4 of the 6 columns of the job: \"id\", \"a\", \"b1\", "
      "\"c\"; compare it with the job");
}

TEST(ColumnMapping, the_column_that_marks_deleted_rows_stands_behind_those_of_the_attributes) {
  auto source = source_with("id", {"a"});
  source.deleted = "op";
  EXPECT_EQ(map_by_name(source, 1, {"a", "op", "id"}, ""),
            (std::vector<std::int32_t>{2, kNoField, kNoField, 0, kNoField, 1}));
  EXPECT_EQ(deleted_slot(1), 5U);
}

TEST(ColumnMapping, positions_count_from_one_and_end_with_the_row) {
  EXPECT_EQ(map_by_position(source_with("3", {"1", "2"}), 2, 3, ""),
            (std::vector<std::int32_t>{2, kNoField, kNoField, 0, 1, kNoField, kNoField, kNoField}));
  for (const std::string bad : {"0", "4", "x", "1x", "-1", ""}) {
    if (bad.empty()) continue;
    const auto message = message_of([&] { (void)map_by_position(source_with("1", {bad}), 1, 3, "WHERE: "); });
    EXPECT_NE(message.find("WHERE: no column \"" + bad + "\""), std::string::npos) << message;
  }
}

TEST(TrueIdPattern, gives_the_first_group_of_the_first_match_or_nothing) {
  TrueIdPattern pattern("rec-(\\d+)-|(x)", "s");
  EXPECT_EQ(pattern.find("rec-17-org"), "17");
  EXPECT_EQ(pattern.find("none"), "");
  EXPECT_EQ(pattern.find("x"), "");
  TrueIdPattern whole("", "s");
  EXPECT_EQ(whole.find("as it is"), "as it is");
  // An expression that backtracks over every byte must not overflow the stack.
  TrueIdPattern heavy("((a|b)*)c", "s");
  EXPECT_EQ(heavy.find(std::string(500'000, 'a')), "");
}

TEST(TrueIdPattern, a_pattern_without_a_group_or_that_is_not_valid_is_a_mistake_of_the_job) {
  EXPECT_NE(message_of([] { TrueIdPattern pattern("abc", "crm"); }, ExitCode::job).find("\"crm\""), std::string::npos);
  EXPECT_NE(message_of([] { TrueIdPattern pattern("(abc", "crm"); }, ExitCode::job).find("\"crm\""), std::string::npos);
}

TEST(Compression, is_known_by_the_first_bytes_and_otherwise_by_the_name) {
  EXPECT_EQ(bytes::compression_of("a.csv", "a,b"), bytes::Compression::none);
  EXPECT_EQ(bytes::compression_of("a.csv", "\x1f\x8b\x08"), bytes::Compression::gzip);
  EXPECT_EQ(bytes::compression_of("a.csv", "\x28\xb5\x2f\xfd"), bytes::Compression::zstd);
  EXPECT_EQ(bytes::compression_of("a.csv.gz", "a,b"), bytes::Compression::gzip);
  EXPECT_EQ(bytes::compression_of("a.csv.zst", ""), bytes::Compression::zstd);
}

TEST(NotesOnLargeFiles, say_why_one_rank_alone_reads_them_and_what_to_do) {
  config::Job job;
  job.sources.resize(3);
  job.sources[0].name = "crm";
  job.sources[0].text.escape = '\\';
  job.sources[1].name = "shop";
  job.sources[2].name = "web";
  const std::uint64_t large = std::uint64_t{2} << 30;
  std::vector<InputFile> files = {
      {.source = 0, .path = "small.csv", .size = 1000, .whole = true},
      {.source = 0, .path = "large.csv", .size = large, .whole = true},
      {.source = 0, .path = "large2.csv", .size = large, .whole = true},
      {.source = 1, .path = "packed.csv.gz", .size = large, .whole = true, .compression = bytes::Compression::gzip},
      {.source = 1, .path = "plain.csv", .size = large},
      {.source = 2,
       .path = "wide.csv",
       .size = large,
       .whole = true,
       .decoding = bytes::Decoding::stream,
       .encoding = "UTF-16LE"}};
  const auto notes = notes_on_large_files(job, files);
  ASSERT_EQ(notes.size(), 2U) << "one per source";
  EXPECT_NE(notes[0].find("source \"crm\", large.csv: one rank alone can read this file of 2"), std::string::npos)
      << notes[0];
  EXPECT_NE(notes[0].find("because it has an escape character"), std::string::npos) << notes[0];
  EXPECT_NE(notes[1].find("because it is in UTF-16LE"), std::string::npos) << notes[1];
}

}  // namespace
}  // namespace onefold::ingest
