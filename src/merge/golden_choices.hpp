// Applies a survivorship rule to all customers of a window, in two steps, so that texts are sent only where numbers do
// not decide. No MPI.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "merge/golden_record.hpp"
#include "onefold/record/record_id.hpp"
#include "result/lineage.hpp"

namespace onefold::merge {

/// One attribute, or group of attributes, of the members of customers. All arrays have one row per member, ordered by
/// customer, then by name of the source and id in the source.
struct MemberCells {
  std::span<const std::uint64_t> begins;  ///< [customer + 1] index of its first member
  std::span<const RecordId> record;
  std::span<const std::uint64_t> source_ends;  ///< [source] one past the RecordId of its last record
  std::span<const std::int64_t> updated;       ///< like Candidate::updated
  std::span<const std::uint64_t> value_ids;    ///< like Candidate::value_id; 0: no value; kEmptyTextId: an empty one
  std::span<const std::uint64_t> merits;       ///< like Candidate::merit; empty if the rule does not use it

  [[nodiscard]] std::uint32_t source_of(std::size_t member) const;
  [[nodiscard]] Candidate candidate(std::size_t member) const;
};

/// What survives, [customer]. Members are indices of the window; -1: none.
struct Choices {
  std::vector<std::int64_t> winner;
  std::vector<std::int64_t> runner_up;  ///< the member whose value would survive if nobody had the winner's value
  std::vector<std::int32_t> distinct;   ///< number of different values
  std::vector<std::int32_t> score;      ///< trust in the winner, thousandths of a point; 0 for other rules
  std::vector<std::int8_t> rule;        ///< result::LineageRule
  std::vector<bool> is_empty;           ///< nothing survives, and a member has an empty text
  std::uint64_t num_refused = 0;  ///< customers with values, but without a record that has what the group requires

  Choices() = default;
  /// Nothing survives yet.
  explicit Choices(std::size_t num_customers)
      : winner(num_customers, -1),
        runner_up(num_customers, -1),
        distinct(num_customers, 0),
        score(num_customers, 0),
        rule(num_customers, static_cast<std::int8_t>(result::LineageRule::none)),
        is_empty(num_customers, false) {}
};

/// Customers for which content decides, and their members among whom it does.
struct Ties {
  struct Tie {
    std::uint64_t customer;
    std::size_t begin;       ///< its first member in `members`: the winners
    std::size_t runners_up;  ///< where the runners-up begin
    std::size_t end;
  };
  std::vector<Tie> ties;
  std::vector<std::uint32_t> members;
};

/// The number of a rule in the file.
[[nodiscard]] constexpr result::LineageRule lineage_rule(config::SurvivorshipRule rule) {
  return static_cast<result::LineageRule>(static_cast<int>(rule) + 1);
}
static_assert(lineage_rule(config::SurvivorshipRule::most_recent) == result::LineageRule::most_recent);
static_assert(lineage_rule(config::SurvivorshipRule::all_elements) == result::LineageRule::all_elements);
static_assert(lineage_rule(config::SurvivorshipRule::trust) == result::LineageRule::trust);

/// Local. Fills `choices` for all customers except those of the ties.
[[nodiscard]] Ties choose(Survivorship& survivorship, config::SurvivorshipRule rule, const MemberCells& cells,
                          Choices& choices);
/// Local. Appends what criterion 5 compares of the given member of Ties::members.
using AppendContent = std::function<void(std::size_t member, std::string& out)>;
/// Local. Decides the ties. The contents of one tie are in memory at a time.
void settle(const Ties& ties, const AppendContent& append_content, config::SurvivorshipRule rule,
            const MemberCells& cells, Choices& choices);

}  // namespace onefold::merge
