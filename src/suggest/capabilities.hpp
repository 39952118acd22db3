// What jobs of this version can say, as far as suggestions make use of it. Asked of the parser itself, so that a
// suggestion is never ahead of it.
#pragma once

#include <string>

namespace onefold::suggest {

/// Whether x can be a key in this form: "any_word(x)" for an attribute x of type text.
[[nodiscard]] bool knows_key(const std::string& key);
/// Whether a level is known for an attribute x of type text.
[[nodiscard]] bool knows_level(const std::string& level);
/// Whether a [[source]] can be called unique = true: without duplicates in itself.
[[nodiscard]] bool knows_unique_sources();

}  // namespace onefold::suggest
