// Cluster repair in whole runs: constraints are kept, oversized components are broken, and the result does not depend
// on the number of ranks.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

// The result of a run on one rank; rank 0 computes it while the others wait.
std::string run_alone(const config::Job& job) {
  const auto alone = test::world().split(test::world().rank());
  std::string digest;
  if (test::world().is_root()) digest = run(alone, job);
  test::world().broadcast(digest);
  return digest;
}

struct Found {
  std::vector<std::int64_t> cluster;
  std::vector<std::int32_t> source;
  TextColumn source_id;
  std::map<int, std::size_t> cuts;  // number of cuts by reason
  [[nodiscard]] std::int64_t cluster_of(std::int32_t s, const std::string& id) const {
    for (std::size_t r = 0; r < cluster.size(); ++r)
      if (source[r] == s && source_id[r] == id) return cluster[r];
    return -1;
  }
};

// Read on rank 0, after a barrier; empty on other ranks.
Found read(const config::Job& job) {
  Found found;
  if (test::world().is_root()) {
    const auto verification = verify::verify_result(job.output);
    for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    const result::ResultReader file(job.output);
    const auto rows = file.num_rows("/records/cluster_id");
    found.cluster = file.read_int64("/records/cluster_id", 0, rows);
    found.source = file.read_int32("/records/source", 0, rows);
    found.source_id = file.read_text_column("/records/source_id", 0, rows);
    if (file.has("/cuts/reason"))
      for (const auto reason : file.read_int8("/cuts/reason", 0, file.num_rows("/cuts/reason"))) ++found.cuts[reason];
  }
  test::world().barrier();
  return found;
}

config::Job loose_job(const ScratchFolder& folder, const std::string& output) {
  auto job = make_job(folder, 1, output);
  // Most links are wrong, so there is much to repair.
  job.cluster.threshold = 0.02;
  job.cluster.review_threshold = 0.01;
  job.cluster.support = 0.02;
  return job;
}

void write_sources(const ScratchFolder& folder, std::size_t rows_of_a = 240, std::size_t rows_of_b = 180) {
  write_source(folder, "a", rows_of_source(0, rows_of_a), 1);
  write_source(folder, "b", rows_of_source(1, rows_of_b), 1);
}

// The records of each customer, by SOURCE:ID, without the order in which they were read.
std::set<std::set<std::string>> customers_of(const Found& found) {
  std::map<std::int64_t, std::set<std::string>> members;
  for (std::size_t r = 0; r < found.cluster.size(); ++r)
    members[found.cluster[r]].insert(std::to_string(found.source[r]) + ":" + std::string(found.source_id[r]));
  std::set<std::set<std::string>> customers;
  for (const auto& [cluster, names] : members) customers.insert(names);
  return customers;
}

TEST(Repair, decides_between_equally_good_partners_whatever_the_order_of_the_rows) {
  const ScratchFolder folder(test::world());
  // The first record of each three shares its email with the second one and its postcode with the third one, and both
  // weigh the same; the other two have nothing in common, so the first one can have only one of them.
  std::vector<std::string> rows;
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(10 + i);
    const std::string mail = "user" + n + "@mail.example", postcode = "AB" + n + " 3GH";
    rows.push_back("x" + n + ",,,," + mail + "," + postcode + ",2024-01-01");
    rows.push_back("y" + n + ",,,," + mail + ",,2024-01-01");
    rows.push_back("z" + n + ",,,,," + postcode + ",2024-01-01");
  }
  const std::string weights = "m = [0.9, 0.1]\nu = [0.0001, 0.9999]\nlevels = [\"exact\"]\nterm_frequency = false\n";
  std::string model =
      "[[blocking]]\non = [\"email\"]\n[[blocking]]\non = [\"postcode\"]\n[[comparison]]\n"
      "attribute = \"email\"\n" +
      weights + "[[comparison]]\nattribute = \"postcode\"\n" + weights +
      "[model]\ntrain = \"fixed\"\nprior = 0.01\n[cluster]\nthreshold = 0.9\nsupport = 0.8\n";
  for (const std::string other : {"given_name", "surname", "birth_date"})
    model += "[[attribute]]\nname = \"" + other + "\"\ncompare = false\n";
  write_source(folder, "b", {rows.back()}, 1);
  rows.resize(rows.size() - 3);
  std::set<std::set<std::string>> before;
  for (const bool is_reversed : {false, true}) {
    if (is_reversed) std::ranges::reverse(rows);
    write_source(folder, "a", rows, 1);
    const auto job = make_job(folder, 1, is_reversed ? "reversed.h5" : "forward.h5", "", model);
    run(test::world(), job);
    const auto found = read(job);
    const auto customers = customers_of(found);
    if (test::world().is_root()) {
      EXPECT_EQ(customers.size(), 2 * rows.size() / 3 + 1) << "one of the two links is cut";
    }
    if (is_reversed) {
      EXPECT_TRUE(customers == before) << "other partners";
    }
    before = customers;
  }
}

