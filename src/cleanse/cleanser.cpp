#include "onefold/cleanse/cleanser.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cleanse/address.hpp"
#include "cleanse/contacts.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/dummy_values.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/names.hpp"
#include "cleanse/numbers.hpp"
#include "cleanse/phones.hpp"
#include "cleanse/words.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

/// Types whose values are words: there a dummy with punctuation counts as written only.
bool is_made_of_words(AttributeType type) {
  switch (type) {
    case AttributeType::given_name: case AttributeType::surname: case AttributeType::full_name:
    case AttributeType::address: case AttributeType::city: case AttributeType::text: case AttributeType::category:
      return true;
    default: return false;
  }
}

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
  std::vector<std::string> formats;
  bool british = false;
  bool refuse_repeated_digit = false;
  std::optional<PhoneCleanser> phones;
  ShortSet written_dummies;   ///< those with punctuation, folded, without blanks
  ShortSet cleansed_dummies;
  std::string folded;         ///< of the value at hand
  std::string squeezed;

  /// `folded` to `cleansed`; dummies are for the caller.
  bool cleanse(std::string& cleansed) {
    if (!cleanse_by_type(cleansed)) return false;
    // Letters that punctuation kept apart may make one letter now (Hangul syllables).
    if (!is_ascii(cleansed)) {
      fold(cleansed, folded);
      cleansed.swap(folded);
    }
    return true;
  }

  bool cleanse_by_type(std::string& cleansed) {
    switch (type) {
      case AttributeType::given_name: case AttributeType::surname: case AttributeType::full_name:
        return cleanse_name(folded, cleansed);
      case AttributeType::birth_date: return cleanse_date(folded, formats, cleansed);
      case AttributeType::email: return cleanse_email(folded, cleansed);
      case AttributeType::phone: return (*phones)(folded, cleansed);
      case AttributeType::postcode: return cleanse_postcode(folded, british, cleansed);
      case AttributeType::address: return cleanse_address(folded, cleansed);
      case AttributeType::city: case AttributeType::text: case AttributeType::category:
        return cleanse_text(folded, cleansed);
      case AttributeType::number: return cleanse_number(folded, cleansed);
      case AttributeType::identifier: return cleanse_identifier(folded, cleansed);
    }
    return false;
  }

  [[nodiscard]] bool is_written_dummy() {
    const std::string_view value = trim(folded);
    if (value.empty()) return true;
    if (!written_dummies.may_begin_with(value.front())) return false;
    squeezed.clear();
    for (const char c : value) {
      if (c == ' ') continue;
      if (squeezed.size() == written_dummies.longest()) return false;
      squeezed.push_back(c);
    }
    return written_dummies.contains(squeezed);
  }

  void add_dummy(std::string_view value) {
    fold(value, folded);
    const bool punctuated = std::ranges::any_of(folded, [](char c) { return c != ' ' && !is_word_char(c); });
    if (punctuated) written_dummies.insert(without_blanks(folded));
    std::string cleansed;
    if ((!punctuated || !is_made_of_words(type)) && cleanse(cleansed)) cleansed_dummies.insert(std::move(cleansed));
  }
};

Cleanser::Cleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.type = attribute.type;
  state.formats = attribute.formats;
  const std::string region = upper_case(attribute.region);
  state.british = region == "GB";
  if (state.type == AttributeType::phone) {
    if (!is_phone_region(region))
      throw Error(ExitCode::job, "attribute " + attribute.name + ": region " + attribute.region +
                                     " is no region of phone numbers; expected an ISO 3166 code such as GB");
    state.phones.emplace(region);
  }
  for (const std::string& format : state.formats)
    if (state.type == AttributeType::birth_date && !is_date_format(format))
      throw Error(ExitCode::job, "attribute " + attribute.name + ": format " + format +
                                     " does not make a date; expected year, month and day, as in %Y-%m-%d or %d/%m/%y");

  if (dummies) {
    const DummyValues::OfType& known = dummies->of(state.type);
    state.refuse_repeated_digit = known.repeated_digit;
    for (const std::string& value : known.values) state.add_dummy(value);
  }
  for (const std::string& value : attribute.dummies) {
    if (value == "repeated-digit") state.refuse_repeated_digit = true;
    else state.add_dummy(value);
  }
}

Cleanser::~Cleanser() = default;
Cleanser::Cleanser(Cleanser&&) noexcept = default;
Cleanser& Cleanser::operator=(Cleanser&&) noexcept = default;

bool Cleanser::operator()(std::string_view raw, std::string& cleansed) {
  State& state = *state_;
  fold(raw, state.folded);
  const bool kept = !state.is_written_dummy() && state.cleanse(cleansed) &&
                    !state.cleansed_dummies.contains(cleansed) &&
                    !(state.refuse_repeated_digit && (is_repeated_digit(raw) || is_repeated_digit(cleansed)));
  if (!kept) cleansed.clear();
  return kept;
}

}  // namespace onefold::cleanse
