#include "suggest/sources.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace onefold::suggest {

namespace {

using Hashes = std::vector<std::uint64_t>;  // ascending

std::string without_digits(const std::string& path) {
  std::string pattern;
  for (const char c : path)
    if (c < '0' || c > '9') pattern += c;
  return pattern;
}

// What the values of a column say about how the whole column is read.
struct Form {
  std::optional<DateOrder> order;    ///< proven
  std::optional<DateDigits> digits;  ///< likewise
  std::string region;
  char decimal = '\0';
};

Form form_of(const Column& column) {
  Form form{.region = column.region, .decimal = cleanse::decimal_of(column.numbers)};
  const auto reading = cleanse::reading_of(column.date_evidence, {});
  const auto has = [&](cleanse::DateProof proof) { return column.date_evidence[static_cast<std::size_t>(proof)] > 0; };
  if (has(cleanse::DateProof::day_first) || has(cleanse::DateProof::month_first) || has(cleanse::DateProof::year_first))
    form.order = reading.order;
  if (reading.digits != DateDigits::by_number) form.digits = reading.digits;
  return form;
}

template <typename T>
bool agree(const T& a, const T& b) {
  return a == b || a == T() || b == T();
}

struct Source {
  std::vector<std::uint32_t> files;
  std::vector<Form> forms;  ///< [column]
  std::optional<std::size_t> id;
  sniff::IdSet ids;
};

bool takes(const Source& source, const std::vector<Form>& forms, std::optional<std::size_t> id, const Hashes& ids) {
  return source.id == id &&
         std::ranges::equal(source.forms, forms,
                            [](const Form& a, const Form& b) {
                              return agree(a.order, b.order) && agree(a.digits, b.digits) &&
                                     agree(a.region, b.region) && agree(a.decimal, b.decimal);
                            }) &&
         !source.ids.has_any_of(ids);
}

void add_file(Source& source, std::uint32_t file, std::vector<Form> forms, Hashes ids) {
  source.files.push_back(file);
  source.ids.add(std::move(ids));
  if (source.forms.empty()) source.forms.resize(forms.size());
  for (std::size_t c = 0; c < forms.size(); ++c) {
    if (!source.forms[c].order) source.forms[c].order = forms[c].order;
    if (!source.forms[c].digits) source.forms[c].digits = forms[c].digits;
    if (source.forms[c].decimal == '\0') source.forms[c].decimal = forms[c].decimal;
    if (source.forms[c].region.empty()) source.forms[c].region = std::move(forms[c].region);
  }
}

}  // namespace

std::vector<std::vector<std::uint32_t>> group_into_sources(Input& input, const std::vector<Column>& columns,
                                                           bool keep_apart) {
  std::vector<std::vector<Form>> forms(input.tables.size());
  for (const Column& column : columns) forms[column.table].push_back(form_of(column));
  std::vector<Source> sources;
  for (std::uint32_t t = 0; t < input.tables.size(); ++t) {
    Table& table = input.tables[t];
    const auto id = std::ranges::find_if(table.ids, &sniff::IdCandidate::unique);
    const auto column_of_id = id == table.ids.end() ? std::nullopt : std::optional(id->column);
    Hashes ids = id == table.ids.end() ? Hashes() : std::exchange(id->hashes, {});
    const auto source = std::ranges::find_if(sources, [&](const Source& one) {
      const Table& first = input.tables[one.files.front()];
      return !keep_apart && table.database == nullptr && first.database == nullptr &&
             without_digits(first.path) == without_digits(table.path) && first.columns == table.columns &&
             first.dialect.shape == table.dialect.shape && first.dialect.text == table.dialect.text &&
             takes(one, forms[t], column_of_id, ids);
    });
    Source& taken = source == sources.end() ? sources.emplace_back(Source{.id = column_of_id}) : *source;
    add_file(taken, t, std::move(forms[t]), std::move(ids));
  }
  std::vector<std::vector<std::uint32_t>> groups;
  for (Source& source : sources) groups.push_back(std::move(source.files));
  return groups;
}

Input by_source(Input input, const std::vector<std::vector<std::uint32_t>>& sources) {
  Input joined{.sample = std::move(input.sample), .rate = input.rate};
  std::vector<std::uint32_t> source_of(input.tables.size());
  for (const auto& files : sources) {
    const auto source = static_cast<std::uint32_t>(joined.tables.size());
    Table& table = joined.tables.emplace_back(std::move(input.tables[files.front()]));
    std::erase_if(table.ids, [](const auto& candidate) { return !candidate.unique; });
    if (table.ids.size() > 1) table.ids.resize(1);  // The one that all files have.
    for (const std::uint32_t file : files) {
      source_of[file] = source;
      if (file == files.front()) continue;
      const Table& part = input.tables[file];
      table.num_rows += part.num_rows;
      table.num_malformed += part.num_malformed;
      table.has_several.resize(std::max(table.has_several.size(), part.has_several.size()), false);
      for (std::size_t c = 0; c < part.has_several.size(); ++c)
        if (part.has_several[c]) table.has_several[c] = true;
    }
  }
  for (auto& row : joined.sample) row.table = source_of[row.table];
  std::ranges::stable_sort(joined.sample, {}, &SampledRow::table);
  return joined;
}

}  // namespace onefold::suggest
