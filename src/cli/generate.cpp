// onefold generate: a population with known truth.
#include "onefold/generate/generate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

void print(const generate::Options& options, const generate::Summary& summary, double seconds) {
  fmt::print("{} records of {} persons in {}: {:.1f} MB in {:.2f} s\n", options.num_records, summary.num_persons,
             options.folder, static_cast<double>(summary.num_bytes) / 1e6, seconds);
  for (std::size_t s = 0; s < generate::kNumSources; ++s) {
    const auto& source = summary.sources[s];
    fmt::print("  {:<10}  {} records, {:.1f} % with an error of spelling\n", generate::kSourceNames[s],
               source.num_records, percent(source.num_with_error, source.num_records));
    fmt::print("    missing, %:");
    for (std::size_t f = 0; f < generate::kNumFields; ++f)
      fmt::print(" {} {:.1f}", generate::kFieldNames[f], percent(source.num_missing[f], source.num_records));
    fmt::print("\n    flaws, %:");
    for (std::size_t f = 0; f < generate::kNumFlaws; ++f)
      fmt::print(" {} {:.1f}", generate::kFlawNames[f], percent(source.num_with_flaw[f], source.num_records));
    fmt::print("\n");
  }
  std::fflush(stdout);
}

}  // namespace

Verb add_generate(CLI::App& app) {
  auto* command = app.add_subcommand(
      "generate", "Write a population with known truth: crm.csv, webshop.csv, callcentre.csv, truth.csv");
  const auto options = std::make_shared<generate::Options>();
  command
      ->add_option("-o,--output", options->folder, "Folder for the files; created when missing, its parent must exist")
      ->required()
      ->type_name("DIR");
  command->add_option("--records", options->num_records, "Records in all three sources together")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another seed, another population")->capture_default_str();
  command->add_option("--parts", options->num_parts, "Files per source: crm_0001.csv ...")->capture_default_str();
  command->add_option("--duplicates-mean", options->duplicates_mean, "Records per person, 1 to 4")
      ->capture_default_str();
  command->add_flag("--overwrite", options->overwrite,
                    "Replace the population in the folder: its files of whatever number of parts");

  return {command, [options](const mpi::Communicator& world) {
            const auto start = std::chrono::steady_clock::now();
            const auto summary = generate::write_population(world, *options);
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
            if (world.is_root()) print(*options, summary, elapsed.count());
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
