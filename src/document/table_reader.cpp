#include "document/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "document/nearest_name.hpp"
#include "document/text.hpp"

namespace onefold::config {

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with decimals";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    default:
      return "nothing";
  }
}

TableReader::TableReader(Reading& reading, const toml::table& table, std::string context)
    : reading_(reading), table_(table), context_(std::move(context)) {}

const toml::node* TableReader::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  return table_.get(key);
}

bool TableReader::read(std::string_view key, std::string& value) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  const auto* text = node->as_string();
  if (text == nullptr) return expected(key, *node, "a string"), false;
  value = text->get();
  return true;
}

bool TableReader::read(std::string_view key, bool& value) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  const auto* flag = node->as_boolean();
  if (flag == nullptr) return expected(key, *node, "true or false"), false;
  value = flag->get();
  return true;
}

bool TableReader::read(std::string_view key, std::uint64_t& value, std::uint64_t smallest, std::uint64_t largest) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  const auto* number = node->as_integer();
  if (number == nullptr || number->get() < 0 || static_cast<std::uint64_t>(number->get()) < smallest ||
      static_cast<std::uint64_t>(number->get()) > largest) {
    const std::string range = largest == INT64_MAX ? fmt::format("an integer, {} or more", smallest)
                                                   : fmt::format("an integer from {} to {}", smallest, largest);
    if (number != nullptr)
      mistake_of(key, *node, fmt::format("expected {}; found {}", range, number->get()));
    else
      expected(key, *node, range);
    return false;
  }
  value = static_cast<std::uint64_t>(number->get());
  return true;
}

bool TableReader::read_between(std::string_view key, double& value, double smallest, double largest, bool up_to) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  // Written so that NaN is refused too.
  if (!number || !(*number > smallest && (*number < largest || (up_to && *number == largest)))) {
    const std::string range = fmt::format("a number above {} and {} {}", smallest, up_to ? "up to" : "below", largest);
    if (number)
      mistake_of(key, *node, fmt::format("expected {}; found {}", range, *number));
    else
      expected(key, *node, range);
    return false;
  }
  value = *number;
  return true;
}

bool TableReader::read_size(std::string_view key, std::uint64_t& bytes, std::uint64_t smallest, std::uint64_t largest) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  std::optional<std::uint64_t> size;
  if (const auto* text = node->as_string()) size = parse_size(text->get());
  if (const auto* number = node->as_integer(); number != nullptr && number->get() >= 0)
    size = static_cast<std::uint64_t>(number->get());
  if (!size) return expected(key, *node, "a size, as in \"512 MiB\", or a number of bytes"), false;
  if (*size < smallest || *size > largest) {
    mistake_of(key, *node,
               fmt::format("expected a size from {} to {}; found {}", format_size(smallest), format_size(largest),
                           format_size(*size)));
    return false;
  }
  bytes = *size;
  return true;
}

bool TableReader::read_path(std::string_view key, std::string& value) {
  std::string text;
  return read(key, text) && expand(key, *find(key), text, value);
}

bool TableReader::read_list(std::string_view key, std::vector<PlacedText>& list) {
  const auto* node = find(key);
  if (node == nullptr) return false;
  if (const auto* text = node->as_string()) {
    list.push_back({text->get(), node});
    return true;
  }
  const auto* array = node->as_array();
  if (array == nullptr) return expected(key, *node, "a string or a list of strings"), false;
  bool all_strings = true;
  for (const toml::node& element : *array) {
    if (const auto* text = element.as_string()) {
      list.push_back({text->get(), &element});
    } else {
      expected(key, element, "a list of strings");
      all_strings = false;
    }
  }
  return all_strings;
}

bool TableReader::read_paths(std::string_view key, std::vector<std::string>& paths) {
  std::vector<PlacedText> texts;
  bool fine = read_list(key, texts);
  for (const PlacedText& text : texts) {
    std::string path;
    if (expand(key, *text.node, text.text, path))
      paths.push_back(std::move(path));
    else
      fine = false;
  }
  return fine;
}

bool TableReader::read_choice(std::string_view key, std::size_t& index, std::span<const std::string_view> names) {
  std::string name;
  if (!read(key, name)) return false;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    mistake_of(key, *find(key), fmt::format("unknown value {}{}", in_quotes(name), suggestion(name, names)));
    return false;
  }
  index = static_cast<std::size_t>(found - names.begin());
  return true;
}

const toml::table* TableReader::read_table(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return nullptr;
  if (const auto* table = node->as_table()) return table;
  mistake(*node, node->is_array_of_tables()
                     ? fmt::format("[[{}]] can occur only once; write [{}]", key, key)
                     : fmt::format("{}: expected a table [{}], found {}", key, key, kind_of(*node)));
  return nullptr;
}

std::vector<const toml::table*> TableReader::read_tables(std::string_view key) {
  const auto* node = find(key);
  std::vector<const toml::table*> tables;
  if (node == nullptr) return tables;
  if (node->is_table()) {
    mistake(*node, fmt::format("[{}] can occur several times; write [[{}]]", key, key));
    return tables;
  }
  const auto* array = node->as_array();
  if (array == nullptr) {
    mistake(*node, fmt::format("{}: expected tables [[{}]], found {}", key, key, kind_of(*node)));
    return tables;
  }
  for (const toml::node& element : *array) {
    if (const auto* table = element.as_table())
      tables.push_back(table);
    else
      mistake(element, fmt::format("{}: expected tables [[{}]], found {}", key, key, kind_of(element)));
  }
  return tables;
}

void TableReader::mistake(const std::string& message) { reading_.mistakes.add(position(), with_context(message)); }

void TableReader::mistake(const toml::node& node, const std::string& message) {
  reading_.mistakes.add(Mistakes::position_of(node.source()), with_context(message));
}

void TableReader::mistake(const PlacedText& text, std::size_t offset, const std::string& message) {
  reading_.mistakes.add(reading_.mistakes.inside(*text.node, offset), with_context(message));
}

void TableReader::mistake_of(std::string_view key, const toml::node& node, const std::string& message) {
  mistake(node, fmt::format("{}: {}", key, message));
}

void TableReader::report_unknown_keys() {
  for (const auto& [key, node] : table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    reading_.mistakes.add(
        Mistakes::position_of(key.source()),
        with_context(fmt::format("unknown key {}{}", in_quotes(key.str()), suggestion(key.str(), known_))));
  }
}

void TableReader::expected(std::string_view key, const toml::node& node, std::string_view what) {
  mistake_of(key, node, fmt::format("expected {}, found {}", what, kind_of(node)));
}

bool TableReader::expand(std::string_view key, const toml::node& node, std::string_view text, std::string& path) {
  std::string wrong;
  const auto expanded = expand_variables(text, reading_.environment, wrong);
  if (!expanded) return mistake_of(key, node, wrong), false;
  if (expanded->empty()) return mistake_of(key, node, "expected a path, found an empty string"), false;
  if (expanded->find('\0') != std::string::npos) return mistake_of(key, node, "a path cannot hold a NUL byte"), false;
  path = *expanded;
  return true;
}

std::string TableReader::with_context(const std::string& message) const {
  return context_.empty() ? message : fmt::format("{}: {}", context_, message);
}

}  // namespace onefold::config
