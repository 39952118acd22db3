// Writes the indexes of the result: names of records, PINs, members of customers. Rows are sorted over the ranks in
// bounded memory (scratch/sorted_runs.hpp): no rank holds an index as a whole.
#pragma once

#include <cstdint>
#include <string_view>

#include "identity/customers.hpp"
#include "memory/write_windows.hpp"
#include "onefold/record/record_id.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"
#include "scratch/sorted_runs.hpp"

namespace onefold::identity {

/// A row of /index/source_id_*. Its order is that of the hash as a signed number, then of the record.
struct NamedRecord {
  static constexpr std::size_t kWords = 2;
  /// Records are below this number, so that hash and record fit into two words.
  static constexpr std::uint64_t kMaxRecords = std::uint64_t{1} << 40;
  std::int64_t hash = 0;
  RecordId record = 0;

  void encode(std::uint64_t* out) const {
    const std::uint64_t order = static_cast<std::uint64_t>(hash) ^ kSign;
    out[0] = order >> 24;
    out[1] = order << 40 | record;
  }
  static NamedRecord decode(const std::uint64_t* in) {
    return {static_cast<std::int64_t>((in[0] << 24 | in[1] >> 40) ^ kSign), in[1] & (kMaxRecords - 1)};
  }

 private:
  static constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
};

/// Collects the names of records and writes their index.
class SourceIdRows {
 public:
  /// Collective. Throws Error(limit) for 2^40 records or more.
  SourceIdRows(const Context& context, std::uint64_t num_records);
  /// Pure. Bytes on a rank with so many records, besides windows.
  [[nodiscard]] static std::uint64_t bytes(const config::Job& job, std::uint64_t num_local_records);

  /// Local. Every record is added once, by any rank.
  void add(std::string_view source, std::string_view id, RecordId record);
  /// Collective. `max_rows`: rows of a window.
  void write(result::ResultWriter& writer, std::uint64_t max_rows);

 private:
  std::uint64_t num_records_;
  scratch::SortedRuns<NamedRecord> rows_;
};

/// Collective. Writes the members of customers and the index of their PINs. `customers` still holds its members.
void write_customer_indexes(const Context& context, const Customers& customers, const memory::WindowNeeds& needs,
                            result::ResultWriter& writer);

}  // namespace onefold::identity
