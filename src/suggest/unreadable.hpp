// Values that the type of their attribute cannot read. Pure.
//
// A run stops if too many values of an attribute cannot be read. A suggested job must not stop on its own files, nor
// hide the loss: a type that cannot read most values is given up, a smaller share is tolerated by name, and both are
// said.
#pragma once

#include <string>

#include "onefold/record/warning.hpp"
#include "suggest/records.hpp"

namespace onefold::suggest {

/// Makes attributes texts if more than half of their values in one file cannot be read. True if there are any: then
/// values must be cleansed again.
bool give_up_types(const Records& records, Schema& schema);

/// The section [reading] of the job; empty if its defaults are enough.
[[nodiscard]] std::string reading_section(const Input& input, const Records& records, const Schema& schema);

[[nodiscard]] Warnings warn_of_unreadable(const Input& input, const Records& records, const Schema& schema);

}  // namespace onefold::suggest
