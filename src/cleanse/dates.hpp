// Dates and times as people and programs write them. All functions take folded text (lower case).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// A moment as written: the date is one of the calendar, the time is midnight when none is given.
struct Moment {
  int year = 0, month = 0, day = 0;
  int hour = 0, minute = 0, second = 0;
  int zone_minutes = 0;  ///< east of UTC
};

/// Proleptic Gregorian calendar, years 1 to 9999.
[[nodiscard]] bool is_real_date(int year, int month, int day);

/// Reads the whole text (blanks around it aside) in one of the forms that need no declaration:
/// YYYY-MM-DD (also with / or .), YYYYMMDD, DD/MM/YYYY (also with - or .; month first where the second number exceeds
/// 12), D Mon YYYY, Mon D, YYYY; each with or without a time (hh:mm, seconds, fraction, am/pm, zone) after T or a
/// blank.
[[nodiscard]] bool read_recognised(std::string_view folded, Moment& moment);

/// Reads the whole text by a strptime-like format: %Y %y %m %d %e %b %B %h %a %A %H %I %M %S %f %p %z %Z %j %F %T %R %D
/// %n %t %%. A blank in the format stands for any number of them, other characters for themselves in either case.
/// The zone of %Z must be a spelling of UTC. No locale: names of months and days are English.
[[nodiscard]] bool read_by_format(std::string_view folded, std::string_view format, Moment& moment);

/// A date in one of the shapes that nearly all columns have. Reading gives no answer (nothing) for text that it does
/// not know for certain how read_by_format or read_recognised would read it, and otherwise the answer of these.
/// `folded` is trimmed.
enum class DateShape : std::uint8_t {
  other,         ///< never an answer
  year_first,    ///< 1970-06-24
  day_first,     ///< 24-06-1970
  month_first,   ///< 06-24-1970
  day_and_name,  ///< 24 jun 1970
  recognised,    ///< year_first, or day_first as read_recognised has it
};
[[nodiscard]] std::optional<bool> read_by_shape(std::string_view folded, DateShape shape, char separator,
                                                Moment& moment);

/// Dates in some declared formats, first match first; without any, in the recognised forms.
class DateCleanser {
 public:
  explicit DateCleanser(const std::vector<std::string>& formats = {});
  /// "YYYY-MM-DD" in `buffer`; empty when unreadable, impossible or not of a year from 1 to 2200.
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

/// parse_moment without its short cuts for ISO 8601 and numbers: the definition.
[[nodiscard]] std::int64_t parse_any_moment(std::string_view raw, const std::vector<std::string>& formats);

/// A place in a text that is being read; each `take_` moves on only if it succeeds.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  /// How many digits are next.
  [[nodiscard]] std::size_t num_digits() const;
  bool take(char c);
  bool take(std::string_view word);
  bool take_one_of(std::string_view chars);
  void skip_blanks();
  /// `min` to `max` digits (at most 9), as many as there are.
  bool take_number(std::size_t min, std::size_t max, int& number);
  /// A run of letters that is an English month, short ("jan", "sept") or long; a point after it is taken too.
  bool take_month(int& month);
  bool take_weekday();
  /// "z", "utc", "gmt", "+hh:mm", "-hhmm", "+hh".
  bool take_zone(int& zone_minutes);

 private:
  std::string_view take_letters();
  std::string_view rest_;
};

}  // namespace onefold::cleanse
