// Reads dates and times in the forms that people and programs write. All functions take folded text (lower case).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// A date and time as written. The date exists in the calendar; without a time it is midnight.
struct Moment {
  int year = 0, month = 0, day = 0;
  int hour = 0, minute = 0, second = 0;
  int zone_minutes = 0;  ///< east of UTC
};

/// Proleptic Gregorian calendar, years 1 to 9999.
[[nodiscard]] bool is_real_date(int year, int month, int day);

/// Reads the whole text, except surrounding spaces, in one of the forms that need no declaration: YYYY-MM-DD (also with
/// / or .), YYYYMMDD, DD/MM/YYYY (also with - or .; the month is first if the second number exceeds 12), D Mon YYYY,
/// Mon D, YYYY. A time (hh:mm, seconds, fraction, am/pm, zone) may follow after T or a space.
[[nodiscard]] bool read_recognised(std::string_view folded, Moment& moment);

/// Reads the whole text with a strptime-like format: %Y %y %m %d %e %b %B %h %a %A %H %I %M %S %f %p %z %Z %j %F %T %R
/// %D %n %t %%. A space in the format matches any number of spaces; other characters match themselves in either case.
/// The zone of %Z must be a name of UTC. The locale is ignored: names of months and days are English.
[[nodiscard]] bool read_by_format(std::string_view folded, std::string_view format, Moment& moment);

/// The shapes of most date columns. A shape reader returns nothing unless it is certain of the result; otherwise its
/// result equals that of read_by_format or read_recognised. `folded` must be trimmed.
enum class DateShape : std::uint8_t {
  other,         ///< read_by_shape always returns nothing
  year_first,    ///< 1970-06-24
  day_first,     ///< 24-06-1970
  month_first,   ///< 06-24-1970
  day_and_name,  ///< 24 jun 1970
  recognised,    ///< year_first, or day_first by the rules of read_recognised
};
[[nodiscard]] std::optional<bool> read_by_shape(std::string_view folded, DateShape shape, char separator,
                                                Moment& moment);

/// Reads dates in the declared formats; the first one that matches is used. Without declared formats, reads the
/// recognised forms.
class DateCleanser {
 public:
  explicit DateCleanser(const std::vector<std::string>& formats = {});
  /// "YYYY-MM-DD" in `buffer`; empty if the text is unreadable, the date impossible, or the year outside 1 to 2200.
  [[nodiscard]] std::string_view operator()(std::string_view folded, TextBuffer& buffer) const;

 private:
  struct Format {
    std::string format;
    DateShape shape = DateShape::other;
    char separator = '\0';
  };
  [[nodiscard]] bool read(std::string_view folded, Moment& moment) const;
  std::vector<Format> formats_;
};

/// Reads the same as parse_moment, without its fast paths for ISO 8601 and numbers. This is the definition.
[[nodiscard]] std::int64_t parse_any_moment(std::string_view raw, const std::vector<std::string>& formats);

/// A position in a text that is being read. Each `take_` function advances only if it succeeds.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  /// Number of digits from the current position on.
  [[nodiscard]] std::size_t num_digits() const;
  bool take(char c);
  bool take(std::string_view word);
  bool take_one_of(std::string_view chars);
  void skip_blanks();
  /// Reads `min` to `max` digits (at most 9), as many as there are.
  bool take_number(std::size_t min, std::size_t max, int& number);
  /// Reads a run of letters that is an English month, short ("jan", "sept") or long, and a point after it.
  bool take_month(int& month);
  bool take_weekday();
  /// Reads "z", "utc", "gmt", "+hh:mm", "-hhmm" or "+hh".
  bool take_zone(int& zone_minutes);

 private:
  std::string_view take_letters();
  std::string_view rest_;
};

}  // namespace onefold::cleanse
