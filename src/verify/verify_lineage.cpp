#include "verify/verify_lineage.hpp"

#include <iterator>

#include "result/lineage.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

using result::LineageRule;

// Rows of the lineage of one attribute.
struct LineageSlice {
  TextColumn value, cleansed;
  std::vector<std::int64_t> record, runner_up;
  std::vector<std::int8_t> rule;
  std::vector<std::int32_t> score, distinct;
};

class LineageCheck {
 public:
  LineageCheck(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of)
      : file_(file),
        cluster_of_(cluster_of),
        attributes_(AttributesTable::read(file)),
        clusters_(CustomersTable::kClusterId.read_all(file)) {
    for (std::size_t a = 0; a < attributes_.name.size(); ++a) lineage_.emplace_back(attributes_.name[a]);
  }

  std::string check() {
    for (std::size_t a = 0; a < lineage_.size(); ++a) require_columns(a);
    result::for_each_slice(clusters_.size(), [&](std::uint64_t first, std::uint64_t count) {
      std::vector<LineageSlice> slices;
      for (std::size_t a = 0; a < lineage_.size(); ++a) {
        slices.push_back(read(a, first, count));
        for (std::uint64_t i = 0; i < count; ++i) check_cell(a, slices.back(), first, i);
      }
      check_groups(slices, first, count);
    });
    return num_overridden_ == 0
               ? fmt::format("{} golden values come from members", num_values_)
               : fmt::format("{} golden values come from members, {} from stewards", num_values_, num_overridden_);
  }

 private:
  void require_columns(std::size_t a) const {
    const auto& of = lineage_[a];
    const std::string names[] = {CustomersTable::golden(attributes_.name[a]).name,
                                 CustomersTable::cleansed(attributes_.name[a]).name,
                                 of.record.name,
                                 of.rule.name,
                                 of.score.name,
                                 of.runner_up.name,
                                 of.distinct.name};
    for (const std::string& name : names) {
      require(file_.has(name), "{} is missing", name);
      require(file_.num_rows(name) == clusters_.size(), "{} has {} rows, and there are {} customers", name,
              file_.num_rows(name), clusters_.size());
    }
  }

  [[nodiscard]] LineageSlice read(std::size_t a, std::uint64_t first, std::uint64_t count) const {
    const auto& of = lineage_[a];
    return {CustomersTable::golden(attributes_.name[a]).read(file_, first, count),
            CustomersTable::cleansed(attributes_.name[a]).read(file_, first, count),
            of.record.read(file_, first, count),
            of.runner_up.read(file_, first, count),
            of.rule.read(file_, first, count),
            of.score.read(file_, first, count),
            of.distinct.read(file_, first, count)};
  }

  [[nodiscard]] bool is_member(std::int64_t record, std::uint64_t customer) const {
    return record >= 0 && static_cast<std::size_t>(record) < cluster_of_.size() &&
           cluster_of_[static_cast<std::size_t>(record)] == clusters_[customer];
  }

  void check_cell(std::size_t a, const LineageSlice& slice, std::uint64_t first, std::uint64_t i) {
    const auto& of = lineage_[a];
    const std::uint64_t customer = first + i;
    const int rule = slice.rule[i];
    require(rule >= 0 && rule < static_cast<int>(std::size(result::kLineageRuleNames)),
            "{}: customer {} has the unknown rule {}", of.rule.name, customer, rule);
    require(slice.cleansed[i].empty() || !slice.value[i].empty(), "{}: customer {} has a value, but no golden value",
            CustomersTable::cleansed(attributes_.name[a]).name, customer);
    require(slice.score[i] == 0 ||
                (rule == static_cast<int>(LineageRule::trust) && slice.score[i] > 0 && slice.score[i] <= 100'000),
            "{}: customer {} has the trust {}", of.score.name, customer, slice.score[i]);
    require(slice.runner_up[i] == -1 || is_member(slice.runner_up[i], customer),
            "{}: customer {} has record {}, which is not its member", of.runner_up.name, customer, slice.runner_up[i]);
    if (rule == static_cast<int>(LineageRule::override_by_steward)) {
      require(slice.record[i] == -1, "{}: customer {} has a record, but a steward has set the value", of.record.name,
              customer);
      ++num_overridden_;
      return;
    }
    const bool is_missing = rule == static_cast<int>(LineageRule::none);
    require((slice.record[i] == -1) == is_missing && slice.value[i].empty() == is_missing,
            "{}: customer {} has a value without a record or a rule, or one of these without a value", of.record.name,
            customer);
    require((slice.distinct[i] > 0) != is_missing, "{}: customer {} has {} values", of.distinct.name, customer,
            slice.distinct[i]);
    if (is_missing) {
      require(slice.runner_up[i] == -1, "{}: customer {} has no value", of.runner_up.name, customer);
      return;
    }
    require(is_member(slice.record[i], customer), "{}: customer {} has a value of record {}, which is not its member",
            of.record.name, customer, slice.record[i]);
    if (rule != static_cast<int>(LineageRule::all_elements))
      require((slice.runner_up[i] == -1) == (slice.distinct[i] == 1) && slice.runner_up[i] != slice.record[i],
              "{}: customer {} has {} values, and its runner-up is record {}", of.runner_up.name, customer,
              slice.distinct[i], slice.runner_up[i]);
    ++num_values_;
  }

  // Values of a group come from one record; those that it lacks are missing.
  void check_groups(const std::vector<LineageSlice>& slices, std::uint64_t first, std::uint64_t count) const {
    for (std::size_t a = 0; a < attributes_.group.size(); ++a)
      for (std::size_t b = a + 1; b < attributes_.group.size(); ++b) {
        if (attributes_.group[a] < 0 || attributes_.group[a] != attributes_.group[b]) continue;
        for (std::uint64_t i = 0; i < count; ++i) {
          const std::int64_t left = slices[a].record[i], right = slices[b].record[i];
          require(left == -1 || right == -1 || left == right,
                  "{}: the values of customer {} come from two records, and the attributes are a group with {}",
                  lineage_[b].record.name, first + i, lineage_[a].record.name);
        }
      }
  }

  const result::ResultReader& file_;
  const std::vector<std::int64_t>& cluster_of_;
  AttributesTable attributes_;
  std::vector<std::int64_t> clusters_;
  std::vector<result::LineageColumns> lineage_;
  std::uint64_t num_values_ = 0;
  std::uint64_t num_overridden_ = 0;
};

}  // namespace

std::string check_lineage(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of) {
  return LineageCheck(file, cluster_of).check();
}

}  // namespace onefold::verify
