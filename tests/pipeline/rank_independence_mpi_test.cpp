// The promise "same answer everywhere": one content digest for any number of ranks, for the input cut into any files, and
// for any size of waves.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "onefold/config/read_job.hpp"
#include "onefold/pipeline/run.hpp"
#include "onefold/record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::pipeline {
namespace {

namespace fs = std::filesystem;

// A folder that all ranks use and rank 0 removes.
class SharedFolder {
 public:
  SharedFolder() {
    std::string path = (fs::temp_directory_path() / ("onefold-pipeline-" + std::to_string(::getpid()))).string();
    test::world().broadcast(path);
    path_ = path;
    if (test::world().is_root()) fs::create_directories(path_);
    test::world().barrier();
  }
  ~SharedFolder() {
    test::world().barrier();
    std::error_code ignored;
    if (test::world().is_root()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

// Customers who appear one to four times, with errors; half of all records share a postcode.
std::vector<std::string> rows_of_source(std::uint64_t source, std::size_t count) {
  const std::vector<std::string> given = {"Anna", "Robert", "Maria", "John", "Susan", "Peter"};
  const std::vector<std::string> surnames = {"Smith", "O'Brien", "van der Berg", "Jones", "Garcia-Lopez", "Taylor", "Brown"};
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto person = mix(test::kSeed, i / 2);
    const auto noise = mix(test::kSeed + source + 1, i);
    std::string surname = surnames[person % surnames.size()];
    if (noise % 5 == 0) surname[1] = 'x';
    rows.push_back("id" + std::to_string(i) + ",\"" + given[person / 7 % given.size()] + "\",\"" + surname + "\"," +
                   (noise % 11 == 0 ? "" : std::to_string(1950 + person / 64 % 50) + "-0" + std::to_string(1 + person % 9) + "-1" +
                                               std::to_string(person / 512 % 10)) +
                   "," + (noise % 3 == 0 ? "n/a" : "user" + std::to_string(person % 1000) + "@mail.example") + "," +
                   (noise % 2 == 0 ? "AB1 2CD" : "EF" + std::to_string(person % 90) + " 3GH") + ",2024-01-0" +
                   std::to_string(1 + noise % 9));
  }
  return rows;
}

// Writes rows into `num_files` files cut at random places (some may hold a header only); rank 0 does it.
void write_source(const SharedFolder& folder, const std::string& name, const std::vector<std::string>& rows, std::size_t num_files) {
  if (test::world().is_root()) {
    std::vector<std::size_t> cuts = {0, rows.size()};
    for (std::size_t i = 1; i < num_files; ++i) cuts.push_back(mix(test::kSeed + num_files, i) % (rows.size() + 1));
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t f = 0; f < num_files; ++f) {
      std::ofstream out(folder.file(name + "_" + std::to_string(num_files) + "_" + std::to_string(100 + f) + ".csv"), std::ios::binary);
      out << "id,first,last,dob,mail,zip,changed\n";
      for (std::size_t row = cuts[f]; row < cuts[f + 1]; ++row) out << rows[row] << "\n";
    }
  }
  test::world().barrier();
}

config::Job make_job(const SharedFolder& folder, std::size_t num_files, const std::string& output, const std::string& more = "") {
  std::string text = "[job]\nname = \"t\"\noutput = \"" + folder.file(output) + "\"\n" + more;
  for (const std::string source : {"a", "b"})
    text += "[[source]]\nname = \"" + source + "\"\nfiles = \"" + folder.file(source + "_" + std::to_string(num_files) + "_*.csv") +
            "\"\nid = \"id\"\nupdated = \"changed\"\ncolumns = { given_name = \"first\", surname = \"last\", birth_date = \"dob\", "
            "email = \"mail\", postcode = \"zip\" }\n";
  text += "[[blocking]]\non = [\"surname\", \"birth_date\"]\n[[blocking]]\non = [\"email\"]\n[[blocking]]\non = [\"postcode\", "
          "\"phonetic(surname)\"]\n";
  return config::parse_job(text, "test.toml");
}

std::string digest_of_run(const mpi::Communicator& world, const config::Job& job, const RunOptions& options = {}) {
  report::Progress progress(report::options_for_stderr(false, true));
  report::Statistics statistics;
  return run_job(world, job, progress, statistics, options).content_digest;
}

// What one rank alone finds; computed on rank 0 while the others wait.
std::string digest_alone(const config::Job& job) {
  const auto alone = test::world().split(test::world().rank());
  std::string digest;
  if (test::world().is_root()) digest = digest_of_run(alone, job);
  test::world().broadcast(digest);
  return digest;
}

TEST(RankIndependence, the_digest_is_that_of_one_rank_however_the_input_is_cut) {
  const SharedFolder folder;
  // Three records on seven ranks leave ranks with nothing.
  for (const std::size_t count : {2U, 300U}) {
    const auto a = rows_of_source(0, count);
    const auto b = rows_of_source(1, count / 2 + 1);
    for (const std::size_t num_files : {1U, 2U, 9U}) {
      write_source(folder, "a", a, num_files);
      write_source(folder, "b", b, num_files);
    }
    const auto expected = digest_alone(make_job(folder, 1, "alone" + std::to_string(count) + ".h5"));
    for (const std::size_t num_files : {1U, 2U, 9U}) {
      const auto job = make_job(folder, num_files, "out" + std::to_string(count) + "_" + std::to_string(num_files) + ".h5");
      EXPECT_EQ(digest_of_run(test::world(), job), expected) << count << " records in " << num_files << " files";
    }
  }
}

TEST(RankIndependence, waves_of_a_few_rows_give_the_same_digest) {
  const SharedFolder folder;
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto expected = digest_alone(make_job(folder, 1, "alone.h5"));
  for (const std::uint64_t max_wave_rows : {1U, 40U})
    EXPECT_EQ(digest_of_run(test::world(), make_job(folder, 1, "waves" + std::to_string(max_wave_rows) + ".h5"), {max_wave_rows}),
              expected);
}

TEST(RankIndependence, another_task_gives_another_digest) {
  const SharedFolder folder;
  write_source(folder, "a", rows_of_source(0, 200), 1);
  write_source(folder, "b", rows_of_source(1, 150), 1);
  const auto expected = digest_of_run(test::world(), make_job(folder, 1, "one.h5"));
  EXPECT_NE(digest_of_run(test::world(), make_job(folder, 1, "two.h5", "task = \"link\"\n")), expected);
}

TEST(RunJob, leaves_nothing_but_the_output_behind) {
  const SharedFolder folder;
  write_source(folder, "a", rows_of_source(0, 20), 1);
  write_source(folder, "b", rows_of_source(1, 20), 1);
  (void)digest_of_run(test::world(), make_job(folder, 1, "out.h5"));
  std::vector<std::string> others;
  for (const auto& entry : fs::directory_iterator(fs::path(folder.file("out.h5")).parent_path()))
    if (entry.path().extension() != ".csv" && entry.path().filename() != "out.h5") others.push_back(entry.path().filename());
  EXPECT_TRUE(others.empty()) << others.front();
}

}  // namespace
}  // namespace onefold::pipeline
