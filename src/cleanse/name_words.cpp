#include "cleanse/name_words.hpp"

#include <string>

#include "record/list_file.hpp"

namespace onefold::cleanse {

NameWords::NameWords(std::string_view list) {
  for_each_word_of_kind(list, "configs/name_words.txt", kNameWordKinds, "title: dr",
                        [&](std::size_t kind, const std::string& word) {
                          sets_[kind].insert(word);
                          all_.insert(word);
                          if (!word.empty()) ends_[bit_of(word)] = true;
                        });
}

const NameWords& NameWords::builtin() {
  static const NameWords words(builtin_name_words());
  return words;
}

}  // namespace onefold::cleanse
