// PIN: the lasting number of a customer. It carries nothing personal, and tells neither order nor number of customers.
//
// A PIN is a 40-bit number above 0. People see it as eight symbols of Crockford's base 32 (0 to 9 and A to Z without
// I, L, O, U) and a check symbol, in three groups: K7Q-2M9-XD4.
//
// The check symbol is a parity over GF(32) with the primitive polynomial x^5 + x^2 + 1: the sum of alpha^(i+1) d_i over
// the eight symbols and the check symbol itself is 0. The weights are different powers of alpha, and none is 0, so
// every wrong symbol and every exchange of two symbols is noticed (MacWilliams and Sloane 1977, chapter 7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onefold {

/// One more than the largest PIN.
inline constexpr std::int64_t kPinEnd = std::int64_t{1} << 40;
/// What stands in place of a PIN where there is none.
inline constexpr std::int64_t kNoPin = 0;

/// The PIN as people see it; 11 characters. `pin` must be in 1 .. kPinEnd - 1.
[[nodiscard]] std::string pin_text(std::int64_t pin);

/// Why a text is no PIN.
enum class PinFault : std::uint8_t {
  none,
  length,  ///< not nine symbols
  symbol,  ///< a character that is no symbol, such as U
  check,   ///< the check symbol is wrong: there is a typing mistake
};
struct ReadPin {
  std::int64_t pin = kNoPin;  ///< kNoPin if there is a fault
  PinFault fault = PinFault::none;
};
/// Reads upper and lower case, with and without hyphens and blanks; I and L mean 1, O means 0.
[[nodiscard]] ReadPin read_pin(std::string_view text);

/// The PIN that is minted as number `counter`, from 0. A bijection of 0 .. kPinEnd - 2: different counters never give
/// the same PIN. A Feistel network of six rounds over two halves of 20 bits (Luby and Rackoff 1988). It is fixed, so it
/// hides the order of the counters, but is no secret. `space` chooses among such permutations.
[[nodiscard]] std::int64_t pin_of_counter(std::uint64_t counter, std::uint64_t space = 0);

}  // namespace onefold
