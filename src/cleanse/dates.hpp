// Reads dates and times in the forms that people and programs write. All functions take folded text (lower case).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/text_buffer.hpp"
#include "onefold/config/job.hpp"
#include "record/date_reading.hpp"

namespace onefold::cleanse {

/// A date and time as written. The date exists in the calendar; without a time it is midnight.
struct Moment {
  int year = 0, month = 0, day = 0;
  int hour = 0, minute = 0, second = 0;
  int zone_minutes = 0;  ///< east of UTC
};

/// A later date, such as 9999-12-31, stands for the end of time. The limit is not the current year, because a cleansed
/// value must not depend on the date of the run.
inline constexpr int kLastYear = 2200;

/// Whether a number of at most two digits cannot be a day or a month.
[[nodiscard]] bool can_only_be_year(int number);
/// Proleptic Gregorian calendar, years 1 to 9999.
[[nodiscard]] bool is_real_date(int year, int month, int day);

/// The last year that two digits of a time stamp mean, as in POSIX. Dates of birth have AttributeConfig::pivot.
inline constexpr int kMomentPivot = 2068;
/// 85 is 1985, and 26 is 2026 if the pivot is 2026 or later.
[[nodiscard]] constexpr int year_of_two_digits(int two_digits, int pivot) {
  const int year = pivot - pivot % 100 + two_digits;
  return year > pivot ? year - 100 : year;
}

/// Reads the whole text, except surrounding spaces, in one of the forms that need no declaration:
///
///   1985-05-15, 1985/5/15, 19850515                        year first
///   15.05.1985, 15/5/85, 15051985, 150585, 5051985         in the order of the column; the only one that is a date, if
///                                                          there is one; a spreadsheet may have dropped the first zero
///   15 May 1985, 15-MAY-85, 15MAY85, 5. Mai 1985, 15 de mayo de 1985, May 15, 1985, 1985-May-15
///   31182, 31182.5                                         day numbers of spreadsheets
///   485222400, -63158400, 485222400000                     seconds and milliseconds since 1970
///   19850515123000                                         date and time
///
/// A time (hh:mm, seconds, fraction, am/pm, zone) may follow a date with separators after T or a space. Names of months
/// are those of ten languages. Digits may end in .0.
[[nodiscard]] bool read_recognised(std::string_view folded, Moment& moment, DateReading reading = {},
                                   int pivot = kMomentPivot);

/// Reads text of digits only, perhaps with a minus sign or a fraction, as read_recognised() does.
[[nodiscard]] bool read_digits(std::string_view text, Moment& moment, DateReading reading, int pivot);

/// Reads the whole text with a strptime-like format: %Y %y %m %d %e %b %B %h %a %A %H %I %M %S %f %p %z %Z %j %F %T %R
/// %D %n %t %%. A space in the format matches any number of spaces; other characters match themselves in either case.
/// The zone of %Z must be a name of UTC. The locale is ignored: names of months are those of ten languages, names of
/// days English.
[[nodiscard]] bool read_by_format(std::string_view folded, std::string_view format, Moment& moment,
                                  int pivot = kMomentPivot);

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
                                                Moment& moment, DateOrder order = DateOrder::day_first);

/// Reads dates in the declared formats; the first one that matches is used. Without declared formats, reads the
/// recognised forms.
class DateCleanser {
 public:
  explicit DateCleanser(const std::vector<std::string>& formats = {}, DateReading reading = {},
                        int pivot = static_cast<int>(config::kDefaultPivot));
  /// "YYYY-MM-DD" in `buffer`; empty if the text is unreadable, the date impossible, or the year outside 1 to 2200.
  [[nodiscard]] std::string_view operator()(std::string_view folded, TextBuffer& buffer) const;
  /// Whether an unreadable text is no date on purpose: only zeros, or the end of time in the year 9999.
  [[nodiscard]] bool is_placeholder(std::string_view folded) const;

 private:
  struct Format {
    std::string format;
    DateShape shape = DateShape::other;
    char separator = '\0';
  };
  [[nodiscard]] bool read(std::string_view folded, Moment& moment) const;
  std::vector<Format> formats_;
  DateReading reading_;
  int pivot_ = 0;
};

/// Reads the same as parse_moment, without its fast paths for ISO 8601 and numbers. This is the definition.
[[nodiscard]] std::int64_t parse_any_moment(std::string_view raw, const std::vector<std::string>& formats,
                                            DateOrder order = DateOrder::day_first);

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
  /// Reads a run of letters that is a month, short ("jan", "sept") or long, and a point after it.
  bool take_month(int& month);
  bool take_weekday();
  /// Reads a year of four digits, or of two, perhaps after an apostrophe.
  bool take_year(int pivot, int& year);
  /// Reads "z", "utc", "gmt", "+hh:mm", "-hhmm" or "+hh".
  bool take_zone(int& zone_minutes);

 private:
  std::string_view take_letters();
  std::string_view rest_;
};

}  // namespace onefold::cleanse
