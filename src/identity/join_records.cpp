#include "identity/join_records.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "mpi/ask_owners.hpp"

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
      : records_(records), previous_run_(previous_run), order_(records.size()), new_rows_(records.size(), kNoRow) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // A record that is there comes before one of the same name that departed from a source since renamed.
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return std::tuple(records[a].key, -records[a].last_run, a) < std::tuple(records[b].key, -records[b].last_run, b);
    });
  }

  KnownRecord find(const SoughtKey& sought) {
    const auto at = std::lower_bound(order_.begin(), order_.end(), sought.key,
                                     [&](std::size_t a, const TextKey& key) { return records_[a].key < key; });
    if (at == order_.end() || records_[*at].key != sought.key) return {};
    const OldRecord& record = records_[*at];
    new_rows_[*at] = sought.record;
    return {record.pin, record.first_pin, record.first_run,
            record.last_run == previous_run_ ? KnownRecord::kThere : KnownRecord::kDeparted};
  }
  [[nodiscard]] std::vector<std::uint64_t> take_new_rows() { return std::move(new_rows_); }

 private:
  const std::vector<OldRecord>& records_;
  std::int32_t previous_run_;
  std::vector<std::size_t> order_;  // ascending by key
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
  joined.num_departed_before = number_departed(world, rows.subspan(slice.records.size()),
                                               num_records + joined.num_departed_now);
  return joined;
}

}  // namespace onefold::identity
