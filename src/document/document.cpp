#include "document/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <optional>

#include "document/nearest_name.hpp"
#include "document/text.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxTextBytes = 4 << 20;
constexpr int kMaxDepth = 32;
constexpr int kMaxDots = 16;

/// A string literal of the text.
struct StringEnd {
  std::size_t at = 0;      ///< the byte after its closing quotes, or where the string breaks off
  bool is_closed = false;  ///< false: the string is not closed before its line ends (multi-line: before the text ends)
};

/// Finds the end of the string that begins at `at`; adds the line ends inside to `line`.
StringEnd skip_string(std::string_view text, std::size_t at, std::size_t& line) {
  const char quote = text[at];
  const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
  const bool multi_line = text.substr(at, 3) == three;
  at += multi_line ? 3 : 1;
  while (at < text.size()) {
    if (quote == '"' && text[at] == '\\') {
      // A backslash escapes the next byte; in a multi-line string that may be the end of the line.
      const bool at_line_end = at + 1 < text.size() && text[at + 1] == '\n';
      if (at_line_end && multi_line) ++line;
      at += at_line_end && !multi_line ? 1 : 2;
      continue;
    }
    if (multi_line ? text.substr(at, 3) == three : text[at] == quote) return {at + (multi_line ? 3 : 1), true};
    if (text[at] == '\n') {
      if (!multi_line) return {at, false};
      ++line;
    }
    ++at;
  }
  return {text.size(), false};
}

/// Walks through the text outside strings and comments. Calls visit(at, line) for each byte, and visit_string(begin,
/// end, line of its beginning) for each string. The walk ends if `visit` or `visit_string` returns false.
template <typename Visit, typename VisitString>
void walk(std::string_view text, const Visit& visit, const VisitString& visit_string) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"' || text[at] == '\'') {
      const std::size_t first_line = line;
      const StringEnd end = skip_string(text, at, line);
      if (!visit_string(at, end, first_line)) return;
      at = end.at;
    } else if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else {
      if (!visit(at, line)) return;
      if (text[at] == '\n') ++line;
      ++at;
    }
  }
}

/// Column of byte `at` in its line, from 1, in code points.
std::size_t column_of(std::string_view text, std::size_t at) {
  const std::size_t line_begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
  const auto before = text.substr(line_begin, at - line_begin);
  return 1 + static_cast<std::size_t>(
                 std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

struct Place {
  std::size_t line = 0;
  std::size_t column = 0;
  auto operator<=>(const Place&) const = default;
};

/// The first string that begins at or before `error` and is not closed.
std::optional<Place> unclosed_string(std::string_view text, Place error) {
  std::optional<Place> found;
  walk(
      text, [](std::size_t, std::size_t) { return true; },
      [&](std::size_t begin, StringEnd end, std::size_t line) {
        if (end.is_closed) return true;
        found = Place{line, column_of(text, begin)};
        return false;
      });
  return found && *found <= error ? found : std::nullopt;
}

/// The kind of file that the text seems to be if it is not a job file; empty if it may be one. Looks at names and at
/// the form of the beginning; never returns any text of the file.
std::string what_else(std::string_view text, const std::string& file_name) {
  const auto is_called = [&](std::string_view end) { return file_name.ends_with(end); };
  const std::string suggest = fmt::format("; is this a CSV? try `onefold suggest {}`", printable(file_name));
  if (text.starts_with("\x89HDF")) return "; this is an HDF5 file: `onefold run` takes the job file (TOML)";
  if (text.starts_with("\x1f\x8b") || text.starts_with("\x28\xb5\x2f\xfd")) return suggest;
  if (is_called(".csv") || is_called(".csv.gz") || is_called(".csv.zst") || is_called(".tsv")) return suggest;
  // TOML begins with a comment, a [table], or KEY = VALUE; a CSV begins with fields and delimiters.
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const auto line = text.substr(0, text.find('\n'));
  const bool is_toml = line.empty() || line[0] == '#' || line[0] == '[' || line.find('=') != std::string_view::npos;
  return !is_toml && line.find_first_of(",;\t|") != std::string_view::npos ? suggest : std::string();
}

[[noreturn]] void refuse(const std::string& file_name, Place place, const std::string& message) {
  throw Error(ExitCode::job, fmt::format("{}:{}:{}: {}", printable(file_name), place.line, place.column, message));
}

}  // namespace

std::size_t line_nested_too_deep(std::string_view text) {
  std::size_t found = 0;
  int depth = 0, dots = 0;
  walk(
      text,
      [&](std::size_t at, std::size_t line) {
        const char c = text[at];
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && depth > 0) --depth;
        if (c == '.') ++dots;
        if (c == '\n' || c == '=' || c == ',' || c == '{') dots = 0;
        if (depth <= kMaxDepth && dots <= kMaxDots) return true;
        found = line;
        return false;
      },
      [](std::size_t, StringEnd, std::size_t) { return true; });
  return found;
}

toml::table parse_document(std::string_view text, const std::string& file_name) {
  if (text.size() > kMaxTextBytes)
    refuse(file_name, {1, 1},
           fmt::format("a job file has at most {}; this one has more{}", format_size(kMaxTextBytes),
                       what_else(text, file_name)));
  if (const std::size_t line = line_nested_too_deep(text); line > 0)
    refuse(file_name, {line, 1},
           fmt::format("nested deeper than a job file can be (more than {} brackets, or {} dots in a key){}", kMaxDepth,
                       kMaxDots, what_else(text, file_name)));
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const Place place{error.source().begin.line, error.source().begin.column};
    const std::string other = what_else(text, file_name);
    if (const auto begin = unclosed_string(text, place); begin && other.empty())
      refuse(file_name, *begin, "not valid TOML: the string that begins here has no end; write its closing quote");
    refuse(file_name, place, fmt::format("not valid TOML: {}{}", printable(error.description(), 300), other));
  }
}

namespace {

/// One --set argument, and how it is put into the document.
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

  /// Puts the value at the path and creates the missing tables on the way.
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
    // A value that begins like TOML must be TOML. Any other value is a string without quotes: --set job.output=out/x.h5
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
      mistake("expected one value after the =");
      value_.clear();
    } catch (const toml::parse_error& error) {
      if (looks_like_toml)
        mistake(fmt::format("the value is not valid TOML: {}", printable(error.description(), 300)));
      else
        value_ = toml::parse("value = " + toml_string(value), std::string_view(name));
    }
  }

  /// A table for a path that the file does not have.
  toml::table empty_table() const {
    auto parsed = toml::parse("value = {}", std::string_view(Mistakes::source_name_of_set(number_)));
    return std::move(*parsed.get("value")->as_table());
  }
  /// Moves the value. A copy would lose its source name, which distinguishes --set from the file.
  template <typename Put>
  void move_value(Put&& put) {
    // NOLINTNEXTLINE(bugprone-move-forwarding-reference): the node is given away, whatever it is bound to
    value_.get("value")->visit([&](auto&& node) { put(std::move(node)); });
  }

  /// One step of put_into(): returns the node of segment i; null after the last segment or a mistake.
  toml::node* step(toml::table& table, std::size_t i, bool last) {
    const std::string& name = segments_[i];
    if (last) {
      // NOLINTNEXTLINE(bugprone-move-forwarding-reference)
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
      // NOLINTNEXTLINE(bugprone-move-forwarding-reference)
      move_value([&](auto&& node) { array.replace(place, std::move(node)); });
      return nullptr;
    }

    // Look up by name; the name of a [[comparison]] is its attribute.
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
    // The job need not declare every attribute and comparison. Naming one here declares it.
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