TEST(Repair, the_digest_is_that_of_one_rank_with_constraints_lists_giants_and_batches_of_few_rows) {
  const ScratchFolder folder(test::world());
  write_sources(folder, 70, 102);
  if (test::world().is_root()) {
    std::ofstream((folder / "must.csv")) << "left,right\na:id0,b:id100\nb:id100,a:id37\n";
    std::ofstream((folder / "cannot.csv")) << "left,right\na:id1,b:id1\na:id3,b:id3\nb:id8,b:id9\n";
  }
  test::world().barrier();
  const auto with = [&](const std::string& output, std::uint64_t max_repair_size) {
    auto job = loose_job(folder, output);
    job.sources[1].unique = true;
    job.attributes[2].conflict = true;
    job.cluster.must_link = {(folder / "must.csv")};
    job.cluster.cannot_link = {(folder / "cannot.csv")};
    job.cluster.max_repair_size = max_repair_size;
    return job;
  };
  std::set<std::string> digests;
  for (const std::uint64_t max_repair_size : {2U, 5U, 2000U}) {
    const std::string name = std::to_string(max_repair_size);
    const auto expected = run_alone(with("alone" + name + ".h5", max_repair_size));
    digests.insert(expected);
    EXPECT_EQ(run(test::world(), with("all" + name + ".h5", max_repair_size)), expected) << "max_repair_size " << name;
    EXPECT_EQ(
        run(test::world(), with("batches" + name + ".h5", max_repair_size), {.window_rows = 7, .max_wave_rows = 19}),
        expected)
        << "max_repair_size " << name << " in batches";
    const auto found = read(with("all" + name + ".h5", max_repair_size));
    if (!test::world().is_root()) continue;
    EXPECT_EQ(found.cluster_of(0, "id0"), found.cluster_of(0, "id37"));
    EXPECT_NE(found.cluster_of(1, "id8"), found.cluster_of(1, "id9"));
    if (max_repair_size == 2) {
      EXPECT_GT(found.cuts.count(6), 0U) << "nothing was broken";
    }
    if (max_repair_size == 2000) {
      EXPECT_GT(found.cuts.count(2), 0U) << "no source was without duplicates";
    }
  }
  EXPECT_GT(digests.size(), 1U);
}

TEST(Repair, components_and_repair_give_results_that_verify_and_repair_cuts_only) {
  const ScratchFolder folder(test::world());
  write_sources(folder);
  auto whole = loose_job(folder, "components.h5");
  whole.cluster.method = config::ClusterMethod::components;
  auto repaired = loose_job(folder, "repair.h5");
  repaired.cluster.support = 0.015;
  static_cast<void>(run(test::world(), whole));
  static_cast<void>(run(test::world(), repaired));
  const auto before = read(whole);
  const auto after = read(repaired);
  if (!test::world().is_root()) return;
  EXPECT_TRUE(before.cuts.empty());
  std::map<std::int64_t, std::int64_t> component_of;
  for (std::size_t r = 0; r < after.cluster.size(); ++r)
    EXPECT_EQ(component_of.emplace(after.cluster[r], before.cluster[r]).first->second, before.cluster[r])
        << "a customer reaches over two components";
  EXPECT_NE(before.cluster, after.cluster);
}

TEST(Repair, only_customers_up_to_max_repair_size_are_analysed) {
  const ScratchFolder folder(test::world());
  write_sources(folder);
  struct Case {
    config::ClusterMethod method;
    std::uint64_t max_repair_size;
  };
  for (const auto& [method, max_repair_size] :
       {Case{config::ClusterMethod::components, 3}, Case{config::ClusterMethod::repair, 2000}}) {
    const auto with = [&, chosen = method, size = max_repair_size](const std::string& output) {
      auto job = loose_job(folder, output);
      job.overwrite = true;
      job.cluster.method = chosen;
      job.cluster.max_repair_size = size;
      return job;
    };
    const auto job = with("structure.h5");
    const auto expected = run_alone(with("alone.h5"));
    EXPECT_EQ(run(test::world(), job, {.window_rows = 50}), expected);
    static_cast<void>(read(job));
    if (test::world().is_root()) {
      const result::ResultReader file(job.output);
      const auto rows = file.num_rows("/customers/size");
      const auto size = file.read_int64("/customers/size", 0, rows);
      const auto links = file.read_int64("/customers/links", 0, rows);
      const auto bridges = file.read_int32("/customers/bridges", 0, rows);
      const auto centre = file.read_int64("/customers/centre", 0, rows);
      std::size_t num_large = 0;
      std::size_t with_bridge = 0;
      for (std::size_t c = 0; c < rows; ++c) {
        const bool is_large = size[c] > static_cast<std::int64_t>(max_repair_size);
        EXPECT_EQ(bridges[c] == -1, is_large);
        EXPECT_EQ(centre[c] == -1, is_large);
        EXPECT_GE(links[c], size[c] - 1);
        num_large += is_large ? 1 : 0;
        with_bridge += bridges[c] > 0 && size[c] > 2 ? 1 : 0;
      }
      EXPECT_EQ(num_large > 0, method == config::ClusterMethod::components);
      EXPECT_GT(with_bridge, 0U);
    }
    test::world().barrier();
  }
}

