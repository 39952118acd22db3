// Which records of a delta run are new or changed: a bit per record, one copy per node.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "onefold/record/record_id.hpp"

namespace onefold {

class ChangedRecords {
 public:
  /// `words` has a bit per record; `storage` keeps it alive.
  ChangedRecords(std::span<const std::uint64_t> words, std::shared_ptr<const void> storage)
      : words_(words), storage_(std::move(storage)) {}
  [[nodiscard]] bool contains(RecordId record) const { return (words_[record / 64] >> record % 64 & 1) != 0; }

 private:
  std::span<const std::uint64_t> words_;
  std::shared_ptr<const void> storage_;
};

}  // namespace onefold
