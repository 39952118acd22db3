// Suggests a commented job file for files without a description. It runs as it is, and serves as a first draft.
//
//   1. dialect   the form of each file: delimiter, quote, header
//   2. sample    some 100,000 rows, each row of the input with the same probability
//   3. columns   their content, by name and values; columns of several files with the same meaning
//   4. task      dedupe, or link if no file contains duplicates
//   5. rules     blocking rules that find most of the likely matches within a budget of pairs
//   6. job       its text, with the reason for each choice and no value of the data
//
// One rank reads and decides while the others wait, so the result does not depend on the number of ranks. Memory: the
// sample (at most 256 MiB of values) and data derived from it; 8 bytes per row to check that ids are unique, for up to
// 50 million rows. Time: one pass over the files, then a few seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::suggest {

struct Options {
  std::vector<std::string> files;               ///< paths or globs
  std::vector<config::SourceConfig> databases;  ///< with name and database only
  std::vector<std::string>
      truth;  ///< COLUMN or COLUMN=REGEX, tried in this order in each file; used by `evaluate` only
  std::optional<config::Task> task;  ///< nothing: the content of the files decides
  std::uint64_t max_pairs = 0;       ///< of all rules together; 0: kPairsPerRecord per record, at least kLeastPairs
  std::string name;                  ///< name of the job; empty: derived from the files
  std::optional<double> precision;   ///< of the job's threshold; nothing: the best expected F1
  std::string output;                ///< output of the job; empty: NAME.h5
};

inline constexpr std::uint64_t kPairsPerRecord = 100;
inline constexpr std::uint64_t kLeastPairs = 5'000'000;

/// A suggested job.
struct Suggestion {
  std::string job;    ///< its text; equal on all ranks
  Warnings warnings;  ///< reasons to doubt it, on rank 0 only; the text has them too
};

/// Collective. Throws Error(input) if files cannot be used, Error(usage) if no file has a truth column.
[[nodiscard]] Suggestion suggest(const mpi::Communicator& world, const Options& options);
/// Collective. The text alone.
[[nodiscard]] inline std::string suggest_job(const mpi::Communicator& world, const Options& options) {
  return suggest(world, options).job;
}

}  // namespace onefold::suggest
