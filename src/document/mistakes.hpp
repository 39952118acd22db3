// Collects the mistakes of a job file with their places, to report them together.
#pragma once

#include <toml++/toml.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::config {

/// A place in the job file, or in one of the --set arguments.
struct Position {
  std::uint32_t set_number = 0;  ///< 0: the job file; n: the n-th --set
  std::uint32_t line = 1;
  std::uint32_t column = 1;  ///< in code points
  auto operator<=>(const Position&) const = default;
};

class Mistakes {
 public:
  Mistakes(std::string file_name, std::string_view text, std::vector<std::string> sets);

  void add(Position position, std::string message);
  [[nodiscard]] bool empty() const { return found_.empty(); }
  /// Throws Error(ExitCode::job) with one line per mistake: those of the file in its order, then those of --set. Equal
  /// mistakes count once; after kMaxMistakes lines a last line counts the others.
  void throw_if_any() const;

  /// The place of a node or key. The beginning of the file if it has none.
  [[nodiscard]] static Position position_of(const toml::source_region& region);
  /// The place of byte `offset` of the value of a string. The beginning of the string if it has escapes.
  [[nodiscard]] Position inside(const toml::node& node, std::size_t offset) const;

  /// toml++ keeps a source name with every node. Nodes of the n-th --set have this name; nodes of the file have none.
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
