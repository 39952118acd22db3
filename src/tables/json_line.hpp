// One JSON object a line (NDJSON). Local.
//
// A column is a path: "customer.firstName" is the member firstName of the member customer. An array on the way, or at
// the end, gives the values of all its elements, joined by kElementSeparator. Strings are unescaped, numbers and
// booleans are taken as they are written, null is missing. Of members of one object with equal names the last counts.
// Where lines have sometimes a value and sometimes an object, both can be asked for, as "customer" and "customer.city".
// The whole line is checked, not only what is asked for. Time: one pass over the bytes of the line.
// Parsing: simdjson, Langdale and Lemire: Parsing Gigabytes of JSON per Second, VLDB Journal 2019.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tables/line_fields.hpp"

namespace onefold::tables {

[[nodiscard]] std::unique_ptr<LineFields> make_json_line(const std::vector<std::string>& paths,
                                                         std::uint64_t max_field_bytes);

/// A path that occurs in a text.
struct JsonPath {
  std::string path;
  bool is_array = false;  ///< a row has several values there
};

/// Collects the paths of lines.
class JsonPaths {
 public:
  /// Paths of a text whose keys are values themselves would be without end: further ones are left out.
  static constexpr std::size_t kMaxPaths = 10'000;

  JsonPaths();
  ~JsonPaths();
  JsonPaths(const JsonPaths&) = delete;
  JsonPaths& operator=(const JsonPaths&) = delete;
  /// Ignores a line that is not a JSON object.
  void take(std::string_view line);
  /// All paths in the order in which they first occur, except those that only ever have an object. At most kMaxPaths.
  [[nodiscard]] std::vector<JsonPath> paths() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::tables
