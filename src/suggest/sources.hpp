// Which files are parts of one extract, and so one source. No MPI.
#pragma once

#include <cstdint>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// The files of each source. Parts of one extract have names that differ only in digits, the same columns and dialect,
/// an id in the same column, if any, that no two of them share, and values that one source can read: their dates have
/// one order, their phones and postcodes one region. `columns`: of each file by itself. Takes the hashes of the ids out
/// of `input`. Time: a few operations per id of such files.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> group_into_sources(Input& input,
                                                                         const std::vector<Column>& columns,
                                                                         bool keep_apart);

/// The same rows with one table per source. It has the path of its first file.
[[nodiscard]] Input by_source(Input input, const std::vector<std::vector<std::uint32_t>>& sources);

}  // namespace onefold::suggest
