// Splits a name that is written in one column into its parts. Pure.
//
//   in   a raw name: "Dr. Juan van der Berg", "BERG, Juan", "Mr & Mrs J Smith", "Acme Ltd", "John Doe (deceased)"
//   out  given names, surname, and what is neither, each as written; any part may be empty
//
// Which words are titles, particles and so on is in configs/name_words.txt. With a comma the surname stands first.
// Without one the last word is the surname, with the particles before it; `surname_first` says otherwise. Capitals tell
// too: "BERG Juan". Two people give the name of the first. The order of Chinese, Korean and Hungarian names does not
// show, so it is a matter of `order`. Time: O(bytes).
#pragma once

#include <string>
#include <string_view>

#include "onefold/config/job.hpp"

namespace onefold::parts {

struct NameParts {
  std::string given_name;      ///< without middle initials, unless there is no full given name: "J. R."
  std::string surname;         ///< of an organisation: its name. A single word is a surname
  std::string middle_initial;  ///< "Q."
  std::string title;           ///< "Prof. Dr."
  std::string suffix;          ///< which one of the same name: "Jr.", "III"
  std::string organisation;    ///< "Acme Ltd"
  bool operator==(const NameParts&) const = default;
};

/// `order`: Split::surname_first, Split::given_first, or Split::none if it is not known.
[[nodiscard]] NameParts split_name(std::string_view raw, config::Split order = config::Split::none);

/// The parts that most names have, as views into the name.
struct NameViews {
  std::string_view given_name;
  std::string_view surname;
  std::string_view middle_initial;
  std::string_view title;
};
/// The two ways of split_name. The first handles names of a few words of plain letters that are given names, particles,
/// surnames, one title and one middle initial only, with the surname last or before a comma, and returns false for all
/// others. The second is the definition.
[[nodiscard]] bool split_plain_name(std::string_view raw, NameViews& parts);
[[nodiscard]] NameParts split_any_name(std::string_view raw, config::Split order);

}  // namespace onefold::parts
