#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "csv/naive_csv.hpp"
#include "ingest/read_segment.hpp"
#include "ingest/read_sources_cases.hpp"
#include "record/hash.hpp"

namespace onefold::ingest {
namespace {

/// The result of sequential reading by the naive twin, for one source with the header id,a,b,c in one file.
Everything expected_of(const std::string& text, const std::string& file) {
  Everything out;
  const auto parsed = csv::reference::naive_parse(text, {}, 1U << 20, 4);
  std::uint64_t row = 0;
  LineCounts lines{.all = 1, .header = 1};
  for (std::size_t i = 1; i < parsed.size(); ++i) {
    const auto& in = parsed[i];
    const std::uint64_t num_lines = in.last_line - in.line + 1;
    lines.all += num_lines;
    lines.add(in.kind, num_lines);
    if (in.kind != csv::RowKind::row) continue;
    ++row;
    std::string reason;
    if (in.stray_quote)
      reason = "stray_quote";
    else if (in.num_fields != 4)
      reason = "wrong_number_of_fields";
    else if (std::any_of(in.values.begin(), in.values.end(),
                         [](const auto& v) { return v.find('\0') != std::string::npos; }))
      reason = "nul_byte";
    else if (in.values[0].empty())
      reason = "missing_id";
    (reason.empty() ? lines.records : lines.quarantined) += num_lines;
    if (reason.empty()) {
      out.records.push_back("0|" + std::to_string(row) + "|" + in.values[0] + "||-|" + in.values[1] + "|" +
                            in.values[2] + "|" + in.values[3]);
    } else {
      out.quarantine.push_back("0|" + std::to_string(row) + "|" + reason);
      out.places.push_back("0|" + std::to_string(row) + "|" + file + ":" + std::to_string(in.line) +
                           (in.last_line > in.line ? "-" + std::to_string(in.last_line) : ""));
    }
  }
  std::sort(out.quarantine.begin(), out.quarantine.end());
  std::sort(out.places.begin(), out.places.end());
  out.sources.push_back(std::to_string(row) + "|" + std::to_string(out.records.size()) + "|0");
  out.lines = {lines};
  return out;
}

/// Rows with everything that makes cutting difficult; ids are unique unless the row is malformed.
std::vector<std::string> hostile_rows(std::uint64_t count) {
  std::vector<std::string> rows;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string id = std::to_string(1000 + i);
    switch (mix(onefold::test::kSeed, i) % 12) {
      case 0:
        rows.push_back(id + ",\"x\r\ny\",\"a,\"\"b\"\"\n\",z\n");
        break;
      case 1:
        rows.push_back(id + ",\"\n\n\n\",\"\"\"\",\"\"\"\"\"\"\r\n");
        break;
      case 2:
        rows.push_back("\n");
        break;
      case 3:
        rows.push_back(id + ",too,few\n");
        break;
      case 4:
        rows.push_back(id + ",x\"y\"\n\"\n\",b,c\r\n");
        break;
      case 5:
        rows.push_back(",no,id,here\n");
        break;
      case 6:
        rows.push_back(id + std::string(",n\0l,b,c\n", 9));
        break;
      case 7:
        rows.push_back(" " + id + " , a\rb ,\t,c\r\n");
        break;
      default:
        rows.push_back(id + ",plain," + std::string(i % 17, 'p') + ",\xC3\xA9\r\n");
        break;
    }
  }
  return rows;
}

std::string joined(const std::vector<std::string>& rows, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += rows[i];
  return text;
}

TEST_F(ReadSources, cut_at_every_byte_position_a_file_gives_the_rows_of_sequential_reading) {
  const auto rows = hostile_rows(14);
  const std::string text = kHeader + joined(rows, 0, rows.size()) + "9999,last,without,newline";
  write("in.csv", text);
  Job job = job_of({{path("in.csv")}});
  job.max_quarantine = 100;
  const auto expected = expected_of(text, path("in.csv"));
  ASSERT_GT(expected.quarantine.size(), 2U);
  const std::uint64_t num_bytes = text.size() - kHeader.size();
  for (std::uint64_t cut = 0; cut <= num_bytes; ++cut) {
    // Adjacent cuts, empty ranks in between, and a last cut far away.
    std::vector<std::uint64_t> cuts;
    const std::uint64_t steps[] = {0, 1, 1, 4, 4, 40};
    for (int r = 0; r + 1 < world().size(); ++r) cuts.push_back(std::min(num_bytes, cut + steps[r]));
    const auto found = everything(world(), job, {}, {.chunk_bytes = 1 + cut % 7, .batch_rows = 1 + cut % 3}, cuts);
    ASSERT_EQ(found, expected) << "cut at " << cut;
  }
}

TEST_F(ReadSources, a_source_cut_into_files_of_any_kind_is_the_same_as_in_one_file) {
  const auto rows = hostile_rows(300);
  const std::string whole = kHeader + joined(rows, 0, rows.size());
  write("whole.csv", whole);
  write("whole.gz", test::gzipped(whole));
  write("whole.bin", test::zstandard(whole));  // recognised by its first bytes
  write("members.csv.gz",
        test::gzipped(whole.substr(0, 777)) + test::gzipped(whole.substr(777)) + std::string(512, '\0'));
  write("frames.csv.zst", test::zstandard(whole.substr(0, 777)) + test::zstandard(whole.substr(777)));
  write("marked.csv", "\xEF\xBB\xBF" + whole);

  auto expected = expected_of(whole, "");
  expected.places.clear();
  ASSERT_GT(expected.records.size(), 100U);
  const auto read = [&](std::vector<std::string> files, Tuning tuning = {.chunk_bytes = 1000}) {
    Job job = job_of({std::move(files)});
    job.max_quarantine = 1000;
    auto found = everything(world(), job, {}, tuning);
    found.places.clear();
    return found;
  };
  for (const char* name : {"whole.csv", "whole.gz", "whole.bin", "members.csv.gz", "frames.csv.zst", "marked.csv"})
    EXPECT_EQ(read({path(name)}), expected) << name;
  EXPECT_EQ(read({path("whole.csv")}, {}), expected);
  EXPECT_EQ(read({path("whole.csv")}, {.chunk_bytes = 100, .max_hashes_in_flight = 7}), expected);

  // Parts with other orders of columns, other compression, no newline at their end, or only a header.
  const auto piece = [&](std::size_t begin, std::size_t end) { return joined(rows, begin, end); };
  write("part_1.csv", kHeader + piece(0, 100));
  write("part_2.csv", test::gzipped(kHeader + piece(100, 101)));
  write("part_3.csv", kHeader);
  write("part_4.csv", test::zstandard("\xEF\xBB\xBF\"id\",\" A\",B ,c\n" + piece(101, 250)));
  std::string last = piece(250, 300);
  while (last.back() == '\n' || last.back() == '\r') last.pop_back();
  write("part_5.csv", "\n\n" + kHeader + last);
  auto parts = read({path("part_*.csv")});
  // Four more headers, two blank lines before one, and perhaps fewer at the end.
  EXPECT_EQ(parts.lines[0].header, 5U);
  EXPECT_EQ(parts.lines[0].records, expected.lines[0].records);
  parts.lines = expected.lines;
  EXPECT_EQ(parts, expected);
  parts = read({path("part_[12].csv"), path("part_3.csv"),
                path("part_?.csv").replace(path("part_?.csv").rfind('?'), 1, "[45]")});
  parts.lines = expected.lines;
  EXPECT_EQ(parts, expected);
}

TEST_F(ReadSources, columns_may_stand_in_another_order_in_each_file) {
  write("1.csv", "id,a,b,c\n1,a1,b1,c1\n");
  write("2.csv", "C;x;ID;B;A\nc2;;2;b2;a2\n");
  write("3.csv", "C;x;ID;B;A\nc3;;3;b3;a3\n");
  Job job = job_of({{path("1.csv")}, {path("2.csv"), path("3.csv")}});
  job.sources[1].text.delimiter = ";";
  job.sources[1].updated = "x";
  const auto found = everything(world(), job);
  EXPECT_EQ(found.records, (std::vector<std::string>{"0|1|1||-|a1|b1|c1", "1|1|2||-|a2|b2|c2", "1|2|3||-|a3|b3|c3"}));
  EXPECT_EQ(found.sources, (std::vector<std::string>{"1|1|0", "2|2|1"}));
}

TEST_F(ReadSources, columns_that_are_parts_of_one_value_are_joined_and_missing_parts_leave_no_separator) {
  write("1.csv", "id,a,b,c,d\n1,a1,b1,c1,d1\n2,,b2,c2,d2\n3,a3,,,d3\n4,,,,d4\n");
  Job job = job_of({{path("1.csv")}});
  job.sources[0].columns = {{0, {.joined = {{.column = "a"}, {.column = "b"}, {.column = "c"}}, .with = ", "}},
                            {1, "d"}};
  EXPECT_EQ(
      everything(world(), job).records,
      (std::vector<std::string>{"0|1|1||-|a1, b1, c1|d1|", "0|2|2||-|b2, c2|d2|", "0|3|3||-|a3|d3|", "0|4|4||-||d4|"}));
}

TEST_F(ReadSources, without_a_header_columns_are_positions_and_without_an_id_rows_are_numbered) {
  write("1.csv", "k'1'|l1\nk2\n");
  write("2.csv", "");
  write("3.csv", "k3|l3");
  Job job = job_of({{path("[12].csv"), path("3.csv")}});
  auto& source = job.sources[0];
  source.text.header_rows = 0;
  source.id = "";
  source.text.delimiter = "|";
  source.text.quote = '\0';
  source.columns = {{2, "1"}, {0, "2"}};
  source.truth = "1";
  source.truth_pattern = "k'?([12])";
  job.max_quarantine = 1;
  const auto found = everything(world(), job);
  EXPECT_EQ(found.records, (std::vector<std::string>{"0|1|||1|l1||k'1'", "0|3||||l3||k3"}));
  EXPECT_EQ(found.quarantine, (std::vector<std::string>{"0|2|wrong_number_of_fields"}));
  EXPECT_EQ(found.places, (std::vector<std::string>{"0|2|" + path("1.csv") + ":2"}));
}

TEST_F(ReadSources, in_a_file_of_one_column_a_blank_line_is_a_row) {
  write("1.csv", "a\nx\n\ny\n");
  Job job = job_of({{path("1.csv")}});
  job.sources[0].id = "";
  job.sources[0].columns = {{0, "a"}};
  EXPECT_EQ(everything(world(), job).records, (std::vector<std::string>{"0|1|||-|x||", "0|2|||-|||", "0|3|||-|y||"}));
}

TEST_F(ReadSources, only_sources_with_a_truth_column_have_a_truth) {
  write("1.csv", "id,a,b,c,t\n1,,,,T1\n");
  write("2.csv", "id,a,b,c\n1,,,\n");
  Job job = job_of({{path("1.csv")}, {path("2.csv")}});
  job.sources[0].truth = "t";
  EXPECT_EQ(everything(world(), job).records, (std::vector<std::string>{"0|1|1||T1|||", "1|1|1|||||"}));
}

TEST_F(ReadSources, more_ranks_than_records_leave_some_ranks_with_nothing) {
  write("1.csv", kHeader + "1,a,b,c\n2,a,b,c\n3,a,b,c\n");
  EXPECT_EQ(everything(world(), job_of({{path("1.csv")}})).records.size(), 3U);
}

TEST_F(ReadSources, many_records_from_many_files_are_numbered_in_order) {
  // Any rank may read a compressed file, so records come from all ranks.
  std::vector<std::vector<std::string>> files(3);
  std::vector<std::uint64_t> num_rows(3, 0);
  std::vector<std::string> expected;
  for (std::uint64_t f = 0; f < 12; ++f) {
    std::string text = kHeader;
    const std::uint64_t source = f / 4;
    for (std::uint64_t i = 0; i < 50 + mix(f, 1) % 900; ++i) {
      const std::string id = std::to_string(mix(f, i));
      text += id + ",a" + id + ",," + std::to_string(i) + "\n";
      expected.push_back(std::to_string(source) + "|" + std::to_string(++num_rows[source]) + "|" + id + "||-|a" + id +
                         "||" + std::to_string(i));
    }
    const std::string name = "f" + std::to_string(f);
    write(name, f % 3 == 0 ? text : f % 3 == 1 ? test::gzipped(text) : test::zstandard(text));
    files[source].push_back(path(name));
  }
  std::uint64_t told = 0;
  std::uint64_t told_total = 0;
  const auto tell = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_GE(done, told);
    EXPECT_LE(done, total);
    told = done;
    told_total = total;
  };
  const Job job = job_of(files);
  EXPECT_EQ(everything(world(), job, tell).records, expected);
  EXPECT_EQ(told, told_total);
  for (const Tuning tuning : {Tuning{.batch_rows = 1}, Tuning{.batch_rows = 100}, Tuning{.batch_bytes = 1000}})
    EXPECT_EQ(everything(world(), job, {}, tuning).records, expected);
}

