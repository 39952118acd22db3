// The text of a query: what kind of statement it is, and the places {part} and {parts} in it. Looks at words only;
// quoted texts, quoted names and comments are skipped, as SQL databases write them. No MPI, no database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onefold::sql {

/// Why the text is not a single statement that only reads ("it begins with DELETE"), or nothing.
[[nodiscard]] std::optional<std::string> why_not_read_only(std::string_view query);

/// Whether the query is to be sent once per part.
[[nodiscard]] bool has_parts(std::string_view query);

/// The query for part `part` of `parts`, without a semicolon at its end.
[[nodiscard]] std::string query_of_part(std::string_view query, std::uint64_t part, std::uint64_t parts);

/// The query without its condition on the part: `EXPRESSION = {part}`, which stands after WHERE, ON, HAVING, AND or OR,
/// becomes `1 = 1`, so that rows whose EXPRESSION is NULL belong to it too. Nothing if {part} is used otherwise.
[[nodiscard]] std::optional<std::string> undivided_query(std::string_view query);

/// The query with a condition on the part by a column of whole numbers; nothing if its name needs quotes. ABS, because
/// the remainder of a negative number is negative.
[[nodiscard]] std::optional<std::string> divided_query(std::string_view query, std::string_view column);

/// SELECT COUNT(*) of the rows of a query.
[[nodiscard]] std::string counting_query(std::string_view query);

}  // namespace onefold::sql
