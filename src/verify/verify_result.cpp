#include "verify/verify_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "hdf5/seal.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/dataset_list.hpp"
#include "result/verification_table.hpp"
#include "verify/verify_completeness.hpp"
#include "verify/verify_delta.hpp"
#include "verify/verify_edges.hpp"
#include "verify/verify_identity.hpp"
#include "verify/verify_indexes.hpp"
#include "verify/verify_lineage.hpp"
#include "verify/verify_lines.hpp"
#include "verify/verify_reading.hpp"
#include "verify/verify_support.hpp"
#include "verify/verify_values.hpp"

namespace onefold::verify {

namespace {

void require_equal_lengths(const result::ResultReader& file, const std::vector<std::string>& datasets) {
  const std::uint64_t expected = file.num_rows(datasets.front());
  for (const std::string& name : datasets)
    require(file.num_rows(name) == expected, "{} has {} rows, {} has {}", name, file.num_rows(name), datasets.front(),
            expected);
}

// Checks that the file has every listed dataset with its rows, no others, and all that the format requires.
std::string check_datasets(const result::ResultReader& file, std::vector<result::DatasetDigest>& listed) {
  const auto table = result::VerificationTable::read(file);
  std::vector<std::string> sorted;
  for (std::size_t i = 0; i < table.dataset.size(); ++i) {
    const std::string name(table.dataset[i]);
    sorted.push_back(name);
    require(file.has(name), "{} is missing", name);
    require(file.num_rows(name) == static_cast<std::uint64_t>(table.rows[i]), "{} has {} rows, {} were written", name,
            file.num_rows(name), table.rows[i]);
    listed.push_back({name,
                      file.type_of(name),
                      file.num_rows(name),
                      file.width(name),
                      {},
                      table.in_content_digest[i] != 0 ? result::Digested::yes : result::Digested::no});
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& name : file.datasets())
    require(result::VerificationTable::holds(name) || std::binary_search(sorted.begin(), sorted.end(), name),
            "{} was not written by onefold", name);
  for (const result::ListedDataset& set : result::list_datasets()) {
    const bool is_there = file.has(set.name);
    require(is_there || set.presence == result::Presence::optional, "{} is missing, and required by the format",
            set.name);
    if (is_there)
      require(file.type_of(set.name) == set.type, "{} has type {}, the format says {}", set.name,
              file.type_of(set.name), set.type);
  }
  return fmt::format("{} datasets", listed.size());
}

std::string check_digests(const result::ResultReader& file, std::vector<result::DatasetDigest>& listed) {
  const TextColumn expected = result::VerificationTable::kDigest.read_all(file);
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    listed[i].digest = file.digest_of(listed[i].name, 0, listed[i].rows);
    require(listed[i].digest.hex() == expected[i], "the content of {} is not what was written", listed[i].name);
    rows += listed[i].rows;
  }
  const std::string recomputed = result::content_digest_of(listed);
  require(file.attribute("content_digest") == recomputed, "the content digest is {}, the file says otherwise",
          recomputed);
  return fmt::format("{} rows in all", rows);
}

// Marks row `row` (1-based) of a source as seen; false if it does not exist or was seen before.
bool mark(std::vector<bool>& seen, std::int64_t row) {
  if (row < 1 || static_cast<std::uint64_t>(row) > seen.size()) return false;
  const auto index = static_cast<std::size_t>(row - 1);
  if (seen[index]) return false;
  seen[index] = true;
  return true;
}

// Per source: rows read and records kept = records + quarantined rows, and each row is exactly one of the two. The
// records that a delta keeps are the last ones of their source, and no row of a file.
std::string check_conservation(const result::ResultReader& file) {
  require_equal_lengths(file, {RecordsTable::kSource.name, RecordsTable::kSourceId.name, RecordsTable::kRow.name,
                               RecordsTable::kPin.name, RecordsTable::kClusterId.name});
  require_equal_lengths(file,
                        {QuarantineTable::kSource.name, QuarantineTable::kRow.name, QuarantineTable::kReason.name});
  const auto sources = SourcesTable::read(file);
  const auto& rows_read = sources.rows_read;
  const auto& records = sources.records;
  const auto& quarantined = sources.quarantined;
  const auto& first_record = sources.first_record_id;
  const std::uint64_t num_records = RecordsTable::kSource.num_rows(file);
  const std::uint64_t num_quarantined = QuarantineTable::kSource.num_rows(file);

  // The counts of the sources must add up to the tables, so that they bound the memory allocated below.
  std::uint64_t sum_records = 0;
  std::uint64_t sum_quarantined = 0;
  std::uint64_t sum_kept = 0;
  for (std::size_t s = 0; s < rows_read.size(); ++s) {
    // Checked in this order, because sums of damaged counts could overflow.
    const std::int64_t kept = sources.kept[s];
    require(records[s] >= 0 && quarantined[s] >= 0 && kept >= 0 && kept <= records[s] &&
                records[s] - kept <= rows_read[s] && rows_read[s] - (records[s] - kept) == quarantined[s],
            "source {}: {} rows read and {} records kept, but {} records and {} quarantined rows", s, rows_read[s],
            kept, records[s], quarantined[s]);
    sum_kept += static_cast<std::uint64_t>(kept);
    require(static_cast<std::uint64_t>(first_record[s]) == sum_records,
            "source {}: its first record id is {}, expected {}", s, first_record[s], sum_records);
    sum_records += static_cast<std::uint64_t>(records[s]);
    sum_quarantined += static_cast<std::uint64_t>(quarantined[s]);
    require(sum_records <= num_records, "the sources have {} records or more, /records has {}", sum_records,
            num_records);
    require(sum_quarantined <= num_quarantined, "the sources have {} quarantined rows or more, /quarantine has {}",
            sum_quarantined, num_quarantined);
  }
  require(sum_records == num_records, "the sources have {} records, /records has {}", sum_records, num_records);
  require(sum_quarantined == num_quarantined, "the sources have {} quarantined rows, /quarantine has {}",
          sum_quarantined, num_quarantined);

  std::vector<std::vector<bool>> seen;
  seen.reserve(rows_read.size());
  for (const auto rows : rows_read) seen.emplace_back(static_cast<std::size_t>(rows), false);
  std::size_t current = 0;
  result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = RecordsTable::kSource.read(file, first, count);
    const auto row = RecordsTable::kRow.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t id = first + i;
      // Records are in the order of sources.
      while (current < records.size() && id >= static_cast<std::uint64_t>(first_record[current] + records[current]))
        ++current;
      require(static_cast<std::size_t>(source[i]) == current, "record {} belongs to source {}, expected {}", id,
              source[i], current);
      const bool is_kept =
          id >= static_cast<std::uint64_t>(first_record[current] + records[current] - sources.kept[current]);
      require(is_kept ? row[i] == 0 : mark(seen[current], row[i]),
              "record {}: row {} of source {} does not exist, or occurs twice", id, row[i], current);
    }
  });
  result::for_each_slice(num_quarantined, [&](std::uint64_t first, std::uint64_t count) {
    const auto source = QuarantineTable::kSource.read(file, first, count);
    const auto row = QuarantineTable::kRow.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(source[i] >= 0 && static_cast<std::size_t>(source[i]) < seen.size(),
              "quarantined row {}: there is no source {}", first + i, source[i]);
      require(mark(seen[static_cast<std::size_t>(source[i])], row[i]),
              "quarantined row {}: row {} of source {} does not exist, or occurs twice", first + i, row[i], source[i]);
    }
  });
  // The counts agree and no row occurred twice, so every row has been seen.
  if (sum_kept > 0)
    return fmt::format("{} rows read + {} records kept = {} records + {} quarantined rows, of {} sources",
                       num_records + num_quarantined - sum_kept, sum_kept, num_records, num_quarantined,
                       rows_read.size());
  return fmt::format("{} rows read = {} records + {} quarantined rows, of {} sources", num_records + num_quarantined,
                     num_records, num_quarantined, rows_read.size());
}