TEST_F(ReadSources, an_error_of_a_sink_ends_all_ranks) {
  write("1.csv", kHeader + "1,a,b,c\n2,a,b,c\n3,a,b,c\n");
  class FullSink final : public RowSink {
   public:
    void take(RawBatch&) override { throw Error(ExitCode::output, "no room for rows"); }
  } sink;
  std::string message;
  try {
    (void)read_sources(world(), job_of({{path("1.csv")}}), sink);
  } catch (const Error& error) {
    message = error.what();
  }
  EXPECT_NE(message.find("no room for rows"), std::string::npos) << message;
}

TEST_F(ReadSources, a_file_that_is_missing_or_unreadable_is_named) {
  write("good.csv", kHeader + "1,a,b,c\n");
  expect_error(job_of({{path("good.csv")}, {path("none.csv")}}), ExitCode::input,
               {"\"s1\"", path("none.csv"), "no such file"});
  expect_error(job_of({{path("none*.csv")}}), ExitCode::input, {"\"s0\"", path("none*.csv"), "no file matches"});
  expect_error(job_of({{path("")}}), ExitCode::input, {"\"s0\"", path(""), "directory"});
  expect_error(job_of({{}}), ExitCode::input, {"\"s0\"", "no files"});
  // Opening a FIFO without a writer would block the reader forever.
  if (world().is_root()) {
    EXPECT_EQ(::mkfifo(path("fifo.csv").c_str(), 0600), 0);
  }
  world().barrier();
  expect_error(job_of({{path("fifo.csv")}}), ExitCode::input, {"\"s0\"", path("fifo.csv"), "it is a FIFO"});
  expect_error(job_of({}), ExitCode::job, {"no source"});
}

