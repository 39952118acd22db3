// Splits a cleansed value into tokens: its words, or the elements of an array attribute. Tokens are sorted by hash and
// distinct, so that one merge finds the tokens that two values share, and weights can be stored in the same order. No
// MPI.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "record/elements.hpp"

namespace onefold {

enum class TokenKind : std::uint8_t {
  words,     ///< split at spaces and element separators
  codes,     ///< words of four or more characters with at least one digit: model numbers, years, postcodes
  elements,  ///< split at element separators; a value without separators is one element
};

struct Token {
  std::uint64_t hash = 0;   ///< hash_bytes(token); two different tokens collide with probability 2^-64
  std::uint32_t begin = 0;  ///< byte offset of its first occurrence in the value
  std::uint32_t size = 0;   ///< bytes
};

/// Replaces the content of `tokens`. O(bytes + n log n) for n tokens; the value must be smaller than 4 GiB.
void list_tokens(TokenKind kind, std::string_view value, std::vector<Token>& tokens);

/// Weight of a token that occurs in `count` of `num_present` values, in units of 1/1024 bit, at most 65,535. Rare
/// tokens weigh more. Words: log2(1 + num_present / count), which is above 0. Elements: log2(num_present / count). A
/// count of 0 is treated as 1. Uses integers only, so that every processor gives the same result.
[[nodiscard]] std::uint16_t token_weight(TokenKind kind, std::uint64_t count, std::uint64_t num_present);

/// A weight is stored as two bytes, the lower one first; weights follow the order of list_tokens.
void append_weight(std::uint16_t weight, char* bytes);
[[nodiscard]] inline std::uint16_t weight_at(std::string_view weights, std::size_t token) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(weights[2 * token]) |
                                    static_cast<unsigned char>(weights[2 * token + 1]) << 8);
}

}  // namespace onefold
