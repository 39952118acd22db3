#include "cleanse/location.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::size_t kPlaces = 7;
constexpr std::int64_t kDegree = 10'000'000;

/// An angle in units of 10^-7 degrees, and its direction letter, if there is one before or after it.
struct Angle {
  std::int64_t size = 0;
  bool negative = false;
  char letter = '\0';
};

void skip(std::string_view& text, std::string_view characters) {
  while (!text.empty() && characters.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
}

/// Removes "n", "s", "e" or "w" from the beginning and returns it.
char take_letter(std::string_view& text) {
  std::string_view rest = text;
  skip(rest, " ");
  if (rest.empty() || std::string_view("nsew").find(rest.front()) == std::string_view::npos) return '\0';
  text = rest.substr(1);
  return rest.front();
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

std::optional<Angle> take_angle(std::string_view& text, char point) {
  Angle angle;
  angle.letter = take_letter(text);
  skip(text, " ");
  if (text.starts_with('-') || text.starts_with('+')) {
    angle.negative = text.front() == '-';
    text.remove_prefix(1);
    skip(text, " ");
  }
  const std::size_t whole = count_digits(text);
  if (whole == 0 || whole > 3) return std::nullopt;
  for (std::size_t i = 0; i < whole; ++i) angle.size = 10 * angle.size + (text[i] - '0');
  text.remove_prefix(whole);
  std::string_view places;
  if (text.starts_with(point)) {
    text.remove_prefix(1);
    places = text.substr(0, count_digits(text));
    text.remove_prefix(places.size());
  }
  for (std::size_t i = 0; i < kPlaces; ++i) angle.size = 10 * angle.size + (i < places.size() ? places[i] - '0' : 0);
  if (places.size() > kPlaces && places[kPlaces] >= '5') ++angle.size;
  if (angle.letter == '\0') angle.letter = take_letter(text);
  return angle;
}

/// Sets the sign from the `positive` or `negative` letter; without a letter the angle keeps its own sign.
bool settle(Angle& angle, char positive, char negative, std::int64_t limit) {
  if (angle.letter != '\0') {
    if (angle.negative || (angle.letter != positive && angle.letter != negative)) return false;
    angle.negative = angle.letter == negative;
  }
  return angle.size <= limit * kDegree;
}

void append_angle(const Angle& angle, std::string& out) {
  if (angle.negative && angle.size != 0) out.push_back('-');
  out += std::to_string(angle.size / kDegree);
  std::string places = std::to_string(kDegree + angle.size % kDegree).substr(1);
  while (!places.empty() && places.back() == '0') places.pop_back();
  if (!places.empty()) out.append(1, '.').append(places);
}

}  // namespace

bool cleanse_location(std::string_view folded, std::string& location) {
  location.clear();
  std::string_view text = trim(folded);
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  // If a semicolon separates the two numbers, a comma may be a decimal mark.
  const char point = text.find(';') != std::string_view::npos && text.find('.') == std::string_view::npos ? ',' : '.';
  auto latitude = take_angle(text, point);
  if (!latitude) return false;
  const std::size_t before = text.size();
  skip(text, " ");
  if (text.starts_with(point == ',' ? ';' : ',') || text.starts_with(';') || text.starts_with('/'))
    text.remove_prefix(1);
  if (text.size() == before) return false;
  auto longitude = take_angle(text, point);
  skip(text, " ");
  if (!longitude || !text.empty()) return false;
  if (!settle(*latitude, 'n', 's', 90) || !settle(*longitude, 'e', 'w', 180)) return false;
  // Both names of the date line become +180 degrees.
  if (longitude->size == 180 * kDegree) longitude->negative = false;
  append_angle(*latitude, location);
  location.push_back(',');
  append_angle(*longitude, location);
  return true;
}

}  // namespace onefold::cleanse
