// onefold verify OUT.h5: proves from the file alone that it is whole and right. Rank 0 works, the others wait.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/verbs.hpp"
#include "inspect/verify_result.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cli {

namespace {

struct Options {
  std::string file;
  bool json = false;
};

void print_json(const Options& options, const inspect::Verification& verification) {
  nlohmann::ordered_json out;
  out["file"] = options.file;
  out["passed"] = verification.passed();
  out["checks"] = nlohmann::ordered_json::array();
  for (const auto& check : verification.checks)
    out["checks"].push_back({{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
  if (verification.passed()) out["content_digest"] = verification.content_digest;
  fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void print_text(const inspect::Verification& verification) {
  for (const auto& check : verification.checks)
    fmt::print("{:<6}  {:<12}  {}\n", check.passed ? "ok" : "FAILED", check.name, check.detail);
  if (verification.passed()) fmt::print("content digest: {}\n", verification.content_digest);
}

void verify(const Options& options) {
  const inspect::Verification verification = inspect::verify_result(options.file);
  if (options.json)
    print_json(options, verification);
  else
    print_text(verification);
  if (std::fflush(stdout) != 0) throw Error(ExitCode::output, "cannot write to the standard output");
  for (const auto& check : verification.checks)
    if (!check.passed)
      throw Error(ExitCode::verification,
                  fmt::format("{}: verification failed: {}: {}", options.file, check.name, check.detail));
}

}  // namespace

Verb add_verify(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("verify", "Prove from a result file alone that it is whole and right");
  command->add_option("FILE", options->file, "result file (HDF5)")->required();
  command->add_flag("--json", options->json, "print the checks as JSON");
  return {command, [options](const mpi::Communicator& world) {
            mpi::run_locally(world, [&] {
              if (world.is_root()) verify(*options);
            });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
