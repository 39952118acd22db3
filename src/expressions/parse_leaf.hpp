// Parses one measure of a comparison level, as in `jaro_winkler >= 0.92` or `surname.exact`.
#pragma once

#include <span>

#include "expressions/parse_text.hpp"
#include "expressions/text_scanner.hpp"

namespace onefold::config {

/// Takes the next leaf from `scan`. `attribute` is the attribute of the comparison. Throws TextMistake.
[[nodiscard]] Level parse_leaf(TextScanner& scan, AttributeIndex attribute, std::span<const KnownAttribute> attributes);

}  // namespace onefold::config
