// Missing values and empty texts: told apart from the source to the result, and the same to everything that compares.
#include <fstream>

#include "onefold/result/result_reader.hpp"
#include "result/customers_table.hpp"
#include "result/record_values_table.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

/// "-" for a missing value, else the value in brackets.
std::vector<std::string> shown(const result::ResultReader& file, const result::Column<result::Text>& texts,
                               const result::Column<std::int8_t>& present) {
  const TextColumn values = texts.read_all(file);
  std::vector<std::int8_t> is_there;
  if (present.is_in(file)) is_there = present.read_all(file);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < values.size(); ++i)
    out.push_back((is_there.empty() ? values[i].empty() : is_there[i] == 0) ? "-" : "[" + std::string(values[i]) + "]");
  return out;
}

config::Job job_of(const ScratchFolder& folder, const std::string& sources) {
  return config::parse_job("[job]\nname = \"t\"\noutput = \"" + (folder / "o.h5") + "\"\noverwrite = true\n" + sources +
                               "[[attribute]]\nname = \"phone\"\narray = true\n"
                               "[[blocking]]\non = [\"surname\", \"birth_date\"]\n[model]\nprior = 0.01\n",
                           "t.toml");
}

TEST(MissingValues, of_json_and_of_columns_of_fixed_width_are_no_empty_texts) {
  const ScratchFolder folder(world());
  if (world().is_root()) {
    std::ofstream json(folder / "a.ndjson");
    json << R"({"id":1,"s":"Lovelace","d":"1815-12-10","c":"","p":["",""]})"
         << "\n"
         << R"({"id":2,"s":"Lovelace","d":"1815-12-10","c":null,"p":null})"
         << "\n"
         << R"({"id":3,"s":"Babbage","d":""})"
         << "\n"
         << R"({"id":4,"s":"Babbage","c":"London","p":["0113 496 0100","0113 496 0101"]})"
         << "\n";
    std::ofstream fixed(folder / "b.txt");
    fixed << "5 Hopper  1906-12-09York\n6 Hopper  1906-12-09\n7 Hopper            Ely\n";
  }
  world().barrier();
  const auto job = job_of(folder, "[[source]]\nname = \"a\"\nfiles = \"" + (folder / "a.ndjson") +
                                      "\"\nid = \"id\"\ncolumns = { surname = \"s\", birth_date = \"d\", city = \"c\", "
                                      "phone = \"p\" }\n"
                                      "[[source]]\nname = \"b\"\nfiles = \"" +
                                      (folder / "b.txt") +
                                      "\"\nid = \"id\"\nwidths = [[\"id\", 1, 2], [\"s\", 3, 10], [\"d\", 11, 20], "
                                      "[\"c\", 21, 30]]\n"
                                      "columns = { surname = \"s\", birth_date = \"d\", city = \"c\" }\n");
  const auto digest = run(world(), job);
  if (world().is_root()) {
    const result::ResultReader file(folder / "o.h5");
    const auto values_of = [&](const char* attribute) {
      return shown(file, result::RecordValuesTable::value(attribute), result::RecordValuesTable::present(attribute));
    };
    EXPECT_EQ(values_of("city"), (std::vector<std::string>{"[]", "-", "-", "[London]", "[York]", "-", "[Ely]"}));
    EXPECT_EQ(values_of("birth_date"), (std::vector<std::string>{"[1815-12-10]", "[1815-12-10]", "[]", "-",
                                                                 "[1906-12-09]", "[1906-12-09]", "[]"}));
    EXPECT_EQ(values_of("phone"),
              (std::vector<std::string>{"[]", "-", "-", "[0113 496 0100; 0113 496 0101]", "-", "-", "-"}));
    EXPECT_FALSE(result::RecordValuesTable::present("surname").is_in(file)) << "no surname is empty";
    for (const auto& check : verify::verify_result(folder / "o.h5").checks)
      EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
  }
  const auto self = world().split(world().rank());
  std::string alone;
  if (world().is_root()) alone = run(self, job);
  world().broadcast(alone);
  EXPECT_EQ(digest, alone);
}

TEST(MissingValues, are_empty_in_a_golden_record_if_a_member_says_so_and_none_has_a_value) {
  const ScratchFolder folder(world());
  if (world().is_root()) {
    std::ofstream json(folder / "a.ndjson");
    // Three customers: an empty text and nothing; an empty text and a value; nothing at all.
    json << R"({"id":1,"s":"Lovelace","d":"1815-12-10","c":""})"
         << "\n"
         << R"({"id":2,"s":"Lovelace","d":"1815-12-10"})"
         << "\n"
         << R"({"id":3,"s":"Babbage","d":"1791-12-26","c":""})"
         << "\n"
         << R"({"id":4,"s":"Babbage","d":"1791-12-26","c":"London"})"
         << "\n"
         << R"({"id":5,"s":"Hopper","d":"1906-12-09"})"
         << "\n"
         << R"({"id":6,"s":"Hopper","d":"1906-12-09","c":null})"
         << "\n";
    std::ofstream(folder / "together.csv") << "left,right\na:1,a:2\na:3,a:4\na:5,a:6\n";
    std::ofstream(folder / "d.csv") << "kind,left,right,attribute,value,who,when,why\noverride,a:3,,city,,Ada,,\n";
  }
  world().barrier();
  auto text = "[[source]]\nname = \"a\"\nfiles = \"" + (folder / "a.ndjson") +
              "\"\nid = \"id\"\ncolumns = { surname = \"s\", birth_date = \"d\", city = \"c\", phone = \"p\" }\n"
              "[reading]\nmax_unreadable = 1\n[cluster]\nmethod = \"repair\"\nmust_link = \"" +
              (folder / "together.csv") + "\"\n";
  // No row has a phone, so that the path is not there: map what is.
  text.replace(text.find(", phone = \"p\""), 13, "");
  const auto golden_cities = [&](const std::string& merge) {
    (void)run(world(),
              config::parse_job("[job]\nname = \"t\"\noutput = \"" + (folder / "o.h5") + "\"\noverwrite = true\n" +
                                    text + "[[blocking]]\non = [\"surname\", \"birth_date\"]\n" + merge,
                                "t.toml"));
    std::vector<std::string> shown_cities;
    if (world().is_root()) {
      const result::ResultReader file(folder / "o.h5");
      shown_cities =
          shown(file, result::CustomersTable::golden("city"), result::CustomersTable::golden_present("city"));
      for (const auto& check : verify::verify_result(folder / "o.h5").checks)
        EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    }
    return shown_cities;
  };
  const auto expect = [&](const std::string& merge, const std::vector<std::string>& cities) {
    const auto found = golden_cities(merge);
    if (world().is_root()) {
      EXPECT_EQ(found, cities) << merge;
    }
  };
  for (const std::string merge : {"", "[merge.rules]\ncity = \"longest\"\n",
                                  "[[attribute]]\nname = \"city\"\narray = true\n[merge.rules]\ncity = \"union\"\n",
                                  "[[merge.group]]\nattributes = [\"city\"]\nby = \"most_frequent\"\n"})
    expect(merge, {"[]", "[London]", "-"});
  expect("[merge]\ndecisions = \"" + (folder / "d.csv") + "\"\n", {"[]", "-", "-"});
}

}  // namespace
}  // namespace onefold::pipeline
