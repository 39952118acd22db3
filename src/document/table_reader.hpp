// Reads one table of a job file key by key. Notes mistakes of type and range, and finally the keys that were never
// read.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/mistakes.hpp"
#include "onefold/document/environment.hpp"

namespace onefold::config {

/// The state that the readers of all sections share.
struct Reading {
  Mistakes mistakes;
  const Environment& environment;
};

/// A string of a job file, and the node that gives its place.
struct PlacedText {
  std::string text;
  const toml::node* node;
};

/// The kind of a node, for a message: "a string", "an integer", ...
[[nodiscard]] std::string_view kind_of(const toml::node& node);

/// Every `read` function returns true if it has read the key. Otherwise the key is absent or its value is a mistake,
/// which is noted; the result is left unchanged.
class TableReader {
 public:
  /// `context` is the beginning of each message: `[[source]] crm`.
  TableReader(Reading& reading, const toml::table& table, std::string context);

  [[nodiscard]] const std::string& context() const { return context_; }
  [[nodiscard]] Position position() const { return Mistakes::position_of(table_.source()); }
  void set_context(std::string context) { context_ = std::move(context); }

  /// Returns the node, or null. This function and all functions below mark the key as known, so that
  /// report_unknown_keys() ignores it.
  const toml::node* find(std::string_view key);
  bool read(std::string_view key, std::string& value);
  bool read(std::string_view key, bool& value);
  bool read(std::string_view key, std::uint64_t& value, std::uint64_t smallest, std::uint64_t largest);
  /// Reads a number: smallest < value < largest, or value == largest if `up_to`.
  bool read_between(std::string_view key, double& value, double smallest, double largest, bool up_to = false);
  bool read_size(std::string_view key, std::uint64_t& bytes, std::uint64_t smallest, std::uint64_t largest);
  /// Reads a string that is not empty, and replaces ${NAME} in it.
  bool read_path(std::string_view key, std::string& value);
  /// Reads a string, or a list of strings. Returns false if any of them is a mistake.
  bool read_list(std::string_view key, std::vector<PlacedText>& list);
  bool read_paths(std::string_view key, std::vector<std::string>& paths);
  /// Reads one of `names` and gives its index.
  bool read_choice(std::string_view key, std::size_t& index, std::span<const std::string_view> names);
  /// Returns the table [key], or null.
  const toml::table* read_table(std::string_view key);
  /// Returns the tables of [[key]]; none if the key is absent.
  std::vector<const toml::table*> read_tables(std::string_view key);

  /// Notes a mistake at the table, at a node, or at byte `offset` of a string.
  void mistake(const std::string& message);
  void mistake(const toml::node& node, const std::string& message);
  void mistake(const PlacedText& text, std::size_t offset, const std::string& message);
  /// Notes a mistake in the value of a key: `key: message`, at the value.
  void mistake_of(std::string_view key, const toml::node& node, const std::string& message);
  /// Notes the keys of the table that were never read.
  void report_unknown_keys();

 private:
  void expected(std::string_view key, const toml::node& node, std::string_view what);
  bool expand(std::string_view key, const toml::node& node, std::string_view text, std::string& path);
  std::string with_context(const std::string& message) const;

  Reading& reading_;
  const toml::table& table_;
  std::string context_;
  std::vector<std::string_view> known_;
};

}  // namespace onefold::config
