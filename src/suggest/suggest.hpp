// Suggest: files nobody has described -> a commented job file that runs. For newcomers, and as a first draft for
// others.
//
//   1. dialect   how each file is written: delimiter, quote, header
//   2. sample    some 100,000 rows, each row of the input with the same chance
//   3. columns   what each holds, by its name and its values; which columns of several files mean the same
//   4. task      dedupe, or link when every file is without duplicates in itself
//   5. rules     blocking rules that find most of the likely matches within a budget of pairs
//   6. job       as text, with the reason of each choice and no value of the data
//
// One rank reads and decides, the others wait: the answer cannot depend on their number. Memory: the sample (at most
// 256 MiB of values) and what is derived from it; 8 bytes a row to see that ids are unique, up to 50 million rows.
// Time: one pass over the files, then a few seconds whatever their size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::suggest {

struct Options {
  std::vector<std::string> files;    ///< paths or globs
  std::vector<std::string> truth;    ///< COLUMN or COLUMN=REGEX, tried in each file in this order; for `evaluate` only
  std::optional<config::Task> task;  ///< none: decided by what the files hold
  std::uint64_t max_pairs = 0;       ///< all rules together; 0: kPairsPerRecord a record, at least kLeastPairs
  std::string name;                  ///< of the job; empty: from the files
  std::string output;                ///< of the job; empty: NAME.h5
};

inline constexpr std::uint64_t kPairsPerRecord = 100;
inline constexpr std::uint64_t kLeastPairs = 5'000'000;

/// Collective. The text of the job. Throws Error(input) when files cannot be used, Error(usage) for a truth column that
/// no file has.
[[nodiscard]] std::string suggest_job(const mpi::Communicator& world, const Options& options);

}  // namespace onefold::suggest
