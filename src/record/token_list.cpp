#include "record/token_list.hpp"

#include <algorithm>
#include <bit>

#include "record/hash.hpp"

namespace onefold {

namespace {

constexpr std::size_t kCodeCharacters = 4;

bool is_code(std::string_view word) {
  std::size_t num_characters = 0;
  bool has_digit = false;
  for (const char c : word) {
    num_characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    has_digit |= c >= '0' && c <= '9';
  }
  return has_digit && num_characters >= kCodeCharacters;
}

/// log2(x) in units of 2^-16, rounded down. Each squaring of the mantissa yields one bit.
std::uint64_t log2_e16(std::uint64_t x) {
  const auto whole = static_cast<std::uint64_t>(std::bit_width(x) - 1);
  std::uint64_t mantissa = x << (63 - whole);  // 1.0 is 2^63
  std::uint64_t log = whole;
  for (int bit = 0; bit < 16; ++bit) {
    const Uint128 square = static_cast<Uint128>(mantissa) * mantissa;  // 1.0 is 2^126
    const bool above_two = (square >> 127) != 0;
    mantissa = static_cast<std::uint64_t>(square >> (above_two ? 64 : 63));
    log = log << 1 | (above_two ? 1 : 0);
  }
  return log;
}

}  // namespace

void list_tokens(TokenKind kind, std::string_view value, std::vector<Token>& tokens) {
  tokens.clear();
  const bool at_blanks = kind != TokenKind::elements;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && value[end] != kElementSeparator && !(at_blanks && value[end] == ' ')) ++end;
    const std::string_view token = value.substr(at, end - at);
    if (!token.empty() && (kind != TokenKind::codes || is_code(token)))
      tokens.push_back({hash_bytes(token), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(token.size())});
    at = end + 1;
  }
  std::sort(tokens.begin(), tokens.end(),
            [](const Token& a, const Token& b) { return a.hash != b.hash ? a.hash < b.hash : a.begin < b.begin; });
  tokens.erase(
      std::unique(tokens.begin(), tokens.end(), [](const Token& a, const Token& b) { return a.hash == b.hash; }),
      tokens.end());
}

std::uint16_t token_weight(TokenKind kind, std::uint64_t count, std::uint64_t num_present) {
  count = std::max<std::uint64_t>(count, 1);
  num_present = std::max(num_present, count);
  const std::uint64_t of = kind == TokenKind::elements ? num_present : num_present + count;
  return static_cast<std::uint16_t>(std::min<std::uint64_t>((log2_e16(of) - log2_e16(count)) >> 6, 65'535));
}

void append_weight(std::uint16_t weight, char* bytes) {
  bytes[0] = static_cast<char>(weight & 0xFF);
  bytes[1] = static_cast<char>(weight >> 8);
}

}  // namespace onefold
