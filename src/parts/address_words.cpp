#include "parts/address_words.hpp"

#include <algorithm>
#include <string>

#include "record/list_file.hpp"

namespace onefold::parts {

namespace {

using AddressWordSets = std::array<cleanse::ShortSet, kAddressWordKinds.size()>;

AddressWordSets read_address_words(std::string_view list) {
  AddressWordSets sets;
  for_each_entry(list, [&](std::size_t number, std::string_view line) {
    const std::size_t colon = line.find(": ");
    const auto kind = std::ranges::find(kAddressWordKinds, line.substr(0, colon));
    if (colon == std::string_view::npos || kind == kAddressWordKinds.end())
      refuse_entry("configs/address_words.txt", number, "expected `kind: word`, as in `street: road`");
    sets[static_cast<std::size_t>(kind - kAddressWordKinds.begin())].insert(
        std::string(trim_line(line.substr(colon + 2))));
  });
  return sets;
}

}  // namespace

bool is_address_word(AddressWord kind, std::string_view words) {
  static const AddressWordSets sets = read_address_words(builtin_address_words());
  return sets[static_cast<std::size_t>(kind)].contains(words);
}

}  // namespace onefold::parts
