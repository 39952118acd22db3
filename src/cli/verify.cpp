// onefold verify OUT.h5: proves from the file alone that it is complete and consistent. Rank 0 works, the others wait.
#include <fmt/format.h>

#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"
#include "verify/verify_result.hpp"

namespace onefold::cli {

namespace {

std::string json_of(const std::string& file, const verify::Verification& verification) {
  nlohmann::ordered_json out;
  out["file"] = file;
  out["passed"] = verification.passed();
  out["checks"] = nlohmann::ordered_json::array();
  for (const auto& check : verification.checks)
    out["checks"].push_back({{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
  if (verification.passed()) out["content_digest"] = verification.content_digest;
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string text_of(const verify::Verification& verification) {
  std::string out;
  for (const auto& check : verification.checks)
    fmt::format_to(std::back_inserter(out), "{:<6}  {:<12}  {}\n", check.passed ? "ok" : "FAILED", check.name,
                   check.detail);
  if (verification.passed()) out += fmt::format("content digest: {}\n", verification.content_digest);
  return out;
}

// Local.
void verify(const VerifyArguments& arguments) {
  const verify::Verification verification = verify::verify_result(arguments.result);
  write_to_stdout(arguments.json ? json_of(arguments.result, verification) : text_of(verification));
  std::string failures;
  for (const auto& check : verification.checks)
    if (!check.passed && check.detail != verify::kNotChecked)
      failures += fmt::format("{}{}: {}", failures.empty() ? "" : "; ", check.name, check.detail);
  if (!failures.empty())
    throw Error(ExitCode::verification, fmt::format("{}: verification failed: {}", arguments.result, failures));
}

}  // namespace

void execute(const mpi::Communicator& world, const VerifyArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) verify(arguments);
  });
}

}  // namespace onefold::cli
