// Golden records as CSV, and the CREATE TABLE of a database that loads it. Local.
#pragma once

#include <string>
#include <vector>

#include "exports/export_csv.hpp"

namespace onefold::exports {

/// Which columns to write, and how.
struct CustomerColumns {
  std::vector<std::string> names;  ///< in this order; empty: all
  bool cleansed = false;           ///< golden values as other systems load them; otherwise as their source wrote them
};

/// Columns of customers: pin, cluster_id, size, the columns of the structure, the attributes, and ATTRIBUTE_origin:
/// source:source_id of the record that the value comes from. Throws Error(usage) if one is unknown.
void export_customers(const result::ResultReader& file, const CustomerColumns& columns, const ByteSink& sink);

/// The statement for PostgreSQL that makes a table for the CSV of export_customers(). An empty field of the CSV is a
/// NULL there. Cleansed dates and numbers have their types; all other values are text.
[[nodiscard]] std::string create_table_of_customers(const result::ResultReader& file, const CustomerColumns& columns,
                                                    const std::string& table);

}  // namespace onefold::exports
