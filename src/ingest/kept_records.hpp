// Records that no file holds: those of the previous result that a delta keeps. Ingest reads them behind the files of
// their source, so that they get ids, values and times like all others.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "onefold/record/record_id.hpp"
#include "record/text_key.hpp"

namespace onefold::ingest {

class BatchBuilder;

/// An id that a row of a delta names. The row gives a record, or deletes it.
struct GivenId {
  TextKey key;  ///< record_key()
  std::uint32_t source = 0;
  std::uint32_t is_deletion = 0;
};

/// Records of one source of the previous result, [begin, end) in their order there, that one rank reads.
struct KeptPart {
  std::uint32_t source = 0;
  int rank = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class KeptRecords {
 public:
  virtual ~KeptRecords() = default;
  /// Records of a source in the previous result; 0 if the source is no delta. Equal on all ranks.
  [[nodiscard]] virtual std::uint64_t num_previous(std::uint32_t source) const = 0;
  /// About how many bytes of values a record has.
  [[nodiscard]] virtual std::uint64_t bytes_per_record() const = 0;
  /// The file that they are in.
  [[nodiscard]] virtual const std::string& path() const = 0;
  /// Collective. Finds the records of `parts`, those of all ranks, that are not kept because a row of the files changes
  /// or deletes them. `given`: from the files that this rank has read.
  virtual void settle(std::span<const GivenId> given, std::span<const KeptPart> parts) = 0;
  /// Local. Adds the rows of a part of this rank to `batches`; returns their number.
  [[nodiscard]] virtual std::uint64_t read(const KeptPart& part, BatchBuilder& batches) = 0;
  /// Local. The id of the first record of the part that this rank has read as its number `index`.
  virtual void number(std::size_t index, RecordId first) = 0;
};

}  // namespace onefold::ingest
