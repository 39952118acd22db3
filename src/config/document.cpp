#include "config/document.hpp"

#include <fmt/format.h>

#include "config/nearest_name.hpp"
#include "config/text.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxTextBytes = 4 << 20;
constexpr int kMaxDepth = 32;
constexpr int kMaxDots = 16;

/// The end of the string that begins at `at`: behind its closing quotes, or the end of the text.
std::size_t skip_string(std::string_view text, std::size_t at, std::size_t& line) {
  const char quote = text[at];
  const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
  const bool multi_line = text.substr(at, 3) == three;
  at += multi_line ? 3 : 1;
  while (at < text.size()) {
    if (quote == '"' && text[at] == '\\') {
      // A line ending behind the backslash counts as a line too.
      if (at + 1 < text.size() && text[at + 1] == '\n') ++line;
      at += 2;
      continue;
    }
    if (multi_line ? text.substr(at, 3) == three : text[at] == quote) return at + (multi_line ? 3 : 1);
    if (text[at] == '\n') {
      // Not closed: a syntax error, which the parser will find. Outside again from here.
      if (!multi_line) return at;
      ++line;
    }
    ++at;
  }
  return text.size();
}

}  // namespace

std::size_t line_nested_too_deep(std::string_view text) {
  std::size_t line = 1;
  int depth = 0, dots = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = skip_string(text, at, line);
      continue;
    }
    if (c == '#') {
      while (at < text.size() && text[at] != '\n') ++at;
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (c == '.') ++dots;
    if (c == '\n' || c == '=' || c == ',' || c == '{') dots = 0;
    if (depth > kMaxDepth || dots > kMaxDots) return line;
    if (c == '\n') ++line;
    ++at;
  }
  return 0;
}

toml::table parse_document(std::string_view text, const std::string& file_name) {
  if (text.size() > kMaxTextBytes)
    throw Error(ExitCode::job, fmt::format("{}:1:1: a job file has at most {}; this one has {} bytes", file_name,
                                           format_size(kMaxTextBytes), text.size()));
  if (const std::size_t line = line_nested_too_deep(text); line > 0)
    throw Error(ExitCode::job,
                fmt::format("{}:{}:1: nested deeper than a job file can be (more than {} brackets, or {} dots "
                            "in a key)",
                            file_name, line, kMaxDepth, kMaxDots));
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw Error(ExitCode::job, fmt::format("{}:{}:{}: not valid TOML: {}", file_name, error.source().begin.line,
                                           error.source().begin.column, printable(error.description(), 300)));
  }
}

