#include "bytes/encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

#include "bytes/utf8.hpp"
#include "onefold/record/error.hpp"

namespace onefold::bytes {

namespace {

constexpr std::size_t kStoredBytes = 256U << 10;

Converter open_converter(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status) != 0) throw Error(ExitCode::job, "encoding \"" + encoding + "\" is not known");
  // Without a substitute, ICU stops at bytes that the encoding does not have, and they can be counted.
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFallback(converter.get(), 0);
  return converter;
}

bool is_at_bytes_it_has_not(UErrorCode status) {
  return status == U_INVALID_CHAR_FOUND || status == U_ILLEGAL_CHAR_FOUND || status == U_TRUNCATED_CHAR_FOUND ||
         status == U_ILLEGAL_ESCAPE_SEQUENCE || status == U_UNSUPPORTED_ESCAPE_SEQUENCE;
}

void append_utf8(std::string& out, UChar32 character) {
  char utf8[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(utf8, length, character);
  out.append(utf8, static_cast<std::size_t>(length));
}

/// Appends UTF-16 as UTF-8. A surrogate without its partner becomes kUndecodable.
void append_utf8(std::string& out, std::u16string_view units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char16_t unit = units[i];
    if (unit < 0x80)
      out += static_cast<char>(unit);
    else if (!U16_IS_SURROGATE(unit))
      append_utf8(out, static_cast<UChar32>(unit));
    else if (U16_IS_LEAD(unit) && i + 1 < units.size() && U16_IS_TRAIL(units[i + 1]))
      append_utf8(out, U16_GET_SUPPLEMENTARY(unit, units[i + 1])), ++i;
    else
      out += kUndecodable;
  }
}

/// The control characters of 0x80 to 0x9F. No text has them: a byte that becomes one of them is not of this encoding.
bool is_c1_control(UChar32 character) { return character >= 0x80 && character <= 0x9F; }

bool is_ascii_superset(UConverter* converter) {
  for (int c = 1; c < 0x80; ++c) {
    const char byte = static_cast<char>(c);
    const char* at = &byte;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter);
    if (ucnv_getNextUChar(converter, &at, &byte + 1, &status) != c || U_FAILURE(status) != 0) {
      // Some encodings have another sign in the place of the backslash or the tilde.
      if (c != '\\' && c != '~') return false;
    }
  }
  return true;
}

class DecodedSource final : public ByteSource {
 public:
  DecodedSource(std::unique_ptr<ByteSource> source, const std::string& encoding)
      : source_(std::move(source)), converter_(open_converter(encoding)), stored_(kStoredBytes), units_(kStoredBytes) {
    const UConverterType type = ucnv_getType(converter_.get());
    is_unicode_ = type == UCNV_UTF16_BigEndian || type == UCNV_UTF16_LittleEndian || type == UCNV_UTF16 ||
                  type == UCNV_UTF32_BigEndian || type == UCNV_UTF32_LittleEndian || type == UCNV_UTF32;
    has_other_line_ends_ = !is_unicode_ && !is_ascii_superset(converter_.get());
    ucnv_reset(converter_.get());
  }

  std::size_t read(std::span<char> target) override {
    while (taken_ == text_.size() && !ended_) refill();
    const std::size_t got = std::min(target.size(), text_.size() - taken_);
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(taken_), got, target.begin());
    taken_ += got;
    return got;
  }
  std::uint64_t stored_bytes_taken() const override { return source_->stored_bytes_taken(); }

 private:
  void refill() {
    text_.clear();
    taken_ = 0;
    const std::size_t got = source_->read(stored_);
    ended_ = got == 0;
    const char* at = stored_.data();
    const char* const end = at + got;
    for (bool more = true; more;) {
      UChar* unit = reinterpret_cast<UChar*>(units_.data());
      UChar* const first_unit = unit;
      UErrorCode status = U_ZERO_ERROR;
      ucnv_toUnicode(converter_.get(), &unit, unit + units_.size(), &at, end, nullptr, static_cast<UBool>(ended_),
                     &status);
      take({units_.data(), static_cast<std::size_t>(unit - first_unit)});
      more = status == U_BUFFER_OVERFLOW_ERROR;
      if (is_at_bytes_it_has_not(status)) {
        text_ += kUndecodable;
        // A sequence that is cut off at the end is the last there is.
        more = !ended_ || at < end;
      } else if (U_FAILURE(status) != 0 && !more) {
        throw Error(ExitCode::input, std::string("the text cannot be decoded: ") + u_errorName(status));
      }
    }
  }

  void take(std::u16string_view units) {
    if (at_beginning_ && !units.empty()) {
      at_beginning_ = false;
      if (is_unicode_ && units.front() == 0xFEFF) units.remove_prefix(1);
    }
    const std::size_t before = text_.size();
    // A pair of surrogates may be split between two calls.
    if (lead_ != 0 && !units.empty()) {
      const char16_t pair[] = {lead_, units.front()};
      const bool is_pair = U16_IS_TRAIL(units.front());
      append_utf8(text_, std::u16string_view(pair, is_pair ? 2 : 1));
      if (is_pair) units.remove_prefix(1);
      lead_ = 0;
    }
    if (!units.empty() && U16_IS_LEAD(units.back())) {
      lead_ = units.back();
      units.remove_suffix(1);
    }
    append_utf8(text_, units);
    // Hosts with EBCDIC end lines with NEL.
    if (has_other_line_ends_)
      for (std::size_t i = before; (i = text_.find("\xC2\x85", i)) != std::string::npos;) text_.replace(i, 2, "\n");
  }

  std::unique_ptr<ByteSource> source_;
  Converter converter_;
  std::vector<char> stored_;
  std::vector<char16_t> units_;
  std::string text_;
  std::size_t taken_ = 0;
  char16_t lead_ = 0;
  bool at_beginning_ = true;
  bool is_unicode_ = false;
  bool has_other_line_ends_ = false;
  bool ended_ = false;
};

}  // namespace

