// Cleansed values for tests, with their hashes.
#pragma once

#include "cleanse/cleanse_column.hpp"
#include "record/hash.hpp"

namespace onefold::test {

inline cleanse::CleansedColumn cleansed_column(TextColumn values) {
  cleanse::CleansedColumn column{std::move(values), {}};
  for (std::size_t row = 0; row < column.values.size(); ++row)
    column.hashes.push_back(column.values[row].empty() ? 0 : hash_bytes(column.values[row]));
  return column;
}

}  // namespace onefold::test
