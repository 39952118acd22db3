#include "result/edges_table.hpp"

#include <utility>

namespace onefold::result {

std::uint64_t EdgesTable::lower_bound(const ResultReader& reader, std::int64_t left, std::int64_t right) {
  std::uint64_t begin = 0;
  std::uint64_t end = kLeft.num_rows(reader);
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    const std::int64_t found = kLeft.read_row(reader, middle);
    if (found < left || (found == left && kRight.read_row(reader, middle) < right))
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

std::uint64_t EdgesTable::find(const ResultReader& reader, std::int64_t left, std::int64_t right) {
  const std::uint64_t num_rows = kLeft.num_rows(reader);
  const std::uint64_t row = lower_bound(reader, left, right);
  if (row < num_rows && kLeft.read_row(reader, row) == left && kRight.read_row(reader, row) == right) return row;
  return num_rows;
}

}  // namespace onefold::result
