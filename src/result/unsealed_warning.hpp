// A warning about result files that nothing protects against damage.
#pragma once

#include "onefold/result/result_reader.hpp"

namespace onefold::result {

/// Local. Prints one line to standard error if `file` has no seal: another program has changed it, or it is an
/// incomplete copy. Verbs other than verify call this function after they have opened a result file.
void warn_when_unsealed(const ResultReader& file);

}  // namespace onefold::result
