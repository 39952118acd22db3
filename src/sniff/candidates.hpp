// The formats that are worth trying on a text: every delimiter, quote and escape that occurs as one might. Local.
#pragma once

#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "sniff/cut_rows.hpp"

namespace onefold::sniff {

/// A format to try, without header, titles and footers.
struct Candidate {
  config::TextFormat text;
  double prior = 1;  ///< how usual such a delimiter is: 1 for comma, semicolon, tab and bar
};

/// In the order in which equally good ones are taken. Looks at the first lines only.
[[nodiscard]] std::vector<Candidate> candidates_of(const Stretch& stretch);

/// Beginnings of lines that are usual for comments and rules, and that occur.
[[nodiscard]] std::vector<std::string> comments_of(const Stretch& stretch);

}  // namespace onefold::sniff
