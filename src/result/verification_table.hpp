// The table /verification: one row per dataset of the file, written last.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// The table does not list its own datasets.
struct VerificationTable {
  static inline const Column<Text> kDataset{"/verification/dataset", Presence::required, Digested::no};
  static inline const Column<std::int64_t> kRows{"/verification/rows", Presence::required, Digested::no};
  static inline const Column<Text> kDigest{"/verification/digest", Presence::required, Digested::no};
  static inline const Column<std::int8_t> kInContentDigest{"/verification/in_content_digest", Presence::required,
                                                           Digested::no};

  TextColumn dataset;
  std::vector<std::int64_t> rows;
  TextColumn digest;
  std::vector<std::int8_t> in_content_digest;

  /// Local. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static VerificationTable read(const ResultReader& reader);
  [[nodiscard]] static bool holds(std::string_view dataset) { return dataset.starts_with(kFolder); }

 private:
  static constexpr std::string_view kFolder = "/verification/";
};

}  // namespace onefold::result
