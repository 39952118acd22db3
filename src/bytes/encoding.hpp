// Text in other encodings than UTF-8, by ICU's converters.
//
// There are two ways. Where the bytes of line ends, delimiters and quotes are never part of another character, a file
// is cut and parsed as it is stored, and only values are decoded (`values`). Where they may be (UTF-16, EBCDIC, some
// encodings of Asia), the whole file is decoded from front to back before it is parsed (`stream`). Local.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bytes/byte_source.hpp"

struct UConverter;

namespace onefold::bytes {

enum class Decoding : std::uint8_t { none, values, stream };

/// Stands in decoded text for bytes that the encoding does not have. It is no UTF-8, so that the row goes to
/// quarantine.
inline constexpr char kUndecodable = '\xFF';

/// The usual name of an encoding that ICU knows, such as "windows-1252" for "cp1252"; "UTF-8" for any of its names.
[[nodiscard]] std::string usual_name(const std::string& encoding);

/// `structure`: the bytes that a parser looks for besides line ends, in UTF-8.
[[nodiscard]] Decoding decoding_of(const std::string& encoding, std::string_view structure);

struct CloseConverter {
  void operator()(UConverter* converter) const;
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// Decodes values of an encoding with Decoding::values.
class ValueDecoder {
 public:
  explicit ValueDecoder(const std::string& encoding);

  /// The value in UTF-8; nothing if it has bytes that the encoding does not have. Valid until the next call. A value in
  /// ASCII is returned as it is.
  [[nodiscard]] std::optional<std::string_view> decode(std::string_view value);
  /// Whether the encoding has all bytes of the value.
  [[nodiscard]] bool has(std::string_view value);

 private:
  struct Character {
    std::uint8_t num_bytes = 0;  ///< 0: the encoding does not have it
    std::array<char, 3> bytes{};
  };
  bool decode_by_converter(std::string_view value);

  Converter converter_;
  bool is_single_byte_ = false;
  std::array<Character, 256> characters_{};
  std::u16string units_;
  std::string out_;
};

/// The text of `source` in UTF-8, without a byte-order mark. Bytes that the encoding does not have become kUndecodable.
[[nodiscard]] std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> source, const std::string& encoding);

}  // namespace onefold::bytes
