#include "suggest/capabilities.hpp"

#include <vector>

#include "config/parse_text.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::suggest {

namespace {

const std::vector<config::KnownAttribute>& some_text() {
  static const std::vector<config::KnownAttribute> known = {{"x", AttributeType::text}};
  return known;
}

}  // namespace

bool knows_key(const std::string& key) { return config::parse_key_expression(key, some_text()).value.has_value(); }

bool knows_level(const std::string& level) { return config::parse_level(level, 0, some_text()).value.has_value(); }

bool knows_unique_sources() {
  constexpr auto kJob =
      "[job]\nname = \"x\"\noutput = \"x.h5\"\n[[source]]\nname = \"x\"\nfiles = [\"x\"]\nunique = true\n"
      "columns = { surname = \"x\" }\n[[blocking]]\non = [\"surname\"]\n";
  try {
    (void)config::parse_job(kJob, "a probe");
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace onefold::suggest
