// The verbs of the program: the arguments of each, and the functions that execute them, one file per verb.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/evaluate_report.hpp"
#include "cli/load_job.hpp"
#include "evaluate/evaluate_result.hpp"
#include "evaluate/review_sample.hpp"
#include "onefold/generate/generate.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/plan/plan.hpp"
#include "suggest/suggest.hpp"

namespace onefold::cli {

struct RunArguments {
  JobOptions job;
  bool dry_run = false;
  bool strict = false;
  bool json = false;
  bool quiet = false;
};

struct PlanArguments {
  JobOptions job;
  plan::PlanOptions plan;
  bool json = false;
  bool quiet = false;
};

struct ExportArguments {
  std::string result;  ///< path of the result file
  std::string what;    ///< name of a table, or "model"
  std::string output;  ///< empty or "-": standard output
  bool overwrite = false;
};

struct EvaluateArguments {
  evaluate::EvaluationOptions evaluation;
  TableParts parts;
  std::string reviewed;  ///< path of a reviewed sample; empty: evaluate against the truth
  bool json = false;
};

struct SampleArguments {
  evaluate::SampleOptions sample;
  std::string output;  ///< empty or "-": standard output
  bool overwrite = false;
};

struct ExplainArguments {
  std::string result;  ///< path of the result file
  std::string left;    ///< SOURCE:ID
  std::string right;   ///< SOURCE:ID
  bool json = false;
};

struct VerifyArguments {
  std::string result;  ///< path of the result file
  bool json = false;
};

struct DiffArguments {
  std::string old_result;
  std::string new_result;
  std::string csv;  ///< path; empty: none
  bool show_values = false;
  bool overwrite = false;
  bool json = false;
};

struct GenerateArguments {
  generate::Options population;
  std::string of;  ///< --of; empty: a new population
};

struct SuggestArguments {
  suggest::Options suggest;
};

struct ProfileArguments {
  std::vector<std::string> files;  ///< data files, or one job file
  bool show_values = false;
  bool json = false;
};

/// The verb that the command line chose, with its arguments.
using Verb = std::variant<RunArguments, PlanArguments, ExportArguments, EvaluateArguments, SampleArguments,
                          ExplainArguments, VerifyArguments, GenerateArguments, SuggestArguments, ProfileArguments, DiffArguments>;

/// Collective. Each executes its verb and prints the outcome on rank 0. `arguments` are equal on all ranks. Throws
/// Error with the exit code, on all ranks; returns when the exit code is 0.
void execute(const mpi::Communicator& world, const RunArguments& arguments);
void execute(const mpi::Communicator& world, const PlanArguments& arguments);
void execute(const mpi::Communicator& world, const ExportArguments& arguments);
void execute(const mpi::Communicator& world, const EvaluateArguments& arguments);
void execute(const mpi::Communicator& world, const SampleArguments& arguments);
void execute(const mpi::Communicator& world, const ExplainArguments& arguments);
void execute(const mpi::Communicator& world, const VerifyArguments& arguments);
void execute(const mpi::Communicator& world, const GenerateArguments& arguments);
void execute(const mpi::Communicator& world, const SuggestArguments& arguments);
void execute(const mpi::Communicator& world, const ProfileArguments& arguments);
void execute(const mpi::Communicator& world, const DiffArguments& arguments);

}  // namespace onefold::cli
