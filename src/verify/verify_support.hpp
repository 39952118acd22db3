// Shared by all checks of verify_result: the tables, and the way in which a check fails.
#pragma once

#include <fmt/format.h>

#include <utility>

#include "onefold/record/error.hpp"
#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/patterns_table.hpp"
#include "result/quarantine_table.hpp"
#include "result/records_table.hpp"
#include "result/row_slices.hpp"
#include "result/score_tables.hpp"
#include "result/sources_table.hpp"

namespace onefold::verify {

using result::AttributesTable;
using result::CustomersTable;
using result::EdgesTable;
using result::PatternsTable;
using result::QuarantineTable;
using result::RecordsTable;
using result::SourcesTable;

template <typename... Arguments>
void require(bool condition, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (!condition) throw Error(ExitCode::verification, fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace onefold::verify
