// Cleanses single values: turns a raw value into a value for matching, or into "missing". One Cleanser per attribute;
// no MPI.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::cleanse {

/// Raw dummy values by attribute type, from the built-in list and from files. A Cleanser also recognises them in
/// cleansed form, and adds the dummies of the job (`attribute.dummies`).
class DummyValues;

/// Reads the built-in list (compiled in from configs/dummies.txt) and the files in `config.dummy_files`. Throws
/// Error(job), which names file and line, if a file is missing or a line is not `type: value`.
[[nodiscard]] std::shared_ptr<const DummyValues> load_dummy_values(const config::CleanseConfig& config);

/// The built-in aliases and those of files; names are cleansed like given names. `texts` are the contents of the files,
/// `names` their names for messages. Throws Error(job), which names file and line.
[[nodiscard]] std::shared_ptr<const similarity::AliasTable> make_alias_table(const std::vector<std::string>& texts,
                                                                             const std::vector<std::string>& names);

/// Cleanses the values of one attribute. Not thread-safe, because it has caches; cheap to move.
class Cleanser {
 public:
  /// Throws Error(job) if the phone region is unknown, or a date format does not give year, month and day.
  Cleanser(const config::AttributeConfig& attribute, const std::shared_ptr<const DummyValues>& dummies);
  ~Cleanser();
  Cleanser(Cleanser&&) noexcept;
  Cleanser& operator=(Cleanser&&) noexcept;
  /// The cleansed value. For an array attribute: its distinct cleansed elements in byte order, separated by
  /// kElementSeparator. Empty if the value is missing, a dummy, or not readable as this type. Accepts any bytes without
  /// throwing. Valid until the next call.
  [[nodiscard]] std::string_view cleanse(std::string_view raw);
  /// Writes the cleansed value to a string of the caller; false if it is empty.
  bool operator()(std::string_view raw, std::string& cleansed);

 private:
  struct State;
  std::string_view cleanse_one(std::string_view raw);
  std::unique_ptr<State> state_;
};

/// Splits a name that is written in one column into given names and surname: "Dr. Juan van der Berg" -> "Juan", "van
/// der Berg"; "BERG, Juan" -> "Juan", "BERG". The parts are raw values, and either may be empty. A single word is a
/// surname.
struct NameParts {
  std::string given_name;
  std::string surname;
};
[[nodiscard]] NameParts split_full_name(std::string_view raw);

/// Reads the time stamp of an `updated` column: a date, ISO 8601 with or without time and zone, or seconds since 1970.
/// Returns seconds since 1970-01-01 UTC, or the smallest int64 if the text is not readable. Without a zone it is UTC. A
/// text of digits is a date (8 digits), seconds (9 to 12) or milliseconds (13). If `formats` are declared, they are
/// tried in order, and no other form is accepted.
[[nodiscard]] std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats = {});

/// Whether a strptime-like format (of dates and time stamps) has known directives only, and gives year, month and day.
[[nodiscard]] bool is_date_format(std::string_view format);

}  // namespace onefold::cleanse
