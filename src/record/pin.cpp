#include "onefold/record/pin.hpp"

#include <array>

namespace onefold {

namespace {

constexpr std::string_view kPinSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kNumDataSymbols = 8;
constexpr int kNoSymbol = -1;

/// The product of alpha, the root of x^5 + x^2 + 1, and an element of GF(32).
constexpr unsigned times_alpha(unsigned element) {
  const unsigned shifted = element << 1U;
  return (shifted & 32U) != 0 ? shifted ^ 0b100101U : shifted;
}

/// The sum of alpha^(i+1) d_i, by Horner's rule. d_0 is the first symbol.
unsigned check_symbol(const std::array<unsigned, kNumDataSymbols>& symbols) {
  unsigned sum = 0;
  for (auto symbol = symbols.rbegin(); symbol != symbols.rend(); ++symbol) sum = times_alpha(sum ^ *symbol);
  return sum;
}

std::array<unsigned, kNumDataSymbols> symbols_of(std::int64_t pin) {
  std::array<unsigned, kNumDataSymbols> symbols{};
  for (auto symbol = symbols.rbegin(); symbol != symbols.rend(); ++symbol, pin >>= 5)
    *symbol = static_cast<unsigned>(pin & 31);
  return symbols;
}

int symbol_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') return 1;
  if (c == 'O') return 0;
  const auto at = kPinSymbols.find(c);
  return at == std::string_view::npos ? kNoSymbol : static_cast<int>(at);
}

constexpr std::uint64_t kHalfMask = (1U << 20U) - 1;

/// The round function of the Feistel network: the multiplier of splitmix64, then the upper bits.
std::uint64_t mix_half(std::uint64_t half, std::uint64_t round, std::uint64_t space) {
  std::uint64_t mixed = (space ^ (half + 1 + (round << 20U))) * 0x9E3779B97F4A7C15ULL;
  mixed ^= mixed >> 29U;
  mixed *= 0xBF58476D1CE4E5B9ULL;
  return mixed >> 44U;
}

std::uint64_t permute(std::uint64_t number, std::uint64_t space) {
  std::uint64_t left = number >> 20U;
  std::uint64_t right = number & kHalfMask;
  for (std::uint64_t round = 0; round < 6; ++round) {
    const std::uint64_t next = left ^ mix_half(right, round, space);
    left = right;
    right = next;
  }
  return left << 20U | right;
}

}  // namespace

std::string pin_text(std::int64_t pin) {
  const auto symbols = symbols_of(pin);
  std::string text;
  for (int i = 0; i < kNumDataSymbols; ++i) {
    if (i == 3 || i == 6) text += '-';
    text += kPinSymbols[symbols[static_cast<std::size_t>(i)]];
  }
  return text += kPinSymbols[check_symbol(symbols)];
}

ReadPin read_pin(std::string_view text) {
  std::array<unsigned, kNumDataSymbols> symbols{};
  unsigned check = 0;
  int num_symbols = 0;
  bool has_other = false;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const int symbol = symbol_of(c);
    if (symbol == kNoSymbol) has_other = true;
    const auto value = static_cast<unsigned>(symbol == kNoSymbol ? 0 : symbol);
    if (num_symbols < kNumDataSymbols)
      symbols[static_cast<std::size_t>(num_symbols)] = value;
    else
      check = value;
    ++num_symbols;
  }
  if (num_symbols != kNumDataSymbols + 1) return {kNoPin, PinFault::length};
  if (has_other) return {kNoPin, PinFault::symbol};
  std::int64_t pin = 0;
  for (const unsigned symbol : symbols) pin = pin << 5 | symbol;
  if (pin == kNoPin || check != check_symbol(symbols)) return {kNoPin, PinFault::check};
  return {pin, PinFault::none};
}

std::int64_t pin_of_counter(std::uint64_t counter, std::uint64_t space) {
  // Inputs begin at 1, so the image of 0 is free for the one input whose image is 0, which is no PIN.
  std::uint64_t pin = permute(counter + 1, space);
  if (pin == 0) pin = permute(0, space);
  return static_cast<std::int64_t>(pin);
}

}  // namespace onefold
