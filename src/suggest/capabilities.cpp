#include "suggest/capabilities.hpp"

#include <vector>

#include "config/parse_text.hpp"

namespace onefold::suggest {

namespace {

const std::vector<config::KnownAttribute>& some_text() {
  static const std::vector<config::KnownAttribute> known = {{"x", AttributeType::text}};
  return known;
}

}  // namespace

bool knows_key(const std::string& key) { return config::parse_key_expression(key, some_text()).value.has_value(); }

bool knows_level(const std::string& level) { return config::parse_level(level, 0, some_text()).value.has_value(); }

}  // namespace onefold::suggest