// Every record has exactly one customer and that customer's PIN; sizes, ids and PINs are right.
std::string check_customers(const result::ResultReader& file, std::vector<std::int64_t>& cluster_of) {
  require_equal_lengths(file, {CustomersTable::kClusterId.name, CustomersTable::kPin.name, CustomersTable::kSize.name});
  cluster_of = RecordsTable::kClusterId.read_all(file);
  const auto ids = CustomersTable::kClusterId.read_all(file);
  auto pins = CustomersTable::kPin.read_all(file);
  const auto num_records = static_cast<std::int64_t>(cluster_of.size());
  std::vector<std::int64_t> size_of(cluster_of.size(), 0);
  for (std::int64_t id = 0; id < num_records; ++id) {
    const std::int64_t cluster = cluster_of[static_cast<std::size_t>(id)];
    require(cluster >= 0 && cluster <= id, "record {} has cluster id {}: a cluster is named by its smallest record", id,
            cluster);
    require(cluster_of[static_cast<std::size_t>(cluster)] == cluster,
            "record {} has cluster id {}, but record {} is in another cluster", id, cluster, cluster);
    ++size_of[static_cast<std::size_t>(cluster)];
  }
  std::int64_t previous = -1;
  // [cluster id] the PIN of its customer.
  std::vector<std::int64_t> pin_of(cluster_of.size(), 0);
  std::uint64_t sum = 0;
  result::for_each_slice(ids.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto sizes = CustomersTable::kSize.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::int64_t id = ids[first + i];
      require(id > previous && id < num_records, "customer {}: cluster id {} is out of order or range", first + i, id);
      require(sizes[i] == size_of[static_cast<std::size_t>(id)] && sizes[i] > 0,
              "customer {}: size {}, but {} records are its members", first + i, sizes[i],
              size_of[static_cast<std::size_t>(id)]);
      pin_of[static_cast<std::size_t>(id)] = pins[first + i];
      sum += static_cast<std::uint64_t>(sizes[i]);
      previous = id;
    }
  });
  require(sum == cluster_of.size(), "the customers have {} members, there are {} records", sum, cluster_of.size());
  result::for_each_slice(cluster_of.size(), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = RecordsTable::kPin.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      require(pin[i] == pin_of[static_cast<std::size_t>(cluster_of[first + i])],
              "record {} has another PIN than its customer", first + i);
  });
  std::sort(pins.begin(), pins.end());
  require(std::adjacent_find(pins.begin(), pins.end()) == pins.end(), "two customers have the same PIN");
  return fmt::format("{} records in {} customers, each with a PIN of its own", cluster_of.size(), ids.size());
}

}  // namespace

