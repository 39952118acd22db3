// The formats that are worth trying on a text: every delimiter, quote and escape that occurs as one might. Local.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::sniff {

/// A format to try, without header, titles and footers.
struct Candidate {
  config::TextFormat text;
  double prior = 1;  ///< how usual such a delimiter is: 1 for comma, semicolon, tab and bar
};

/// What a first line such as "sep=;" says; empty if there is none.
[[nodiscard]] std::string delimiter_of_sep_line(std::string_view first_line);

/// In the order in which equally good ones are taken. Looks at the first lines only.
[[nodiscard]] std::vector<Candidate> candidates_of(std::string_view text, bool is_all);

/// Beginnings of lines that are usual for comments and rules, and that occur.
[[nodiscard]] std::vector<std::string> comments_of(std::string_view text, bool is_all);

}  // namespace onefold::sniff
