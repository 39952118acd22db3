#include "inspect/diff_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "identity/record_keys.hpp"
#include "inspect/job_of_result.hpp"
#include "record/text_key.hpp"
#include "result/customers_table.hpp"
#include "result/identity_tables.hpp"
#include "result/lineage.hpp"
#include "result/records_table.hpp"
#include "result/row_slices.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::CustomersTable;

constexpr std::size_t kNobody = ~std::size_t{0};

struct NamedRecord {
  TextKey key;
  std::uint32_t customer = 0;
  std::uint32_t source = 0;
  bool operator<(const NamedRecord& other) const { return key < other.key; }
};

/// What is compared of a result. Customers are rows of /customers.
struct Side {
  const result::ResultReader& file;
  TextColumn sources;
  std::vector<std::int64_t> pins, sizes;
  std::vector<std::size_t> by_pin;   // customers, ascending by PIN
  std::vector<NamedRecord> records;  // ascending by key

  /// `renamed`: names of sources in the other result, by their names in this one.
  explicit Side(const result::ResultReader& reader, const std::map<std::string, std::string, std::less<>>& renamed = {})
      : file(reader) {
    const TextColumn names = result::SourcesTable::kName.read_all(file);
    for (std::size_t s = 0; s < names.size(); ++s) {
      const auto found = renamed.find(names[s]);
      sources.push_back(found == renamed.end() ? names[s] : std::string_view(found->second));
    }
    pins = CustomersTable::kPin.read_all(file);
    sizes = CustomersTable::kSize.read_all(file);
    by_pin.resize(pins.size());
    std::iota(by_pin.begin(), by_pin.end(), std::size_t{0});
    std::sort(by_pin.begin(), by_pin.end(), [&](std::size_t a, std::size_t b) { return pins[a] < pins[b]; });
    read_records();
  }

  [[nodiscard]] std::size_t customer(std::int64_t pin) const {
    const auto at = std::lower_bound(by_pin.begin(), by_pin.end(), pin,
                                     [&](std::size_t a, std::int64_t value) { return pins[a] < value; });
    return at == by_pin.end() || pins[*at] != pin ? kNobody : *at;
  }

 private:
  void read_records() {
    const auto naming = result::SourceNamingTable::kNaming.read_all(file);
    const bool has_contents = result::CrosswalkTable::kContentKey.is_in(file);
    for (std::size_t s = 0; s < naming.size(); ++s)
      if (naming[s] == result::SourceNamingTable::kByRow)
        throw Error(ExitCode::input,
                    fmt::format("{}: its source {} has no ids, and the run did not keep hashes of its rows "
                                "([merge] identity = \"content\"), so its records cannot be compared",
                                file.path(), s < sources.size() ? sources[s] : std::string_view{}));
    const std::uint64_t num_records = result::RecordsTable::kPin.num_rows(file);
    records.reserve(num_records);
    result::for_each_slice(num_records, [&](std::uint64_t first, std::uint64_t count) {
      const auto source = result::RecordsTable::kSource.read(file, first, count);
      const auto id = result::RecordsTable::kSourceId.read(file, first, count);
      const auto pin = result::RecordsTable::kPin.read(file, first, count);
      std::vector<std::int64_t> content(count, 0);
      if (has_contents) content = result::CrosswalkTable::kContentKey.read(file, first, count);
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::size_t of_pin = customer(pin[i]);
        if (of_pin == kNobody || source[i] < 0 || static_cast<std::size_t>(source[i]) >= sources.size())
          throw Error(ExitCode::input,
                      fmt::format("{}: record {} has no customer or source: it is damaged", file.path(), first + i));
        const std::string_view name = sources[static_cast<std::size_t>(source[i])];
        records.push_back({content[i] == 0 ? identity::key_of_id(name, id[i])
                                           : identity::key_of_content(name, static_cast<std::uint64_t>(content[i])),
                           static_cast<std::uint32_t>(of_pin), static_cast<std::uint32_t>(source[i])});
      }
    });
    std::sort(records.begin(), records.end());
  }
};

/// The names that sources of an earlier result have in a later one: what the job of the later one says, except of names
/// that it still has.
std::map<std::string, std::string, std::less<>> renamed_sources(const result::ResultReader& after) {
  std::map<std::string, std::string, std::less<>> renamed;
  const auto job = job_of(after);
  if (!job) return renamed;
  const auto is_source = [&](const std::string& name) {
    return std::ranges::any_of(job->sources, [&](const auto& source) { return source.name == name; });
  };
  for (const auto& one : job->identity.renamed)
    if (!is_source(one.old_name)) renamed.emplace(one.old_name, job->sources[one.source].name);
  return renamed;
}

