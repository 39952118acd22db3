// Reasons to doubt a result that counts of a run or of a plan tell. Training has reasons of its own
// (model/describe.hpp, model/expected_links.hpp). docs/warnings.md lists all of them.
//
// Tiny inputs are no reason: of four records, two are half. So there is no warning below 100 records, except of a
// pattern.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "block/unreached.hpp"
#include "onefold/block/rule_size.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/warning.hpp"
#include "record/columns.hpp"

namespace onefold::doubt {

/// How much there is.
struct InputSize {
  std::uint64_t num_records = 0;
  std::uint64_t num_all_pairs = 0;  ///< within the job's task
};

/// Pure. Attributes that are compared and have one value only. Attributes without facts are passed over.
[[nodiscard]] Warnings warn_of_attributes(const config::Job& job, std::span<const ColumnFacts> facts,
                                          const InputSize& input);

/// Pure. A rule that proposes more than half of all pairs; a rule whose key has fewer than ten values.
[[nodiscard]] Warnings warn_of_rule(const config::BlockingRule& rule, const block::RuleSize& size,
                                    const InputSize& input);

/// Pure. Groups of records that no rule reaches, if more than one record in a hundred is among them; and rules that
/// would reach the largest groups.
[[nodiscard]] Warnings warn_of_unreached(const config::Job& job, const block::Unreached& unreached,
                                         std::span<const ColumnFacts> facts, const InputSize& input);

/// Pure. No link, or fewer than one per thousand records.
[[nodiscard]] Warnings warn_of_links(std::uint64_t num_links, const InputSize& input);

/// Pure. `num_cut`: sure links that repair cut because a source is declared free of duplicates. If there are many,
/// either the source has duplicates, or the model is surer than it should be.
[[nodiscard]] Warnings warn_of_unique_sources(std::uint64_t num_cut, std::uint64_t num_links, const InputSize& input);

}  // namespace onefold::doubt
