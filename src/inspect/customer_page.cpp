#include "inspect/customer_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "inspect/explain_pair.hpp"
#include "inspect/found_name.hpp"
#include "inspect/lookup.hpp"
#include "inspect/page_edges.hpp"
#include "inspect/page_golden.hpp"
#include "inspect/page_history.hpp"
#include "onefold/record/pin.hpp"
#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/record_values_table.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::RecordsTable;
using result::RecordValuesTable;

// "2026-03-01 10:15:00", in UTC.
std::string time_text(std::int64_t seconds) {
  if (seconds == RecordValuesTable::kNoTime) return {};
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (time != day)
    text += fmt::format(" {:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  return text;
}

// Lower case without blanks and punctuation, bytes of other scripts as they are.
std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      out += c;
  }
  return out;
}

class PageReader {
 public:
  PageReader(const result::ResultReader& file, const std::string& name)
      : file_(file),
        tables_(result::read_score_tables(file)),
        asked_(find_name(file, name)),
        members_(members_of(file, asked_.customer)) {}

  CustomerPage read() {
    page_.file = file_.path();
    page_.pin = pin_text(asked_.pin);
    page_.forwarded_from = asked_.retired_pin == kNoPin ? "" : pin_text(asked_.retired_pin);
    page_.num_records = members_.size();
    page_.threshold = tables_.threshold;
    page_.threshold_weight_log2 = tables_.threshold_weight_log2;
    shown_ = members_;
    if (shown_.size() > kMostRecordsShown) shown_.resize(kMostRecordsShown);
    page_.golden = golden_of(file_, attribute_names(), asked_.customer);
    read_records();
    read_structure();
    read_edges();
    read_decisions();
    page_.history = history_of(file_, asked_.pin, static_cast<std::int64_t>(members_.size()));
    return std::move(page_);
  }

 private:
  std::string name_of(std::int64_t record) {
    const auto [at, is_new] = names_.emplace(record, std::string());
    if (is_new) at->second = record_name_text(file_, record);
    return at->second;
  }
  bool is_member(std::int64_t record) const { return std::binary_search(members_.begin(), members_.end(), record); }

  void read_records() {
    page_.has_values = !page_.golden.empty() && RecordValuesTable::value(page_.golden.front().attribute).is_in(file_);
    const bool has_times = RecordValuesTable::kUpdated.is_in(file_);
    for (const std::int64_t record : shown_) {
      const auto row = static_cast<std::uint64_t>(record);
      PageRecord out{.name = name_of(record), .updated = {}, .cells = {}};
      out.is_asked = asked_.record && *asked_.record == row;
      if (has_times) out.updated = time_text(RecordValuesTable::kUpdated.read_row(file_, row));
      for (const PageGolden& golden : page_.golden) {
        if (!page_.has_values) break;
        PageCell cell{.value = RecordValuesTable::value(golden.attribute).read_row(file_, row)};
        cell.difference = difference_of(cell.value, golden.value);
        out.cells.push_back(std::move(cell));
      }
      page_.records.push_back(std::move(out));
    }
  }

  void read_structure() {
    if (!result::StructureRows::are_in(file_)) return;
    const auto rows = result::StructureRows::read(file_, asked_.customer, 1);
    if (rows.bridges[0] >= 0) page_.num_bridges = rows.bridges[0];
    weakest_ = rows.weakest_link_log2[0];
    for (std::size_t i = 0; i < shown_.size(); ++i)
      page_.records[i].is_centre = shown_.size() > 2 && shown_[i] == rows.centre[0];
  }

  // Position among the records that are shown; their number if it is not shown.
  std::size_t position_of(std::int64_t record) const {
    const auto at = std::lower_bound(shown_.begin(), shown_.end(), record);
    return at != shown_.end() && *at == record ? static_cast<std::size_t>(at - shown_.begin()) : shown_.size();
  }

