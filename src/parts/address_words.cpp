#include "parts/address_words.hpp"

#include <array>
#include <string>
#include <utility>

#include "record/list_file.hpp"

namespace onefold::parts {

namespace {

using AddressWordSets = std::array<cleanse::ShortSet, kAddressWordKinds.size()>;

AddressWordSets read_address_words(std::string_view list) {
  AddressWordSets sets;
  for_each_word_of_kind(list, "configs/address_words.txt", kAddressWordKinds, "street: road",
                        [&](std::size_t kind, std::string word) { sets[kind].insert(std::move(word)); });
  return sets;
}

}  // namespace

bool is_address_word(AddressWord kind, std::string_view words) {
  static const AddressWordSets sets = read_address_words(builtin_address_words());
  return sets[static_cast<std::size_t>(kind)].contains(words);
}

}  // namespace onefold::parts