/// Records that two customers have in common.
struct Common {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  std::int64_t records = 0;
};

class Differ {
 public:
  Differ(const result::ResultReader& before, const result::ResultReader& after,
         const std::function<void(const CustomerChange&)>& use)
      : before_(before, renamed_sources(after)), after_(after), use_(use) {}

  ResultDiff compare() {
    diff_.customers_before = before_.pins.size();
    diff_.customers_after = after_.pins.size();
    const auto digest = before_.file.attribute("content_digest");
    const auto runs = result::RunsTable::read(after_.file);
    for (std::size_t run = 0; run < runs.size(); ++run)
      diff_.has_same_pins = diff_.has_same_pins || (!digest.empty() && runs.previous_digest[run] == digest);
    diff_.has_same_pins = diff_.has_same_pins || (!digest.empty() && after_.file.attribute("content_digest") == digest);
    join();
    match();
    compare_customers();
    compare_sources();
    compare_values();
    return std::move(diff_);
  }

 private:
  // Merges the two sorted lists of records: calls use(before, after); null where one has no such record.
  template <typename Use>
  void for_each_record(Use use) const {
    auto a = before_.records.begin();
    auto b = after_.records.begin();
    while (a != before_.records.end() || b != after_.records.end()) {
      const bool has_a = a != before_.records.end() && (b == after_.records.end() || !(b->key < a->key));
      const bool has_b = b != after_.records.end() && (a == before_.records.end() || !(a->key < b->key));
      use(has_a ? &*a : nullptr, has_b ? &*b : nullptr);
      if (has_a) ++a;
      if (has_b) ++b;
    }
  }

