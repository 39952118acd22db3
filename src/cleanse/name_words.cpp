#include "cleanse/name_words.hpp"

#include <algorithm>
#include <string>

#include "record/list_file.hpp"

namespace onefold::cleanse {

NameWords::NameWords(std::string_view list) {
  for_each_entry(list, [&](std::size_t number, std::string_view line) {
    const std::size_t colon = line.find(": ");
    const auto kind = std::ranges::find(kNameWordKinds, line.substr(0, colon));
    if (colon == std::string_view::npos || kind == kNameWordKinds.end())
      refuse_entry("configs/name_words.txt", number, "expected `kind: word`, as in `title: dr`");
    const std::string word(trim_line(line.substr(colon + 2)));
    sets_[static_cast<std::size_t>(kind - kNameWordKinds.begin())].insert(word);
    all_.insert(word);
    if (!word.empty()) ends_[bit_of(word)] = true;
  });
}

const NameWords& NameWords::builtin() {
  static const NameWords words(builtin_name_words());
  return words;
}

}  // namespace onefold::cleanse