Verification verify_result(const std::string& path) {
  Verification result;
  bool possible = true;
  // Runs a check. Later checks rely on what earlier ones proved.
  const auto check = [&](const std::string& name, const std::function<std::string()>& work) {
    Check& entry = result.checks.emplace_back(Check{name, false, std::string(kNotChecked)});
    if (!possible) return;
    try {
      entry.detail = work();
      entry.passed = true;
    } catch (const Error& error) {
      entry.detail = error.what();
    } catch (const std::bad_alloc&) {
      throw Error(ExitCode::limit, fmt::format("{} is too large to be verified in the memory of this process", path));
    }
    possible = entry.passed;
  };

  std::optional<result::ResultReader> file;
  std::optional<Error> not_ours;
  check("bytes", [&]() -> std::string {
    try {
      file.emplace(path, result::SealCheck::always);
    } catch (const result::DamagedFile&) {
      throw;
    } catch (const Error& error) {
      not_ours = error;
      throw;
    }
    require(file->seal_state() == result::SealState::holds,
            "no seal: the last {} bytes of the file are missing, or another program has changed it since it was "
            "written; make a complete copy of the original",
            result::kSealBytes);
    return "all bytes are those that were written";
  });
  if (not_ours) throw *not_ours;
  // Nothing protects a file without a seal, but HDF5 could open it: what it holds is checked all the same.
  possible = file.has_value();

  std::vector<result::DatasetDigest> listed;
  std::vector<std::int64_t> cluster_of;
  check("datasets", [&] { return check_datasets(*file, listed); });
  check("digests", [&] { return check_digests(*file, listed); });
  check("conservation", [&] { return check_conservation(*file); });
  check("lines", [&] { return check_lines(*file); });
  check("reading", [&] { return check_reading(*file); });
  check("customers", [&] { return check_customers(*file, cluster_of); });
  check("history", [&] { return check_history(*file); });
  check("delta", [&] { return check_delta(*file); });
  check("crosswalk", [&] { return check_crosswalk(*file); });
  check("lineage", [&] { return check_lineage(*file, cluster_of); });
  check("overrides", [&] { return check_overrides(*file); });
  check("values", [&] { return check_values(*file, cluster_of); });
  check("indexes", [&] { return check_indexes(*file, cluster_of); });
  check("edges", [&] { return check_edges(*file, cluster_of.size()); });
  check("edge index", [&] { return check_edge_index(*file, cluster_of.size()); });
  check("weights", [&] { return check_weights(*file); });
  check("completeness", [&] { return check_completeness(*file); });
  check("rivals", [&] { return check_rivals(*file, cluster_of.size()); });
  check("clusters", [&] { return check_clusters(*file, cluster_of); });
  check("structures", [&] { return check_structures(*file, cluster_of); });
  check("constraints", [&] { return check_constraints(*file, cluster_of); });
  if (possible && result.checks.front().passed) result.content_digest = result::content_digest_of(listed);
  return result;
}

}  // namespace onefold::verify