  void join() {
    for_each_record([&](const NamedRecord* a, const NamedRecord* b) {
      if (a != nullptr && b != nullptr) common_.push_back({a->customer, b->customer, 1});
    });
    std::sort(common_.begin(), common_.end(), [](const Common& a, const Common& b) {
      return std::tuple(a.before, a.after) < std::tuple(b.before, b.after);
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < common_.size(); ++i)
      if (kept > 0 && common_[kept - 1].before == common_[i].before && common_[kept - 1].after == common_[i].after)
        ++common_[kept - 1].records;
      else
        common_[kept++] = common_[i];
    common_.resize(kept);
  }

  // Which customers are the same.
  void match() {
    now_.assign(before_.pins.size(), kNobody);
    then_.assign(after_.pins.size(), kNobody);
    const auto pair = [&](std::size_t before, std::size_t after) {
      now_[before] = after;
      then_[after] = before;
    };
    if (diff_.has_same_pins) {
      for (std::size_t c = 0; c < before_.pins.size(); ++c)
        if (const std::size_t after = after_.customer(before_.pins[c]); after != kNobody) pair(c, after);
      return;
    }
    std::vector<Common> order(common_);
    std::sort(order.begin(), order.end(), [&](const Common& a, const Common& b) {
      return std::tuple(b.records, before_.sizes[a.before], before_.pins[a.before], after_.pins[a.after]) <
             std::tuple(a.records, before_.sizes[b.before], before_.pins[b.before], after_.pins[b.after]);
    });
    for (const Common& common : order)
      if (now_[common.before] == kNobody && then_[common.after] == kNobody) pair(common.before, common.after);
  }

  void compare_customers() {
    // [customer] The one on the other side with which it has most records in common.
    std::vector<const Common*> of_before(before_.pins.size(), nullptr);
    std::vector<const Common*> of_after(after_.pins.size(), nullptr);
    std::vector<std::int64_t> shared(before_.pins.size(), 0);
    for (const Common& common : common_) {
      if (of_before[common.before] == nullptr || common.records > of_before[common.before]->records)
        of_before[common.before] = &common;
      if (of_after[common.after] == nullptr || common.records > of_after[common.after]->records)
        of_after[common.after] = &common;
      if (now_[common.before] == common.after) shared[common.before] = common.records;
    }
    for (std::size_t c = 0; c < before_.pins.size(); ++c) {
      CustomerChange change{.kind = "", .old_pin = before_.pins[c], .records_before = before_.sizes[c]};
      if (now_[c] != kNobody) {
        change.new_pin = after_.pins[now_[c]];
        change.records = after_.sizes[now_[c]];
        if (change.records == shared[c] && change.records_before == shared[c]) {
          ++diff_.kept;
          continue;
        }
        const bool has_grown = change.records > shared[c];
        ++(has_grown ? diff_.grown : diff_.shrunk);
        change.kind = has_grown ? "grown" : "shrunk";
      } else if (const Common* common = of_before[c]; common != nullptr) {
        ++diff_.merged;
        change.kind = "merged";
        change.new_pin = after_.pins[common->after];
        change.records = after_.sizes[common->after];
      } else {
        ++diff_.retired;
        change.kind = "retired";
      }
      use_(change);
    }
    for (std::size_t c = 0; c < after_.pins.size(); ++c) {
      if (then_[c] != kNobody) continue;
      const Common* common = of_after[c];
      ++(common == nullptr ? diff_.created : diff_.split);
      use_({.kind = common == nullptr ? "new" : "split",
            .old_pin = common == nullptr ? 0 : before_.pins[common->before],
            .new_pin = after_.pins[c],
            .records_before = common == nullptr ? 0 : before_.sizes[common->before],
            .records = after_.sizes[c]});
    }
  }

  void compare_sources() {
    std::map<std::string, SourceChange, std::less<>> changes;
    for_each_record([&](const NamedRecord* a, const NamedRecord* b) {
      SourceChange& change =
          changes[std::string(a != nullptr ? before_.sources[a->source] : after_.sources[b->source])];
      change.before += a != nullptr ? 1 : 0;
      change.after += b != nullptr ? 1 : 0;
      change.added += a == nullptr ? 1 : 0;
      change.departed += b == nullptr ? 1 : 0;
      if (a != nullptr && b != nullptr && now_[a->customer] != kNobody && now_[a->customer] != b->customer)
        ++change.moved;
    });
    for (auto& [name, change] : changes) {
      change.name = name;
      diff_.sources.push_back(change);
    }
  }

  void compare_values() {
    const TextColumn attributes = result::AttributesTable::kName.read_all(after_.file);
    for (std::size_t a = 0; a < attributes.size(); ++a) {
      const auto column = CustomersTable::golden(attributes[a]);
      if (!column.is_in(before_.file) || !column.is_in(after_.file)) continue;
      const TextColumn before = column.read_all(before_.file);
      const TextColumn after = column.read_all(after_.file);
      AttributeChange change{std::string(attributes[a])};
      for (std::size_t c = 0; c < now_.size(); ++c) {
        if (now_[c] == kNobody || before[c] == after[now_[c]]) continue;
        ++change.customers;
        use_({.kind = "value",
              .old_pin = before_.pins[c],
              .new_pin = after_.pins[now_[c]],
              .records_before = before_.sizes[c],
              .records = after_.sizes[now_[c]],
              .attribute = attributes[a],
              .before = before[c],
              .after = after[now_[c]]});
      }
      diff_.attributes.push_back(std::move(change));
      find_overridden(attributes[a], before, after);
    }
    diff_.overridden = static_cast<std::uint64_t>(std::count(is_overridden_.begin(), is_overridden_.end(), true));
  }

  // Golden values that a steward has set since the earlier result.
  void find_overridden(std::string_view attribute, const TextColumn& before, const TextColumn& after) {
    const result::LineageColumns lineage(attribute);
    constexpr auto kOverride = static_cast<std::int8_t>(result::LineageRule::override_by_steward);
    const auto rule_before = lineage.rule.read_all(before_.file);
    const auto rule_after = lineage.rule.read_all(after_.file);
    is_overridden_.resize(after_.pins.size(), false);
    for (std::size_t c = 0; c < rule_after.size(); ++c) {
      if (rule_after[c] != kOverride) continue;
      const std::size_t then = then_[c];
      const bool was_there = then != kNobody;
      if (was_there && rule_before[then] == kOverride && before[then] == after[c]) continue;
      is_overridden_[c] = true;
      use_({.kind = "overridden",
            .old_pin = was_there ? before_.pins[then] : kNoPin,
            .new_pin = after_.pins[c],
            .records_before = was_there ? before_.sizes[then] : 0,
            .records = after_.sizes[c],
            .attribute = attribute,
            .before = was_there ? before[then] : std::string_view{},
            .after = after[c]});
    }
  }

  Side before_;
  Side after_;
  const std::function<void(const CustomerChange&)>& use_;
  ResultDiff diff_;
  std::vector<Common> common_;
  std::vector<std::size_t> now_;     // [customer before] the same one after; kNobody: none
  std::vector<std::size_t> then_;    // [customer after]
  std::vector<bool> is_overridden_;  // [customer after]
};

}  // namespace

ResultDiff diff_results(const result::ResultReader& before, const result::ResultReader& after,
                        const std::function<void(const CustomerChange&)>& use) {
  return Differ(before, after, use).compare();
}

}  // namespace onefold::inspect
