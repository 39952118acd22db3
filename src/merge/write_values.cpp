#include "merge/write_values.hpp"

#include <algorithm>

#include "merge/golden_elements.hpp"
#include "record/empty_text.hpp"
#include "result/record_values_table.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::merge {

namespace {

using result::RecordValuesTable;

// Calls work(first, last) with this rank's part of each window of records.
template <typename Work>
void for_each_part(const mpi::Communicator& world, std::uint64_t num_records, std::uint64_t max_rows,
                   const Work& work) {
  for (std::uint64_t begin = 0; begin < num_records; begin += max_rows) {
    const BlockDistribution window(std::min(max_rows, num_records - begin), world.size());
    work(begin + window.begin(world.rank()), begin + window.end(world.rank()));
  }
}

// Local. The texts of the records first .. last - 1, as people see them.
TextColumn read_texts(const scratch::TextSliceReader& reader, const config::AttributeConfig& attribute, RecordId first,
                      RecordId last) {
  TextColumn texts;
  // A growing column is copied, and both copies exist meanwhile. Reserved pages that are never touched take no memory.
  const std::uint64_t longer = attribute.is_array ? shown_separator(attribute).size() : 1;
  texts.reserve(last - first, longer * reader.extent(first, last).num_bytes);
  reader.for_each_page(first, last, [&](const scratch::RowPage& page) {
    if (!attribute.is_array) return page.append_text(0, texts);
    for (std::size_t i = 0; i < page.size(); ++i) texts.push_back(shown_value(page.stored_text(0, i), attribute));
  });
  return texts;
}

// Local. Empties the texts that have the mark of an empty text, and says which values are missing. Returns whether
// there are empty texts.
bool take_marks(TextColumn& texts, std::vector<std::int8_t>& present) {
  present.assign(texts.size(), 1);
  bool has_empty = false;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    has_empty |= is_empty_text(texts[row]);
    if (texts[row].empty()) present[row] = 0;
  }
  if (!has_empty) return false;
  TextColumn without;
  without.reserve(texts.size(), texts.num_bytes());
  for (std::size_t row = 0; row < texts.size(); ++row) without.push_back(without_mark(texts[row]));
  texts = std::move(without);
  return true;
}

}  // namespace

void write_values(const Context& context, const Columns& columns, const memory::WindowNeeds& needs,
                  result::ResultWriter& writer) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  if (job.result.values == config::KeptValues::none) return;
  const std::uint64_t num_records = columns.distribution.num_global();
  const std::uint64_t max_rows = memory::window_rows(context, needs);

  auto updated = RecordValuesTable::kUpdated.begin(writer, num_records);
  for_each_part(world, num_records, max_rows, [&](RecordId first, RecordId last) {
    std::vector<std::int64_t> moments;
    mpi::run_locally(world, [&] { moments = scratch::read_raw_moments(context, columns, first, last); });
    updated.append(moments);
  });
  updated.finish();

  // Returns whether a value is an empty text; `present`: [window][record] 0 for missing values.
  const auto write = [&](AttributeIndex a, const std::string& product, const result::Column<result::Text>& column,
                         std::vector<std::vector<std::int8_t>>& present) {
    bool has_empty = false;
    const scratch::TextSliceReader reader(work, product, scratch::kRawAttributeSchema);
    auto texts = column.begin_text(writer, num_records);
    for_each_part(world, num_records, max_rows, [&](RecordId first, RecordId last) {
      TextColumn part;
      mpi::run_locally(world, [&] {
        part = read_texts(reader, job.attributes[a], first, last);
        has_empty |= take_marks(part, present.emplace_back());
      });
      texts.append(part);
    });
    texts.finish();
    return has_empty;
  };
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    std::vector<std::vector<std::int8_t>> present, unused;
    if (world.any(write(a, scratch::raw_attribute(a), RecordValuesTable::value(job.attributes[a].name), present))) {
      auto stream = RecordValuesTable::present(job.attributes[a].name).begin(writer, num_records);
      for (const auto& of_window : present) stream.append(of_window);
      stream.finish();
    }
    if (job.result.values != config::KeptValues::raw_cleansed) continue;
    (void)write(a, scratch::cleansed_texts(a), RecordValuesTable::cleansed(job.attributes[a].name), unused);
    work.remove_product(scratch::cleansed_texts(a));
  }
}

}  // namespace onefold::merge
