// Collects the mistakes of a job file with their places, so that all are reported in one go.
#pragma once

#include <toml++/toml.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::config {

/// Where something stands: in the job file, or in one of the --set arguments.
struct Position {
  std::uint32_t set_number = 0;  ///< 0: the file; n: the n-th --set
  std::uint32_t line = 1;
  std::uint32_t column = 1;  ///< in code points
  auto operator<=>(const Position&) const = default;
};

class Mistakes {
 public:
  Mistakes(std::string file_name, std::string_view text, std::vector<std::string> sets);

  void add(Position position, std::string message);
  [[nodiscard]] bool empty() const { return found_.empty(); }
  /// One a line, in the order of the file, those of --set behind; the same mistake once.
  void throw_if_any() const;

  /// The place of a node or key; the beginning of the file for what has none.
  [[nodiscard]] static Position position_of(const toml::source_region& region);
  /// The place of byte `offset` of a string's value; the string's own place when it is not written plainly (escapes).
  [[nodiscard]] Position inside(const toml::node& node, std::size_t offset) const;

  /// toml++ keeps a name with every node: this one marks those of the n-th --set, and the file has none.
  [[nodiscard]] static std::string source_name_of_set(std::size_t set_number);

 private:
  struct Found {
    Position position;
    std::string message;
    auto operator<=>(const Found&) const = default;
  };
  std::string file_name_;
  std::string_view text_;
  std::vector<std::string> sets_;
  std::vector<Found> found_;
};

}  // namespace onefold::config
