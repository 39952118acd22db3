// Exports tables of a result file as CSV: RFC 4180 quoting, lines end in LF, floating-point numbers in the shortest
// form that reads back as the same number.
//
//   records      source,source_id,pin,cluster_id,row[,true_id]
//   customers    pin,cluster_id,size[,links,density,bridges,bridge_split,articulation_points,weakest_link_log2,
//                centrality], golden attributes, then ATTRIBUTE_origin as source:source_id (empty: missing)
//   edges        left_source,left_id,right_source,right_id,probability[,probability_among_rivals],weight_log2,rule,
//                link (1 or 0)
//   quarantine   source,file,line,row,reason
//   crosswalk    source,source_id,pin,previous_pin,first_pin,first_run,last_run,deleted (1 or 0)
//   history      run,pin,event,records_before,records,other_pin
//   forwards     pin,forward_pin (empty: nobody is left),retired_in_run
//
// PINs are in the form that people see: K7Q-2M9-XD4.
// Columns in brackets occur only if the file has them. Local. Reads slices of rows; for customers and edges it also
// holds source and source id of all records.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "onefold/result/result_reader.hpp"

namespace onefold::exports {

enum class ExportTable : std::uint8_t { records, customers, edges, quarantine, crosswalk, history, forwards };

/// Takes the next bytes of the CSV; throws if it cannot write them.
using ByteSink = std::function<void(std::string_view bytes)>;

void export_csv(const result::ResultReader& file, ExportTable table, const ByteSink& sink);

}  // namespace onefold::exports
