#include "document/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};
// Binary units first, larger before smaller ones: format_size() takes the first that divides the size.
constexpr std::array<Unit, 9> kUnits = {{{"TiB", 1ULL << 40},
                                         {"GiB", 1ULL << 30},
                                         {"MiB", 1ULL << 20},
                                         {"KiB", 1ULL << 10},
                                         {"B", 1},
                                         {"TB", 1'000'000'000'000ULL},
                                         {"GB", 1'000'000'000ULL},
                                         {"MB", 1'000'000ULL},
                                         {"kB", 1'000ULL}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = 1;
    std::uint32_t code_point = lead;
    if (lead >= 0xf0 && lead <= 0xf4) {
      length = 4;
      code_point = lead & 0x07;
    } else if (lead >= 0xe0 && lead < 0xf0) {
      length = 3;
      code_point = lead & 0x0f;
    } else if (lead >= 0xc2 && lead < 0xe0) {
      length = 2;
      code_point = lead & 0x1f;
    } else if (lead >= 0x80)
      return false;
    if (i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      if ((byte & 0xc0) != 0x80) return false;
      code_point = (code_point << 6) | (byte & 0x3f);
    }
    // Refuse overlong forms, surrogates and numbers beyond Unicode.
    if (length == 3 && (code_point < 0x800 || (code_point >= 0xd800 && code_point < 0xe000))) return false;
    if (length == 4 && (code_point < 0x10000 || code_point > 0x10ffff)) return false;
    i += length;
  }
  return true;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 64 || !is_letter(text[0])) return false;
  for (const char c : text)
    if (!is_letter(c) && !is_digit(c)) return false;
  return true;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  while (!unit.empty() && unit.back() == ' ') unit.remove_suffix(1);
  if (unit.empty()) unit = "B";
  for (const Unit& known : kUnits) {
    if (known.name != unit) continue;
    const double bytes = number * static_cast<double>(known.bytes);
    // A double is exact below 2^53 bytes; refuse larger sizes, and fractions of a byte.
    if (bytes > 9e15 || bytes != std::floor(bytes)) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
  }
  return std::nullopt;
}

std::string format_size(std::uint64_t bytes) {
  for (const Unit& unit : kUnits)
    if (bytes >= unit.bytes && bytes % unit.bytes == 0) return fmt::format("{} {}", bytes / unit.bytes, unit.name);
  return "0 B";
}

std::optional<std::string> expand_variables(std::string_view text, const Environment& environment,
                                            std::string& mistake) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i, 3) == "$${") {
      out += "${";
      i += 3;
    } else if (text.substr(i, 2) == "${") {
      const std::size_t end = text.find('}', i);
      const std::string name(text.substr(i + 2, end == std::string_view::npos ? 0 : end - i - 2));
      if (end == std::string_view::npos || !is_identifier(name)) {
        mistake = "expected ${NAME}, the name of an environment variable in braces; write $${ for ${ itself";
        return std::nullopt;
      }
      const auto value = environment ? environment(name) : std::nullopt;
      if (!value) {
        mistake = fmt::format("the environment variable {} is not set; set it, as in: export {}=...", name, name);
        return std::nullopt;
      }
      if (!is_utf8(*value)) {
        mistake = fmt::format("the environment variable {} is not valid UTF-8", name);
        return std::nullopt;
      }
      out += *value;
      i = end + 1;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string escape_variables(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "${") out += '$';
    out += text[i];
  }
  return out;
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\t')
      out += "\\t";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\u{:04X}", byte);
    else
      out += c;
  }
  return out + '"';
}

std::string toml_float(double number) {
  std::string out = fmt::format("{}", number);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

}  // namespace onefold::config
