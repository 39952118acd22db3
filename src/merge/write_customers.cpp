#include "merge/write_customers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "cleanse/cleanser.hpp"
#include "memory/memory_budget.hpp"
#include "merge/cell_keys.hpp"
#include "merge/golden_choices.hpp"
#include "merge/golden_elements.hpp"
#include "merge/golden_format.hpp"
#include "merge/member_order.hpp"
#include "merge/merge_windows.hpp"
#include "merge/title_case.hpp"
#include "mpi/fetch.hpp"
#include "record/empty_text.hpp"
#include "result/customers_table.hpp"
#include "scratch/raw_records.hpp"
#include "structure/write_structures.hpp"

namespace onefold::merge {

namespace {

using config::SurvivorshipRule;
using result::CustomersTable;

TextColumn shown_values(const TextColumn& raw, const config::AttributeConfig& attribute) {
  TextColumn shown;
  shown.reserve(raw.size(), raw.num_bytes() * shown_separator(attribute).size());
  for (std::size_t row = 0; row < raw.size(); ++row) shown.push_back(shown_value(raw[row], attribute));
  return shown;
}

// The columns of one attribute while they are written.
struct GoldenStreams {
  GoldenStreams(result::ResultWriter& writer, std::string_view attribute, std::uint64_t num_customers)
      : columns(attribute),
        golden(CustomersTable::golden(attribute).begin_text(writer, num_customers)),
        cleansed(CustomersTable::cleansed(attribute).begin_text(writer, num_customers)),
        record(columns.record.begin(writer, num_customers)),
        rule(columns.rule.begin(writer, num_customers)),
        score(columns.score.begin(writer, num_customers)),
        runner_up(columns.runner_up.begin(writer, num_customers)),
        distinct(columns.distinct.begin(writer, num_customers)) {}
  // Collective.
  void finish(const mpi::Communicator& world, result::ResultWriter& writer, std::string_view attribute,
              std::uint64_t num_customers) {
    golden.finish();
    if (world.any(has_empty)) {
      auto stream = CustomersTable::golden_present(attribute).begin(writer, num_customers);
      for (const auto& of_window : present) stream.append(of_window);
      stream.finish();
    }
    cleansed.finish();
    record.finish();
    rule.finish();
    score.finish();
    runner_up.finish();
    distinct.finish();
  }

  result::LineageColumns columns;
  result::TextStream golden, cleansed;
  result::NumberStream<std::int64_t> record;
  result::NumberStream<std::int8_t> rule;
  result::NumberStream<std::int32_t> score;
  result::NumberStream<std::int64_t> runner_up;
  result::NumberStream<std::int32_t> distinct;
  std::vector<std::vector<std::int8_t>> present;  // [window][customer] 0: the golden value is missing
  bool has_empty = false;                         // a golden value is an empty text
};

// What does not change from unit to unit.
struct CustomerWindows {
  std::deque<MergeWindow> windows;
  std::vector<std::uint64_t> first_customers;  // [window] number of its first customer on this rank
  std::uint64_t num_global_customers = 0;
  GoldenOverrides overrides;
};

// Writes the golden values of one unit. The values of this rank's records are in memory; members send what the rule
// compares, then the texts of ties and of survivors are sent.
class UnitWriter {
 public:
  UnitWriter(const CellSources& sources, const MergeUnit& unit, const CustomerWindows& customers)
      : context_(sources.context),
        columns_(sources.columns),
        sources_(sources),
        unit_(unit),
        customers_(customers),
        survivorship_(context_.job.merge, unit.rule, unit.is_group, context_.job.sources.size()) {}

  // Collective. Returns the number of customers without a record that has all attributes that the group requires.
  std::uint64_t write(result::ResultWriter& writer) {
    const auto& job = context_.job;
    read_cells();
    std::vector<GoldenStreams> streams;
    streams.reserve(unit_.attributes.size());
    for (const AttributeIndex a : unit_.attributes)
      streams.emplace_back(writer, job.attributes[a].name, customers_.num_global_customers);
    for (std::size_t w = 0; w < customers_.windows.size(); ++w) write_window(w, streams);
    for (std::size_t i = 0; i < streams.size(); ++i)
      streams[i].finish(context_.world, writer, attribute(i).name, customers_.num_global_customers);
    return context_.world.sum(num_refused_);
  }

