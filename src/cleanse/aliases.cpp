#include "cleanse/cleanser.hpp"
#include "similarity/alias_table.hpp"

namespace onefold::cleanse {

std::shared_ptr<const similarity::AliasTable> make_alias_table(const std::vector<std::string>& texts,
                                                               const std::vector<std::string>& names) {
  Cleanser cleanser({.name = "alias", .type = AttributeType::given_name}, nullptr);
  const auto to_word = [&](std::string_view name) { return std::string(cleanser.cleanse(name)); };
  auto table = std::make_shared<similarity::AliasTable>();
  table->add_list(similarity::builtin_alias_list(), "configs/aliases.txt", to_word);
  for (std::size_t f = 0; f < texts.size(); ++f) table->add_list(texts[f], names[f], to_word);
  table->finish();
  return table;
}

}  // namespace onefold::cleanse
