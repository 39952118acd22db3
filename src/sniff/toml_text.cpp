#include "sniff/toml_text.hpp"

#include <fmt/format.h>

namespace onefold::sniff {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '$' && i + 1 < text.size() && text[i + 1] == '{')
      result += "$$";
    else if (c == '"' || c == '\\')
      result += {'\\', c};
    else if (c == '\t')
      result += "\\t";
    else if (is_control(c))
      result += fmt::format("\\u{:04X}", static_cast<int>(c));
    else
      result += c;
  }
  return result + '"';
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "" : ", ") + toml_string(text);
  return "[" + list + "]";
}

std::string in_comment(std::string_view text) {
  std::string result;
  for (const char c : text) result += is_control(c) ? ' ' : c;
  return result;
}

}  // namespace onefold::sniff
