// Which files in a folder belong to a population: by their names, and by how they begin.
#pragma once

#include <string>
#include <string_view>

namespace onefold::generate {

/// Whether a file of this name is, or may be, part of a population: crm.csv, crm_0001.csv, truth.csv ...
[[nodiscard]] bool is_population_file(std::string_view name);

/// Local. Whether `generate` wrote the file at `path`, whose name (without folders) is_population_file. Such a file
/// begins with the header of its kind, and its first row, if any, has an id that `generate` gives. Returns false for
/// everything that is not a regular file, and for a file that cannot be read.
[[nodiscard]] bool was_generated(const std::string& path, std::string_view name);

}  // namespace onefold::generate
