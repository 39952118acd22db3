// Tables of a result file as CSV (RFC 4180 quoting, lines end in LF, doubles in the shortest spelling that reads back
// the same).
//
//   records      source,source_id,pin,cluster_id,row[,true_id]
//   customers    pin,cluster_id,size, golden attributes, then ATTRIBUTE_origin as source:source_id (empty: missing)
//   edges        left_source,left_id,right_source,right_id,probability,weight_log2,rule,link (1 or 0)
//   quarantine   source,file,line,row,reason
//
// Local. In slices; customers and edges also hold source and source id of all records.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "onefold/result/result_reader.hpp"

namespace onefold::exports {

enum class ExportTable : std::uint8_t { records, customers, edges, quarantine };

/// Takes the next bytes of the CSV; throws when it cannot.
using ByteSink = std::function<void(std::string_view bytes)>;

void export_csv(const result::ResultReader& file, ExportTable table, const ByteSink& sink);

}  // namespace onefold::exports
