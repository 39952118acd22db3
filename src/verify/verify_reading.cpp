#include "verify/verify_reading.hpp"

#include "result/reading_tables.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

std::string check_reading(const result::ResultReader& file) {
  using result::ReadingTable;
  using result::UnreadableTable;
  if (!ReadingTable::kSource.is_in(file)) return "the file has no reading report";
  const auto reading = ReadingTable::read(file);
  const auto sources = SourcesTable::read(file);
  const auto num_attributes = static_cast<std::int64_t>(AttributesTable::kName.num_rows(file));
  std::size_t r = 0;
  for (std::size_t s = 0; s < sources.records.size(); ++s) {
    const auto check_row = [&](std::int64_t attribute, bool is_time) {
      require(r < reading.source.size() && static_cast<std::size_t>(reading.source[r]) == s &&
                  reading.attribute[r] == attribute && (reading.is_time_of_change[r] != 0) == is_time,
              "/reading has no row of source {} and attribute {} in its place", s, attribute);
      // Compared one by one, because sums of damaged counts could overflow.
      std::int64_t left = sources.records[s];
      for (const std::int64_t part : {reading.filled[r], reading.missing[r], reading.dummy[r], reading.unreadable[r]}) {
        require(part >= 0 && part <= left, "/reading row {}: its counts exceed the {} records of source {}", r,
                sources.records[s], s);
        left -= part;
      }
      require(left == 0, "/reading row {}: its counts lack {} of the {} records of source {}", r, left,
              sources.records[s], s);
      ++r;
    };
    for (std::int64_t a = 0; a < num_attributes; ++a) check_row(a, false);
    if (r < reading.source.size() && reading.attribute[r] == -1) check_row(-1, false);
    for (; r < reading.source.size() && reading.is_time_of_change[r] != 0;) {
      const std::int64_t attribute = reading.attribute[r];
      require(attribute >= 0 && attribute < num_attributes, "/reading row {}: the times are of no attribute", r);
      check_row(attribute, true);
    }
  }
  require(r == reading.source.size(), "/reading has {} rows, expected {}", reading.source.size(), r);

  const auto example = UnreadableTable::kReading.read_all(file);
  const auto row = UnreadableTable::kRow.read_all(file);
  require(example.size() == row.size(), "the columns of /unreadable have {} and {} rows", example.size(), row.size());
  std::vector<std::int64_t> num_examples(reading.source.size(), 0);
  for (std::size_t i = 0; i < example.size(); ++i) {
    const auto of = static_cast<std::size_t>(example[i]);
    require(of < reading.source.size() && ++num_examples[of] <= reading.unreadable[of],
            "/unreadable row {}: /reading counts no such value", i);
    require(row[i] >= 1 && row[i] <= sources.rows_read[static_cast<std::size_t>(reading.source[of])],
            "/unreadable row {}: the source has no row {}", i, row[i]);
  }
  return fmt::format("the values of {} columns add up to the records of their sources", reading.source.size());
}

}  // namespace onefold::verify
