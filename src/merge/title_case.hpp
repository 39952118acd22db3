// Names and addresses of sources that write everything in capital letters. No MPI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::merge {

/// How many values of a source have two letters or more, and how many of these no small one.
struct LetterCounts {
  std::uint64_t with_letters = 0;
  std::uint64_t shouted = 0;
  void add(std::string_view value);
};
/// Whether a source shouts: at least nine of ten of its values have capital letters only.
[[nodiscard]] bool shouts(const LetterCounts& counts);

/// A value without small letters in title case: "O'BRIEN-VAN DER BERG" becomes "O'Brien-van der Berg". Words with a
/// digit ("NW1", "12B") and Roman numbers (II, III, IV) stay; particles of names are written small after the first
/// word; "Mc" is followed by a capital letter. Values that have a small letter stay as they are.
[[nodiscard]] std::string title_case(std::string_view value);

}  // namespace onefold::merge
