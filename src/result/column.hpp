// One dataset of the result file. Its name, type and place in the content digest are defined once, for writers and
// readers alike. The headers *_table.hpp hold the columns of each table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "onefold/record/text_column.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/result_writer.hpp"

namespace onefold::result {

/// The type of a column whose rows are texts.
struct Text {};

/// Whether every result file has the dataset.
enum class Presence : bool { optional, required };

/// T: std::int8_t, std::int16_t, std::int32_t, std::int64_t, float, double or Text.
template <typename T>
struct Column {
  static constexpr bool kIsText = std::is_same_v<T, Text>;
  using Values = std::conditional_t<kIsText, TextColumn, std::vector<std::conditional_t<kIsText, char, T>>>;
  using Rows = std::conditional_t<kIsText, const TextColumn&, std::span<const std::conditional_t<kIsText, char, T>>>;

  std::string name;
  Presence presence = Presence::required;
  Digested digested = Digested::yes;

  // Reading. Local; throws as ResultReader does.
  [[nodiscard]] bool is_in(const ResultReader& file) const { return file.has(name); }
  [[nodiscard]] std::uint64_t num_rows(const ResultReader& file) const { return file.num_rows(name); }
  [[nodiscard]] std::uint64_t width(const ResultReader& file) const { return file.width(name); }
  /// Rows `first` .. `first + count` - 1.
  [[nodiscard]] Values read(const ResultReader& file, std::uint64_t first, std::uint64_t count) const {
    if constexpr (kIsText)
      return file.read_text_column(name, first, count);
    else if constexpr (std::is_same_v<T, std::int8_t>)
      return file.read_int8(name, first, count);
    else if constexpr (std::is_same_v<T, std::int16_t>)
      return file.read_int16(name, first, count);
    else if constexpr (std::is_same_v<T, std::int32_t>)
      return file.read_int32(name, first, count);
    else if constexpr (std::is_same_v<T, std::int64_t>)
      return file.read_int64(name, first, count);
    else if constexpr (std::is_same_v<T, float>)
      return file.read_float(name, first, count);
    else
      return file.read_double(name, first, count);
  }
  [[nodiscard]] Values read_all(const ResultReader& file) const { return read(file, 0, num_rows(file)); }
  /// One row.
  [[nodiscard]] auto read_row(const ResultReader& file, std::uint64_t row) const {
    if constexpr (kIsText)
      return std::string(read(file, row, 1)[0]);
    else
      return read(file, row, 1).front();
  }

  // Writing.
  /// Collective. The rows of all ranks, in the order of ranks.
  void write(ResultWriter& writer, Rows local) const { writer.write(name, local, digested); }
  /// Not collective. The rows of rank 0; use it for small tables.
  void write_once(ResultWriter& writer, Rows rows) const { writer.write_once(name, rows, digested); }
  /// Not collective. A column of one text, which is equal on all ranks.
  void write_text(ResultWriter& writer, const std::string& text) const { writer.write_text(name, text, digested); }
  /// Collective. `width`: columns of a matrix; 0: a vector.
  [[nodiscard]] NumberStream<T> begin(ResultWriter& writer, std::uint64_t num_global_rows,
                                      std::uint64_t width = 0) const {
    return writer.begin_numbers<T>(name, num_global_rows, width, digested);
  }
  /// Collective.
  [[nodiscard]] TextStream begin_text(ResultWriter& writer, std::uint64_t num_global_rows) const {
    return writer.begin_text(name, num_global_rows, digested);
  }
};

/// The name of the type in /verification and the content digest.
template <typename T>
[[nodiscard]] constexpr const char* type_name_of_column() {
  if constexpr (std::is_same_v<T, Text>) return "text";
  if constexpr (std::is_same_v<T, std::int8_t>) return "int8";
  if constexpr (std::is_same_v<T, std::int16_t>) return "int16";
  if constexpr (std::is_same_v<T, std::int32_t>) return "int32";
  if constexpr (std::is_same_v<T, std::int64_t>) return "int64";
  if constexpr (std::is_same_v<T, float>) return "float32";
  return "float64";
}

/// Ids and counts below 2^63 as the file holds them, without a copy.
[[nodiscard]] inline std::span<const std::int64_t> as_signed(std::span<const std::uint64_t> values) {
  return {reinterpret_cast<const std::int64_t*>(values.data()), values.size()};
}

}  // namespace onefold::result