TEST_F(ReadSources, headers_that_do_not_fit_the_job_are_errors) {
  const std::string row = std::string("1,") + kMarker + ",b,c\n";
  write("missing.csv", "id,a,x,y\n" + row);
  expect_error(job_of({{path("missing.csv")}}), ExitCode::input,
               {"\"s0\"", path("missing.csv"), "\"b\", \"c\"", "2 of the 4 columns of the job: \"id\", \"a\""});
  write("no_header.csv", row);
  expect_error(job_of({{path("no_header.csv")}}), ExitCode::input,
               {"\"s0\"", path("no_header.csv"), "compare it with the job"});
  write("values.csv", std::string("1,") + kMarker + ",x,y\n");
  expect_error(job_of({{path("values.csv")}}), ExitCode::input,
               {"\"s0\"", path("values.csv"), "is the header line missing?"});
  write("twice.csv", "id,A,b,c,A\n" + row);
  expect_error(job_of({{path("twice.csv")}}), ExitCode::limit, {path("twice.csv") + ":2", "has 4 fields, expected 5"});
  write("one_field.csv", "id;a;b;c\n" + row);
  expect_error(job_of({{path("one_field.csv")}}), ExitCode::input, {"rows have 1 field", "delimiter"});
  write("empty.csv", "");
  expect_error(job_of({{path("empty.csv")}}), ExitCode::input, {"\"s0\"", path("empty.csv"), "no header"});
  write("blank.csv", "\xEF\xBB\xBF\r\n\n");
  expect_error(job_of({{path("blank.csv")}}), ExitCode::input, {"\"s0\"", path("blank.csv"), "no header"});
  write("stray.csv", "id,a\"\"x,b,c\n" + row);
  expect_error(job_of({{path("stray.csv")}}), ExitCode::input, {"\"s0\"", path("stray.csv"), "header", "stray_quote"});
  write("wide.csv", std::string("\xFF\xFEi\0d\0", 6));
  expect_error(job_of({{path("wide.csv")}}), ExitCode::input, {"\"s0\"", path("wide.csv"), "no column"});
}