void CloseConverter::operator()(UConverter* converter) const { ucnv_close(converter); }

std::string usual_name(const std::string& encoding) {
  for (const char* standard : {"MIME", "IANA"}) {
    UErrorCode status = U_ZERO_ERROR;
    const char* name = ucnv_getStandardName(encoding.c_str(), standard, &status);
    if (U_SUCCESS(status) != 0 && name != nullptr) return name;
  }
  return encoding;
}

Decoding decoding_of(const std::string& encoding, std::string_view structure) {
  const Converter converter = open_converter(encoding);
  switch (ucnv_getType(converter.get())) {
    case UCNV_UTF8:
      return Decoding::none;
    case UCNV_SBCS:
    case UCNV_LATIN_1:
    case UCNV_US_ASCII: {
      const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
      return is_ascii_superset(converter.get()) && std::ranges::all_of(structure, is_ascii) ? Decoding::values
                                                                                            : Decoding::stream;
    }
    case UCNV_MBCS: {
      // The second and later bytes of a character may be digits, letters and some signs, but none of these.
      const auto is_safe = [](char c) {
        return std::string_view("\t !\"#$%&'()*+,-./:;<=>").find(c) != std::string_view::npos;
      };
      if (!is_ascii_superset(converter.get()) || !std::ranges::all_of(structure, is_safe)) return Decoding::stream;
      // Lead bytes below 0x80 are those of encodings with shifts.
      UBool starters[256];
      UErrorCode status = U_ZERO_ERROR;
      ucnv_getStarters(converter.get(), starters, &status);
      if (U_FAILURE(status) != 0 || std::any_of(starters, starters + 128, [](UBool is) { return is != 0; }))
        return Decoding::stream;
      return Decoding::values;
    }
    default:
      return Decoding::stream;
  }
}

ValueDecoder::ValueDecoder(const std::string& encoding) : converter_(open_converter(encoding)) {
  const UConverterType type = ucnv_getType(converter_.get());
  is_single_byte_ = type == UCNV_SBCS || type == UCNV_LATIN_1 || type == UCNV_US_ASCII;
  if (!is_single_byte_) return;
  for (std::size_t b = 0; b < characters_.size(); ++b) {
    const char byte = static_cast<char>(b);
    const char* at = &byte;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter_.get());
    const UChar32 character = ucnv_getNextUChar(converter_.get(), &at, &byte + 1, &status);
    if (U_FAILURE(status) != 0 || character > 0xFFFF || character == 0xFFFD || is_c1_control(character)) continue;
    std::string utf8;
    append_utf8(utf8, character);
    characters_[b].num_bytes = static_cast<std::uint8_t>(utf8.size());
    std::ranges::copy(utf8, characters_[b].bytes.begin());
  }
}

std::optional<std::string_view> ValueDecoder::decode(std::string_view value) {
  const std::size_t first = length_of_ascii(value);
  if (first == value.size()) return value;
  if (!is_single_byte_) return decode_by_converter(value) ? std::optional<std::string_view>(out_) : std::nullopt;
  out_.assign(value.substr(0, first));
  for (const char c : value.substr(first)) {
    const Character& character = characters_[static_cast<unsigned char>(c)];
    if (character.num_bytes == 0) return std::nullopt;
    out_.append(character.bytes.data(), character.num_bytes);
  }
  return out_;
}

bool ValueDecoder::has(std::string_view value) {
  value.remove_prefix(length_of_ascii(value));
  if (value.empty()) return true;
  if (!is_single_byte_) return decode_by_converter(value);
  return std::ranges::all_of(value, [&](char c) { return characters_[static_cast<unsigned char>(c)].num_bytes != 0; });
}

bool ValueDecoder::decode_by_converter(std::string_view value) {
  units_.resize(2 * value.size() + 2);
  ucnv_reset(converter_.get());
  auto* const first = reinterpret_cast<UChar*>(units_.data());
  UChar* unit = first;
  const char* at = value.data();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_toUnicode(converter_.get(), &unit, first + units_.size(), &at, at + value.size(), nullptr, 1, &status);
  if (U_FAILURE(status) != 0) return false;
  out_.clear();
  append_utf8(out_, std::u16string_view(units_.data(), static_cast<std::size_t>(unit - first)));
  return out_.find(kUndecodable) == std::string::npos && out_.find("\xEF\xBF\xBD") == std::string::npos;
}

std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> source, const std::string& encoding) {
  return std::make_unique<DecodedSource>(std::move(source), encoding);
}

}  // namespace onefold::bytes
