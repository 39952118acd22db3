#include "sql/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

namespace onefold::sql {

namespace {

constexpr std::string_view kPart = "{part}";
constexpr std::string_view kParts = "{parts}";

/// A word, a mark ({part}, {parts}) or another single character outside quotes and comments.
struct SqlToken {
  std::size_t begin = 0;
  std::size_t end = 0;
  int depth = 0;      ///< open parentheses around it; a parenthesis has the depth outside
  std::string upper;  ///< its text in upper case; empty for a quoted text or name
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         c == '#' || c == '@' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

/// The end of what is quoted from `at` on by `close`, which is doubled inside.
std::size_t end_of_quoted(std::string_view text, std::size_t at, char close) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] != close) continue;
    if (i + 1 >= text.size() || text[i + 1] != close) return i + 1;
    ++i;
  }
  return text.size();
}

/// The end of a comment or a quoted stretch that begins at `at`; `at` if none begins there.
std::size_t end_of_skipped(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("--")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) {
    const std::size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? text.size() : close + 2;
  }
  if (rest.front() == '\'' || rest.front() == '"' || rest.front() == '`') return end_of_quoted(text, at, rest.front());
  if (rest.front() == '[') return end_of_quoted(text, at, ']');
  if (rest.front() == '$') {
    // $tag$ ... $tag$ of PostgreSQL.
    const std::size_t close = text.find('$', at + 1);
    if (close == std::string_view::npos || !std::ranges::all_of(text.substr(at + 1, close - at - 1), is_word))
      return at;
    const std::string_view tag = text.substr(at, close + 1 - at);
    const std::size_t end = text.find(tag, close + 1);
    return end == std::string_view::npos ? text.size() : end + tag.size();
  }
  return at;
}

std::vector<SqlToken> tokens_of(std::string_view text) {
  std::vector<SqlToken> tokens;
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
      continue;
    }
    if (const std::size_t end = end_of_skipped(text, at); end > at) {
      const bool comment = c == '-' || c == '/';
      if (!comment) tokens.push_back({at, end, depth, {}});
      at = end;
      continue;
    }
    std::size_t end = at + 1;
    if (text.substr(at).starts_with(kPart))
      end = at + kPart.size();
    else if (text.substr(at).starts_with(kParts))
      end = at + kParts.size();
    else if (is_word(c))
      while (end < text.size() && is_word(text[end])) ++end;
    if (c == ')') --depth;
    tokens.push_back({at, end, depth, upper_case(text.substr(at, end - at))});
    if (c == '(') ++depth;
    at = end;
  }
  return tokens;
}

bool is_one_of(const SqlToken& token, std::span<const std::string_view> words) {
  return std::ranges::find(words, token.upper) != words.end();
}

constexpr std::string_view kReading[] = {"SELECT", "WITH", "VALUES", "TABLE"};
constexpr std::string_view kWriting[] = {"INSERT", "UPDATE",   "DELETE", "MERGE", "INTO", "CREATE", "ALTER",
                                         "DROP",   "TRUNCATE", "GRANT",  "CALL",  "EXEC", "EXECUTE"};
constexpr std::string_view kBeforeCondition[] = {"WHERE", "AND", "OR", "ON", "HAVING"};
constexpr std::string_view kAfterCondition[] = {"AND",    "OR",     "GROUP",   "ORDER",  "HAVING",    "LIMIT", "UNION",
                                                "EXCEPT", "MINUS",  "FETCH",   "OFFSET", "INTERSECT", "FOR",   "WITH",
                                                "OPTION", "WINDOW", "QUALIFY", "WHERE",  ";"};

/// The first token from `from` on that ends the condition in which depth `depth` is; tokens.size() at the end.
std::size_t end_of_condition(const std::vector<SqlToken>& tokens, std::size_t from, int depth) {
  std::size_t i = from;
  while (i < tokens.size() && tokens[i].depth >= depth &&
         !(tokens[i].depth == depth && is_one_of(tokens[i], kAfterCondition)))
    ++i;
  return i;
}

/// The first token of the condition of depth `depth` that token `at` belongs to; nothing if no word begins it.
std::optional<std::size_t> begin_of_condition(const std::vector<SqlToken>& tokens, std::size_t at, int depth) {
  for (std::size_t i = at; i > 0; --i) {
    const SqlToken& before = tokens[i - 1];
    if (before.depth < depth) return i;  // an open parenthesis
    if (before.depth == depth && is_one_of(before, kBeforeCondition)) return i;
  }
  return std::nullopt;
}

