// Cleanse: a value as written -> a value fit for matching, or missing. One Cleanser per attribute; no MPI.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::cleanse {

/// Dummy values by attribute type, as written; a Cleanser compares them in its own spelling too. From the built-in list
/// and files; those of the job (`attribute.dummies`) are added by the Cleanser.
class DummyValues;

/// Reads the built-in list (compiled in from configs/dummies.txt) and `config.dummy_files`. Throws Error(job), naming
/// file and line, when one is missing or a line is not `type: value`.
[[nodiscard]] std::shared_ptr<const DummyValues> load_dummy_values(const config::CleanseConfig& config);

/// The built-in aliases and those of some files; names are cleansed as given names are. `texts` are their contents, and
/// `names` what messages call them. Throws Error(job), naming file and line.
[[nodiscard]] std::shared_ptr<const similarity::AliasTable> make_alias_table(const std::vector<std::string>& texts,
                                                                             const std::vector<std::string>& names);

/// Cleanses the values of one attribute. Not thread-safe (caches); cheap to move.
class Cleanser {
 public:
  /// Throws Error(job) when the region of a phone is unknown, or a format of a date does not make one.
  Cleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies);
  ~Cleanser();
  Cleanser(Cleanser&&) noexcept;
  Cleanser& operator=(Cleanser&&) noexcept;
  /// The cleansed value; of an array attribute the distinct cleansed elements in the order of their bytes, with
  /// kElementSeparator between them. Empty when the value is missing, a dummy, or cannot be read as this type. Never
  /// throws on any bytes. Valid until the next value is cleansed.
  [[nodiscard]] std::string_view cleanse(std::string_view raw);
  /// The same as a string of the caller's; false when it is empty.
  bool operator()(std::string_view raw, std::string& cleansed);

 private:
  struct State;
  std::string_view cleanse_one(std::string_view raw);
  std::unique_ptr<State> state_;
};

/// Given names and surname of a name written in one column: "Dr. Juan van der Berg" -> "Juan", "van der Berg";
/// "BERG, Juan" -> "Juan", "BERG". Values as written; either may be empty; a lone word is a surname.
struct NameParts {
  std::string given_name;
  std::string surname;
};
[[nodiscard]] NameParts split_full_name(std::string_view raw);

/// A moment as written in an `updated` column (dates, ISO 8601 with or without time and zone, seconds since 1970) ->
/// seconds since 1970-01-01 UTC; the smallest int64 when it cannot be read. Without a zone, UTC. Digits alone are a
/// date (8), seconds (9 to 12) or milliseconds (13). Declared `formats` are tried in order, and nothing else then.
[[nodiscard]] std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats = {});

/// Whether a strptime-like format (of dates and moments) uses known directives only, and gives year, month and day.
[[nodiscard]] bool is_date_format(std::string_view format);

}  // namespace onefold::cleanse
