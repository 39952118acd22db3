// The promise "same answer everywhere": the content digest is the same for any number of ranks, for input cut into any
// files, and for any size of waves.
#include <filesystem>
#include <fstream>

#include "onefold/pipeline/run.hpp"
#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

std::string digest_of_run(const mpi::Communicator& world, const config::Job& job,
                          const config::RunOptions& options = {}) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return run_job(world, job, progress, statistics, options).content_digest;
}

// The digest of a run on one rank; rank 0 computes it while the others wait.
std::string digest_alone(const config::Job& job) {
  const auto alone = test::world().split(test::world().rank());
  std::string digest;
  if (test::world().is_root()) digest = digest_of_run(alone, job);
  test::world().broadcast(digest);
  return digest;
}

TEST(RankIndependence, the_digest_is_that_of_one_rank_for_any_split_of_the_input) {
  const ScratchFolder folder(test::world());
  // With three records and seven ranks some ranks own nothing.
  for (const std::size_t count : {2U, 300U}) {
    const auto a = rows_of_source(0, count);
    const auto b = rows_of_source(1, count / 2 + 1);
    for (const std::size_t num_files : {1U, 2U, 9U}) {
      write_source(folder, "a", a, num_files);
      write_source(folder, "b", b, num_files);
    }
    const auto expected = digest_alone(make_job(folder, 1, "alone" + std::to_string(count) + ".h5"));
    for (const std::size_t num_files : {1U, 2U, 9U}) {
      const auto job =
          make_job(folder, num_files, "out" + std::to_string(count) + "_" + std::to_string(num_files) + ".h5");
      EXPECT_EQ(digest_of_run(test::world(), job), expected) << count << " records in " << num_files << " files";
    }
  }
}

TEST(RankIndependence, waves_of_a_few_rows_give_the_same_digest) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto expected = digest_alone(make_job(folder, 1, "alone.h5"));
  for (const std::uint64_t max_wave_rows : {1U, 40U})
    EXPECT_EQ(digest_of_run(test::world(), make_job(folder, 1, "waves" + std::to_string(max_wave_rows) + ".h5"),
                            {.window_rows = max_wave_rows, .max_wave_rows = max_wave_rows}),
              expected);
}

TEST(RankIndependence, words_weigh_the_same_on_any_number_of_ranks) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto job_of = [&](const std::string& output, const std::string& levels) {
    return config::parse_job(make_job(folder, 1, output).resolved_toml, "t.toml",
                             {.sets = {"attribute.surname.type=text", "comparison.surname.levels=" + levels}});
  };
  const std::string levels = R"(["exact", "tfidf >= 0.8", "soft_tfidf >= 0.5", "token_overlap >= 1", "equal_numbers"])";
  const auto expected = digest_alone(job_of("alone.h5", levels));
  EXPECT_EQ(digest_of_run(test::world(), job_of("all.h5", levels)), expected);
  EXPECT_EQ(digest_of_run(test::world(), job_of("waves.h5", levels), {.window_rows = 40, .max_wave_rows = 40}),
            expected);
  EXPECT_NE(digest_of_run(test::world(), job_of("other.h5", R"(["exact"])")), expected);
}

TEST(RankIndependence, holds_with_labels_true_ids_dependence_and_fuzzy_frequencies) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  if (test::world().is_root()) {
    std::ofstream out((folder / "labels.csv"));
    out << "left,right,label\n";
    for (int i = 0; i < 60; i += 2)
      out << "a:id" << i << ",b:id" << i << ",1\n"
          << "a:id" << i << ",b:id" << i + 40 << ",0\n";
    out << "a:id0,b:nobody,1\n";
  }
  test::world().barrier();
  const auto job_with = [&](const std::string& output) {
    config::Overrides overrides;
    overrides.sets = {"model.labels=" + (folder / "labels.csv"),
                      "model.dependence=estimated",
                      "model.dependence_minimum=0.01",
                      "model.train=truth",
                      "source.a.truth=mail",
                      "source.b.truth=mail",
                      "comparison.surname.term_frequency_fuzzy=0.5"};
    return config::parse_job(make_job(folder, 1, output).resolved_toml, "t.toml", overrides);
  };
  const auto expected = digest_alone(job_with("alone.h5"));
  EXPECT_EQ(digest_of_run(test::world(), job_with("out.h5")), expected);
  EXPECT_NE(digest_of_run(test::world(), make_job(folder, 1, "plain.h5")), expected);
}

TEST(RankIndependence, holds_if_the_model_is_learnt_from_candidates) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 100), 1);
  write_source(folder, "b", rows_of_source(1, 70), 1);
  const auto job = [&](const std::string& output, const std::string& most) {
    config::Overrides overrides;
    overrides.sets = {"model.train=candidates", "model.max_training_pairs=" + most};
    return config::parse_job(make_job(folder, 1, output, "", kSeveralKeys).resolved_toml, "t.toml", overrides);
  };
  // All records, or a sample.
  for (const std::string most : {"200000", "100"}) {
    const auto expected = digest_alone(job("alone" + most + ".h5", most));
    EXPECT_EQ(digest_of_run(test::world(), job("all" + most + ".h5", most)), expected);
    EXPECT_EQ(digest_of_run(test::world(), job("waves" + most + ".h5", most), {.window_rows = 50, .max_wave_rows = 50}),
              expected);
  }
}

TEST(RankIndependence, several_keys_per_record_give_the_same_digest_in_any_waves) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 100), 1);
  write_source(folder, "b", rows_of_source(1, 70), 1);
  const auto job = [&](const std::string& output) { return make_job(folder, 1, output, "", kSeveralKeys); };
  const auto expected = digest_alone(job("alone.h5"));
  for (const std::uint64_t max_wave_rows : {0U, 50U})
    EXPECT_EQ(digest_of_run(test::world(), job("waves" + std::to_string(max_wave_rows) + ".h5"),
                            {.window_rows = max_wave_rows, .max_wave_rows = max_wave_rows}),
              expected);
  EXPECT_NE(digest_of_run(test::world(), make_job(folder, 1, "other.h5")), expected);
}

TEST(RankIndependence, another_task_gives_another_digest) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto expected = digest_of_run(test::world(), make_job(folder, 1, "one.h5"));
  EXPECT_NE(digest_of_run(test::world(), make_job(folder, 1, "two.h5", "task = \"link\"\n")), expected);
}

TEST(RunJob, leaves_nothing_but_the_output_behind) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 20), 1);
  write_source(folder, "b", rows_of_source(1, 20), 1);
  (void)digest_of_run(test::world(), make_job(folder, 1, "out.h5"));
  std::vector<std::string> others;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path((folder / "out.h5")).parent_path()))
    if (entry.path().extension() != ".csv" && entry.path().filename() != "out.h5")
      others.push_back(entry.path().filename());
  EXPECT_TRUE(others.empty()) << others.front();
}

}  // namespace
}  // namespace onefold::pipeline
