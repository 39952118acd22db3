#include "tables/line_fields.hpp"

#include <algorithm>

#include "csv/utf8.hpp"
#include "tables/json_line.hpp"

namespace onefold::tables {

namespace {

/// Columns by the positions of their characters.
class FixedWidthLine final : public LineFields {
 public:
  FixedWidthLine(const std::vector<config::FixedColumn>& columns, std::uint64_t max_field_bytes)
      : columns_(columns), max_field_bytes_(max_field_bytes), values_(columns.size()) {
    for (const auto& column : columns) last_position_ = std::max<std::size_t>(last_position_, column.last);
  }

  void take(std::string_view line) override {
    defect_.reset();
    const csv::ByteKinds kinds = csv::byte_kinds(line);
    if (kinds.has_nul) defect_ = csv::Defect::nul_byte;
    if (kinds.has_non_ascii && !csv::is_valid_utf8(line)) defect_ = csv::Defect::invalid_utf8;
    if (defect_) return;
    if (kinds.has_non_ascii) find_characters(line);
    // A short line lacks its last columns, or a part of one.
    const auto at = [&](std::size_t position) {
      if (!kinds.has_non_ascii) return std::min(position, line.size());
      return position < begins_.size() ? begins_[position] : line.size();
    };
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::size_t begin = at(columns_[c].first - 1);
      values_[c] = begin == line.size() ? std::string_view()
                                        : csv::without_outer_blanks(line.substr(begin, at(columns_[c].last) - begin));
      if (values_[c].size() > max_field_bytes_) defect_ = csv::Defect::field_too_long;
    }
  }
  [[nodiscard]] std::size_t num_fields() const override { return values_.size(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return values_[field]; }
  [[nodiscard]] std::optional<csv::Defect> defect() const override { return defect_; }
  [[nodiscard]] bool has_seen(std::size_t) const override { return true; }
  [[nodiscard]] bool has_several(std::size_t) const override { return false; }
  [[nodiscard]] bool is_lost(std::size_t) const override { return false; }

 private:
  /// Where the first characters of the line begin, as many as any column reaches to.
  void find_characters(std::string_view line) {
    begins_.clear();
    for (std::size_t i = 0; i < line.size() && begins_.size() <= last_position_; ++i)
      if ((static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U) begins_.push_back(i);
  }

  std::vector<config::FixedColumn> columns_;
  std::uint64_t max_field_bytes_;
  std::size_t last_position_ = 0;
  std::vector<std::size_t> begins_;
  std::vector<std::string_view> values_;
  std::optional<csv::Defect> defect_;
};

}  // namespace

std::unique_ptr<LineFields> make_line_fields(config::Shape shape, const config::TextFormat& text,
                                             const std::vector<std::string>& columns, std::uint64_t max_field_bytes) {
  if (shape == config::Shape::ndjson) return make_json_line(columns, max_field_bytes);
  return std::make_unique<FixedWidthLine>(text.widths, max_field_bytes);
}

}  // namespace onefold::tables