 private:
  [[nodiscard]] bool takes_all() const { return unit_.rule == SurvivorshipRule::all_elements; }
  [[nodiscard]] const config::AttributeConfig& attribute(std::size_t i) const {
    return context_.job.attributes[unit_.attributes[i]];
  }

  // Collective.
  void read_cells() {
    std::vector<std::vector<LetterCounts>> letters;
    mpi::run_locally(context_.world, [&] {
      for (std::size_t i = 0; i < unit_.attributes.size(); ++i) {
        raw_.push_back(scratch::read_raw_values(context_, columns_, unit_.attributes[i]));
        letters.push_back(count_letters(raw_.back(), attribute(i).type));
        if (attribute(i).is_array && !takes_all()) raw_.back() = shown_values(raw_.back(), attribute(i));
      }
      keys_ = read_cell_keys(sources_, unit_, raw_);
      moments_ = read_unit_moments(sources_, unit_);
    });
    for (std::size_t i = 0; i < unit_.attributes.size(); ++i) {
      formats_.emplace_back(context_.job, columns_, unit_.attributes[i], sources_.dummies, shouting(letters[i]));
      cleansers_.emplace_back(context_.job, columns_, unit_.attributes[i], sources_.dummies, takes_all());
    }
  }

  // Local. [source]
  [[nodiscard]] std::vector<LetterCounts> count_letters(const TextColumn& raw, AttributeType type) const {
    std::vector<LetterCounts> counts(context_.job.sources.size());
    if (!has_title_case(type)) return counts;
    for (std::uint64_t row = 0; row < raw.size();) {
      const std::uint32_t source = columns_.source_of(columns_.first_record + row);
      const std::uint64_t end =
          std::min<std::uint64_t>(raw.size(), columns_.source_ends[source] - columns_.first_record);
      for (; row < end; ++row) counts[source].add(raw[row]);
    }
    return counts;
  }

  // Collective. [source]
  [[nodiscard]] std::vector<bool> shouting(const std::vector<LetterCounts>& local) const {
    std::vector<std::uint64_t> sums;
    for (const LetterCounts& of : local) sums.insert(sums.end(), {of.with_letters, of.shouted});
    context_.world.sum_in_place(sums);
    std::vector<bool> shouting;
    for (std::size_t s = 0; s < local.size(); ++s) shouting.push_back(shouts({sums[2 * s], sums[2 * s + 1]}));
    return shouting;
  }

