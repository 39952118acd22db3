#include "document/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "document/text.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMaxListedNames = 50;

// The code point of the first character, if it cannot be seen but changes how others are shown; else 0.
unsigned hidden_character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return byte(1);  // C1
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return 0x061C;
  const unsigned code = (byte(0) & 0xFU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  if ((byte(0) & 0xF0U) != 0xE0) return 0;
  const bool is_hidden = code == 0x200B || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
  return is_hidden ? code : 0;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the usual table; an exchange of neighbours reads the row before the last.
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool equal = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (equal ? 0 : 1)});
      const bool exchanged = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> names) {
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  std::optional<std::string_view> nearest;
  std::size_t nearest_distance = 0;
  for (const std::string_view candidate : names) {
    if (candidate.size() > kLongestName) continue;
    const std::size_t distance = edit_distance(name, candidate);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(name.size(), candidate.size()) / 3);
    // Replacing every letter of a short name is not a spelling error.
    if (distance > allowed || distance >= std::max(name.size(), candidate.size())) continue;
    if (!nearest || distance < nearest_distance) {
      nearest = candidate;
      nearest_distance = distance;
    }
  }
  if (nearest || name.size() < 3) return nearest;
  // "post" for postcode: many edits away, but the beginning of exactly one name.
  for (const std::string_view candidate : names) {
    if (!candidate.starts_with(name)) continue;
    if (nearest) return std::nullopt;
    nearest = candidate;
  }
  return nearest;
}

std::string suggestion(std::string_view name, std::span<const std::string_view> names) {
  if (const auto nearest = nearest_name(name, names)) return fmt::format("; did you mean \"{}\"?", *nearest);
  if (names.empty()) return "";
  const auto listed = names.first(std::min(names.size(), kMaxListedNames));
  const std::size_t others = names.size() - listed.size();
  return fmt::format("; expected one of: {}{}", fmt::join(listed, ", "),
                     others > 0 ? fmt::format(", and {} others", others) : std::string());
}

std::string printable(std::string_view text, std::size_t max_bytes) {
  const bool is_text = is_utf8(text);
  const auto append = [&](std::string& out, std::string_view part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      const char c = part[i];
      const auto byte = static_cast<unsigned char>(c);
      const unsigned hidden = byte >= 0xC2 && is_text ? hidden_character(part.substr(i)) : 0;
      if (hidden != 0) {
        out += fmt::format("\\u{:04x}", hidden);
        i += byte >= 0xE0 ? 2 : 1;
      } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_text))
        out += fmt::format("\\x{:02x}", byte);
      else
        out += c;
    }
  };
  std::string out;
  if (text.size() <= max_bytes) return append(out, text), out;

  // Two thirds from the beginning and one from the end, cut between code points.
  const auto is_inside = [&](std::size_t at) {
    return is_text && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  std::size_t first = max_bytes - max_bytes / 3;
  std::size_t last = text.size() - max_bytes / 3;
  while (first > 0 && is_inside(first)) --first;
  while (is_inside(last)) ++last;
  append(out, text.substr(0, first));
  out += "...";
  append(out, text.substr(last));
  return out;
}

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", printable(text, 60)); }

}  // namespace onefold::config
