#include "result/verification_table.hpp"

#include <fmt/format.h>

namespace onefold::result {

VerificationTable VerificationTable::read(const ResultReader& reader) {
  VerificationTable table{kDataset.read_all(reader), kRows.read_all(reader), kDigest.read_all(reader),
                          kInContentDigest.read_all(reader)};
  const std::size_t rows = table.dataset.size();
  for (const std::size_t size : {table.rows.size(), table.digest.size(), table.in_content_digest.size()})
    if (size != rows)
      throw Error(ExitCode::input,
                  fmt::format("{}: the columns of /verification have {} and {} rows", reader.path(), rows, size));
  return table;
}

}  // namespace onefold::result
