#include "files/output_path.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <vector>

#include "files/own_folder.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {
namespace {

using test::OwnFolder;

/// The message of the Error(output) that `work` throws; empty if it throws none.
std::string refusal(const std::function<void()>& work) {
  try {
    work();
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::output);
    return error.what();
  }
}
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(OutputPath, that_exists_is_refused_without_overwrite) {
  const OwnFolder folder;
  const auto path = folder.write("out", "old");
  EXPECT_TRUE(contains(refusal([&] { refuse_unusable_output(path, false); }), "--overwrite"));
  EXPECT_EQ(refusal([&] { refuse_unusable_output(path, true); }), "");
  EXPECT_EQ(refusal([&] { refuse_unusable_output(folder / "new", false); }), "");
  EXPECT_TRUE(contains(refusal([&] { refuse_unusable_output(folder / "", true); }), "is a folder"));
  EXPECT_TRUE(contains(refusal([&] { refuse_unusable_output(folder / "no/out", true); }), "create it first"));
}

TEST(OutputPath, whose_temporary_name_would_be_too_long_is_refused) {
  const OwnFolder folder;
  const auto longest = static_cast<std::size_t>(::pathconf((folder / ".").c_str(), _PC_NAME_MAX));
  EXPECT_EQ(refusal([&] { refuse_unusable_output(folder / std::string(longest - 12, 'x'), false); }), "");
  const auto said = refusal([&] { refuse_unusable_output(folder / std::string(longest - 11, 'x'), false); });
  EXPECT_TRUE(contains(said, "give a shorter name")) << said;
  EXPECT_LT(refusal([&] { refuse_unusable_output(folder / std::string(1'000'000, 'x'), false); }).size(), 500u);
  // A path that is not refused can be written.
  OutputFile file(folder / std::string(longest - 12, 'x'), false);
  file.write("text");
  file.publish();
  EXPECT_EQ(test::content_of(folder / std::string(longest - 12, 'x')), "text");
}

TEST(OutputPath, of_a_work_directory_leaves_room_for_the_names_inside) {
  const OwnFolder folder;
  EXPECT_EQ(refusal([&] { refuse_long_folder_name(folder / "work", 96); }), "");
  EXPECT_TRUE(contains(refusal([&] { refuse_long_folder_name(folder / std::string(256, 'x'), 96); }), "at most 255"));
  std::string deep = folder / "x";
  while (deep.size() < 4050) deep += "/x";
  EXPECT_TRUE(contains(refusal([&] { refuse_long_folder_name(deep, 96); }), "--work-dir"));
}

TEST(OutputPath, that_is_an_input_under_any_name_is_refused) {
  const OwnFolder folder;
  const auto input = folder.write("input", "rows");
  ASSERT_EQ(::link(input.c_str(), (folder / "hard").c_str()), 0);
  ASSERT_EQ(::symlink("input", (folder / "symbolic").c_str()), 0);
  const std::vector<Input> inputs = {{folder / "absent", "the job file"}, {input, "a file of [[source]] crm"}};
  for (const char* name : {"input", "hard", "symbolic", "./input"})
    EXPECT_TRUE(contains(refusal([&] { refuse_to_replace(folder / name, inputs); }), "[[source]] crm")) << name;
  folder.write("other", "rows");
  EXPECT_EQ(refusal([&] { refuse_to_replace(folder / "other", inputs); }), "");
  EXPECT_EQ(refusal([&] { refuse_to_replace(folder / "new", inputs); }), "");
  // An input that is a symbolic link protects the file to which it leads.
  EXPECT_NE(refusal([&] { refuse_to_replace(input, std::vector<Input>{{folder / "symbolic", "x"}}); }), "");
}

TEST(OutputFile, appears_complete_or_not_at_all) {
  const OwnFolder folder;
  {
    OutputFile file(folder / "out", false);
    file.write("lost");
  }
  EXPECT_EQ(folder.num_files(), 0u);
  OutputFile file(folder / "out", false);
  file.write("first ");
  file.write("second");
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
  file.publish();
  EXPECT_EQ(test::content_of(folder / "out"), "first second");
  EXPECT_EQ(folder.num_files(), 1u);
  struct stat status {};
  ASSERT_EQ(::stat((folder / "out").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(OutputFile, does_not_replace_a_file_that_appeared_meanwhile) {
  const OwnFolder folder;
  OutputFile file(folder / "out", false);
  file.write("ours");
  folder.write("out", "theirs");
  EXPECT_TRUE(contains(refusal([&] { file.publish(); }), "exists already"));
  EXPECT_EQ(test::content_of(folder / "out"), "theirs");
}

TEST(FolderOf, is_what_stands_before_the_last_slash) {
  EXPECT_EQ(folder_of("a/b/c"), "a/b");
  EXPECT_EQ(folder_of("c"), ".");
  EXPECT_EQ(folder_of("/c"), "/");
}

}  // namespace
}  // namespace onefold::files
