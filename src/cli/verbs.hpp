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
#include "inspect/decision_effect.hpp"
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
  std::string result;                ///< path of the result file
  std::string what;                  ///< name of a table, or "model"
  std::string output;                ///< empty or "-": standard output
  std::vector<std::string> columns;  ///< of customers; empty: all
  std::string values;                ///< of customers: "raw" or "cleansed"; empty: raw
  std::string create_table;  ///< of customers: name of a table, whose CREATE TABLE is written instead of the CSV
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
  std::string left;    ///< SOURCE:ID, or the PIN of a customer
  std::string right;   ///< the same
  bool json = false;
};

struct DecideArguments {
  std::string result;  ///< path of the result file
  inspect::DecisionRequest request;
  std::string by;
  std::string why;
  std::string when;    ///< empty: now
  std::string output;  ///< path of the list
};

struct ShowArguments {
  std::string result;  ///< path of the result file
  std::string name;    ///< SOURCE:ID or a PIN
  std::string html;    ///< path of the page; empty: text to standard output
  bool overwrite = false;
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
                          ExplainArguments, VerifyArguments, GenerateArguments, SuggestArguments, ProfileArguments,
                          DiffArguments, DecideArguments, ShowArguments>;

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
void execute(const mpi::Communicator& world, const DecideArguments& arguments);
void execute(const mpi::Communicator& world, const ShowArguments& arguments);

/// Local. The same for verbs that one process executes: they need no MPI, whose start takes longer than their work.
void execute_alone(const ExportArguments& arguments);
void execute_alone(const ExplainArguments& arguments);
void execute_alone(const DecideArguments& arguments);
void execute_alone(const ShowArguments& arguments);
template <typename Arguments>
concept ExecutedAlone = requires(const Arguments& arguments) {
  execute_alone(arguments);
};

}  // namespace onefold::cli
