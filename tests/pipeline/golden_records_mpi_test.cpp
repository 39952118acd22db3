// Golden records of whole runs: they do not depend on the order of the input, groups come from one record, and lineage
// says why.
#include <map>
#include <set>

#include "onefold/result/result_reader.hpp"
#include "result/lineage.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

// Two systems with an address, an opt-in and a time of change that often repeats. Every third customer has records in
// both.
std::vector<std::string> contacts_of(std::uint64_t source) {
  std::vector<std::string> rows;
  const std::vector<std::string> streets = {"1 High Street", "22 Mill Lane", "7 Park Road", ""};
  const std::vector<std::string> cities = {"Leeds", "York", "Hull", ""};
  for (std::size_t i = 0; i < 150; ++i) {
    const auto person = mix(test::kSeed, i / 2);
    const auto noise = mix(test::kSeed + source + 5, i);
    rows.push_back(std::string(source == 0 ? "A" : "B") + std::to_string(i) + ",person" +
                   std::to_string(person % 1'000'000) + "@mail.example," + streets[noise % 4] + "," +
                   cities[noise / 4 % 4] + "," +
                   (noise / 16 % 3 == 0 ? "" : "LS" + std::to_string(1 + noise % 9) + " 1AA") + "," +
                   (noise / 64 % 4 == 0   ? "N"
                    : noise / 64 % 4 == 1 ? ""
                                          : "Y") +
                   ",2024-01-0" + std::to_string(1 + noise / 512 % 2) + ",2023-05-0" + std::to_string(1 + noise % 3));
  }
  return rows;
}

void write_contacts(const ScratchFolder& folder, const std::string& file, std::vector<std::string> rows,
                    bool reversed) {
  if (reversed) std::reverse(rows.begin(), rows.end());
  if (test::world().is_root()) {
    std::ofstream out(folder / file, std::ios::binary);
    out << "id,mail,street,city,zip,optin,changed,mail_changed\n";
    for (const auto& row : rows) out << row << "\n";
  }
  test::world().barrier();
}

const std::string kMerge = R"toml(
[model]
max_random_pairs = 3000
[cluster]
method = "components"
threshold = 0.6
[merge.rules]
optin = { any = "N" }
email = "trust"
[merge.trust]
crm = { max = 90, min = 10, half_life = "30 days" }
shop = { max = 80, min = 10, linear = "1 year", email = { max = 100 } }
[[merge.group]]
attributes = ["address", "city", "postcode"]
by = "most_recent"
require = "address"
)toml";

config::Job contacts_job(const ScratchFolder& folder, const std::string& files, const std::string& output,
                         bool shop_first = false) {
  std::string text = "[job]\nname = \"t\"\noutput = \"" + (folder / output) + "\"\n";
  for (const std::string& source :
       shop_first ? std::vector<std::string>{"shop", "crm"} : std::vector<std::string>{"crm", "shop"})
    text += "[[source]]\nname = \"" + source + "\"\nfiles = \"" + (folder / (source + files + ".csv")) +
            "\"\nid = \"id\"\nupdated = \"changed\"\n" +
            (source == "shop" ? "updated_of = { email = \"mail_changed\" }\n" : "") +
            "columns = { email = \"mail\", address = \"street\", city = \"city\", postcode = \"zip\", optin = "
            "\"optin\" }\n";
  text += "[[attribute]]\nname = \"optin\"\ntype = \"category\"\ncompare = false\n[[blocking]]\non = [\"email\"]\n" +
          kMerge;
  return config::parse_job(text, "test.toml");
}

// Golden values and lineage by the names of the members: SOURCE:ID.
using Named = std::map<std::set<std::string>, std::vector<std::string>>;
Named golden_by_members(const std::string& path) {
  const result::ResultReader file(path);
  const std::uint64_t num_records = file.num_rows("/records/source");
  const auto source = file.read_int32("/records/source", 0, num_records);
  const auto id = file.read_text_column("/records/source_id", 0, num_records);
  const auto sources = file.read_text_column("/sources/name", 0, 2);
  const auto cluster = file.read_int64("/records/cluster_id", 0, num_records);
  const auto name_of = [&](std::int64_t record) {
    const auto r = static_cast<std::size_t>(record);
    return record < 0 ? "-" : std::string(sources[static_cast<std::size_t>(source[r])]) + ":" + std::string(id[r]);
  };
  std::map<std::int64_t, std::set<std::string>> members;
  for (std::size_t r = 0; r < num_records; ++r) members[cluster[r]].insert(name_of(static_cast<std::int64_t>(r)));
  const std::uint64_t num_customers = file.num_rows("/customers/pin");
  const auto ids = file.read_int64("/customers/cluster_id", 0, num_customers);
  Named named;
  for (const std::string attribute : {"email", "address", "city", "postcode", "optin"}) {
    const std::string lineage = "/customers/lineage/" + attribute + "/";
    const auto golden = file.read_text_column("/customers/golden/" + attribute, 0, num_customers);
    const auto cleansed = file.read_text_column("/customers/cleansed/" + attribute, 0, num_customers);
    const auto record = file.read_int64(lineage + "record", 0, num_customers);
    const auto runner_up = file.read_int64(lineage + "runner_up", 0, num_customers);
    const auto rule = file.read_int8(lineage + "rule", 0, num_customers);
    const auto score = file.read_int32(lineage + "score", 0, num_customers);
    for (std::size_t c = 0; c < num_customers; ++c)
      named[members[ids[c]]].push_back(std::string(golden[c]) + "|" + std::string(cleansed[c]) + "|" +
                                       name_of(record[c]) + "|" + name_of(runner_up[c]) + "|" +
                                       std::to_string(rule[c]) + "|" + std::to_string(score[c]));
  }
  return named;
}

