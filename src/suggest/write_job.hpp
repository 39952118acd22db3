// Writes the job file as text. No MPI.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "suggest/choose_rules.hpp"
#include "suggest/comparisons.hpp"

namespace onefold::suggest {

/// The choice of the task, and its reason.
struct TaskChoice {
  config::Task task = config::Task::dedupe;
  std::string why;
  std::vector<bool> unique = {};  ///< [source] whether it seems to contain no duplicates
  [[nodiscard]] bool sources_are_unique() const {
    return !unique.empty() && std::ranges::all_of(unique, [](bool is_unique) { return is_unique; });
  }
};

/// Everything that the job states.
struct Draft {
  const Options& options;
  const std::vector<Table>& files;                         ///< and databases
  const std::vector<std::vector<std::uint32_t>>& sources;  ///< indices of the files of each source
  const Input& input;                                      ///< its tables are the sources
  const Schema& schema;
  const Records& records;
  const RuleBook& book;
  TaskChoice task;
  Choice choice;
  std::vector<Comparison> comparisons;
  bool trains_from_candidates = false;            ///< whether the model is trained on the candidate pairs
  std::uint64_t expected_matches_per_record = 1;  ///< if so, expected matches per record
  std::vector<std::size_t> joined_texts;          ///< attributes that are also compared as one text; usually none
  std::uint64_t budget = 0;
  Warnings warnings = {};  ///< reasons to doubt the job; see doubts.hpp
};

[[nodiscard]] std::string write_job(const Draft& draft);

}  // namespace onefold::suggest
