// The tokens of a cleansed value: its words, or the elements of an array attribute. Ascending by hash, each once, so
// that what two values have in common is found by one merge, and weights can be kept in this order. No MPI.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "record/elements.hpp"

namespace onefold {

enum class TokenKind : std::uint8_t {
  words,     ///< what blanks and element separators keep apart
  codes,     ///< words of four or more characters, one of them a digit: model numbers, years, postcodes
  elements,  ///< what element separators keep apart; a value without them is one element
};

struct Token {
  std::uint64_t hash = 0;   ///< hash_bytes; two different tokens share one with a probability of 2^-64
  std::uint32_t begin = 0;  ///< of its first occurrence in the value
  std::uint32_t size = 0;   ///< bytes
};

/// Replaces `tokens`. O(bytes + n log n) for n tokens; the value has less than 4 GiB.
void list_tokens(TokenKind kind, std::string_view value, std::vector<Token>& tokens);

/// What a token is worth that `count` of `num_present` values have, in 1/1024 bits, at most 65,535: rare ones say more.
/// Words: log2(1 + num_present / count), above 0 for every word. Elements: log2(num_present / count). A count of 0 is
/// taken as 1. Integers only, so that every processor gives the same.
[[nodiscard]] std::uint16_t token_weight(TokenKind kind, std::uint64_t count, std::uint64_t num_present);

/// Weights are kept as two bytes each, the lower one first, in the order of list_tokens.
void append_weight(std::uint16_t weight, char* bytes);
[[nodiscard]] inline std::uint16_t weight_at(std::string_view weights, std::size_t token) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(weights[2 * token]) |
                                    static_cast<unsigned char>(weights[2 * token + 1]) << 8);
}

}  // namespace onefold