namespace {

/// One --set argument on its way into the document.
class SetArgument {
 public:
  SetArgument(Reading& reading, const std::string& argument, std::size_t number)
      : reading_(reading), number_(static_cast<std::uint32_t>(number)) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      mistake("expected KEY=VALUE, as in cluster.threshold=0.9");
      return;
    }
    if (!is_utf8(argument)) {
      mistake("not valid UTF-8");
      return;
    }
    std::string_view key = std::string_view(argument).substr(0, equals);
    while (true) {
      const std::size_t dot = key.find('.');
      segments_.emplace_back(key.substr(0, dot));
      if (segments_.back().empty() || segments_.size() > kMaxDots) {
        mistake("expected a dotted path before the =, as in cluster.threshold or source.crm.delimiter");
        segments_.clear();
        return;
      }
      if (dot == std::string_view::npos) break;
      key.remove_prefix(dot + 1);
    }
    parse_value(argument.substr(equals + 1));
  }

  /// A step into the document at each segment; nothing comes back from the last one, nor from a mistake.
  void put_into(toml::table& document) {
    if (segments_.empty() || value_.empty()) return;
    toml::node* at = &document;
    std::string path;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      const bool last = i + 1 == segments_.size();
      if (auto* table = at->as_table())
        at = step(*table, i, last);
      else if (auto* array = at->as_array())
        at = step(*array, path, i, last);
      else {
        mistake(fmt::format("{} is {}, not a table", printable(path), kind_of(*at)));
        return;
      }
      if (at == nullptr) return;
      path += (path.empty() ? "" : ".") + segments_[i];
    }
  }

 private:
  void mistake(const std::string& message) { reading_.mistakes.add({number_, 1, 1}, message); }
  toml::key key(std::string_view name) const {
    return toml::key(name, toml::source_region(value_.get("value")->source()));
  }

  void parse_value(const std::string& value) {
    // What looks like TOML must be TOML; anything else is a string without its quotes: --set job.output=out/x.h5
    const bool looks_like_toml = !value.empty() && std::string_view("[{\"'").find(value[0]) != std::string_view::npos;
    const std::string name = Mistakes::source_name_of_set(number_);
    if (line_nested_too_deep("value = " + value) > 0) {
      if (looks_like_toml)
        mistake("the value is nested too deep");
      else
        value_ = toml::parse("value = " + toml_string(value), std::string_view(name));
      return;
    }
    try {
      value_ = toml::parse("value = " + value, std::string_view(name));
      if (value_.size() == 1) return;
      mistake("expected one value behind the =");
      value_.clear();
    } catch (const toml::parse_error& error) {
      if (looks_like_toml)
        mistake(fmt::format("the value is not valid TOML: {}", printable(error.description(), 300)));
      else
        value_ = toml::parse("value = " + toml_string(value), std::string_view(name));
    }
  }

  /// A table made for a path that the file does not have.
  toml::table empty_table() const {
    auto parsed = toml::parse("value = {}", std::string_view(Mistakes::source_name_of_set(number_)));
    return std::move(*parsed.get("value")->as_table());
  }
  /// Moved, not copied: a copy would forget where it comes from.
  template <typename Put>
  void move_value(Put&& put) {
    value_.get("value")->visit([&](auto&& node) { put(std::move(node)); });
  }

  toml::node* step(toml::table& table, std::size_t i, bool last) {
    const std::string& name = segments_[i];
    if (last) {
      move_value([&](auto&& node) { table.insert_or_assign(key(name), std::move(node)); });
      return nullptr;
    }
    if (auto* next = table.get(name)) return next;
    const bool list_of_named = i == 0 && (name == "attribute" || name == "comparison");
    if (list_of_named)
      table.insert(key(name), toml::array{});
    else if (i == 0 && (name == "source" || name == "blocking"))
      mistake(fmt::format("the job has no [[{}]]", name));
    else
      table.insert(key(name), empty_table());
    return table.get(name);
  }

  toml::node* step(toml::array& array, const std::string& path, std::size_t i, bool last) {
    const std::string& name = segments_[i];
    toml::node* found = nullptr;
    if (name.size() <= 6 && name.find_first_not_of("0123456789") == std::string::npos) {
      const std::size_t index = std::stoul(name);
      found = array.get(index);
      if (found == nullptr) {
        mistake(fmt::format("{} has {} elements, counted from 0; there is no {}", path, array.size(), index));
        return nullptr;
      }
      if (!last) return found;
      const auto place = array.cbegin() + static_cast<std::ptrdiff_t>(index);
      move_value([&](auto&& node) { array.replace(place, std::move(node)); });
      return nullptr;
    }

    // By name; a [[comparison]] is known by its attribute.
    const std::string_view known_by = path == "comparison" ? "attribute" : "name";
    std::vector<std::string_view> names;
    for (toml::node& element : array) {
      auto* table = element.as_table();
      const auto its_name = table == nullptr ? std::nullopt : (*table)[known_by].value<std::string_view>();
      if (!its_name) continue;
      names.push_back(*its_name);
      if (*its_name == name && found == nullptr) found = &element;
    }
    if (last) {
      mistake(fmt::format("{} is a list; expected a number or a name, and a key in it", path));
      return nullptr;
    }
    // Attributes and comparisons need not be declared, so that naming one here declares it.
    if (found == nullptr && i == 1 && (path == "attribute" || path == "comparison")) {
      array.push_back(empty_table());
      auto named = toml::parse("value = " + toml_string(name), std::string_view(Mistakes::source_name_of_set(number_)));
      array.back().as_table()->insert(key(known_by), std::move(*named.get("value")->as_string()));
      return &array.back();
    }
    if (found == nullptr)
      mistake(fmt::format("no [[{}]] is called {}{}", path, in_quotes(name), suggestion(name, names)));
    return found;
  }

  Reading& reading_;
  std::uint32_t number_;
  std::vector<std::string> segments_;
  toml::table value_;
};

}  // namespace

void apply_sets(toml::table& document, const std::vector<std::string>& sets, Reading& reading) {
  for (std::size_t i = 0; i < sets.size(); ++i) SetArgument(reading, sets[i], i + 1).put_into(document);
}

}  // namespace onefold::config
