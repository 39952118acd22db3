#include "verify/verify_indexes.hpp"

#include <algorithm>

#include "result/index_tables.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

using result::MembersTable;
using result::PinIndex;
using result::SourceIdIndex;

void require_rows(const result::ResultReader& file, const result::Column<std::int64_t>& column, std::uint64_t rows) {
  require(column.num_rows(file) == rows, "{} has {} rows, expected {}", column.name, column.num_rows(file), rows);
}

// Sizes of customers and their sum are proven. If every customer has as many members as its size says, ascending and
// all its own, no record can be missing or occur twice.
void check_members(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  const auto ids = CustomersTable::kClusterId.read_all(file);
  require_rows(file, MembersTable::kOffsets, ids.size() + 1);
  require_rows(file, MembersTable::kMembers, cluster_of.size());
  std::int64_t next = MembersTable::kOffsets.read_row(file, 0);
  require(next == 0, "{} begins with {}", MembersTable::kOffsets.name, next);
  std::uint64_t customer = 0;
  result::for_each_slice(ids.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto ends = MembersTable::kOffsets.read(file, first + 1, count);
    const auto sizes = CustomersTable::kSize.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(ends[i] - next == sizes[i], "{}: customer {} has {} members, its size is {}", MembersTable::kOffsets.name,
              first + i, ends[i] - next, sizes[i]);
      next = ends[i];
    }
  });
  std::int64_t previous = -1;
  result::for_each_slice(cluster_of.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto members = MembersTable::kMembers.read(file, first, count);
    for (const std::int64_t member : members) {
      require(member >= 0 && static_cast<std::size_t>(member) < cluster_of.size(), "{}: there is no record {}",
              MembersTable::kMembers.name, member);
      const std::int64_t cluster = cluster_of[static_cast<std::size_t>(member)];
      // A customer is named by its smallest record, so a new one begins exactly there.
      if (member == cluster) {
        while (customer < ids.size() && ids[customer] != cluster) ++customer;
        previous = -1;
      }
      require(customer < ids.size() && cluster == ids[customer] && member > previous,
              "{}: record {} is not where the members of its customer are", MembersTable::kMembers.name, member);
      previous = member;
    }
  });
}

void check_pins(const result::ResultReader& file) {
  const auto pins = CustomersTable::kPin.read_all(file);
  require_rows(file, PinIndex::kPin, pins.size());
  require_rows(file, PinIndex::kCustomer, pins.size());
  std::int64_t previous = std::numeric_limits<std::int64_t>::min();
  result::for_each_slice(pins.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = PinIndex::kPin.read(file, first, count);
    const auto customer = PinIndex::kCustomer.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      // PINs that ascend are different, and so are their customers.
      require(pin[i] > previous, "{}: row {} does not ascend", PinIndex::kPin.name, first + i);
      require(customer[i] >= 0 && static_cast<std::size_t>(customer[i]) < pins.size() &&
                  pins[static_cast<std::size_t>(customer[i])] == pin[i],
              "{}: row {} names a customer with another PIN", PinIndex::kCustomer.name, first + i);
      previous = pin[i];
    }
  });
}

void check_names(const result::ResultReader& file, std::uint64_t num_records) {
  require_rows(file, SourceIdIndex::kHash, num_records);
  require_rows(file, SourceIdIndex::kRecord, num_records);
  const auto sources = SourcesTable::kName.read_all(file);
  std::vector<std::int64_t> hash_of;
  hash_of.reserve(num_records);
  result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = RecordsTable::kSource.read(file, first, count);
    const auto id = RecordsTable::kSourceId.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      hash_of.push_back(SourceIdIndex::hash(sources[static_cast<std::size_t>(source[i])], id[i]));
  });
  std::pair<std::int64_t, std::int64_t> previous{std::numeric_limits<std::int64_t>::min(), -1};
  result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
    const auto hash = SourceIdIndex::kHash.read(file, first, count);
    const auto record = SourceIdIndex::kRecord.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      // Rows that ascend by (hash, record) differ, and each hash follows from its record: no record occurs twice.
      require(record[i] >= 0 && static_cast<std::uint64_t>(record[i]) < num_records &&
                  hash_of[static_cast<std::size_t>(record[i])] == hash[i],
              "{}: row {} names a record with another hash", SourceIdIndex::kRecord.name, first + i);
      require(std::pair(hash[i], record[i]) > previous, "{}: row {} does not ascend", SourceIdIndex::kHash.name,
              first + i);
      previous = {hash[i], record[i]};
    }
  });
}

}  // namespace

std::string check_indexes(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  check_members(file, cluster_of);
  check_pins(file);
  check_names(file, cluster_of.size());
  return fmt::format("{} records and {} customers are found by members, PIN and name", cluster_of.size(),
                     CustomersTable::kPin.num_rows(file));
}

}  // namespace onefold::verify
