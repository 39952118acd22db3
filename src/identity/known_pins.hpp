// What the previous result knows about PINs, on the ranks that own them.
#pragma once

#include <vector>

#include "identity/assign_pins.hpp"
#include "identity/previous_result.hpp"

namespace onefold::identity {

/// Collective. All PINs that were ever minted, ascending, those that this rank owns. Throws Error(input) if the file
/// contradicts itself.
[[nodiscard]] std::vector<KnownPin> read_known_pins(const mpi::Communicator& world, const PreviousResult& previous);

/// The known PIN, or null.
[[nodiscard]] const KnownPin* find_pin(const std::vector<KnownPin>& known, std::int64_t pin);

}  // namespace onefold::identity