TEST_F(ReadSources, a_source_with_headers_only_has_no_rows) {
  write("good.csv", kHeader + "1,a,b,c\n");
  write("header.csv", kHeader);
  write("header_without_newline.csv", "id,a,b,c");
  expect_error(job_of({{path("good.csv")}, {path("header.csv")}}), ExitCode::input,
               {"source \"s1\" has no rows", path("header.csv"), "a header only"});
  expect_error(job_of({{path("header*.csv")}}), ExitCode::input,
               {"source \"s0\" has no rows", path("header.csv"), "1 more"});
  EXPECT_EQ(everything(world(), job_of({{path("header.csv"), path("good.csv")}})).records.size(), 1U);
}

TEST_F(ReadSources, a_quote_that_is_never_closed_is_named_with_its_line_and_costs_no_further_row) {
  std::string text = kHeader;
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + ",\"a\n\",b,c\n";
  text += std::string("77,\"") + kMarker + "\nmore,b,c\n88,a,b,c\n";
  write("open.csv", text);
  write("open.gz", test::gzipped(text));
  for (const char* name : {"open.csv", "open.gz"}) {
    Job job = job_of({{path(name)}});
    expect_error(job, ExitCode::limit, {"2 malformed rows", "\"s0\"", path(name) + ":102", "opened and not closed"});
    job.max_quarantine = 2;
    for (const std::size_t chunk_bytes : {5U, 1U << 20}) {
      const auto found = everything(world(), job, {}, {.chunk_bytes = chunk_bytes});
      EXPECT_EQ(found.records.size(), 51U);
      EXPECT_EQ(found.quarantine, (std::vector<std::string>{"0|51|stray_quote", "0|52|wrong_number_of_fields"}));
    }
  }
  write("open_header.csv", std::string("id,\"") + kMarker);
  expect_error(job_of({{path("open_header.csv")}}), ExitCode::input,
               {"\"s0\"", path("open_header.csv"), "opened and not closed", "line 1"});
}

