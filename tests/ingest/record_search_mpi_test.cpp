#include <algorithm>
#include <set>

#include "ingest/read_sources_cases.hpp"
#include "record/hash.hpp"
#include "record/text_key.hpp"

namespace onefold::ingest {
namespace {

class RecordSearchTest : public ReadSources {};

TEST_F(RecordSearchTest, sought_records_are_found_while_reading) {
  std::string texts[2];
  for (int i = 0; i < 300; ++i)
    texts[i % 2] += "k" + std::to_string(i) + ",a" + std::string(static_cast<std::size_t>(i % 7), 'x') + ",b,c\n";
  write("1.csv", kHeader + texts[0]);
  write("2.csv.gz", test::gzipped(kHeader + texts[1]));
  const Job job = job_of({{path("1.csv"), path("2.csv.gz")}, {path("2.csv.gz")}});
  decisions::SoughtRecords sought;
  if (world().is_root()) {
    for (int i = 0; i < 300; i += 3) sought.add(record_key(0, "k" + std::to_string(i)));
    sought.add(record_key(1, "k1"));
    sought.add(record_key(1, "k2"));  // only source 0 has it
  }
  sought.share(world());
  Collector sink(job, {});
  const auto in = read_sources_tuned(
      world(), job, sink, {.progress = {}, .search = {.named = &sought}, .tuning = {.batch_rows = 16}, .cuts = {}});
  // The even ids are the first 150 records, the odd ones the next 150; the other source has the same ids again.
  std::set<std::pair<TextKey, RecordId>> expected = {{record_key(1, "k1"), 300}};
  for (std::uint64_t i = 0; i < 300; i += 3)
    expected.insert({record_key(0, "k" + std::to_string(i)), i % 2 == 0 ? i / 2 : 150 + i / 2});
  std::set<std::pair<TextKey, RecordId>> found;
  for (const auto& one : world().gather_all(in.local_named)) EXPECT_TRUE(found.insert({one.key, one.record}).second);
  EXPECT_EQ(found, expected);
}

TEST_F(RecordSearchTest, a_sample_of_true_ids_has_all_records_of_some_of_them_on_any_number_of_ranks) {
  std::string text = "id,a,b,c,person\n";
  for (std::uint64_t i = 0; i < 1000; ++i)
    text += std::to_string(i) + ",a,b,c," + (i % 10 == 0 ? "" : "p" + std::to_string(mix(5, i) % 400)) + "\n";
  write("truth.csv", text);
  Job job = job_of({{path("truth.csv")}});
  job.sources[0].truth = "person";
  for (const std::uint64_t max_pairs : {0U, 1U, 60U, 999U, 1000U, 5000U}) {
    std::uint64_t share = 1;
    while (max_pairs != 0 && 1000 / share > max_pairs) share *= 2;
    std::vector<HashedRecord> expected;
    for (std::uint64_t i = 0; i < 1000 && max_pairs != 0; ++i) {
      const std::uint64_t hash = hash_bytes("p" + std::to_string(mix(5, i) % 400), 0x7472757468ULL);
      if (i % 10 != 0 && hash % share == 0) expected.push_back({hash, i});
    }
    Collector sink(job, {});
    const auto in = read_sources_tuned(
        world(), job, sink,
        {.progress = {}, .search = {.max_true_pairs = max_pairs}, .tuning = {.chunk_bytes = 100}, .cuts = {}});
    auto found = world().gather_all(in.local_true_ids);
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected) << max_pairs;
  }
}

}  // namespace
}  // namespace onefold::ingest
