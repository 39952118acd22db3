// Array attributes through the whole pipeline, from columns and separated fields to golden records.
#include <map>
#include <set>

#include "onefold/pipeline/run.hpp"
#include "onefold/result/result_reader.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

struct Row {
  std::string surname, maiden, mail, mail2, phones;
};

Row row_of(std::size_t record) {
  const auto person = mix(test::kSeed, record / 3);
  const auto noise = mix(test::kSeed + 1, record);
  const std::vector<std::string> surnames = {"Smith", "Jones", "Taylor", "Brown", "Garcia", "Berg"};
  Row row;
  row.surname = surnames[person % 6];
  row.maiden = noise % 2 == 0 ? surnames[person / 6 % 6] : "";
  if (noise % 5 == 0) std::swap(row.surname, row.maiden);
  if (row.surname.empty()) row.surname = surnames[person % 6];
  const auto mail = [&](std::uint64_t which) {
    return (which % 2 == 0 ? "User" : "user") + std::to_string(person % 5000) + "." + std::to_string(which) +
           "@Mail.example";
  };
  row.mail = noise % 7 == 0 ? "n/a" : mail(noise % 3);
  row.mail2 = noise % 3 == 0 ? mail(noise / 3 % 3) : "";
  row.phones = "0161 496 0" + std::to_string(100 + person % 900) +
               (noise % 2 == 0 ? " | 0161 496 0" + std::to_string(100 + person / 900 % 900) : "");
  return row;
}

void write_rows(const ScratchFolder& folder, std::size_t count) {
  if (test::world().is_root()) {
    std::ofstream out((folder / "people.csv"), std::ios::binary);
    out << "id,last,maiden,mail,mail2,phones,changed\n";
    for (std::size_t i = 0; i < count; ++i) {
      const Row row = row_of(i);
      out << "id" << i << "," << row.surname << "," << row.maiden << "," << row.mail << "," << row.mail2 << ",\""
          << row.phones << "\",2024-01-" << 10 + mix(5, i) % 20 << "\n";
    }
  }
  test::world().barrier();
}

config::Job job_of(const ScratchFolder& folder, const std::string& output, const std::string& more = "") {
  return config::parse_job(
      "[job]\nname = \"t\"\noutput = \"" + (folder / output) + "\"\n[[source]]\nname = \"a\"\nfiles = \"" +
          (folder / "people.csv") +
          "\"\nid = \"id\"\nupdated = \"changed\"\n"
          "columns = { surname = [\"last\", \"maiden\"], email = [\"mail\", \"mail2\"], phone = \"phones\" }\n"
          "[[attribute]]\nname = \"phone\"\nseparator = \"|\"\n"
          "[[blocking]]\non = \"phone\"\n[[blocking]]\non = \"surname\"\nmax_pairs = 1000000\n"
          "[[comparison]]\nattribute = \"email\"\nlevels = [\"overlap_weight >= 6\", \"overlap_share >= 0.5\", "
          "\"email_local\"]\n" +
          more,
      "t.toml");
}

std::string digest_of(const mpi::Communicator& world, const config::Job& job, const config::RunOptions& options = {}) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return run_job(world, job, progress, statistics, options).content_digest;
}

TEST(Arrays, the_digest_is_that_of_one_rank) {
  const ScratchFolder folder(test::world());
  for (const std::size_t count : {2U, 240U}) {
    write_rows(folder, count);
    const auto alone = test::world().split(test::world().rank());
    std::string expected;
    const std::string name = std::to_string(count);
    if (test::world().is_root()) expected = digest_of(alone, job_of(folder, "alone" + name + ".h5"));
    test::world().broadcast(expected);
    EXPECT_EQ(digest_of(test::world(), job_of(folder, "all" + name + ".h5")), expected);
    EXPECT_EQ(digest_of(test::world(), job_of(folder, "waves" + name + ".h5"), {.window_rows = 7, .max_wave_rows = 9}),
              expected);
  }
}

std::set<std::string> parts_of(const std::string& value, const std::string& separator) {
  std::set<std::string> parts;
  for (std::size_t at = 0; at <= value.size() && !value.empty();) {
    const std::size_t end = std::min(value.find(separator, at), value.size());
    std::string part;
    for (const char c : value.substr(at, end - at))
      if (c != ' ') part += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    parts.insert(part);
    at = end + separator.size();
  }
  return parts;
}

TEST(Arrays, golden_values_are_the_elements_of_all_members_or_what_another_rule_says) {
  const ScratchFolder folder(test::world());
  constexpr std::size_t kCount = 240;
  write_rows(folder, kCount);
  (void)digest_of(test::world(), job_of(folder, "out.h5", "[merge.rules]\nsurname = \"most_recent\"\n"));
  if (test::world().is_root()) {
    for (const auto& check : verify::verify_result(folder / "out.h5").checks)
      EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    const result::ResultReader file((folder / "out.h5"));
    const auto cluster = file.read_int64("/records/cluster_id", 0, kCount);
    std::map<std::int64_t, std::set<std::string>> emails, phones;
    for (std::size_t i = 0; i < kCount; ++i) {
      const Row row = row_of(i);
      for (const auto& mail : {row.mail, row.mail2})
        if (!mail.empty() && mail != "n/a") emails[cluster[i]].merge(parts_of(mail, "|"));
      phones[cluster[i]].merge(parts_of(row.phones, "|"));
    }
    const std::uint64_t num_customers = file.num_rows("/customers/cluster_id");
    EXPECT_LT(num_customers, kCount - 60) << "nearly nothing was merged";
    const auto ids = file.read_int64("/customers/cluster_id", 0, num_customers);
    const auto email = file.read_text_column("/customers/golden/email", 0, num_customers);
    const auto phone = file.read_text_column("/customers/golden/phone", 0, num_customers);
    const auto surname = file.read_text_column("/customers/golden/surname", 0, num_customers);
    const auto origin = file.read_int64("/customers/lineage/surname/record", 0, num_customers);
    for (std::uint64_t c = 0; c < num_customers; ++c) {
      EXPECT_EQ(parts_of(std::string(email[c]), "; "), emails[ids[c]]);
      EXPECT_EQ(parts_of(std::string(phone[c]), "|"), phones[ids[c]]);
      const Row row = row_of(static_cast<std::size_t>(origin[c]));
      EXPECT_EQ(surname[c], row.maiden.empty() ? row.surname : row.surname + "; " + row.maiden);
    }
  }
  test::world().barrier();
}

}  // namespace
}  // namespace onefold::pipeline
