// Text of other scripts in Latin letters, so that a name agrees with itself however a clerk wrote it.
//
// Cyrillic letters go by a table of our own, as passports and English texts spell them (zh, kh, shch, yu, ya); Greek by
// the UN's rules (UNGEGN) and all others by the rules of Unicode's CLDR, both through ICU: Han characters by their
// readings in Mandarin, Arabic and Hebrew by their consonants. ICU's rules are part of the ICU that the program was
// built with.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// `folded` is folded text (cleanse/fold.hpp); `latin` has to be folded again, and must not hold the bytes of `folded`.
/// What no rule knows stays as it is. Any thread may call it.
void transliterate(std::string_view folded, std::string& latin);

}  // namespace onefold::cleanse
