// What a file is, by its name. Local.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "onefold/config/job.hpp"

namespace onefold::config {

/// In the order of Shape; the first ones are for files, the others follow from other keys.
inline constexpr std::string_view kShapeNames[] = {"csv",  "fixed_width", "ndjson",    "parquet",
                                                   "xlsx", "odbc",        "postgresql"};
inline constexpr std::size_t kNumFileShapes = 5;
/// In the order of Split, without `none`.
inline constexpr std::string_view kSplitNames[] = {"given_first", "surname_first", "address"};
/// In the order of SplitPart, without `whole`.
inline constexpr std::string_view kPartNames[] = {"given_name",   "surname",      "middle_initial", "title",
                                                  "suffix",       "organisation", "street",         "street_name",
                                                  "house_number", "postcode",     "city",           "state"};

/// What the name of a file says, without the ending of a compressed file. A job without `format` reads it so.
[[nodiscard]] Shape shape_by_name(const std::string& path);

}  // namespace onefold::config
