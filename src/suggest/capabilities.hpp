// The features of job files that this version supports, as far as suggestions use them. It asks the parser itself, so
// that a suggestion never uses an unsupported feature.
#pragma once

#include <string>

namespace onefold::suggest {

/// Whether this form of key is supported: "any_word(x)" for an attribute x of type text.
[[nodiscard]] bool knows_key(const std::string& key);
/// Whether this level is supported for an attribute x of type text.
[[nodiscard]] bool knows_level(const std::string& level);

}  // namespace onefold::suggest
