#include "verify/verify_values.hpp"

#include <algorithm>

#include "record/elements.hpp"
#include "record/hash.hpp"
#include "result/lineage.hpp"
#include "result/record_values_table.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

using result::RecordValuesTable;

/// How the elements of an array stand in its values.
struct ShownArray {
  std::string separator;   // that people see
  std::string separators;  // single bytes that separate elements, once `separator` is one of them
};

template <typename Visit>
void for_each_shown_element(const ShownArray& array, std::string_view value, std::string& buffer, const Visit& visit) {
  buffer.clear();
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find(array.separator, at), value.size());
    if (at > 0) buffer += kElementSeparator;
    buffer.append(value.substr(at, end - at));
    at = end + array.separator.size();
  }
  for_each_element(buffer, array.separators, visit);
}

// What is missing has no text, and the column is there for a reason.
void check_present(const result::ResultReader& file, const result::Column<result::Text>& texts,
                   const result::Column<std::int8_t>& present) {
  if (!present.is_in(file)) return;
  require(present.num_rows(file) == texts.num_rows(file), "{} has {} rows, {} has {}", present.name,
          present.num_rows(file), texts.name, texts.num_rows(file));
  bool has_empty = false;
  result::for_each_slice(texts.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const TextColumn values = texts.read(file, first, count);
    const auto is_there = present.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      require(is_there[i] == 1 || (is_there[i] == 0 && values[i].empty()), "{}: row {} is missing, but has a text",
              present.name, first + i);
      has_empty |= is_there[i] == 1 && values[i].empty();
    }
  });
  require(has_empty, "{} is there, but no value is an empty text", present.name);
}

// Every golden value equals the value of its origin.
void check_single_values(const result::ResultReader& file, std::string_view attribute, std::uint64_t num_records) {
  const auto golden = CustomersTable::golden(attribute);
  const auto value = RecordValuesTable::value(attribute);
  // [record] Hash of the golden value that comes from it; 0: none does.
  std::vector<std::uint64_t> expected(num_records, 0);
  result::for_each_slice(golden.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const TextColumn values = golden.read(file, first, count);
    const auto origin = result::LineageColumns(attribute).record.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      if (origin[i] >= 0) expected[static_cast<std::size_t>(origin[i])] = hash_bytes(values[i]) | 1;
  });
  result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
    const TextColumn values = value.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      require(expected[first + i] == 0 || expected[first + i] == (hash_bytes(values[i]) | 1),
              "{}: the value of the customer of record {} comes from it, but {} holds another one", golden.name,
              first + i, value.name);
  });
}

// Every element of a golden value is an element of a member.
void check_elements(const result::ResultReader& file, std::string_view attribute, const ShownArray& array,
                    const std::vector<std::int64_t>& cluster_of) {
  const auto golden = CustomersTable::golden(attribute);
  const auto value = RecordValuesTable::value(attribute);
  const auto element_of = [](std::int64_t cluster, std::string_view element) {
    return mix(hash_bytes(element), static_cast<std::uint64_t>(cluster));
  };
  std::string buffer;
  std::vector<std::uint64_t> wanted;
  result::for_each_slice(golden.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const TextColumn values = golden.read(file, first, count);
    const auto cluster = CustomersTable::kClusterId.read(file, first, count);
    const auto rule = result::LineageColumns(attribute).rule.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      // The value of a steward need not be one of a record.
      if (rule[i] != static_cast<std::int8_t>(result::LineageRule::override_by_steward))
        for_each_shown_element(array, values[i], buffer,
                               [&](std::string_view element) { wanted.push_back(element_of(cluster[i], element)); });
  });
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<bool> found(wanted.size(), false);
  result::for_each_slice(cluster_of.size(), [&](std::uint64_t first, std::uint64_t count) {
    const TextColumn values = value.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      for_each_shown_element(array, values[i], buffer, [&](std::string_view element) {
        const std::uint64_t key = element_of(cluster_of[first + i], element);
        const auto at = std::lower_bound(wanted.begin(), wanted.end(), key);
        if (at != wanted.end() && *at == key) found[static_cast<std::size_t>(at - wanted.begin())] = true;
      });
  });
  const auto missing = std::count(found.begin(), found.end(), false);
  require(missing == 0, "{}: {} elements are in no value of a member in {}", golden.name, missing, value.name);
}

}  // namespace

std::string check_values(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  const auto attributes = AttributesTable::read(file);
  std::uint64_t num_values = 0;
  for (std::size_t a = 0; a < attributes.name.size(); ++a)
    check_present(file, CustomersTable::golden(attributes.name[a]), CustomersTable::golden_present(attributes.name[a]));
  if (!RecordValuesTable::kUpdated.is_in(file)) {
    for (std::size_t a = 0; a < attributes.name.size(); ++a)
      require(!RecordValuesTable::value(attributes.name[a]).is_in(file), "{} is missing, but there are values",
              RecordValuesTable::kUpdated.name);
    return "none is kept: the job says values = \"none\"";
  }
  require(RecordValuesTable::kUpdated.num_rows(file) == cluster_of.size(), "{} has {} rows, expected {}",
          RecordValuesTable::kUpdated.name, RecordValuesTable::kUpdated.num_rows(file), cluster_of.size());
  for (std::size_t a = 0; a < attributes.name.size(); ++a) {
    const auto value = RecordValuesTable::value(attributes.name[a]);
    const auto cleansed = RecordValuesTable::cleansed(attributes.name[a]);
    require(value.is_in(file), "{} is missing", value.name);
    for (const auto& column : {value, cleansed})
      require(!column.is_in(file) || column.num_rows(file) == cluster_of.size(), "{} has {} rows, expected {}",
              column.name, column.is_in(file) ? column.num_rows(file) : 0, cluster_of.size());
    check_present(file, value, RecordValuesTable::present(attributes.name[a]));
    num_values += cluster_of.size();
    const std::string separator(attributes.separator.empty() ? std::string_view() : attributes.separator[a]);
    if (separator.empty()) {
      check_single_values(file, attributes.name[a], cluster_of.size());
      continue;
    }
    const auto type = attribute_type_from(attributes.type[a]);
    require(type.has_value(), "/attributes: attribute {} has a type that this program does not know", a);
    check_elements(file, attributes.name[a],
                   {separator, separators_of(*type, separator.size() == 1 ? separator.front() : '\0')}, cluster_of);
  }
  return fmt::format("{} values of records; every golden value is one of them", num_values);
}

}  // namespace onefold::verify
