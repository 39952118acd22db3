#include "identity/join_records.hpp"

#include <algorithm>
#include <tuple>

#include "mpi/ask_owners.hpp"
#include "record/radix_sort.hpp"
#include "record/spread_search.hpp"

namespace onefold::identity {

namespace {

// Records that are looked up at once.
constexpr std::uint64_t kRecordsPerWindow = 1 << 20;

struct SoughtKey {
  TextKey key;
  RecordId record = 0;
};

/// The old records whose keys this rank owns.
class OldRecords {
 public:
  OldRecords(const std::vector<OldRecord>& records, std::int32_t previous_run)
      : records_(records), previous_run_(previous_run), new_rows_(records.size(), kNoRow) {
    sorted_.reserve(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) sorted_.push_back({records[i].key.high, i});
    radix_sort(sorted_, [](const Place& place) { return place.high; });
    // A record that is there comes before one of the same name that departed from a source since renamed.
    for (std::size_t begin = 0, end = 0; begin < sorted_.size(); begin = end) {
      for (end = begin + 1; end < sorted_.size() && sorted_[end].high == sorted_[begin].high;) ++end;
      if (end - begin < 2) continue;
      std::sort(sorted_.begin() + static_cast<std::ptrdiff_t>(begin),
                sorted_.begin() + static_cast<std::ptrdiff_t>(end), [&](const Place& a, const Place& b) {
                  return std::tuple(records[a.index].key, -records[a.index].last_run, a.index) <
                         std::tuple(records[b.index].key, -records[b.index].last_run, b.index);
                });
    }
  }

  KnownRecord find(const SoughtKey& sought) {
    const auto first = first_not_below(sorted_, sought.key.high, [](const Place& place) { return place.high; });
    for (std::size_t at = first; at < sorted_.size(); ++at) {
      if (sorted_[at].high != sought.key.high) break;
      const std::size_t index = sorted_[at].index;
      const OldRecord& record = records_[index];
      if (record.key != sought.key) continue;
      new_rows_[index] = sought.record;
      return {record.pin, record.first_pin, record.first_run,
              record.last_run == previous_run_ ? KnownRecord::kThere : KnownRecord::kDeparted};
    }
    return {};
  }
  [[nodiscard]] std::vector<std::uint64_t> take_new_rows() { return std::move(new_rows_); }

 private:
  struct Place {
    std::uint64_t high = 0;  ///< of the key
    std::size_t index = 0;   ///< of the record
  };

  const std::vector<OldRecord>& records_;
  std::int32_t previous_run_;
  std::vector<Place> sorted_;
  std::vector<std::uint64_t> new_rows_;
};

/// Collective. Numbers the old records in [begin, end) of `rows` that were not found, from `first`, in their order over
/// all ranks. Returns their number.
std::uint64_t number_departed(const mpi::Communicator& world, std::span<std::uint64_t> rows, std::uint64_t first) {
  const auto num_local = static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), kNoRow));
  std::uint64_t next = first + world.exclusive_sum(num_local);
  for (auto& row : rows)
    if (row == kNoRow) row = next++;
  return world.sum(num_local);
}

}  // namespace

JoinedRecords join_records(const mpi::Communicator& world, const Columns& columns, const OldSlice& slice,
                           const std::vector<TextKey>& keys, std::int32_t previous_run) {
  JoinedRecords joined;
  joined.records.reserve(keys.size());
  std::vector<OldRecord> old(slice.records);
  old.insert(old.end(), slice.departed.begin(), slice.departed.end());
  // Old records go to the owners of their keys, new ones ask there, and the old ones hear whether they were found.
  joined.new_rows = mpi::ask_owners<std::uint64_t>(
      world, old, [&](const OldRecord& record) { return owner_of(record.key, world.size()); },
      [&](const std::vector<OldRecord>& received) {
        OldRecords owned(received, previous_run);
        const std::uint64_t num_windows = world.max((keys.size() + kRecordsPerWindow - 1) / kRecordsPerWindow);
        for (std::uint64_t window = 0; window < num_windows; ++window) {
          const std::size_t begin = std::min<std::size_t>(keys.size(), window * kRecordsPerWindow);
          const std::size_t end = std::min<std::size_t>(keys.size(), begin + kRecordsPerWindow);
          std::vector<SoughtKey> sought;
          sought.reserve(end - begin);
          for (std::size_t row = begin; row < end; ++row) sought.push_back({keys[row], columns.first_record + row});
          const auto found = mpi::ask_owners_singly<KnownRecord>(
              world, sought, [&](const SoughtKey& key) { return owner_of(key.key, world.size()); },
              [&](const SoughtKey& key) { return owned.find(key); });
          joined.records.insert(joined.records.end(), found.begin(), found.end());
        }
        return owned.take_new_rows();
      });
  const std::uint64_t num_records = columns.distribution.num_global();
  const std::span<std::uint64_t> rows(joined.new_rows);
  joined.num_departed_now = number_departed(world, rows.first(slice.records.size()), num_records);
  joined.num_departed_before =
      number_departed(world, rows.subspan(slice.records.size()), num_records + joined.num_departed_now);
  return joined;
}

}  // namespace onefold::identity
