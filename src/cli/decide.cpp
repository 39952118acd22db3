// onefold decide OUT.h5 --apart A B | --together A B | --set NAME=VALUE A | --lock A --by NAME -o decisions.csv:
// appends a decision of a steward to a list that the next run reads. One process works.
#include <fmt/format.h>

#include <string>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "decisions/append_decision.hpp"
#include "files/output_path.hpp"
#include "inspect/decision_effect.hpp"
#include "onefold/record/error.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

using decisions::DecisionKind;
using inspect::DecisionRequest;

DecisionKind kind_of(DecisionRequest::Kind kind) {
  switch (kind) {
    case DecisionRequest::Kind::apart:
      return DecisionKind::cannot_link;
    case DecisionRequest::Kind::together:
      return DecisionKind::must_link;
    case DecisionRequest::Kind::set:
      return DecisionKind::set_value;
    case DecisionRequest::Kind::lock:
      return DecisionKind::lock;
  }
  return DecisionKind::must_link;
}

}  // namespace

void execute_alone(const DecideArguments& arguments) {
  decisions::DecisionRow row{
      .kind = kind_of(arguments.request.kind),
      .left = {},
      .right = {},
      .attribute = arguments.request.attribute,
      .value = arguments.request.value,
      .who = arguments.by,
      .when = arguments.when.empty() ? decisions::time_now() : decisions::time_of_decision(arguments.when),
      .why = arguments.why};
  if (row.when.empty()) throw Error(ExitCode::usage, "--when: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ (UTC)");
  const result::ResultReader file(arguments.result);
  result::warn_when_unsealed(file);
  const auto effect = inspect::effect_of(file, arguments.request);
  files::refuse_to_replace(arguments.output, std::vector<files::Input>{{arguments.result, "the result file"}});
  row.left = effect.names.front();
  row.right = effect.names.size() > 1 ? effect.names[1] : effect.pin;
  decisions::append_decision(arguments.output, row);
  std::string text = fmt::format(
      "{}.\nAppended to {}; the next run with this file in [merge] decisions follows it{}.\n", effect.text,
      arguments.output,
      effect.names_a_pin ? fmt::format(", if {} is its [merge] previous", arguments.result) : std::string());
  text.front() =
      static_cast<char>(text.front() >= 'a' && text.front() <= 'z' ? text.front() - 'a' + 'A' : text.front());
  write_to_stdout(text);
}

void execute(const mpi::Communicator& world, const DecideArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) execute_alone(arguments);
  });
}

}  // namespace onefold::cli
