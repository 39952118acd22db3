#include "cleanse/cleanser.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cleanse/address.hpp"
#include "cleanse/contacts.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/dummy_values.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/location.hpp"
#include "cleanse/names.hpp"
#include "cleanse/numbers.hpp"
#include "cleanse/organisations.hpp"
#include "cleanse/phones.hpp"
#include "cleanse/postcodes.hpp"
#include "cleanse/transliterate.hpp"
#include "cleanse/words.hpp"
#include "onefold/record/error.hpp"
#include "record/elements.hpp"
#include "record/empty_text.hpp"

namespace onefold::cleanse {
namespace {

/// Types whose values are words. For these a dummy with punctuation is recognised only as written.
bool is_made_of_words(AttributeType type) {
  switch (type) {
    case AttributeType::given_name:
    case AttributeType::surname:
    case AttributeType::full_name:
    case AttributeType::address:
    case AttributeType::city:
    case AttributeType::text:
    case AttributeType::category:
    case AttributeType::organisation:
      return true;
    default:
      return false;
  }
}

/// Types that read every text.
bool is_open(AttributeType type) { return is_made_of_words(type) || type == AttributeType::identifier; }

/// Types whose values are transliterated to Latin letters.
bool has_latin_form(AttributeType type) { return is_made_of_words(type) && type != AttributeType::category; }

std::string without_blanks(std::string_view text) {
  std::string squeezed;
  std::ranges::copy_if(text, std::back_inserter(squeezed), [](char c) { return c != ' '; });
  return squeezed;
}

std::string upper_case(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  return text;
}

}  // namespace

struct Cleanser::State {
  AttributeType type;
  char decimal = '\0';
  PostcodeCleanser postcodes;
  bool transliterates = false;
  bool refuse_repeated_digit = false;
  DateCleanser dates;
  int pivot = 0;
  std::optional<PhoneCleanser> phones;
  ShortSet written_dummies;  ///< dummies with punctuation, folded, without spaces
  ShortSet cleansed_dummies;
  // Buffers for the current value. Texts that are not ASCII, and rare types, use strings.
  TextBuffer folded;
  TextBuffer cleansed;
  TextBuffer squeezed;
  std::string folded_text;
  std::string latin_text;
  std::string cleansed_text;
  std::string refolded_text;
  // For array attributes.
  bool is_array = false;
  std::string separators;
  std::vector<std::string> elements;
  Outcome outcome = Outcome::missing;
  std::string joined_elements;

  [[nodiscard]] std::string_view fold_value(std::string_view raw) {
    if (!is_ascii(raw)) {
      fold(raw, folded_text);
      if (transliterates && !is_ascii(folded_text)) {
        transliterate(folded_text, latin_text);
        fold(latin_text, folded_text);
      }
      return folded_text;
    }
    char* const bytes = folded.room(raw.size());
    fold_ascii(raw, bytes);
    return {bytes, raw.size()};
  }

  /// The cleansed form of a folded value; empty if it is missing. The caller checks for dummies.
  [[nodiscard]] std::string_view cleanse(std::string_view value) {
    const std::string_view found = cleanse_by_type(value);
    // Letters that punctuation separated may now compose to one letter (Hangul syllables).
    if (is_ascii(found)) return found;
    fold(found, refolded_text);
    return refolded_text;
  }

  [[nodiscard]] std::string_view cleanse_by_type(std::string_view value) {
    switch (type) {
      case AttributeType::given_name:
      case AttributeType::surname:
      case AttributeType::full_name:
        return cleanse_name(value, cleansed);
      case AttributeType::birth_date:
        return dates(value, cleansed);
      case AttributeType::email:
        return cleanse_email(value, cleansed);
      case AttributeType::phone:
        return cleanse_phone(value);
      case AttributeType::postcode:
        return postcodes(value, cleansed);
      case AttributeType::address:
        return cleanse_address(value, cleansed);
      case AttributeType::text:
        return cleanse_text_with_codes(value, cleansed);
      case AttributeType::city:
      case AttributeType::category:
        return cleanse_text(value, cleansed);
      case AttributeType::number:
        return cleanse_number(value, cleansed_text, decimal) ? cleansed_text : std::string_view();
      case AttributeType::identifier:
        return cleanse_identifier(value, cleansed);
      case AttributeType::location:
        return cleanse_location(value, cleansed_text) ? cleansed_text : std::string_view();
      case AttributeType::organisation:
        return cleanse_organisation(value, cleansed_text) ? cleansed_text : std::string_view();
      case AttributeType::web_domain:
        return cleanse_web_domain(value, cleansed_text) ? cleansed_text : std::string_view();
    }
    return {};
  }

  /// Of several phones in a cell, the first that can be read.
  [[nodiscard]] std::string_view cleanse_phone(std::string_view value) {
    // The plan would take the 0 of a spreadsheet's ".0" for a digit of the number.
    if (!value.ends_with(".0") && phones->read_by_plan(value, cleansed_text)) return cleansed_text;
    if (value.find(';') == std::string_view::npos && value.find('|') == std::string_view::npos)
      return (*phones)(value, cleansed_text) ? std::string_view(cleansed_text) : std::string_view();
    bool is_read = false;
    for_each_element(value, kPhoneSeparators, [&](std::string_view phone) {
      if (!is_read) is_read = (*phones)(phone, cleansed_text);
    });
    return is_read ? std::string_view(cleansed_text) : std::string_view();
  }