  // Collective.
  void write_window(std::size_t w, std::vector<GoldenStreams>& streams) {
    const MergeWindow& window = customers_.windows[w];
    const auto value_ids = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return keys_.value_ids[row]; });
    std::vector<std::uint64_t> merits;
    if (wants_merit(unit_.rule))
      merits = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return keys_.merits[row]; });
    std::vector<std::int64_t> updated;
    if (moments_) updated = window.fetch.values<std::int64_t>([&](std::uint64_t row) { return (*moments_)[row]; });
    const MemberCells cells{window.begins,
                            window.members,
                            columns_.source_ends,
                            moments_ ? std::span<const std::int64_t>(updated) : window.updated,
                            value_ids,
                            merits};
    Choices choices;
    if (takes_all()) {
      const TextColumn members = window.fetch.texts(raw_.front());
      GoldenElements golden;
      mpi::run_locally(context_.world, [&] {
        const ElementForms forms = {
            [&](std::uint32_t source, std::string_view one) { return cleansers_.front().of(source).cleanse(one); },
            [&](std::uint32_t source, std::string_view one) { return formats_.front().element(source, one); }};
        golden = golden_elements(attribute(0), cells, members, survivorship_, forms, choices);
      });
      return append({w, 0}, cells, choices, std::move(golden), choices.is_empty, streams[0]);
    }
    decide(cells, choices);
    num_refused_ += choices.num_refused;
    for (std::size_t i = 0; i < unit_.attributes.size(); ++i) {
      GoldenElements golden{texts_of_winners(i, cells, choices), {}};
      std::vector<bool> is_empty = choices.is_empty;
      mpi::run_locally(context_.world, [&] {
        take_marks(golden.raw, is_empty);
        format_values(i, cells, choices, golden);
      });
      append({w, i}, cells, choices, std::move(golden), is_empty, streams[i]);
    }
  }

  // Local. In a group, the surviving record may have an empty text.
  static void take_marks(TextColumn& raw, std::vector<bool>& is_empty) {
    bool has_mark = false;
    for (std::size_t c = 0; c < raw.size(); ++c)
      if (is_empty_text(raw[c])) has_mark = is_empty[c] = true;
    if (!has_mark) return;
    TextColumn without;
    without.reserve(raw.size(), raw.num_bytes());
    for (std::size_t c = 0; c < raw.size(); ++c) without.push_back(without_mark(raw[c]));
    raw = std::move(without);
  }

  // Local.
  void format_values(std::size_t i, const MemberCells& cells, const Choices& choices, GoldenElements& golden) {
    golden.cleansed.reserve(golden.raw.size(), golden.raw.num_bytes());
    for (std::size_t c = 0; c < golden.raw.size(); ++c)
      if (golden.raw[c].empty())
        golden.cleansed.push_back({});
      else
        golden.cleansed.push_back(
            formats_[i].value(cells.source_of(static_cast<std::size_t>(choices.winner[c])), golden.raw[c]));
  }

  // Collective. Only texts of members that numbers leave equal are sent.
  void decide(const MemberCells& cells, Choices& choices) {
    Ties ties;
    mpi::run_locally(context_.world, [&] { ties = choose(survivorship_, unit_.rule, cells, choices); });
    if (!context_.world.any(!ties.ties.empty())) return;
    std::vector<RecordId> wanted;
    wanted.reserve(ties.members.size());
    for (const std::uint32_t member : ties.members) wanted.push_back(cells.record[member]);
    const mpi::Fetch fetch(context_.world, columns_.distribution, wanted);
    std::vector<TextColumn> texts;  // [attribute of the unit]
    for (const TextColumn& raw : raw_) texts.push_back(fetch.texts(raw));
    mpi::run_locally(context_.world, [&] {
      const auto append_content = [&](std::size_t m, std::string& out) {
        const std::uint32_t source = cells.source_of(ties.members[m]);
        for (std::size_t i = 0; i < texts.size(); ++i) {
          out.append(cleansers_[i].of(source).cleanse(texts[i][m])).append(1, '\0');
          out.append(texts[i][m]).append(1, '\0');
        }
      };
      settle(ties, append_content, unit_.rule, cells, choices);
    });
  }

  // Collective. [customer] The text of the winner; empty if there is none.
  [[nodiscard]] TextColumn texts_of_winners(std::size_t i, const MemberCells& cells, const Choices& choices) const {
    std::vector<RecordId> wanted;
    wanted.reserve(choices.winner.size());
    for (const auto winner : choices.winner)
      if (winner >= 0) wanted.push_back(cells.record[static_cast<std::size_t>(winner)]);
    TextColumn found = mpi::Fetch(context_.world, columns_.distribution, wanted).texts(raw_[i]);
    if (wanted.size() == choices.winner.size()) return found;
    TextColumn texts;
    texts.reserve(choices.winner.size(), found.num_bytes());
    std::size_t next = 0;
    for (const auto winner : choices.winner) texts.push_back(winner >= 0 ? found[next++] : std::string_view{});
    return texts;
  }

  struct Place {
    std::size_t window;
    std::size_t attribute;  // of the unit
  };
  // Collective.
  void append(Place place, const MemberCells& cells, const Choices& choices, GoldenElements golden,
              const std::vector<bool>& is_empty, GoldenStreams& streams) {
    const std::size_t num_customers = choices.winner.size();
    std::vector<std::int64_t> record(num_customers, -1), runner_up(num_customers, -1);
    std::vector<std::int8_t> rule = choices.rule;
    std::vector<std::int32_t> score = choices.score, distinct = choices.distinct;
    const auto record_of = [&](std::int64_t member) {
      return member < 0 ? std::int64_t{-1} : static_cast<std::int64_t>(cells.record[static_cast<std::size_t>(member)]);
    };
    for (std::size_t c = 0; c < num_customers; ++c) {
      // In a group, the surviving record may lack this value.
      if (golden.raw[c].empty()) {
        rule[c] = static_cast<std::int8_t>(result::LineageRule::none);
        score[c] = distinct[c] = 0;
        continue;
      }
      record[c] = record_of(choices.winner[c]);
      runner_up[c] = record_of(choices.runner_up[c]);
    }
    std::vector<std::optional<std::string_view>> overridden;
    customers_.overrides.for_each(unit_.attributes[place.attribute], customers_.first_customers[place.window],
                                  num_customers, [&](std::uint64_t c, std::string_view value) {
                                    overridden.resize(num_customers);
                                    overridden[c] = value;
                                    rule[c] = static_cast<std::int8_t>(result::LineageRule::override_by_steward);
                                    // What would have survived.
                                    runner_up[c] = record[c];
                                    record[c] = -1;
                                    score[c] = 0;
                                  });
    if (!overridden.empty()) replace(place.attribute, overridden, golden);
    std::vector<std::int8_t> present(num_customers, 1);
    for (std::size_t c = 0; c < num_customers; ++c) {
      if (!golden.raw[c].empty()) continue;
      // A steward who takes the value away says that there is none.
      const bool is_by_steward = !overridden.empty() && overridden[c];
      present[c] = !is_by_steward && is_empty[c] ? 1 : 0;
      streams.has_empty |= present[c] != 0;
    }
    streams.present.push_back(std::move(present));
    streams.golden.append(golden.raw);
    streams.cleansed.append(golden.cleansed);
    streams.record.append(record);
    streams.rule.append(rule);
    streams.score.append(score);
    streams.runner_up.append(runner_up);
    streams.distinct.append(distinct);
  }

  // Local.
  void replace(std::size_t i, const std::vector<std::optional<std::string_view>>& overridden, GoldenElements& golden) {
    TextColumn raw, formatted;
    raw.reserve(overridden.size(), golden.raw.num_bytes());
    formatted.reserve(overridden.size(), golden.cleansed.num_bytes());
    for (std::size_t c = 0; c < overridden.size(); ++c) {
      raw.push_back(overridden[c] ? *overridden[c] : golden.raw[c]);
      formatted.push_back(!overridden[c]           ? golden.cleansed[c]
                          : overridden[c]->empty() ? std::string_view()
                                                   : formats_[i].by_steward(*overridden[c]));
    }
    golden = {std::move(raw), std::move(formatted)};
  }

  const Context& context_;
  const Columns& columns_;
  const CellSources& sources_;
  const MergeUnit& unit_;
  const CustomerWindows& customers_;
  Survivorship survivorship_;
  std::vector<TextColumn> raw_;  // [attribute of the unit]
  CellKeys keys_;
  std::optional<std::vector<std::int64_t>> moments_;
  std::vector<GoldenFormat> formats_;
  std::vector<SourceCleansers> cleansers_;
  std::uint64_t num_refused_ = 0;
};

