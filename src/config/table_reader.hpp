// Reads one table of a job file key by key, notes mistakes of type and range, and in the end the keys that nobody asked
// for.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/mistakes.hpp"
#include "onefold/config/read_job.hpp"

namespace onefold::config {

/// What every part of the reading needs.
struct Reading {
  Mistakes mistakes;
  const Environment& environment;
};

/// A string of a job file with its place.
struct PlacedText {
  std::string text;
  const toml::node* node;
};

/// "a string", "an integer", ...: what was found, for a message.
[[nodiscard]] std::string_view kind_of(const toml::node& node);

/// Every `read` leaves its result alone when the key is absent, or mistaken (which is noted). True: it was read.
class TableReader {
 public:
  /// `context` begins each message: `[[source]] crm`.
  TableReader(Reading& reading, const toml::table& table, std::string context);

  [[nodiscard]] const std::string& context() const { return context_; }
  [[nodiscard]] Position position() const { return Mistakes::position_of(table_.source()); }
  void set_context(std::string context) { context_ = std::move(context); }

  /// The node, or nothing. The key counts as known from now on, as in all that follow.
  const toml::node* find(std::string_view key);
  bool read(std::string_view key, std::string& value);
  bool read(std::string_view key, bool& value);
  bool read(std::string_view key, std::uint64_t& value, std::uint64_t smallest, std::uint64_t largest);
  /// smallest < value < largest; with `up_to`, largest itself too.
  bool read_between(std::string_view key, double& value, double smallest, double largest, bool up_to = false);
  bool read_size(std::string_view key, std::uint64_t& bytes, std::uint64_t smallest, std::uint64_t largest);
  /// A string, variables replaced; neither empty nor with NUL.
  bool read_path(std::string_view key, std::string& value);
  /// A string, or a list of strings. False when anything in it is mistaken.
  bool read_list(std::string_view key, std::vector<PlacedText>& list);
  bool read_paths(std::string_view key, std::vector<std::string>& paths);
  /// One of `names`; gives its index.
  bool read_choice(std::string_view key, std::size_t& index, std::span<const std::string_view> names);
  /// The table [key], or nothing.
  const toml::table* read_table(std::string_view key);
  /// The tables of [[key]], or none.
  std::vector<const toml::table*> read_tables(std::string_view key);

  /// Notes a mistake: at the table, at a node, at a place inside a string.
  void mistake(const std::string& message);
  void mistake(const toml::node& node, const std::string& message);
  void mistake(const PlacedText& text, std::size_t offset, const std::string& message);
  /// A mistake about the value of a key: `key: message`, at the value.
  void mistake_of(std::string_view key, const toml::node& node, const std::string& message);
  /// Notes the keys that were never asked for.
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