// On rank 0 only.
std::int64_t components_repaired(const config::Job& job) {
  const result::ResultReader file(job.output);
  const auto counters = file.read_text_column("/statistics/counter", 0, file.num_rows("/statistics/counter"));
  const auto values = file.read_int64("/statistics/value", 0, counters.size());
  for (std::size_t c = 0; c < counters.size(); ++c)
    if (counters[c] == "repair.components_repaired") return values[c];
  return -1;
}

TEST(Repair, of_complete_components_only_those_whose_values_conflict_are_taken_apart) {
  const ScratchFolder folder(test::world());
  std::vector<std::string> rows[2];
  for (std::uint64_t i = 0; i < 90; ++i)
    for (const std::uint64_t source : {0U, 1U})
      rows[source].push_back("id" + std::to_string(i) + "," +
                             (i == 7 && source == 1 ? "Zacharias" : "Given" + std::to_string(i % 9)) + ",Surname" +
                             std::to_string(i) + ",19" + std::to_string(10 + i) + "-03-14,mail" + std::to_string(i) +
                             "@x.example,AB" + std::to_string(i) + " 2CD,2024-01-01");
  write_source(folder, "a", rows[0], 1);
  write_source(folder, "b", rows[1], 1);
  auto job = make_job(folder, 1, "conflict.h5");
  job.cluster.threshold = 0.02;
  job.cluster.support = 0.02;
  job.attributes[0].conflict = true;
  static_cast<void>(run(test::world(), job));
  const auto found = read(job);
  if (!test::world().is_root()) return;
  EXPECT_NE(found.cluster_of(0, "id7"), found.cluster_of(1, "id7"));
  EXPECT_EQ(found.cluster_of(0, "id8"), found.cluster_of(1, "id8"));
  EXPECT_EQ(found.cuts, (std::map<int, std::size_t>{{3, 1}}));
  EXPECT_EQ(components_repaired(job), 1);
}

TEST(Repair, two_records_that_differ_in_lasting_values_are_not_examined) {
  const ScratchFolder folder(test::world());
  for (const std::uint64_t source : {0U, 1U}) {
    std::vector<std::string> rows;
    for (std::uint64_t i = 0; i < 90; ++i) {
      const bool differs = i == 7 && source == 1;
      rows.push_back("id" + std::to_string(i) + "," + (differs ? "Zacharias" : "Given" + std::to_string(i % 9)) +
                     ",Surname" + std::to_string(i) + ",19" + std::to_string(differs ? 99 : 10 + i) + "-03-14,mail" +
                     std::to_string(i) + "@x.example,AB" + std::to_string(i) + " 2CD,2024-01-01");
    }
    write_source(folder, source == 0 ? "a" : "b", rows, 1);
  }
  auto job = make_job(folder, 1, "two.h5");
  job.cluster.threshold = 1e-6;
  job.cluster.review_threshold = job.cluster.support = 1e-6;
  static_cast<void>(run(test::world(), job));
  const auto found = read(job);
  if (!test::world().is_root()) return;
  EXPECT_EQ(found.cluster_of(0, "id7"), found.cluster_of(1, "id7"));
  EXPECT_EQ(components_repaired(job), 0);
}