// A group none of whose records has the required attributes.
Warnings warn_of_group(const config::Job& job, const MergeUnit& unit, std::uint64_t num_refused,
                       std::uint64_t num_customers) {
  if (num_refused == 0) return {};
  const auto names = [&](const std::vector<AttributeIndex>& attributes) {
    std::vector<std::string_view> out;
    for (const AttributeIndex a : attributes) out.push_back(job.attributes[a].name);
    return fmt::format("{}", fmt::join(out, ", "));
  };
  Warnings warnings;
  warnings.push_back(
      {"group_incomplete",
       fmt::format("{} of {} customers have no record with all attributes that the group of {} requires ({}), so these "
                   "values are missing in their golden records; require fewer attributes if that is not meant",
                   num_refused, num_customers, names(unit.attributes), names(unit.require))});
  return warnings;
}

// Collective. The columns that do not depend on values.
void write_pins(const identity::Customers& customers, result::ResultWriter& writer) {
  const auto& clusters = customers.clusters;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> sizes;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    ids.push_back(static_cast<std::int64_t>(clusters.id(c)));
    sizes.push_back(static_cast<std::int64_t>(clusters.begins[c + 1] - clusters.begins[c]));
  }
  CustomersTable::kPin.write(writer, customers.pins);
  CustomersTable::kClusterId.write(writer, ids);
  CustomersTable::kSize.write(writer, sizes);
}

