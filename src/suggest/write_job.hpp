// The job file as text. No MPI.
#pragma once

#include <string>

#include "suggest/choose_rules.hpp"
#include "suggest/comparisons.hpp"

namespace onefold::suggest {

/// What was decided about the task, and why.
struct TaskChoice {
  config::Task task = config::Task::dedupe;
  std::string why;
  bool sources_are_unique = false;  ///< none seems to have duplicates in itself
};

/// All that the job says.
struct Draft {
  const Options& options;
  const Input& input;
  const Schema& schema;
  const Records& records;
  const RuleBook& book;
  TaskChoice task;
  Choice choice;
  std::vector<Comparison> comparisons;
  bool by_text = false;                   ///< the model is learnt from the candidate pairs
  std::uint64_t partners = 1;             ///< of a record in another one's cluster, then
  std::vector<std::size_t> joined_texts;  ///< attributes that are compared as one text too; mostly none
  std::uint64_t budget = 0;
  /// Tables of each source, by index; several for parts of one extract.
  std::vector<std::vector<std::uint32_t>> sources;
};

[[nodiscard]] std::string write_job(const Draft& draft);

/// Files with equal columns whose names differ in digits only are parts of one extract.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> group_into_sources(const Input& input, bool keep_apart);

}  // namespace onefold::suggest