std::string_view trimmed_query(std::string_view query) {
  const auto tokens = tokens_of(query);
  std::size_t last = tokens.size();
  while (last > 0 && tokens[last - 1].upper == ";") --last;
  return last == tokens.size() || last == 0 ? query : query.substr(0, tokens[last].begin);
}

std::string replaced_everywhere(std::string text, std::string_view old_text, const std::string& new_text) {
  for (std::size_t at = 0; (at = text.find(old_text, at)) != std::string::npos; at += new_text.size())
    text.replace(at, old_text.size(), new_text);
  return text;
}

}  // namespace

std::optional<std::string> why_not_read_only(std::string_view query) {
  query = trimmed_query(query);
  const auto tokens = tokens_of(query);
  const auto first = std::ranges::find_if(tokens, [](const SqlToken& token) { return token.upper != "("; });
  if (first == tokens.end()) return "it is empty";
  if (!is_one_of(*first, kReading))
    return first->upper.empty() ? "it begins with a quote"
                                : fmt::format("it begins with {}", first->upper.substr(0, 20));
  for (const SqlToken& token : tokens) {
    if (token.upper == ";") return "it holds several statements";
    if (is_one_of(token, kWriting)) return fmt::format("it holds the word {}", token.upper);
  }
  return std::nullopt;
}

bool has_parts(std::string_view query) { return query.find(kPart) != std::string_view::npos; }

std::string query_of_part(std::string_view query, std::uint64_t part, std::uint64_t parts) {
  std::string out = replaced_everywhere(std::string(trimmed_query(query)), kParts, std::to_string(parts));
  return replaced_everywhere(std::move(out), kPart, std::to_string(part));
}

std::optional<std::string> undivided_query(std::string_view query) {
  query = trimmed_query(query);
  const auto tokens = tokens_of(query);
  const auto is_part = [](const SqlToken& token) { return token.upper == "{PART}"; };
  if (std::ranges::count_if(tokens, is_part) != 1) return std::nullopt;
  const auto at = static_cast<std::size_t>(std::ranges::find_if(tokens, is_part) - tokens.begin());
  const int depth = tokens[at].depth;
  const auto is_equals = [&](std::size_t i) {
    const auto compares = [&](std::size_t k) {
      return tokens[k].upper == "<" || tokens[k].upper == ">" || tokens[k].upper == "!" || tokens[k].upper == "=";
    };
    return tokens[i].upper == "=" && !(i > 0 && compares(i - 1)) && !(i + 1 < tokens.size() && compares(i + 1));
  };
  const auto begin = begin_of_condition(tokens, at, depth);
  const std::size_t end = end_of_condition(tokens, at, depth);
  // {part} is one whole side of the comparison.
  const bool is_right = begin && at > *begin + 1 && is_equals(at - 1) && end == at + 1;
  const bool is_left = begin && at == *begin && end > at + 2 && is_equals(at + 1);
  if (!is_right && !is_left) return std::nullopt;
  std::string out(query.substr(0, tokens[*begin].begin));
  out += "1 = 1";
  out += query.substr(tokens[end - 1].end);
  if (out.find(kPart) != std::string::npos || out.find(kParts) != std::string::npos) return std::nullopt;
  return out;
}

std::optional<std::string> divided_query(std::string_view query, std::string_view column) {
  const bool plain =
      !column.empty() && !(column[0] >= '0' && column[0] <= '9') && std::ranges::all_of(column, [](char c) {
        return is_word(c) && c != '$' && c != '#' && c != '@' && (static_cast<unsigned char>(c) & 0x80U) == 0;
      });
  if (!plain) return std::nullopt;
  return fmt::format("SELECT * FROM ({}) q WHERE MOD(ABS({}), {}) = {}", trimmed_query(query), column, kParts, kPart);
}

std::string counting_query(std::string_view query) {
  // The line break ends a comment at the end of the query.
  return fmt::format("SELECT COUNT(*) FROM ({}\n) onefold_rows", trimmed_query(query));
}

}  // namespace onefold::sql