// Collective. Empties the list of members in `customers`.
CustomerWindows make_windows(const Context& context, const Columns& columns, identity::Customers& customers,
                             const memory::WindowNeeds& needs) {
  const auto& world = context.world;
  CustomerWindows out;
  out.num_global_customers = world.sum(customers.clusters.size());
  {
    const MemberOrder order = order_by_name(context, columns);
    out.windows =
        make_merge_windows(world, columns.distribution, customers.clusters, memory::window_rows(context, needs), order);
  }
  customers.clusters = {};
  memory::MemoryBudget(context).release_if_short();
  std::uint64_t before = 0;
  for (const auto& window : out.windows) {
    const std::uint64_t num_local = window.begins.size() - 1;
    out.first_customers.push_back(before + world.exclusive_sum(num_local));
    before += world.sum(num_local);
  }
  std::vector<std::int64_t> updated;
  mpi::run_locally(world, [&] { updated = scratch::read_raw_moments(context, columns); });
  for (auto& window : out.windows)
    window.updated = window.fetch.values<std::int64_t>([&](std::uint64_t local_row) { return updated[local_row]; });
  return out;
}

}  // namespace

Warnings write_customers(const Context& context, const Columns& columns, MergeInput input,
                         const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const auto& job = context.job;
  identity::Customers& customers = input.customers;
  write_pins(customers, writer);
  structure::write_structures(customers.clusters, input.structures, writer);
  std::vector<structure::CustomerStructure>().swap(input.structures);
  CustomerWindows windows = make_windows(context, columns, customers, needs);
  windows.overrides = std::move(input.overrides.golden);
  const TrustScale scale(context.world, job.merge);
  std::shared_ptr<const cleanse::DummyValues> dummies;
  mpi::run_locally(context.world, [&] { dummies = cleanse::load_dummy_values(job.cleanse); });
  const CellSources sources{context, columns, dummies, scale};
  // The values of this rank's records are in memory for one attribute, or one group of attributes, at a time.
  std::uint64_t num_done = 0;
  std::uint64_t num_refused = 0;
  Warnings warnings;
  for (const MergeUnit& unit : merge_units(job.merge)) {
    const std::uint64_t of_unit = UnitWriter(sources, unit, windows).write(writer);
    num_refused += of_unit;
    add(warnings, warn_of_group(job, unit, of_unit, windows.num_global_customers));
    for (const AttributeIndex a : unit.attributes) {
      context.work.remove_product(scratch::raw_attribute(a));
      context.work.remove_product(scratch::cleansed_value_ids(a));
      if (config::has_updated_of(job, a)) context.work.remove_product(scratch::updated_times(a));
      context.progress.update(++num_done, job.attributes.size());
    }
  }
  const bool requires_any =
      std::ranges::any_of(job.merge.groups, [](const auto& group) { return !group.require.empty(); });
  if (requires_any) context.statistics.add_global("groups_without_record", num_refused);
  return warnings;
}

}  // namespace onefold::merge
