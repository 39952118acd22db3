// Small jobs for the tests of the pipeline: two sources with errors, cut into any number of files, and three blocking
// rules.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "onefold/config/read_job.hpp"
#include "onefold/pipeline/run.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::test {

namespace fs = std::filesystem;

// Customers who appear one to four times, with errors; half of all records share a postcode.
inline std::vector<std::string> rows_of_source(std::uint64_t source, std::size_t count) {
  const std::vector<std::string> given = {"Anna", "Robert", "Maria", "John", "Susan", "Peter"};
  const std::vector<std::string> surnames = {"Smith",        "O'Brien", "van der Berg", "Jones",
                                             "Garcia-Lopez", "Taylor",  "Brown"};
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto person = mix(test::kSeed, i / 2);
    const auto noise = mix(test::kSeed + source + 1, i);
    std::string surname = surnames[person % surnames.size()];
    if (noise % 5 == 0) surname[1] = 'x';
    rows.push_back("id" + std::to_string(i) + ",\"" + given[person / 7 % given.size()] + "\",\"" + surname + "\"," +
                   (noise % 11 == 0 ? ""
                                    : std::to_string(1950 + person / 64 % 50) + "-0" + std::to_string(1 + person % 9) +
                                          "-1" + std::to_string(person / 512 % 10)) +
                   "," + (noise % 3 == 0 ? "n/a" : "user" + std::to_string(person % 1000) + "@mail.example") + "," +
                   (noise % 2 == 0 ? "AB1 2CD" : "EF" + std::to_string(person % 90) + " 3GH") + ",2024-01-0" +
                   std::to_string(1 + noise % 9));
  }
  return rows;
}

// Writes rows into `num_files` files cut at random places (some may hold a header only); rank 0 does it.
inline void write_source(const ScratchFolder& folder, const std::string& name, const std::vector<std::string>& rows,
                         std::size_t num_files) {
  if (test::world().is_root()) {
    std::vector<std::size_t> cuts = {0, rows.size()};
    for (std::size_t i = 1; i < num_files; ++i) cuts.push_back(mix(test::kSeed + num_files, i) % (rows.size() + 1));
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t f = 0; f < num_files; ++f) {
      std::ofstream out((folder / (name + "_" + std::to_string(num_files) + "_" + std::to_string(100 + f) + ".csv")),
                        std::ios::binary);
      out << "id,first,last,dob,mail,zip,changed\n";
      for (std::size_t row = cuts[f]; row < cuts[f + 1]; ++row) out << rows[row] << "\n";
    }
  }
  test::world().barrier();
}

inline const std::string kOneKeyEach =
    "[[blocking]]\non = [\"surname\", \"birth_date\"]\n[[blocking]]\non = [\"email\"]\n[[blocking]]\non = "
    "[\"postcode\", "
    "\"phonetic(surname)\"]\n";

// Rules that give records several keys among others, with oversized blocks that are split and skipped.
inline const std::string kSeveralKeys =
    "[[blocking]]\non = [\"any_ngram(email, 6)\"]\nmax_block_size = 20\noversized = \"skip\"\n"
    "[[blocking]]\non = [\"surname\", \"birth_date\"]\n"
    "[[blocking]]\non = [\"postcode\", \"phonetic(any_word(surname))\"]\nmax_block_size = 12\noversized = \"split\"\n"
    "split_by = [\"given_name\"]\n"
    "[[blocking]]\non = [\"any(birth_date)\", \"given_name\"]\n"
    "[[blocking]]\non = [\"any_word(surname)\", \"year(birth_date)\"]\nmax_block_size = 9\noversized = \"skip\"\n";

inline config::Job make_job(const ScratchFolder& folder, std::size_t num_files, const std::string& output,
                            const std::string& more = "", const std::string& blocking = kOneKeyEach) {
  std::string text = "[job]\nname = \"t\"\noutput = \"" + (folder / output) + "\"\n" + more;
  for (const std::string source : {"a", "b"})
    text += "[[source]]\nname = \"" + source + "\"\nfiles = \"" +
            (folder / (source + "_" + std::to_string(num_files) + "_*.csv")) +
            "\"\nid = \"id\"\nupdated = \"changed\"\ncolumns = { given_name = \"first\", surname = \"last\", "
            "birth_date = \"dob\", "
            "email = \"mail\", postcode = \"zip\" }\n";
  text += blocking;
  return config::parse_job(text, "test.toml");
}

// Collective. Returns the content digest.
inline std::string run(const mpi::Communicator& world, const config::Job& job, const config::RunOptions& options = {}) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return pipeline::run_job(world, job, progress, statistics, options).content_digest;
}

}  // namespace onefold::test
