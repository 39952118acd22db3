// onefold generate -o DIR: writes a population with known truth.
#include "onefold/generate/generate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"

namespace onefold::cli {

namespace {

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string text_of(const generate::Options& options, const generate::Summary& summary, double seconds) {
  std::uint64_t num_records = 0;
  for (const auto& source : summary.sources) num_records += source.num_records;
  std::string out =
      fmt::format("{} records of {} persons in {}: {:.1f} MB in {:.2f} s\n", num_records, summary.num_persons,
                  options.folder, static_cast<double>(summary.num_bytes) / 1e6, seconds);
  const auto end = std::back_inserter(out);
  for (std::size_t s = 0; s < generate::kNumSources; ++s) {
    const auto& source = summary.sources[s];
    fmt::format_to(end, "  {:<10}  {} records, {:.1f} % with a spelling error\n", generate::kSourceNames[s],
                   source.num_records, percent(source.num_with_error, source.num_records));
    out += "    missing, %:";
    for (std::size_t f = 0; f < generate::kNumFields; ++f)
      fmt::format_to(end, " {} {:.1f}", generate::kFieldNames[f], percent(source.num_missing[f], source.num_records));
    out += "\n    flaws, %:";
    for (std::size_t f = 0; f < generate::kNumFlaws; ++f)
      fmt::format_to(end, " {} {:.1f}", generate::kFlawNames[f], percent(source.num_with_flaw[f], source.num_records));
    out += "\n";
  }
  return out;
}

}  // namespace

void execute(const mpi::Communicator& world, const GenerateArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  generate::Options population = arguments.population;
  if (!arguments.of.empty()) {
    const generate::Options before = generate::read_population(arguments.of);
    population.num_records = before.num_records;
    population.seed = before.seed;
    population.duplicates_mean = before.duplicates_mean;
    population.compared_wave = before.wave;
  }
  const auto summary = generate::write_population(world, population);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  print(
      world, [&] { return text_of(population, summary, elapsed.count()); },
      fmt::format("the population in {} is complete", population.folder));
}

}  // namespace onefold::cli
