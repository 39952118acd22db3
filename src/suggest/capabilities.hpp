// What jobs of this version can say, as far as suggestions make use of it.
#pragma once

namespace onefold::suggest {

inline constexpr bool kHasMultiValuedKeys = false;

}  // namespace onefold::suggest
