// What changed since the previous result, in a run with a delta: which records are new or changed, and which id each
// unchanged record has now.
//
// Records of deltas: those that KeptRows kept are unchanged, all others are new or changed. Records of full extracts
// are compared with the previous ones: the hash of their values goes, with the key of their id, to the owner of the
// key. Records of a source without ids are compared by their values alone.
//
// Memory per rank: 8 bytes per previous record of the rank, and while full extracts are compared 48 bytes per record of
// theirs; a bit per record and node. Nothing is gathered but these bits, which each node gets once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "delta/kept_rows.hpp"
#include "delta/previous_records.hpp"
#include "ingest/raw_record_sink.hpp"
#include "ingest/source_facts.hpp"
#include "record/changed_records.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::delta {

/// Looks at the rows of full extracts while they are read.
class SeenRecords {
 public:
  explicit SeenRecords(const config::Job& job) : job_(job) {}
  /// Local. Makes `sink` show its rows.
  void watch(ingest::RawRecordSink& sink);

  struct Seen {
    TextKey key;                ///< of its id; of its values if its source has none
    std::uint64_t content = 0;  ///< hash of its values
    std::uint64_t moment = 0;   ///< as pack_moment() says
    std::uint64_t record = 0;   ///< its position among the rows that this rank has read; later its RecordId
    std::uint64_t source = 0;
  };
  /// Local. Of sources that are no delta.
  [[nodiscard]] std::vector<Seen> take() { return std::move(seen_); }

 private:
  const config::Job& job_;
  std::vector<Seen> seen_;
  std::uint64_t num_rows_ = 0;
};

/// Hash of the values of a record, and of its source id. `separators`: [attribute] what separates the elements of an
/// array where people see it; empty: no array.
[[nodiscard]] std::uint64_t hash_of_values(std::span<const TextColumn> attributes, std::size_t row,
                                           std::span<const std::string> separators, std::string& buffer);

struct Changes {
  static constexpr RecordId kGone = ~RecordId{0};
  std::vector<SourceChanges> sources;  ///< [source of the job] global
  BlockDistribution previous;          ///< of the previous records over the ranks
  std::vector<RecordId> new_ids;       ///< [previous record of this rank] its id now; kGone unless it is unchanged
  std::vector<std::uint32_t> reread;   ///< sources whose pairs are all scored, because they are read differently
  std::shared_ptr<const ChangedRecords> changed;

  [[nodiscard]] SourceChanges sum() const;
};

/// Collective. Call after ingest.
[[nodiscard]] Changes find_changes(const Context& context, const PreviousRecords& previous, const KeptRows& kept,
                                   std::vector<SeenRecords::Seen> seen, const ingest::SourceFacts& facts);

}  // namespace onefold::delta
