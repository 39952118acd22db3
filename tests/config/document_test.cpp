// Texts that are not TOML: the message names what kind of file it may be, and the place of the mistake.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string mistakes_in(const std::string& text, const std::string& file_name) {
  try {
    (void)parse_job(text, file_name);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Document, names_the_beginning_of_a_string_without_an_end) {
  const std::string no_end = "not valid TOML: the string that begins here has no end; write its closing quote";
  EXPECT_EQ(mistakes_of("[job]\nname = \"x\noutput = \"out.h5\"\n"), "t.toml:2:8: " + no_end);
  EXPECT_EQ(mistakes_of("[job]\nname = 'x\noutput = 'out.h5'\n"), "t.toml:2:8: " + no_end);
  // Columns count code points; quotes in comments and in other strings do not begin a string.
  EXPECT_EQ(mistakes_of("# \"\n\"é\" = \"'\"\n\"è\" = { a = \"x }\n"), "t.toml:3:13: " + no_end);
  // For a string of several lines: the line on which it begins, not the end of the file.
  EXPECT_EQ(mistakes_of("a = 1\nb = \"\"\"one\ntwo\nthree\n\n"), "t.toml:2:5: " + no_end);
  EXPECT_EQ(mistakes_of("a = 1\nb = '''one\ntwo\n"), "t.toml:2:5: " + no_end);
  EXPECT_EQ(mistakes_of("a = \"path\\\nb = 1\n"), "t.toml:1:5: " + no_end);
}

TEST(Document, does_not_blame_a_quote_after_the_mistake) {
  EXPECT_FALSE(contains(mistakes_of("[job]\nname = O'Brien\n"), "has no end"));
  EXPECT_FALSE(contains(mistakes_of("[job\nname = \"x\n"), "has no end"));
}

TEST(Document, asks_whether_a_table_of_values_is_a_csv) {
  const std::string question = "is this a CSV? try `onefold suggest ";
  for (const char* text :
       {"id,first,last\n1,Ann,Smith\n", "id;first\n1;Ann\n", "id\tfirst\n1\tAnn\n", "\xef\xbb\xbfid,first\n1,Ann\n",
        "\"id\",\"first\"\n\"1\",\"An\n", "1,Zzyzx,a@b.example\n"}) {
    EXPECT_TRUE(contains(mistakes_in(text, "people"), question + "people`")) << text;
    EXPECT_FALSE(contains(mistakes_in(text, "people"), "Zzyzx"));
  }
  EXPECT_TRUE(contains(mistakes_in("one column\nAnn\n", "people.csv"), question + "people.csv`"));
  EXPECT_TRUE(contains(mistakes_in(std::string("\x1f\x8b\x08\0\0", 5), "people.gz"), question + "people.gz`"));
  EXPECT_TRUE(contains(mistakes_in("id,first\n" + std::string(5 << 20, 'x'), "people"), question + "people`"));
  EXPECT_TRUE(contains(mistakes_in("id,first\n1," + std::string(40, '[') + "\n", "people"), question + "people`"));
  EXPECT_TRUE(contains(mistakes_in("\x89HDF\r\n\x1a\n", "out.h5"), "this is an HDF5 file"));
}

TEST(Document, does_not_take_a_job_for_a_csv) {
  for (const char* text :
       {"[job]\nname = x, y\n", "# a, b\n[job]\nname = ?\n", "name = [\"a\", \"b\"\n", "\n\n[job\n", ""})
    EXPECT_FALSE(contains(mistakes_in(text, "job.toml"), "CSV")) << text;
}

TEST(Mistakes, beyond_twenty_are_counted) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "unknown_" + std::to_string(i) + " = 1\n";
  const std::string said = mistakes_of(text + kGoodJob);
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 20);
  EXPECT_TRUE(said.ends_with("\nand 1980 more mistakes; correct these first")) << said;
  EXPECT_LT(said.size(), 10'000u);

  std::string one_more;
  for (int i = 0; i < 21; ++i) one_more += "unknown_" + std::to_string(i) + " = 1\n";
  EXPECT_TRUE(mistakes_of(one_more + kGoodJob).ends_with("\nand 1 more mistake; correct these first"));
}

TEST(Mistakes, about_names_of_a_million_characters_are_short) {
  const std::string name(1'000'000, 'x');
  for (const std::string& text :
       {name + " = 1\n" + kGoodJob, replaced("given_name =", name + " ="), replaced("\"mail\"", "\"" + name + "\""),
        replaced("\"surname\"", "\"" + name + "\""), replaced("\"email\"", "\"" + name + "\""),
        replaced("\"crm\"", "\"" + name + "\""), with("[[comparison]]\nattribute = \"" + name + "\"\n"),
        with("[[comparison]]\nattribute = \"mail\"\nlevels = [\"" + name + "\"]\n"),
        with("[merge]\nsource_priority = [\"" + name + "\"]\n"), with("[model]\nprior = \"" + name + "\"\n"),
        replaced("\"out.h5\"", "\"${" + name + "}\"")}) {
    const std::string said = mistakes_of(text);
    EXPECT_FALSE(said.empty());
    EXPECT_LT(said.size(), 20'000u) << said.substr(0, 300);
  }
}

}  // namespace
}  // namespace onefold::config::test
