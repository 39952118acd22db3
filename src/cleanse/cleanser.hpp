// Cleanses single values: turns a raw value into a value for matching, or into "missing". One Cleanser per attribute;
// no MPI.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "record/date_reading.hpp"

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

/// What became of a value.
///   filled       it was read
///   missing      nothing stood there
///   dummy        a text that people enter instead of a value
///   unreadable   a value stood there, and its type cannot read it. Types of open text read everything
enum class Outcome : std::uint8_t { filled, missing, dummy, unreadable };
inline constexpr std::size_t kNumOutcomes = 4;

/// Cleanses the values of one attribute. Not thread-safe, because it has caches; cheap to move.
class Cleanser {
 public:
  /// Throws Error(job) if the phone region is unknown, or a date format does not give year, month and day.
  Cleanser(const config::AttributeConfig& attribute, const std::shared_ptr<const DummyValues>& dummies,
           DateReading dates = {});
  ~Cleanser();
  Cleanser(Cleanser&&) noexcept;
  Cleanser& operator=(Cleanser&&) noexcept;
  /// The cleansed value. For an array attribute: its distinct cleansed elements in byte order, separated by
  /// kElementSeparator. Empty if the value is missing, a dummy, or not readable as this type. Accepts any bytes without
  /// throwing; the mark of an empty text (record/empty_text.hpp) is missing. Valid until the next call.
  [[nodiscard]] std::string_view cleanse(std::string_view raw);
  /// What the last call of cleanse() did. Of several elements, the best: one that is filled, unreadable, dummy.
  [[nodiscard]] Outcome outcome() const;
  /// Writes the cleansed value to a string of the caller; false if it is empty.
  bool operator()(std::string_view raw, std::string& cleansed);

 private:
  struct State;
  std::string_view cleanse_one(std::string_view raw);
  std::unique_ptr<State> state_;
};

/// Reads a time stamp in the forms that need no declaration (dates.hpp); if `formats` are given, in these and no
/// others. Returns seconds since 1970-01-01 UTC, or kNoMoment. Without a zone it is UTC; the day is first if both may
/// be.
[[nodiscard]] std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats = {});

/// Reads the column `updated` of one source.
class MomentReader {
 public:
  /// Throws Error(job) if a format does not give year, month and day.
  explicit MomentReader(const config::SourceConfig& source);
  /// As pack_moment() says: the order of day and month is decided once the whole column has been read.
  [[nodiscard]] std::uint64_t read(std::string_view raw) const;

 private:
  std::vector<std::string> day_first_, month_first_;  ///< the formats, in the order to try them
  bool may_be_either_;
};

/// Whether a strptime-like format (of dates and time stamps) has known directives only, and gives year, month and day.
[[nodiscard]] bool is_date_format(std::string_view format);

}  // namespace onefold::cleanse
