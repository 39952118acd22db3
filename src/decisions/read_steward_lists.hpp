// Must-link and cannot-link lists, from SOURCE:ID to records.
#pragma once

#include "decisions/steward_lists.hpp"
#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::decisions {

/// Collective. The lists of [cluster] must_link and cannot_link, by record. Error(input) names entries that are
/// mistaken, unknown or contradictory.
[[nodiscard]] StewardLists read_steward_lists(const Context& context, const ingest::SourceFacts& facts,
                                              const Columns& columns);

}  // namespace onefold::decisions
