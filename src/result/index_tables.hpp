// Indexes: which records a customer has, which customer has a PIN, which record has an id. lookup.hpp reads them.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "record/hash.hpp"
#include "result/column.hpp"

namespace onefold::result {

/// Records by customer: those of customer c are members[offsets[c]] .. members[offsets[c + 1] - 1], ascending.
struct MembersTable {
  static inline const Column<std::int64_t> kOffsets{"/customers/member_offsets"};
  static inline const Column<std::int64_t> kMembers{"/customers/members"};
};

/// Rows of /customers in the order of their PINs.
struct PinIndex {
  static inline const Column<std::int64_t> kPin{"/index/pin"};
  static inline const Column<std::int64_t> kCustomer{"/index/pin_customer"};
};

/// Records in the order of (hash of their name, record id).
struct SourceIdIndex {
  static inline const Column<std::int64_t> kHash{"/index/source_id_hash"};
  static inline const Column<std::int64_t> kRecord{"/index/source_id_record"};

  /// XXH3-64 of SOURCE:ID, as a signed number. Equal names have equal hashes; different ones rarely do.
  [[nodiscard]] static std::int64_t hash(std::string_view source, std::string_view id) {
    std::string name(source);
    name.append(1, ':').append(id);
    return std::bit_cast<std::int64_t>(hash_bytes(name));
  }
};

}  // namespace onefold::result
