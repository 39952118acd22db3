#include "similarity/alias_table.hpp"

#include <algorithm>

#include "record/hash.hpp"
#include "record/list_file.hpp"

namespace onefold::similarity {
namespace {

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

void AliasTable::add_list(std::string_view list, const std::string& origin,
                          const std::function<std::string(std::string_view)>& to_word) {
  for_each_entry(list, [&](std::size_t number, std::string_view line) {
    const auto word_of = [&](std::string_view text) {
      std::string word = to_word(trim_line(text));
      if (word.empty())
        refuse_entry(origin, number,
                     "found a name without letters; expected `name: alias, alias`, as in `william: bill, will`");
      if (word.find(' ') != std::string::npos)
        refuse_entry(origin, number,
                     "found a name of several words; expected single words, as in `william: bill, will`");
      return word;
    };
    std::string_view aliases = line;
    const std::string_view first = take_until(aliases, ':');
    if (first.size() == line.size())
      refuse_entry(origin, number, "expected `name: alias, alias`, as in `william: bill, will`");
    const std::string name = word_of(first);
    do add(name, word_of(take_until(aliases, ',')));
    while (!aliases.empty());
  });
}

void AliasTable::add(std::string_view name, std::string_view alias) {
  if (name == alias) return;
  const std::uint64_t a = hash_bytes(name), b = hash_bytes(alias);
  pairs_.emplace_back(a, b);
  pairs_.emplace_back(b, a);
  for (const std::uint64_t word : {a, b}) seen_[word % kSeenBits / 64] |= std::uint64_t{1} << (word % 64);
}

void AliasTable::finish() {
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

bool AliasTable::related(std::string_view left, std::string_view right) const {
  const std::uint64_t a = hash_bytes(left);
  if (!may_have(a)) return false;
  const std::uint64_t b = hash_bytes(right);
  return may_have(b) && std::binary_search(pairs_.begin(), pairs_.end(), std::pair(a, b));
}

bool AliasTable::same_names(std::string_view left, std::string_view right) const {
  bool any = false;
  while (true) {
    const std::string_view a = take_word(left), b = take_word(right);
    if (a.empty() || b.empty()) return any && a.empty() && b.empty();
    if (a != b && !related(a, b)) return false;
    any = true;
  }
}

std::shared_ptr<const AliasTable> builtin_aliases() {
  static const auto table = [] {
    auto aliases = std::make_shared<AliasTable>();
    aliases->add_list(builtin_alias_list(), "configs/aliases.txt",
                      [](std::string_view word) { return std::string(word); });
    aliases->finish();
    return aliases;
  }();
  return table;
}

}  // namespace onefold::similarity
