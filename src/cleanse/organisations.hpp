// Cleanses names of organisations and web domains.
//
// A name loses legal forms and the like (configs/legal_forms.txt) at its end and its beginning, the longest first and
// as long as a word is left: "The Müller GmbH & Co. KG" is "muller". O(bytes + words * longest form).
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// The text of configs/legal_forms.txt.
[[nodiscard]] std::string_view builtin_legal_forms();

/// Writes the words of a folded name without legal forms; false if there is no word.
bool cleanse_organisation(std::string_view folded, std::string& name);

/// Writes the domain of a folded web address, without scheme, user, port, path and "www.": "acme.example". False if the
/// text has no domain with a point.
bool cleanse_web_domain(std::string_view folded, std::string& domain);

}  // namespace onefold::cleanse
