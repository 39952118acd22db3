#include "decisions/append_decision.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "onefold/record/error.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::decisions {
namespace {

const DecisionRow kRow{DecisionKind::must_link, "crm:1", "crm:2", "", "", "Ada", "2026-03-01", "a, b", 0};
const std::string kLine = "must_link,crm:1,crm:2,,,Ada,2026-03-01,\"a, b\"\n";
const std::string kHeaderLine = std::string(kDecisionsHeader) + "\n";

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}
void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

std::string refusal_to_append(const std::string& path) {
  try {
    append_decision(path, kRow);
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.code())) + " " + error.what();
  }
  return "no error";
}

TEST(AppendDecision, makes_a_private_file_with_a_header_and_then_appends) {
  const test::ScratchFolder folder;
  const std::string path = folder / "d.csv";
  append_decision(path, kRow);
  EXPECT_EQ(content_of(path), kHeaderLine + kLine);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  append_decision(path, kRow);
  EXPECT_EQ(content_of(path), kHeaderLine + kLine + kLine);
}

TEST(AppendDecision, adds_the_line_break_that_an_editor_left_out) {
  const test::ScratchFolder folder;
  const std::string path = folder / "d.csv";
  write(path, kHeaderLine + kLine.substr(0, kLine.size() - 1));
  append_decision(path, kRow);
  EXPECT_EQ(content_of(path), kHeaderLine + kLine + kLine);
  write(path, "");
  append_decision(path, kRow);
  EXPECT_EQ(content_of(path), kHeaderLine + kLine);
}

TEST(AppendDecision, leaves_other_files_alone) {
  const test::ScratchFolder folder;
  const std::string path = folder / "d.csv";
  for (const std::string& text :
       {std::string("left,right\n"), std::string("kind;left;right;attribute;value;who;when;why\n"),
        std::string(kDecisionsHeader) + ",more\n"}) {
    write(path, text);
    EXPECT_EQ(refusal_to_append(path), "5 " + path + " is no list of decisions: its first line is not " +
                                           std::string(kDecisionsHeader) + "; give another file");
    EXPECT_EQ(content_of(path), text);
  }
  write(path, kHeaderLine + "must_link,crm:1,,,,,,\n");
  EXPECT_NE(refusal_to_append(path).find("4 [merge]: decisions: " + path + " line 2"), std::string::npos);
  const std::string fifo = folder / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_NE(refusal_to_append(fifo).find("it is a FIFO, not a regular file"), std::string::npos);
  EXPECT_EQ(refusal_to_append(folder / "none" + "/d.csv").substr(0, 1), "5");
}

TEST(AppendDecision, of_many_writers_loses_no_line) {
  const test::ScratchFolder folder;
  const std::string path = folder / "d.csv";
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) append_decision(path, kRow);
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(parse_decision_rows(content_of(path), path).size(), 80u);
}

TEST(AppendDecision, the_time_now_has_the_form_of_a_list) {
  const std::string now = time_now();
  EXPECT_EQ(time_of_decision(now), now);
  EXPECT_GT(now, "2026-01-01");
}

}  // namespace
}  // namespace onefold::decisions