  /// Why a folded value has no cleansed form.
  [[nodiscard]] Outcome outcome_without_value(std::string_view folded_value) const {
    if (std::ranges::none_of(folded_value, is_word_char) || is_open(type)) return Outcome::dummy;
    const bool placeholder = type == AttributeType::birth_date && dates.is_placeholder(folded_value);
    return placeholder ? Outcome::dummy : Outcome::unreadable;
  }

  [[nodiscard]] bool is_written_dummy(std::string_view folded_value) {
    const std::string_view value = trim(folded_value);
    if (!written_dummies.may_begin_with(value.front())) return false;
    char* const bytes = squeezed.room(written_dummies.longest());
    std::size_t size = 0;
    for (const char c : value) {
      if (c == ' ') continue;
      if (size == written_dummies.longest()) return false;
      bytes[size++] = c;
    }
    return written_dummies.contains({bytes, size});
  }

  void add_dummy(std::string_view value) {
    const std::string_view text = fold_value(value);
    const bool punctuated = std::ranges::any_of(text, [](char c) { return c != ' ' && !is_word_char(c); });
    std::string readable;
    if (!punctuated || !is_made_of_words(type)) readable = cleanse(text);
    // Dummy dates are listed in one form; a column may declare others.
    if (readable.empty() && type == AttributeType::birth_date) {
      TextBuffer date;
      readable = DateCleanser({}, {}, pivot)(text, date);
    }
    // A word such as "unknown" is no phone number: only as it is written can it be told from an unreadable value.
    if (punctuated || readable.empty()) written_dummies.insert(without_blanks(text));
    cleansed_dummies.insert(std::move(readable));
  }
};

Cleanser::Cleanser(const config::AttributeConfig& attribute, const std::shared_ptr<const DummyValues>& dummies,
                   DateReading dates)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.type = attribute.type;
  state.is_array = attribute.is_array;
  state.separators = separators_of(attribute.type, attribute.separator);
  state.transliterates = attribute.transliterate && has_latin_form(attribute.type);
  state.pivot = static_cast<int>(attribute.pivot);
  state.dates = DateCleanser(attribute.formats, dates, state.pivot);
  const std::string region = upper_case(attribute.region);
  state.decimal = attribute.decimal;
  state.postcodes = PostcodeCleanser(region);
  if (state.type == AttributeType::phone) {
    if (!is_phone_region(region))
      throw Error(ExitCode::job, "attribute " + attribute.name + ": region " + attribute.region +
                                     " is not a phone region; expected an ISO 3166 code such as GB");
    state.phones.emplace(region);
  }
  for (const std::string& format : attribute.formats)
    if (state.type == AttributeType::birth_date && !is_date_format(format))
      throw Error(ExitCode::job, "attribute " + attribute.name + ": format " + format +
                                     " is not a date format; expected year, month and day, as in %Y-%m-%d or %d/%m/%y");

  if (dummies) {
    const DummyValues::OfType& known = dummies->of(state.type);
    state.refuse_repeated_digit = known.repeated_digit;
    for (const std::string& value : known.values) state.add_dummy(value);
  }
  for (const std::string& value : attribute.dummies) {
    if (value == "repeated-digit")
      state.refuse_repeated_digit = true;
    else
      state.add_dummy(value);
  }
}

Cleanser::~Cleanser() = default;
Cleanser::Cleanser(Cleanser&&) noexcept = default;
Cleanser& Cleanser::operator=(Cleanser&&) noexcept = default;

Outcome Cleanser::outcome() const { return state_->outcome; }

std::string_view Cleanser::cleanse(std::string_view raw) {
  State& state = *state_;
  raw = without_mark(raw);
  if (!state.is_array) return cleanse_one(raw);
  state.elements.clear();
  Outcome best = Outcome::missing;
  for_each_element(raw, state.separators, [&](std::string_view element) {
    const std::string_view cleansed = cleanse_one(element);
    if (!cleansed.empty()) state.elements.emplace_back(cleansed);
    best = std::max(best, state.outcome);
  });
  state.outcome = state.elements.empty() ? best : Outcome::filled;
  std::sort(state.elements.begin(), state.elements.end());
  state.elements.erase(std::unique(state.elements.begin(), state.elements.end()), state.elements.end());
  state.joined_elements.clear();
  for (const std::string& element : state.elements)
    (state.joined_elements += state.joined_elements.empty() ? "" : std::string_view(&kElementSeparator, 1)) += element;
  return state.joined_elements;
}

std::string_view Cleanser::cleanse_one(std::string_view raw) {
  State& state = *state_;
  const std::string_view folded = state.fold_value(raw);
  state.outcome = Outcome::missing;
  if (trim(folded).empty()) return {};
  state.outcome = Outcome::dummy;
  if (state.is_written_dummy(folded)) return {};
  const std::string_view cleansed = state.cleanse(folded);
  if (cleansed.empty()) return state.outcome = state.outcome_without_value(folded), std::string_view();
  if (state.cleansed_dummies.contains(cleansed)) return {};
  if (state.refuse_repeated_digit && (is_repeated_digit(raw) || is_repeated_digit(cleansed))) return {};
  state.outcome = Outcome::filled;
  return cleansed;
}

bool Cleanser::operator()(std::string_view raw, std::string& cleansed) {
  cleansed = cleanse(raw);
  return !cleansed.empty();
}

}  // namespace onefold::cleanse