  void read_edges() {
    for (const auto& pair : result::read_must_links(file_)) add_link(pair.left, pair.right, nullptr);
    for (const PageEdge& edge : edges_of_members(file_, tables_, members_)) {
      const bool is_inside = is_member(edge.left) && is_member(edge.right);
      const bool is_link = tables_.is_link(edge.weight_log2);
      if (!is_inside)
        add_neighbour(edge, is_link);
      else if (is_link)
        add_link(edge.left, edge.right, &edge);
    }
    // Heaviest first; must-links, which have no weight, before them.
    std::stable_sort(page_.links.begin(), page_.links.end(), [](const PageLink& a, const PageLink& b) {
      return a.must_link != b.must_link ? a.must_link : a.weight_log2 > b.weight_log2;
    });
    if (page_.links.size() > kMostLinksShown) page_.links.resize(kMostLinksShown);
    page_.num_neighbours = page_.neighbours.size();
    std::stable_sort(page_.neighbours.begin(), page_.neighbours.end(),
                     [](const PageNeighbour& a, const PageNeighbour& b) {
                       return a.is_cut != b.is_cut ? a.is_cut : a.weight_log2 > b.weight_log2;
                     });
    if (page_.neighbours.size() > kMostNeighboursShown) page_.neighbours.resize(kMostNeighboursShown);
    finish_neighbours();
  }

  void add_link(std::int64_t left, std::int64_t right, const PageEdge* edge) {
    if (!is_member(left) || !is_member(right)) return;
    ++page_.num_links;
    PageLink link{.left = position_of(left), .right = position_of(right), .rule = {}, .evidence = {}};
    if (link.left == shown_.size() || link.right == shown_.size()) return;
    if (edge != nullptr) {
      link.weight_log2 = edge->weight_log2;
      link.probability = edge->probability;
      link.rule = edge->rule;
      link.evidence = edge->evidence;
      link.is_weakest = shown_.size() > 2 && edge->weight_log2 == weakest_;
    } else {
      link.must_link = true;
    }
    page_.links.push_back(std::move(link));
  }

  void add_neighbour(const PageEdge& edge, bool is_link) {
    const bool is_left = is_member(edge.left);
    page_.neighbours.push_back({.record = {},
                                .other = {},
                                .other_pin = {},
                                .weight_log2 = edge.weight_log2,
                                .probability = edge.probability,
                                .evidence = edge.evidence,
                                .reason = "below the threshold",
                                .is_cut = is_link});
    ends_.push_back({is_left ? edge.left : edge.right, is_left ? edge.right : edge.left});
    page_.neighbours.back().record = std::to_string(ends_.size() - 1);
  }

  // Names and reasons are read only for those that are shown.
  void finish_neighbours() {
    for (PageNeighbour& one : page_.neighbours) {
      const auto [record, other] = ends_[std::stoul(one.record)];
      one.record = name_of(record);
      one.other = name_of(other);
      one.other_pin = pin_text(RecordsTable::kPin.read_row(file_, static_cast<std::uint64_t>(other)));
      if (one.is_cut)
        one.reason = fmt::format(
            "cut because {}", cut_reason_text(cut_reason_of(file_, std::min(record, other), std::max(record, other))));
    }
  }

  std::vector<std::string> attribute_names() const {
    const auto names = result::AttributesTable::kName.read_all(file_);
    std::vector<std::string> out;
    for (std::size_t a = 0; a < names.size(); ++a) out.emplace_back(names[a]);
    return out;
  }

  void read_decisions() {
    page_.decisions = decisions_of(file_, {.pin = asked_.pin, .members = members_, .attributes = attribute_names()});
  }

  struct Ends {
    std::int64_t record, other;
  };
  const result::ResultReader& file_;
  result::ScoreTables tables_;
  FoundName asked_;
  std::vector<std::int64_t> members_;  // ascending
  std::vector<std::int64_t> shown_;    // the first of them
  std::map<std::int64_t, std::string> names_;
  std::vector<Ends> ends_;  // of neighbours, before they are sorted
  double weakest_ = 0;
  CustomerPage page_;
};

}  // namespace

Difference difference_of(std::string_view value, std::string_view golden) {
  if (value.empty()) return Difference::missing;
  if (value == golden) return Difference::same;
  return letters_of(value) == letters_of(golden) ? Difference::spelling : Difference::other;
}

CustomerPage read_customer_page(const result::ResultReader& file, const std::string& name) {
  return PageReader(file, name).read();
}

}  // namespace onefold::inspect