TEST_F(ReadSources, compressed_files_that_are_damaged_or_end_early_are_named) {
  std::string text = kHeader;
  for (std::uint64_t i = 0; i < 20'000; ++i)
    text += std::to_string(i) + "," + std::to_string(mix(1, i)) + "," + kMarker + ",c\n";
  const std::string gz = test::gzipped(text);
  const std::string zst = test::zstandard(text);
  write("early.csv.gz", gz.substr(0, gz.size() / 2));
  write("trailer.csv.gz", gz.substr(0, gz.size() - 3));
  write("early.csv.zst", zst.substr(0, zst.size() / 2));
  write("almost.csv.zst", zst.substr(0, zst.size() - 1));
  for (const char* name : {"early.csv.gz", "trailer.csv.gz", "early.csv.zst", "almost.csv.zst"})
    expect_error(job_of({{path(name)}}), ExitCode::input, {"\"s0\"", path(name), "ends early"});
  std::string broken_gz = gz;
  for (std::size_t i = 0; i < 100; ++i) broken_gz[gz.size() / 2 + i] ^= 0x55;
  write("broken.csv.gz", broken_gz);
  std::string broken_zst = zst;
  for (std::size_t i = 0; i < 100; ++i) broken_zst[zst.size() / 2 + i] ^= 0x55;
  write("broken.csv.zst", broken_zst);
  write("text.csv.gz", text);
  write("garbage.csv.gz", gz + "garbage");
  for (const char* name : {"broken.csv.gz", "broken.csv.zst", "text.csv.gz", "garbage.csv.gz"})
    expect_error(job_of({{path(name)}}), ExitCode::input, {"\"s0\"", path(name), "damaged"});
  write("nothing.csv.gz", "");
  expect_error(job_of({{path("nothing.csv.gz")}}), ExitCode::input, {"\"s0\"", path("nothing.csv.gz"), "ends early"});
}

TEST_F(ReadSources, one_malformed_row_stops_the_job_unless_it_tolerates_it) {
  const std::string good = "1,a,b,c\n2,a,b,c\n3,\"a\n\",b,c\n";
  const std::string marker = kMarker;
  const std::map<std::string, std::string> bad = {
      {"wrong_number_of_fields", "9," + marker + ",b\n"},
      {"stray_quote", "9," + marker + "\"\",b,c\n"},
      {"invalid_utf8", "9," + marker + "\xC3(,b,c\n"},
      {"nul_byte", "9," + marker + std::string(1, '\0') + ",b,c\n"},
      {"field_too_long", "9," + marker + std::string(200, 'x') + ",b,c\n"},
      {"missing_id", " ," + marker + ",b,c\n"},
  };
  for (const auto& [reason, row] : bad) {
    write(reason, kHeader + good + row + "4,a,b,c\n" + row);
    Job job = job_of({{path(reason)}});
    job.max_field_bytes = 100;
    // Without it, bytes that are not UTF-8 are the first sign of another encoding.
    job.sources[0].text.encoding = "UTF-8";
    expect_error(job, ExitCode::limit,
                 {"2 malformed rows", "\"s0\"", path(reason) + ":6: " + reason, "set [job] max_quarantine"});
    job.max_quarantine = 1;
    expect_error(job, ExitCode::limit, {"2 malformed rows", "tolerates 1"});
    job.max_quarantine = 2;
    const auto found = everything(world(), job);
    EXPECT_EQ(found.quarantine, (std::vector<std::string>{"0|4|" + reason, "0|6|" + reason}));
    EXPECT_EQ(found.sources, (std::vector<std::string>{"6|4|0"}));
  }
}

TEST_F(ReadSources, a_value_beyond_the_columns_that_the_header_names_is_called_so) {
  std::string text = "id,a,b,c\n";
  for (int row = 0; row < 50; ++row) text += std::to_string(row) + ",x,y,z" + (row == 7 ? ",more\n" : ",\n");
  write("wide.csv", text);
  expect_error(job_of({{path("wide.csv")}}), ExitCode::limit,
               {":9: wrong_number_of_fields (it has a value beyond the 4 columns that the header names)"});
}

TEST_F(ReadSources, of_many_malformed_rows_all_are_counted_and_few_are_kept) {
  // Counts what it gets.
  struct Counter final : RowSink {
    void take(RawBatch& batch) override { num_rows += batch.size(); }
    std::uint64_t num_rows = 0;
  };
  std::string text = "id,a,b,c\n1,x,y\n2,x,y\n";
  for (int row = 0; row < 1000; ++row) text += std::to_string(row) + ",x,y,z\n,x,y,z\n";
  write("bad.csv", text);
  Job job = job_of({{path("bad.csv")}});
  job.max_quarantine = 1;
  expect_error(job, ExitCode::limit, {"1002 malformed rows, and the job tolerates 1; ", ":2: wrong_number_of_fields"});
  Counter sink;
  const Tuning tuning{.batch_rows = 1};
  EXPECT_THROW(
      (void)read_sources_tuned(world(), job, sink, {.progress = {}, .search = {}, .tuning = tuning, .cuts = {}}),
      Error);
  EXPECT_LE(sink.num_rows, 2U) << "nothing is kept for a run that will end";
  LocalCounts counts{.max_quarantine = 2};
  for (std::uint32_t row = 0; row < 10; ++row)
    counts.add_quarantined({.row = row, .file = row / 4, .reason = Reason::invalid_utf8}, 7);
  EXPECT_EQ(counts.num_quarantined, 10U);
  ASSERT_EQ(counts.quarantine.size(), 3U);
  EXPECT_EQ(counts.quarantine.back().row, 2U);
  EXPECT_EQ(counts.segment_of_quarantined.size(), 3U);
  EXPECT_EQ(counts.files_not_utf8, (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST_F(ReadSources, a_file_that_a_source_names_twice_is_refused_however_it_is_spelled) {
  write("x.csv", kHeader + "1,a,b,c\r\n");
  write("y.csv", kHeader + "2,a,b,c\r\n");
  const std::string folder = path("");
  expect_error(job_of({{path("x.csv"), path("y.csv"), path("x.csv")}}), ExitCode::job,
               {"\"s0\"", path("x.csv"), "is named twice in files", "name every file once"});
  expect_error(
      job_of({{path("x.csv"),
               folder + "../" + std::filesystem::path(path("x.csv")).parent_path().filename().string() + "/x.csv"}}),
      ExitCode::job, {"is the same file as " + path("x.csv")});
  expect_error(job_of({{path("x.csv"), path("*.csv")}}), ExitCode::job, {"is named twice in files"});
  if (world().rank() == 0) std::filesystem::create_symlink(path("x.csv"), path("z.csv"));
  world().barrier();
  expect_error(job_of({{path("x.csv"), path("z.csv")}}), ExitCode::job, {"is the same file as " + path("x.csv")});
  // Two sources may read one file, but probably one of them means another.
  const Job job = job_of({{path("x.csv")}, {path("y.csv"), path("z.csv")}});
  Collector both(job, {});
  const Ingested in = read_sources(world(), job, both);
  ASSERT_EQ(in.warnings.size(), 1U);
  EXPECT_EQ(in.warnings[0].code, "repeated_file");
  EXPECT_NE(in.warnings[0].text.find("source \"s1\", " + path("z.csv") + ": source \"s0\" reads the same file"),
            std::string::npos)
      << in.warnings[0].text;
}

TEST_F(ReadSources, a_row_beyond_the_limit_is_an_error_with_its_line) {
  write("long.csv", kHeader + "1,a,b,c\n2,\"" + kMarker + std::string(5000, 'x') + "\",b,c\n");
  expect_error(job_of({{path("long.csv")}}), ExitCode::input, {"\"s0\"", path("long.csv"), "line 3", "1000 bytes"},
               {.chunk_bytes = 64, .max_row_bytes = 1000});
}

TEST_F(ReadSources, an_id_that_comes_twice_in_a_source_is_an_error_that_does_not_show_it) {
  std::string text = kHeader;
  for (int i = 0; i < 500; ++i) text.append("k").append(std::to_string(i)).append(",a,b,c\n");
  write("1.csv", text);
  write("2.csv", kHeader + "x,a,b,c\n\n k77 ,a,b,c\nbad\n" + kMarker + ",a,b,c\n" + kMarker + ",a,b,c\n");
  Job job = job_of({{path("1.csv"), path("2.csv")}});
  job.max_quarantine = 1;
  const std::vector<std::string> words = {"\"s0\"", "row 78 (row 78 of " + path("1.csv") + ")",
                                          "row 502 (row 2 of " + path("2.csv") + ")", "\"id\"", "2 rows repeat an id"};
  expect_error(job, ExitCode::input, words);
  expect_error(job, ExitCode::input, words, {.max_hashes_in_flight = 10});
  // The same ids in two sources are no duplicates.
  EXPECT_EQ(everything(world(), job_of({{path("1.csv")}, {path("1.csv")}})).records.size(), 1000U);
}

TEST_F(ReadSources, a_field_of_ten_megabytes_goes_to_quarantine_and_nothing_else_does) {
  const std::string big(10 << 20, 'x');
  write("big.csv", kHeader + "1,a,b,c\n2,\"" + big + "\n\",b,c\n3,a,b,c\n4," + big + ",b,c\n5,a,b,c\n");
  Job job = job_of({{path("big.csv")}});
  job.max_quarantine = 3;
  const auto found = everything(world(), job, {}, {.chunk_bytes = 1 << 16});
  // The quoted field is longer than the limit, so its line ends the row.
  EXPECT_EQ(found.quarantine,
            (std::vector<std::string>{"0|2|field_too_long", "0|3|stray_quote", "0|5|field_too_long"}));
  EXPECT_EQ(found.places, (std::vector<std::string>{"0|2|" + path("big.csv") + ":3", "0|3|" + path("big.csv") + ":4",
                                                    "0|5|" + path("big.csv") + ":6"}));
  EXPECT_EQ(found.records.size(), 3U);
}

}  // namespace
}  // namespace onefold::ingest
