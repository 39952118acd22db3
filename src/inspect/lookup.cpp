#include "inspect/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/identity_tables.hpp"
#include "result/index_tables.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::CustomersTable;
using result::CutsTable;
using result::MembersTable;
using result::PinIndex;
using result::RecordsTable;
using result::RetiredTable;
using result::SourceIdIndex;
using result::SourcesTable;

/// Rows that are read at once; a chunk has about 131,000 numbers.
constexpr std::uint64_t kRowsAtOnce = 1 << 12;

[[noreturn]] void throw_outside(const result::ResultReader& file, const std::string& column) {
  throw Error(ExitCode::input,
              fmt::format("{}: {} points to a row that does not exist; `onefold verify` shows what is wrong",
                          file.path(), column));
}

std::uint64_t checked_row(const result::ResultReader& file, const result::Column<std::int64_t>& column,
                          std::int64_t row, std::uint64_t num_rows) {
  if (row < 0 || static_cast<std::uint64_t>(row) >= num_rows) throw_outside(file, column.name);
  return static_cast<std::uint64_t>(row);
}

/// An ascending range of rows with the keys that are expected at both ends.
struct KeyRange {
  std::uint64_t begin, end;  // rows before begin are below the key; row end, if there is one, is not
  std::int64_t low, high;
};

// Where the key stands if keys are spread evenly between low and high.
std::uint64_t guess(const KeyRange& range, std::int64_t key) {
  const double width = static_cast<double>(range.high) - static_cast<double>(range.low);
  const double part = width > 0 ? (static_cast<double>(key) - static_cast<double>(range.low)) / width : 0.5;
  const auto rows = static_cast<double>(range.end - range.begin);
  const auto at = static_cast<std::uint64_t>(std::clamp(part, 0.0, 1.0) * rows);
  return range.begin + std::min(at, range.end - range.begin - 1);
}

constexpr KeyBounds kHashBounds{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};

KeyBounds bounds_of_records(const result::ResultReader& file) {
  return {0, static_cast<std::int64_t>(RecordsTable::kSource.num_rows(file))};
}

}  // namespace

std::uint64_t lower_bound(const result::ResultReader& file, const result::Column<std::int64_t>& ascending,
                          std::int64_t key, KeyBounds bounds) {
  KeyRange range{0, ascending.num_rows(file), bounds.low, bounds.high};
  for (bool halve = false; range.end - range.begin > kRowsAtOnce;) {
    const std::uint64_t before = range.end - range.begin;
    const std::uint64_t middle = halve ? range.begin + before / 2 : guess(range, key);
    // One read shows both sides of the guess.
    const std::uint64_t first = middle - std::min(middle - range.begin, kRowsAtOnce / 2);
    const std::uint64_t count = std::min(kRowsAtOnce, range.end - first);
    const auto keys = ascending.read(file, first, count);
    const auto found = std::lower_bound(keys.begin(), keys.end(), key);
    if (found == keys.end()) {
      range.begin = first + count;
      range.low = keys.back();
    } else if (found == keys.begin()) {
      range.end = first;
      range.high = keys.front();
    } else {
      return first + static_cast<std::uint64_t>(found - keys.begin());
    }
    halve = range.end - range.begin > before / 2;
  }
  const auto keys = ascending.read(file, range.begin, range.end - range.begin);
  return range.begin + static_cast<std::uint64_t>(std::lower_bound(keys.begin(), keys.end(), key) - keys.begin());
}

std::optional<std::uint64_t> find_customer(const result::ResultReader& file, std::int64_t pin) {
  const std::uint64_t at = lower_bound(file, PinIndex::kPin, pin, {1, kPinEnd});
  if (at == PinIndex::kPin.num_rows(file) || PinIndex::kPin.read_row(file, at) != pin) return std::nullopt;
  return checked_row(file, PinIndex::kCustomer, PinIndex::kCustomer.read_row(file, at),
                     CustomersTable::kPin.num_rows(file));
}

CustomerOfPin find_customer_or_successor(const result::ResultReader& file, std::int64_t pin) {
  if (const auto customer = find_customer(file, pin)) return {customer, pin, false};
  if (!RetiredTable::kPin.is_in(file)) return {};
  const std::uint64_t row = lower_bound(file, RetiredTable::kPin, pin, {1, kPinEnd});
  if (row == RetiredTable::kPin.num_rows(file) || RetiredTable::kPin.read_row(file, row) != pin) return {};
  const std::int64_t forward = RetiredTable::kForward.read_row(file, row);
  return {find_customer(file, forward), forward, true};
}

std::optional<std::uint64_t> find_cluster(const result::ResultReader& file, std::int64_t cluster_id) {
  const std::uint64_t at = lower_bound(file, CustomersTable::kClusterId, cluster_id, bounds_of_records(file));
  if (at == CustomersTable::kClusterId.num_rows(file) || CustomersTable::kClusterId.read_row(file, at) != cluster_id)
    return std::nullopt;
  return at;
}

FoundRecord find_record(const result::ResultReader& file, std::string_view source, std::string_view id) {
  const auto sources = SourcesTable::kName.read_all(file);
  std::int32_t wanted = 0;
  while (static_cast<std::size_t>(wanted) < sources.size() && sources[static_cast<std::size_t>(wanted)] != source)
    ++wanted;
  if (static_cast<std::size_t>(wanted) == sources.size()) return {};
  const std::int64_t hash = SourceIdIndex::hash(source, id);
  const std::uint64_t num_rows = SourceIdIndex::kHash.num_rows(file);
  for (std::uint64_t at = lower_bound(file, SourceIdIndex::kHash, hash, kHashBounds);
       at < num_rows && SourceIdIndex::kHash.read_row(file, at) == hash; ++at) {
    const std::uint64_t record = checked_row(file, SourceIdIndex::kRecord, SourceIdIndex::kRecord.read_row(file, at),
                                             RecordsTable::kSource.num_rows(file));
    if (RecordsTable::kSource.read_row(file, record) == wanted && RecordsTable::kSourceId.read_row(file, record) == id)
      return {record, true};
  }
  return {std::nullopt, true};
}

int cut_reason_of(const result::ResultReader& file, std::int64_t left, std::int64_t right) {
  if (!CutsTable::kLeft.is_in(file)) return 0;
  const std::uint64_t num_cuts = CutsTable::kLeft.num_rows(file);
  std::uint64_t begin = 0;
  std::uint64_t end = num_cuts;
  const auto at = [&](std::uint64_t row) {
    return std::pair(CutsTable::kLeft.read_row(file, row), CutsTable::kRight.read_row(file, row));
  };
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (at(middle) < std::pair(left, right))
      begin = middle + 1;
    else
      end = middle;
  }
  return begin < num_cuts && at(begin) == std::pair(left, right) ? CutsTable::kReason.read_row(file, begin) : 0;
}

std::vector<std::int64_t> members_of(const result::ResultReader& file, std::uint64_t customer) {
  const auto offsets = MembersTable::kOffsets.read(file, customer, 2);
  const std::uint64_t num_records = MembersTable::kMembers.num_rows(file);
  if (offsets[0] < 0 || offsets[0] > offsets[1] || static_cast<std::uint64_t>(offsets[1]) > num_records)
    throw_outside(file, MembersTable::kOffsets.name);
  auto members = MembersTable::kMembers.read(file, static_cast<std::uint64_t>(offsets[0]),
                                             static_cast<std::uint64_t>(offsets[1] - offsets[0]));
  for (const auto member : members) (void)checked_row(file, MembersTable::kMembers, member, num_records);
  return members;
}

}  // namespace onefold::inspect
