#include "scratch/text_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"

namespace onefold::scratch {

namespace {

// The last bytes of the payload.
struct Trailer {
  std::uint64_t num_pages;
  RowSchema schema;
  std::uint32_t zero;
  std::uint64_t hash;  // of the directory and of the fields above
};
static_assert(sizeof(Trailer) == 32, "no padding: all bytes are hashed");

std::string_view text_of(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

template <typename T>
std::span<const char> bytes_of(const T* values, std::size_t count) {
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

std::uint64_t hash_of(const Trailer& trailer, std::span<const char> directory) {
  return hash_bytes({reinterpret_cast<const char*>(&trailer), offsetof(Trailer, hash)}, hash_bytes(text_of(directory)));
}

void append_bytes(std::vector<char>& page, std::span<const char> bytes) {
  page.insert(page.end(), bytes.begin(), bytes.end());
}

std::uint64_t end_before(const TextColumn& column, std::uint64_t row) { return row == 0 ? 0 : column.ends()[row - 1]; }

// The number of rows; throws if the caller's columns do not fit the schema.
std::uint64_t common_length(const RowColumns& rows, const RowSchema& schema) {
  std::vector<std::uint64_t> lengths;
  for (const auto* column : rows.text) lengths.push_back(column->size());
  for (const auto& column : rows.wide) lengths.push_back(column.size());
  for (const auto& column : rows.narrow) lengths.push_back(column.size());
  const bool fits = rows.text.size() == schema.num_text && rows.wide.size() == schema.num_wide &&
                    rows.narrow.size() == schema.num_narrow && !lengths.empty() &&
                    std::equal(lengths.begin() + 1, lengths.end(), lengths.begin());
  if (!fits) throw Error(ExitCode::internal, "broken invariant: rows of a product have the columns of its schema");
  return lengths.front();
}

}  // namespace

TextSliceWriter::TextSliceWriter(const WorkDirectory& work, std::string product, RowSchema schema,
                                 std::uint64_t rows_per_page)
    : writer_(work, std::move(product)), schema_(schema), rows_per_page_(std::max<std::uint64_t>(1, rows_per_page)) {}

void TextSliceWriter::append(const RowColumns& rows) {
  const std::uint64_t num_rows = common_length(rows, schema_);
  for (std::uint64_t begin = 0; begin < num_rows;) {
    const auto num_text_bytes = [&](std::uint64_t until) {
      std::uint64_t sum = 0;
      for (const auto* column : rows.text) sum += column->ends()[until - 1] - end_before(*column, begin);
      return sum;
    };
    // Long values may fill a page early. Then search for the last row that still fits. The first row always goes into
    // the page, alone if it must.
    std::uint64_t end = std::min(num_rows, begin + rows_per_page_);
    if (num_text_bytes(end) > kMaxPageBytes) {
      std::uint64_t fits = begin + 1;
      for (std::uint64_t too_far = end; too_far - fits > 1;) {
        const std::uint64_t middle = fits + (too_far - fits) / 2;
        (num_text_bytes(middle) <= kMaxPageBytes ? fits : too_far) = middle;
      }
      end = fits;
    }
    write_page(rows, begin, end);
    begin = end;
  }
}

void TextSliceWriter::write_page(const RowColumns& rows, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t num_rows = end - begin;
  page_.clear();
  ends_.resize(num_rows);
  for (const auto* column : rows.text) {
    const std::uint64_t base = end_before(*column, begin);
    const auto all_ends = column->ends();
    if (all_ends[end - 1] - base > std::numeric_limits<std::uint32_t>::max())
      throw Error(ExitCode::limit,
                  "a value of 4 GiB or more cannot be kept in the work directory: lower max_field_bytes");
    for (std::uint64_t i = 0; i < num_rows; ++i) ends_[i] = static_cast<std::uint32_t>(all_ends[begin + i] - base);
    append_bytes(page_, bytes_of(ends_.data(), num_rows));
    append_bytes(page_, column->bytes().subspan(base, ends_.back()));
  }
  for (const auto& column : rows.wide) append_bytes(page_, bytes_of(column.data() + begin, num_rows));
  for (const auto& column : rows.narrow) append_bytes(page_, bytes_of(column.data() + begin, num_rows));

  pages_.push_back({num_rows_, num_rows, writer_.num_bytes(), page_.size(), hash_bytes(text_of(page_))});
  writer_.append(page_);
  num_rows_ += num_rows;
}

void TextSliceWriter::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  if (num_rows_ > 0) {
    const auto directory = bytes_of(pages_.data(), pages_.size());
    Trailer trailer{pages_.size(), schema_, 0, 0};
    trailer.hash = hash_of(trailer, directory);
    writer_.append(directory);
    writer_.append(bytes_of(&trailer, 1));
  }
  writer_.finish();
  std::vector<PageEntry>().swap(pages_);
  std::vector<char>().swap(page_);
  std::vector<std::uint32_t>().swap(ends_);
}

std::optional<Slice> TextSliceWriter::close(std::uint64_t first) {
  finish();
  return writer_.close(first, first + num_rows_, num_rows_);
}

bool RowPage::parse(std::span<const char> page, const RowSchema& schema, std::uint64_t num_rows) {
  std::uint64_t at = 0;
  const auto take = [&](std::uint64_t num_bytes) -> const char* {
    if (num_bytes > page.size() - at) return nullptr;
    const char* const here = page.data() + at;
    at += num_bytes;
    return here;
  };
  if (num_rows == 0 || num_rows > page.size()) return false;
  text_.clear();
  wide_.clear();
  narrow_.clear();
  for (std::uint32_t i = 0; i < schema.num_text; ++i) {
    const char* const ends = take(num_rows * sizeof(std::uint32_t));
    if (ends == nullptr) return false;
    const char* const bytes = take(load<std::uint32_t>(ends, num_rows - 1));
    if (bytes == nullptr) return false;
    text_.push_back({ends, bytes});
  }
  for (std::uint32_t i = 0; i < schema.num_wide; ++i) wide_.push_back(take(num_rows * sizeof(std::uint64_t)));
  for (std::uint32_t i = 0; i < schema.num_narrow; ++i) narrow_.push_back(take(num_rows * sizeof(std::uint32_t)));
  const auto missing = [](const char* column) { return column == nullptr; };
  return at == page.size() && std::none_of(wide_.begin(), wide_.end(), missing) &&
         std::none_of(narrow_.begin(), narrow_.end(), missing);
}

TextSliceReader::TextSliceReader(const WorkDirectory& work, std::string product, RowSchema schema)
    : reader_(work, product), product_(std::move(product)), schema_(schema) {}

std::vector<TextSliceReader::PageEntry> TextSliceReader::read_directory(std::size_t slice) const {
  const std::uint64_t payload_bytes = reader_.slices()[slice].payload_bytes;
  Trailer trailer{};
  if (payload_bytes < sizeof trailer) reader_.throw_damaged(slice, "it is too short for rows");
  const std::uint64_t directory_end = payload_bytes - sizeof trailer;
  reader_.read_part(slice, directory_end, {reinterpret_cast<char*>(&trailer), sizeof trailer});
  if (trailer.num_pages > directory_end / sizeof(PageEntry))
    reader_.throw_damaged(slice, "its page directory is too long");

  std::vector<PageEntry> pages(trailer.num_pages);
  const std::uint64_t directory_bytes = pages.size() * sizeof(PageEntry);
  reader_.read_part(slice, directory_end - directory_bytes, {reinterpret_cast<char*>(pages.data()), directory_bytes});
  if (hash_of(trailer, bytes_of(pages.data(), pages.size())) != trailer.hash)
    reader_.throw_damaged(slice, "its page directory does not have the hash that it promises");
  if (!(trailer.schema == schema_)) reader_.throw_damaged(slice, "its columns are not those that this stage reads");
  return pages;
}

void TextSliceReader::for_each_entry(
    std::uint64_t first, std::uint64_t last,
    const std::function<bool(std::size_t, const PageEntry&, std::uint64_t)>& use) const {
  const auto& slices = reader_.slices();
  // Slices do not overlap. Start with the first that reaches into the range, and continue while they begin before its
  // end.
  auto slice = static_cast<std::size_t>(
      std::partition_point(slices.begin(), slices.end(), [&](const Slice& s) { return s.last <= first; }) -
      slices.begin());
  for (; first < last && slice < slices.size() && slices[slice].first < last; ++slice)
    for (const PageEntry& entry : read_directory(slice)) {
      const std::uint64_t page_first = slices[slice].first + entry.first_row;
      if (page_first + entry.num_rows <= first || page_first >= last) continue;
      if (!use(slice, entry, page_first)) return;
    }
}

PageExtent TextSliceReader::extent(std::uint64_t first, std::uint64_t last) const {
  PageExtent extent;
  for_each_entry(first, last, [&](std::size_t, const PageEntry& entry, std::uint64_t) {
    extent.num_bytes += entry.num_bytes;
    extent.largest_bytes = std::max(extent.largest_bytes, entry.num_bytes);
    return true;
  });
  return extent;
}

void TextSliceReader::for_each_page(std::uint64_t first, std::uint64_t last,
                                    const std::function<void(const RowPage&)>& use) const {
  std::uint64_t next = first;
  std::vector<char> bytes;
  RowPage page;
  for_each_entry(first, last, [&](std::size_t slice, const PageEntry& entry, std::uint64_t page_first) {
    bytes.resize(entry.num_bytes);
    reader_.read_part(slice, entry.offset, bytes);
    if (hash_bytes(text_of(bytes)) != entry.hash || !page.parse(bytes, schema_, entry.num_rows))
      reader_.throw_damaged(slice,
                            fmt::format("its rows from id {} on do not have the hash that it promises", page_first));
    page.begin_ = std::max(first, page_first) - page_first;
    page.end_ = std::min(last, page_first + entry.num_rows) - page_first;
    page.first_id_ = page_first + page.begin_;
    if (page.first_id_ != next) return false;  // a gap: reported below
    next += page.size();
    use(page);
    return true;
  });
  if (next < last)
    throw Error(ExitCode::internal,
                fmt::format("broken invariant: the product {} holds all ids of [{}, {}); {} is missing", product_,
                            first, last, next));
}

}  // namespace onefold::scratch
