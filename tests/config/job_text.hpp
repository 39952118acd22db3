// A small job without mistakes, for tests that change one thing at a time.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config::test {

// Lines: job 1, source 5, attribute 10, blocking 14.
inline const std::string kGoodJob =
    "[job]\n"
    "name = \"test\"\n"
    "output = \"out.h5\"\n"
    "\n"
    "[[source]]\n"
    "name = \"crm\"\n"
    "files = [\"crm.csv\"]\n"
    "columns = { given_name = \"FIRST\", surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\" }\n"
    "\n"
    "[[attribute]]\n"
    "name = \"mail\"\n"
    "type = \"email\"\n"
    "\n"
    "[[blocking]]\n"
    "on = [\"surname\", \"year(birth_date)\"]\n";

inline Environment environment_of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

/// All mistakes of a text, one per line; empty if there are none.
inline std::string mistakes_of(std::string_view text, const Overrides& overrides = {},
                               const Environment& environment = {}) {
  try {
    (void)parse_job(text, "t.toml", overrides, environment);
    return "";
  } catch (const Error& error) {
    return error.code() == ExitCode::job ? error.what() : "wrong exit code";
  }
}

/// The good job with more text at its end; the added text begins on line 16.
inline std::string with(const std::string& more) { return kGoodJob + more; }

/// The good job with the first `old_text` replaced.
inline std::string replaced(const std::string& old_text, const std::string& new_text) {
  std::string text = kGoodJob;
  return text.replace(text.find(old_text), old_text.size(), new_text);
}

}  // namespace onefold::config::test
