// What became of a PIN in a run, and how a PIN is shown.
#pragma once

#include <cstdint>
#include <string>

#include "onefold/record/pin.hpp"

namespace onefold {

/// What became of a PIN in a run.
enum class PinEvent : std::int8_t {
  created = 1,      ///< minted for a customer none of whose records had a PIN
  kept = 2,         ///< the same records; not written to /history
  grown = 3,        ///< has records that it did not have
  shrunk = 4,       ///< lost records, and has no new ones
  merged_into = 5,  ///< retired; `other` has most of its records
  split_from = 6,   ///< minted for records that had the PIN `other`
  reinstated = 7,   ///< was retired, and most of these records had it then
  retired = 8,      ///< retired, and none of its records is left
  overridden = 9,   ///< a steward has set one of its golden values anew; beside one of the others
};
inline constexpr std::int8_t kNumPinEvents = 10;
[[nodiscard]] constexpr const char* name_of(PinEvent event) {
  constexpr const char* kNames[] = {"",           "created",    "kept",    "grown",     "shrunk", "merged_into",
                                    "split_from", "reinstated", "retired", "overridden"};
  return kNames[static_cast<std::size_t>(event)];
}

/// The PIN as people see it; a number that is no PIN as it is.
[[nodiscard]] inline std::string shown_pin(std::int64_t pin) {
  return pin > kNoPin && pin < kPinEnd ? pin_text(pin) : std::to_string(pin);
}

}  // namespace onefold