class GoldenRecords : public testing::Test {
 protected:
  GoldenRecords() : folder_(test::world()) {
    for (const bool reversed : {false, true}) {
      write_contacts(folder_, std::string("crm") + (reversed ? "2" : "1") + ".csv", contacts_of(0), reversed);
      write_contacts(folder_, std::string("shop") + (reversed ? "2" : "1") + ".csv", contacts_of(1), reversed);
    }
  }
  ScratchFolder folder_;
};

TEST_F(GoldenRecords, do_not_depend_on_the_order_of_rows_or_sources) {
  (void)run(test::world(), contacts_job(folder_, "1", "one.h5"), {.window_rows = 40});
  (void)run(test::world(), contacts_job(folder_, "2", "two.h5"));
  (void)run(test::world(), contacts_job(folder_, "2", "three.h5", true));
  if (test::world().is_root()) {
    const Named one = golden_by_members(folder_ / "one.h5");
    EXPECT_GT(one.size(), 20U);
    EXPECT_EQ(one, golden_by_members(folder_ / "two.h5"));
    EXPECT_EQ(one, golden_by_members(folder_ / "three.h5"));
    // The pairs that training looks at are the same ones, too.
    const auto u_of = [&](const char* name) {
      const result::ResultReader file(folder_ / name);
      return file.read_double("/comparisons/level/u", 0, file.num_rows("/comparisons/level/u"));
    };
    EXPECT_EQ(u_of("one.h5"), u_of("two.h5"));
    EXPECT_EQ(u_of("one.h5"), u_of("three.h5"));
  }
  test::world().barrier();
}

TEST_F(GoldenRecords, keep_groups_together_and_let_one_record_say_no) {
  (void)run(test::world(), contacts_job(folder_, "1", "out.h5"));
  if (test::world().is_root()) {
    for (const auto& check : verify::verify_result(folder_ / "out.h5").checks)
      EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    // What the records said.
    std::map<std::string, std::vector<std::string>> said;
    for (const std::uint64_t source : {0, 1})
      for (const auto& row : contacts_of(source)) {
        std::vector<std::string> cells(1);
        for (const char c : row)
          if (c == ',')
            cells.emplace_back();
          else
            cells.back() += c;
        said[(source == 0 ? "crm:" : "shop:") + cells[0]] = cells;
      }
    std::uint64_t num_no = 0, num_partial = 0, num_refused = 0;
    for (const auto& [members, values] : golden_by_members(folder_ / "out.h5")) {
      bool has_no = false;
      std::set<std::string> addresses;
      bool has_street = false;
      for (const auto& member : members) {
        has_no = has_no || said[member][5] == "N";
        has_street = has_street || !said[member][2].empty();
        addresses.insert(said[member][2] + "," + said[member][3] + "," + said[member][4]);
      }
      const auto golden = [&](std::size_t a) { return values[a].substr(0, values[a].find('|')); };
      EXPECT_EQ(golden(4) == "N", has_no);
      num_no += has_no ? 1 : 0;
      const std::string group = golden(1) + "," + golden(2) + "," + golden(3);
      EXPECT_TRUE(addresses.contains(group) || !has_street) << "the values of an address come from one record";
      EXPECT_EQ(golden(1).empty(), !has_street) << "the record has the required attribute";
      if (!has_street) {
        EXPECT_EQ(group, ",,") << "no record has what is required";
        ++num_refused;
      }
      num_partial += golden(2).empty() || golden(3).empty() ? 1 : 0;
    }
    EXPECT_GT(num_refused, 0U);
    EXPECT_GT(num_no, 5U);
    EXPECT_GT(num_partial, 5U) << "empty members of a group stay empty";
  }
  test::world().barrier();
}

TEST_F(GoldenRecords, of_the_latest_input_day_decide_trust_and_the_run_says_so) {
  const auto job = contacts_job(folder_, "1", "out.h5");
  (void)run(test::world(), job);
  if (test::world().is_root()) {
    const result::ResultReader file(folder_ / "out.h5");
    const std::string resolved(file.read_text_column("/job/resolved", 0, 1)[0]);
    EXPECT_NE(resolved.find("as_of = \"2024-01-02\""), std::string::npos);
    const auto codes = file.read_text_column("/warnings/code", 0, file.num_rows("/warnings/code"));
    std::uint64_t num_same = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) num_same += codes[i] == "same_date" ? 1 : 0;
    EXPECT_EQ(num_same, 3U) << "two days in `updated` of both sources, three in that of e-mails";
  }
  test::world().barrier();
}

}  // namespace
}  // namespace onefold::pipeline
