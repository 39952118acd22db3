#include "inspect/page_golden.hpp"

#include "inspect/found_name.hpp"
#include "result/column.hpp"
#include "result/customers_table.hpp"

namespace onefold::inspect {

namespace {

using result::Column;

// In the order of /customers/lineage/ATTRIBUTE/rule.
constexpr std::string_view kRuleTexts[] = {
    "", "most_recent", "most_frequent", "longest", "source_priority", "union", "first", "min", "max", "any", "trust"};
constexpr std::int8_t kTrustRule = 10;
constexpr std::int8_t kOverrideRule = 11;
constexpr double kScoresPerPoint = 1000;

// The value of a column of numbers in one row; `absent` if the file does not have the column.
template <typename T>
std::int64_t number_at(const result::ResultReader& file, const std::string& column, std::uint64_t row,
                       std::int64_t absent) {
  return file.has(column) ? std::int64_t{Column<T>{column}.read_row(file, row)} : absent;
}

std::string name_or_nothing(const result::ResultReader& file, std::int64_t record) {
  return record < 0 ? std::string() : record_name_text(file, record);
}

void add_lineage(const result::ResultReader& file, const std::string& group, std::uint64_t row, PageGolden& golden) {
  golden.from = name_or_nothing(file, number_at<std::int64_t>(file, group + "/record", row, -1));
  golden.runner_up = name_or_nothing(file, number_at<std::int64_t>(file, group + "/runner_up", row, -1));
  if (file.has(group + "/distinct")) golden.distinct = number_at<std::int32_t>(file, group + "/distinct", row, 0);
  const std::int64_t rule = number_at<std::int8_t>(file, group + "/rule", row, 0);
  if (rule >= 0 && rule < static_cast<std::int64_t>(std::size(kRuleTexts)))
    golden.rule = kRuleTexts[static_cast<std::size_t>(rule)];
  golden.is_override = rule == kOverrideRule;
  if (rule == kTrustRule)
    golden.trust = static_cast<double>(number_at<std::int32_t>(file, group + "/score", row, 0)) / kScoresPerPoint;
}

}  // namespace

std::vector<PageGolden> golden_of(const result::ResultReader& file, const std::vector<std::string>& attributes,
                                  std::uint64_t customer) {
  std::vector<PageGolden> all;
  for (const std::string& attribute : attributes) {
    PageGolden golden;
    golden.attribute = attribute;
    golden.value = result::CustomersTable::golden(attribute).read_row(file, customer);
    const Column<result::Text> cleansed{"/customers/cleansed/" + attribute};
    if (cleansed.is_in(file)) golden.cleansed = cleansed.read_row(file, customer);
    if (golden.cleansed == golden.value) golden.cleansed.clear();
    const std::string lineage = "/customers/lineage/" + attribute;
    if (file.has(lineage))
      add_lineage(file, lineage, customer, golden);
    else
      golden.from =
          name_or_nothing(file, number_at<std::int64_t>(file, "/customers/origin/" + attribute, customer, -1));
    all.push_back(std::move(golden));
  }
  return all;
}

}  // namespace onefold::inspect
