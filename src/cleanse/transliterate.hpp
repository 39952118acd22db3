// Writes text of other scripts in Latin letters, so that a name in two scripts gets the same text.
//
// Cyrillic letters use our own table, which follows passports and English texts (zh, kh, shch, yu, ya). Greek uses the
// rules of the UN (UNGEGN), and other scripts the rules of Unicode's CLDR, both through ICU: Han characters by their
// Mandarin readings, Arabic and Hebrew by their consonants. The rules are those of the ICU version that the program was
// built with.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// `folded` is folded text (cleanse/fold.hpp). `latin` must be folded again, and must not share memory with `folded`.
/// Characters without a rule stay as they are. Thread-safe.
void transliterate(std::string_view folded, std::string& latin);

}  // namespace onefold::cleanse
