// What a decision of a steward will change, as far as a result shows it. Local; reads a few chunks of the file.
#pragma once

#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// What somebody decides, in the words of the command line.
struct DecisionRequest {
  enum class Kind : std::uint8_t { apart, together, set, lock } kind = Kind::apart;
  std::vector<std::string> names;  ///< SOURCE:ID or PINs: two of apart and together, one of set and lock
  std::string attribute;           ///< of set
  std::string value;               ///< of set
};

struct DecisionEffect {
  std::vector<std::string> names;  ///< in the form that lists have: PINs with hyphens
  std::string pin;                 ///< of lock: the PIN that a record keeps; empty if the name is a PIN
  std::string text;                ///< one sentence or two: what there is now, and what will change. No value
  bool names_a_pin = false;        ///< the list then needs [merge] previous
};

/// Throws Error(usage) for a name that the result does not have, for two names of one record, and for an attribute that
/// it does not have.
[[nodiscard]] DecisionEffect effect_of(const result::ResultReader& file, const DecisionRequest& request);

}  // namespace onefold::inspect
