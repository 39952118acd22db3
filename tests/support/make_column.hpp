// A column of given values in a given storage class, without ranks.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "record/columns.hpp"

namespace onefold::test {

/// Empty values are missing. Term frequencies are those among the values.
inline Column make_column(Storage storage, const std::vector<std::string>& values) {
  struct Entries {
    std::string bytes;
    std::vector<std::uint64_t> ends = {0}, counts = {0};
  };
  Column column;
  column.storage = storage;
  std::map<std::string, std::uint64_t> counts;
  for (const auto& value : values) ++counts[value];
  const auto entries = std::make_shared<Entries>();
  std::map<std::string, Code> codes;
  for (const auto& [value, count] : counts) {
    if (value.empty()) continue;
    codes[value] = static_cast<Code>(entries->ends.size());
    entries->bytes += value;
    entries->ends.push_back(entries->bytes.size());
    entries->counts.push_back(count);
    column.facts.num_present += count;
    column.facts.num_equal_pairs += count * (count - 1) / 2;
  }
  column.facts.num_weighed = column.facts.num_present;
  column.facts.num_distinct = codes.size();
  for (const auto& value : values) {
    switch (storage) {
      case Storage::coded:
        column.codes.push_back(value.empty() ? kMissingCode : codes[value]);
        break;
      case Storage::packed:
        column.numbers.push_back(pack_text(value).value());
        break;
      case Storage::text:
        column.texts.push_back(value);
        break;
      case Storage::fingerprint:
        throw std::logic_error("values of fingerprints are not compared");
    }
    if (storage != Storage::coded) column.counts.push_back(static_cast<std::uint32_t>(counts[value]));
  }
  if (storage == Storage::coded)
    column.dictionary =
        Dictionary(entries->ends.size(), entries->ends.data(), entries->counts.data(), entries->bytes.data(), entries);
  return column;
}

}  // namespace onefold::test