// A couple with the same address, telephone and email, and four records each. All pairs are links.
TEST(Repair, complete_components_that_differ_in_lasting_values_are_taken_apart_unless_the_job_forbids_it) {
  const ScratchFolder folder(test::world());
  std::vector<std::string> rows;
  const auto add = [&](const std::string& given, const std::string& born) {
    rows.push_back("id" + std::to_string(rows.size()) + "," + given + ",Featherstone," + born +
                   ",family@x.example,ZE1 2CD,2024-01-01");
  };
  for (int i = 0; i < 4; ++i) add("Hamish", "1950-03-14");
  for (int i = 0; i < 4; ++i) add("Rosemary", "1962-11-05");
  // Other records, so that a model can be trained.
  const auto others = rows_of_source(0, 90);
  for (std::size_t i = 0; i < others.size(); ++i) rows.push_back("other" + others[i]);
  write_source(folder, "a", rows, 1);
  write_source(folder, "b", rows_of_source(1, 50), 1);
  const auto with = [&](const std::string& output, config::Lasting of_date, config::Lasting of_name) {
    auto job = loose_job(folder, output);
    job.overwrite = true;
    // Every pair is a link, so no other rule separates them. A prior that leaves no room for relatives, who would be
    // told apart by their weight.
    job.cluster.threshold = job.cluster.support = 1e-9;
    job.cluster.review_threshold = 1e-9;
    job.model.prior.kind = config::PriorConfig::Kind::fixed;
    job.model.prior.probability = 0.96;
    for (auto& attribute : job.attributes) {
      if (attribute.type == AttributeType::birth_date) attribute.lasting = of_date;
      if (attribute.type == AttributeType::given_name) attribute.lasting = of_name;
    }
    // A difference in these attributes weighs little, so the common attributes outweigh it.
    for (auto& comparison : job.comparisons) {
      const auto type = job.attributes[comparison.attribute].type;
      if (type != AttributeType::birth_date && type != AttributeType::given_name) continue;
      comparison.m.assign(comparison.levels.size() + 1, 0.001);
      comparison.u = comparison.m;
      comparison.m.front() = 0.6;
      comparison.m.back() = 0.4 - 0.001 * static_cast<double>(comparison.levels.size() - 1);
      comparison.u.front() = 0.15;
      comparison.u.back() = 0.85 - 0.001 * static_cast<double>(comparison.levels.size() - 1);
    }
    return job;
  };
  using config::Lasting;
  for (const auto& [of_date, of_name, apart] :
       {std::tuple{Lasting::decisive, Lasting::never, true},
        std::tuple{Lasting::corroborated, Lasting::corroborated, true},
        std::tuple{Lasting::corroborated, Lasting::never, false}, std::tuple{Lasting::never, Lasting::never, false}}) {
    const auto expected = run_alone(with("alone.h5", of_date, of_name));
    EXPECT_EQ(run(test::world(), with("all.h5", of_date, of_name)), expected);
    EXPECT_EQ(run(test::world(), with("batches.h5", of_date, of_name), {.max_wave_rows = 19}), expected);
    const auto found = read(with("all.h5", of_date, of_name));
    if (!test::world().is_root()) continue;
    EXPECT_EQ(found.cluster_of(0, "id0"), found.cluster_of(0, "id3"));
    EXPECT_EQ(found.cluster_of(0, "id4"), found.cluster_of(0, "id7"));
    EXPECT_EQ(found.cluster_of(0, "id0") != found.cluster_of(0, "id4"), apart)
        << static_cast<int>(of_date) << ' ' << static_cast<int>(of_name);
    EXPECT_EQ(found.cuts.contains(8), apart) << ::testing::PrintToString(found.cuts);
  }
}

TEST(Repair, a_list_that_names_unknown_records_or_contradicts_itself_ends_the_run_naming_the_lines) {
  const ScratchFolder folder(test::world());
  write_sources(folder);
  if (test::world().is_root()) {
    std::ofstream((folder / "unknown.csv")) << "left,right\na:id1,b:nobody\n";
    std::ofstream((folder / "must.csv")) << "left,right\na:id1,a:id2\na:id2,b:id3\n";
    std::ofstream((folder / "cannot.csv")) << "left,right\nb:id3,a:id1\n";
    std::ofstream((folder / "header.csv")) << "a:id1,a:id2\n";
    std::ofstream((folder / "source.csv")) << "left,right\na:id1,c:id2\n";
  }
  test::world().barrier();
  const auto message_of = [&](const std::string& must, const std::string& cannot) {
    auto job = make_job(folder, 1, "never.h5");
    if (!must.empty()) job.cluster.must_link = {(folder / must)};
    if (!cannot.empty()) job.cluster.cannot_link = {(folder / cannot)};
    try {
      static_cast<void>(run(test::world(), job));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const auto expect_in = [](const std::string& part, const std::string& message) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  const std::string unknown = message_of("unknown.csv", "");
  EXPECT_EQ(unknown.find("nobody"), std::string::npos) << unknown;
  expect_in("unknown.csv line 2", unknown);
  const std::string contradiction = message_of("must.csv", "cannot.csv");
  EXPECT_EQ(contradiction.find("id3"), std::string::npos) << contradiction;
  expect_in("cannot.csv line 2", contradiction);
  expect_in("header left,right", message_of("header.csv", ""));
  expect_in("whose source the job does not have; its sources are a, b", message_of("", "source.csv"));
  expect_in("cannot read", message_of("absent.csv", ""));
}

}  // namespace
}  // namespace onefold::pipeline
