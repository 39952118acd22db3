// PINs last from run to run: the same customer has the same PIN next month, whatever the order of files and rows.
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "identity/history.hpp"
#include "inspect/diff_results.hpp"
#include "onefold/pipeline/run.hpp"
#include "onefold/record/pin.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/customers_table.hpp"
#include "result/identity_tables.hpp"
#include "result/model_tables.hpp"
#include "result/record_names.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;

namespace {

using Rows = std::map<std::string, std::vector<std::string>>;  // by source

/// The PIN of each record, by SOURCE:ID, and the records of each PIN.
struct Pins {
  std::map<std::string, std::int64_t> of;
  std::map<std::int64_t, std::set<std::string>> members;
};

Pins pins_of(const std::string& path) {
  const result::ResultReader file(path);
  const result::RecordNames names(file);
  const auto pins = result::RecordsTable::kPin.read_all(file);
  Pins out;
  for (std::size_t i = 0; i < pins.size(); ++i) {
    const auto record = static_cast<std::int64_t>(i);
    const std::string name = std::string(names.source(record)) + ":" + std::string(names.id(record));
    out.of[name] = pins[i];
    out.members[pins[i]].insert(name);
  }
  return out;
}

/// How a job is written.
struct Form {
  bool with_ids = true;
  bool reversed = false;  ///< the sources the other way round
};

/// One run of a story. Files and result have the name of the run.
class Story {
 public:
  Story() : folder_(test::world()) {}

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

  [[nodiscard]] config::Job job(const std::string& name, const Rows& rows, const std::vector<std::string>& sets = {},
                                Form form = {}) const {
    std::string text = "[job]\nname = \"t\"\noutput = \"" + path(name + ".h5") + "\"\n";
    std::vector<std::pair<std::string, std::vector<std::string>>> in_order(rows.begin(), rows.end());
    if (form.reversed) std::reverse(in_order.begin(), in_order.end());
    for (const auto& [source, lines] : in_order) {
      write(name + "_" + source + ".csv", "id,first,last,dob,mail,zip,changed", lines);
      text +=
          "[[source]]\nname = \"" + source + "\"\nfiles = \"" + path(name + "_" + source + ".csv") + "\"\n" +
          (form.with_ids ? "id = \"id\"\n" : "") +
          "columns = { given_name = \"first\", surname = \"last\", birth_date = \"dob\", email = \"mail\", postcode "
          "= \"zip\" }\n";
    }
    text += kOneKeyEach;
    return config::parse_job(text, "t.toml", {.sets = sets});
  }

  std::string run_job(const config::Job& job) const { return run(test::world(), job); }

  /// Rank 0 writes.
  void write(const std::string& name, const std::string& header, const std::vector<std::string>& lines) const {
    if (test::world().is_root()) {
      std::ofstream out(path(name), std::ios::binary);
      out << header << "\n";
      for (const auto& line : lines) out << line << "\n";
    }
    test::world().barrier();
  }

  /// Throws what the run throws; its message.
  std::string failure_of(const config::Job& job, ExitCode expected) const {
    try {
      static_cast<void>(run(test::world(), job));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), expected) << error.what();
      return error.what();
    }
    return "no failure";
  }

 private:
  ScratchFolder folder_;
};

Rows first_month() { return {{"a", rows_of_source(0, 200)}, {"b", rows_of_source(1, 150)}}; }

std::string previous(const Story& story, const std::string& name) {
  return "merge.previous=\"" + story.path(name + ".h5") + "\"";
}

void expect_verified(const std::string& path) {
  if (!test::world().is_root()) return;
  for (const auto& check : verify::verify_result(path).checks) EXPECT_TRUE(check.passed) << check.name << check.detail;
}

std::vector<std::int64_t> events_of_last_run(const std::string& path) {
  const auto runs = result::RunsTable::read(result::ResultReader(path));
  std::vector<std::int64_t> events;
  for (const auto& event : runs.events) events.push_back(event.empty() ? 0 : event.back());
  return events;
}

std::int64_t number_of(const std::vector<std::int64_t>& events, PinEvent event) {
  return events[static_cast<std::size_t>(event)];
}

/// Two records of one customer.
std::pair<std::string, std::string> any_two_of_one(const Pins& pins) {
  for (const auto& [pin, members] : pins.members)
    if (members.size() == 2) return {*members.begin(), *members.rbegin()};
  return {};
}

}  // namespace

TEST(LastingPins, do_not_depend_on_the_order_of_sources_files_and_rows) {
  const Story story;
  auto rows = first_month();
  // Training draws random pairs by row, so both runs use one model.
  story.run_job(story.job("model", rows));
  std::string model;
  if (test::world().is_root())
    model = result::ModelTable::kJson.read_row(result::ResultReader(story.path("model.h5")), 0);
  story.write("model.json", model, {});
  const std::vector<std::string> with_model = {"model.file=\"" + story.path("model.json") + "\""};
  story.run_job(story.job("one", rows, with_model));
  for (auto& [source, lines] : rows) std::reverse(lines.begin(), lines.end());
  story.run_job(story.job("two", rows, with_model, {.reversed = true}));
  const auto one = pins_of(story.path("one.h5"));
  EXPECT_EQ(one.of, pins_of(story.path("two.h5")).of);
  EXPECT_LT(one.members.size(), one.of.size());
}

TEST(LastingPins, stay_when_nothing_changes_and_digests_are_those_of_one_rank) {
  const Story story;
  story.run_job(story.job("one", first_month()));
  const auto digest = story.run_job(story.job("two", first_month(), {previous(story, "one")}));
  EXPECT_EQ(pins_of(story.path("one.h5")).of, pins_of(story.path("two.h5")).of);
  const auto events = events_of_last_run(story.path("two.h5"));
  EXPECT_EQ(number_of(events, PinEvent::kept), static_cast<std::int64_t>(pins_of(story.path("one.h5")).members.size()));
  expect_verified(story.path("one.h5"));
  expect_verified(story.path("two.h5"));
  const auto alone = story.job("alone", first_month(), {previous(story, "one")});
  const auto self = test::world().split(test::world().rank());
  std::string digest_alone;
  if (test::world().is_root()) digest_alone = run(self, alone);
  test::world().broadcast(digest_alone);
  EXPECT_EQ(digest, digest_alone);
}

TEST(LastingPins, a_month_of_changes_keeps_those_of_customers_that_did_not_change) {
  const Story story;
  auto rows = first_month();
  story.run_job(story.job("one", rows));
  // New, deleted and changed rows; a source under another name.
  auto& a = rows["a"];
  a.erase(a.begin() + 10, a.begin() + 20);
  for (const std::string& row : rows_of_source(2, 240))
    if (std::stoi(row.substr(2)) >= 200) a.push_back(row);
  for (std::size_t i = 0; i < a.size(); i += 17) a[i][a[i].find(",\"") + 2] = 'Z';
  Rows second = {{"a", a}, {"c", rows["b"]}};
  const auto job = story.job("two", second, {previous(story, "one"), "merge.renamed={b=\"c\"}"});
  const auto digest = story.run_job(job);
  expect_verified(story.path("two.h5"));
  const auto one = pins_of(story.path("one.h5"));
  auto two = pins_of(story.path("two.h5"));
  std::size_t num_unchanged = 0;
  std::size_t num_kept = 0;
  for (const auto& [pin, members] : one.members) {
    std::set<std::string> now;
    for (std::string name : members) {
      if (name[0] == 'b') name[0] = 'c';
      now.insert(name);
    }
    const auto first = two.of.find(*now.begin());
    if (first == two.of.end() || two.members[first->second] != now) continue;
    ++num_unchanged;
    num_kept += first->second == pin ? 1U : 0U;
  }
  EXPECT_GT(num_unchanged, 50U);
  EXPECT_EQ(num_kept, num_unchanged);
  // A third month: what had departed comes back.
  const auto third = story.job("three", first_month(), {previous(story, "two"), "merge.renamed={c=\"b\"}"});
  story.run_job(third);
  expect_verified(story.path("three.h5"));
  const auto three = pins_of(story.path("three.h5"));
  std::size_t num_back = 0;
  for (const auto& [name, pin] : one.of) num_back += three.of.at(name) == pin ? 1U : 0U;
  EXPECT_GE(num_back * 100, one.of.size() * 97);
  if (test::world().is_root()) {
    const result::ResultReader before(story.path("two.h5"));
    const result::ResultReader after(story.path("three.h5"));
    std::map<std::string, std::uint64_t> kinds;
    const auto diff =
        inspect::diff_results(before, after, [&](const inspect::CustomerChange& change) { ++kinds[change.kind]; });
    EXPECT_TRUE(diff.has_same_pins);
    EXPECT_EQ(diff.customers_before, two.members.size());
    EXPECT_EQ(diff.customers_after, three.members.size());
    EXPECT_EQ(diff.kept + diff.grown + diff.shrunk + diff.merged + diff.retired, diff.customers_before);
    EXPECT_EQ(diff.kept + diff.grown + diff.shrunk + diff.split + diff.created, diff.customers_after);
    EXPECT_EQ(kinds["grown"], diff.grown);
    EXPECT_EQ(kinds["merged"], diff.merged);
    // The source b has another name in the second result.
    const auto renamed = inspect::diff_results(result::ResultReader(story.path("one.h5")), before, [](const auto&) {});
    ASSERT_EQ(renamed.sources.size(), 2U);
    EXPECT_EQ(renamed.sources[1].name, "c");
    EXPECT_EQ(renamed.sources[1].before, 150U);
    EXPECT_EQ(renamed.sources[1].added + renamed.sources[1].departed, 0U);
  }
  const auto self = test::world().split(test::world().rank());
  const auto again = story.job("alone", second, {previous(story, "one"), "merge.renamed={b=\"c\"}"});
  std::string digest_alone;
  if (test::world().is_root()) digest_alone = run(self, again);
  test::world().broadcast(digest_alone);
  EXPECT_EQ(digest, digest_alone);
}

TEST(LastingPins, a_cannot_link_changes_one_customer_and_taking_it_back_reinstates_the_pin) {
  const Story story;
  story.run_job(story.job("one", first_month()));
  const auto one = pins_of(story.path("one.h5"));
  const auto [left, right] = any_two_of_one(one);
  ASSERT_FALSE(left.empty());
  story.write("apart.csv", "left,right", {left + "," + right});
  const std::string apart = "cluster.cannot_link=\"" + story.path("apart.csv") + "\"";
  story.run_job(story.job("two", first_month(), {previous(story, "one"), apart}));
  const auto two = pins_of(story.path("two.h5"));
  EXPECT_NE(two.of.at(left), two.of.at(right));
  for (const auto& [name, pin] : one.of)
    if (name != left && name != right) {
      EXPECT_EQ(two.of.at(name), pin) << name;
    }
  EXPECT_TRUE(two.of.at(left) == one.of.at(left) || two.of.at(right) == one.of.at(left));
  // Taken back: one PIN is retired. Set again: it is reinstated, at the same record.
  story.run_job(story.job("three", first_month(), {previous(story, "two")}));
  const auto three = pins_of(story.path("three.h5"));
  EXPECT_EQ(three.members.size(), one.members.size());
  EXPECT_EQ(number_of(events_of_last_run(story.path("three.h5")), PinEvent::merged_into), 1);
  const result::ResultReader file(story.path("three.h5"));
  const auto forwards = result::RetiredTable::kForward.read_all(file);
  ASSERT_EQ(forwards.size(), 1U);
  EXPECT_EQ(forwards[0], three.of.at(left));
  story.run_job(story.job("four", first_month(), {previous(story, "three"), apart}));
  EXPECT_EQ(pins_of(story.path("four.h5")).of, two.of);
  EXPECT_EQ(number_of(events_of_last_run(story.path("four.h5")), PinEvent::reinstated), 1);
  for (const std::string name : {"two.h5", "three.h5", "four.h5"}) expect_verified(story.path(name));
}

TEST(LastingPins, records_that_come_back_get_their_pin_and_nobody_left_is_a_tombstone) {
  const Story story;
  story.run_job(story.job("one", first_month()));
  auto fewer = first_month();
  fewer["b"].erase(fewer["b"].begin(), fewer["b"].begin() + 100);
  story.run_job(story.job("two", fewer, {previous(story, "one")}));
  story.run_job(story.job("three", fewer, {previous(story, "two")}));
  const auto retired = number_of(events_of_last_run(story.path("two.h5")), PinEvent::retired);
  EXPECT_GT(retired, 0);
  story.run_job(story.job("four", first_month(), {previous(story, "three")}));
  const auto one = pins_of(story.path("one.h5"));
  const auto four = pins_of(story.path("four.h5"));
  std::size_t num_back = 0;
  for (const auto& [name, pin] : one.of) num_back += four.of.at(name) == pin ? 1U : 0U;
  EXPECT_GE(num_back * 100, one.of.size() * 97);
  EXPECT_GT(number_of(events_of_last_run(story.path("four.h5")), PinEvent::reinstated), 0);
  expect_verified(story.path("three.h5"));
  expect_verified(story.path("four.h5"));
}

TEST(LastingPins, without_ids_rows_are_recognised_by_their_content) {
  const Story story;
  auto rows = first_month();
  rows["a"].push_back(rows["a"][3]);  // equal rows
  const std::string by_content = "merge.identity=content";
  story.run_job(story.job("one", rows, {by_content}, {.with_ids = false}));
  std::rotate(rows["a"].begin(), rows["a"].begin() + 30, rows["a"].end());
  rows["a"].pop_back();
  story.run_job(story.job("two", rows, {by_content, previous(story, "one")}, {.with_ids = false}));
  expect_verified(story.path("two.h5"));
  const auto runs = result::RunsTable::read(result::ResultReader(story.path("two.h5")));
  EXPECT_EQ(runs.departed_records.back(), 1);
  EXPECT_GE(runs.events[static_cast<std::size_t>(PinEvent::kept)].back() * 100, runs.customers.front() * 97);
}

TEST(LastingPins, locked_records_keep_their_pin) {
  const Story story;
  story.run_job(story.job("one", first_month()));
  const auto one = pins_of(story.path("one.h5"));
  const auto [left, right] = any_two_of_one(one);
  story.write("apart.csv", "left,right", {left + "," + right});
  const std::string apart = "cluster.cannot_link=\"" + story.path("apart.csv") + "\"";
  for (const std::string& locked : {left, right}) {
    story.write("lock.csv", "record,pin", {locked + "," + pin_text(one.of.at(left))});
    story.run_job(story.job("lock_" + locked.substr(2), first_month(),
                            {previous(story, "one"), apart, "merge.lock=\"" + story.path("lock.csv") + "\""}));
    EXPECT_EQ(pins_of(story.path("lock_" + locked.substr(2) + ".h5")).of.at(locked), one.of.at(left));
  }
  const auto with_lock = [&](const std::string& line) {
    story.write("lock.csv", "record,pin", {line});
    return story.job("bad", first_month(), {previous(story, "one"), "merge.lock=\"" + story.path("lock.csv") + "\""});
  };
  EXPECT_NE(story.failure_of(with_lock("a:nobody," + pin_text(one.of.at(left))), ExitCode::input)
                .find("the record is not in the input"),
            std::string::npos);
  EXPECT_NE(story.failure_of(with_lock(left + "," + pin_text(pin_of_counter(1'000'000))), ExitCode::input)
                .find("does not know the PIN"),
            std::string::npos);
}

TEST(LastingPins, an_override_is_an_event_when_its_value_is_set_and_not_again) {
  const Story story;
  const auto rows = first_month();
  story.run_job(story.job("none", rows));
  const auto [left, right] = any_two_of_one(pins_of(story.path("none.h5")));
  const auto with = [&](const std::string& name, const std::string& value, std::vector<std::string> sets) {
    story.write(name + ".csv", "kind,left,right,attribute,value,who,when,why",
                {"override," + left + ",,email," + value + ",Ada,2026-03-01,"});
    sets.push_back("merge.decisions=\"" + story.path(name + ".csv") + "\"");
    story.run_job(story.job(name, rows, sets));
    expect_verified(story.path(name + ".h5"));
    return number_of(events_of_last_run(story.path(name + ".h5")), PinEvent::overridden);
  };
  EXPECT_EQ(with("one", "first@x.example", {}), 1) << "a first run counts it";
  EXPECT_EQ(with("two", "first@x.example", {previous(story, "one")}), 0) << "the value is old";
  EXPECT_EQ(with("three", "second@x.example", {previous(story, "two")}), 1);
  EXPECT_EQ(with("other", "first@x.example", {previous(story, "none")}), 1) << "no steward had set it before";
  if (test::world().is_root()) {
    const result::ResultReader file(story.path("three.h5"));
    const auto rows_of_history = identity::read_history(file, 0, result::HistoryTable::kPin.num_rows(file));
    std::vector<std::int32_t> runs;
    for (const auto& row : rows_of_history)
      if (row.event == PinEvent::overridden) {
        runs.push_back(row.run);
        EXPECT_EQ(row.pin, pins_of(story.path("three.h5")).of.at(left));
        EXPECT_EQ(row.records, 2);
      }
    EXPECT_EQ(runs, (std::vector<std::int32_t>{1, 3}));
    std::vector<std::string> changes;
    const auto diff = inspect::diff_results(result::ResultReader(story.path("two.h5")), file, [&](const auto& change) {
      changes.push_back(change.kind + " " + std::string(change.attribute));
    });
    EXPECT_EQ(diff.overridden, 1U);
    EXPECT_EQ(changes, (std::vector<std::string>{"value email", "overridden email"}));
  }
}

TEST(LastingPins, a_job_with_a_space_of_its_own_mints_other_pins_and_keeps_the_space) {
  const Story story;
  const std::string space = "merge.pin_space=\"retail\"";
  story.run_job(story.job("one", first_month()));
  story.run_job(story.job("own", first_month(), {space}));
  const auto common = pins_of(story.path("one.h5"));
  const auto own = pins_of(story.path("own.h5"));
  for (const auto& [name, pin] : own.of) EXPECT_FALSE(common.members.contains(pin)) << name;
  story.run_job(story.job("next", first_month(), {space, previous(story, "own")}));
  EXPECT_EQ(pins_of(story.path("next.h5")).of, own.of);
  EXPECT_NE(story.failure_of(story.job("bad", first_month(), {previous(story, "own")}), ExitCode::input)
                .find("its PINs are of pin_space \"retail\", those of this job of the common space"),
            std::string::npos);
  EXPECT_NE(story.failure_of(story.job("bad", first_month(), {space, previous(story, "one")}), ExitCode::input)
                .find("its PINs are of the common space"),
            std::string::npos);
}

TEST(LastingPins, a_previous_result_that_cannot_be_used_is_refused_in_one_line) {
  const Story story;
  story.run_job(story.job("one", first_month()));
  const auto expect = [&](const config::Job& job, const std::string& message) {
    const auto failure = story.failure_of(job, ExitCode::input);
    EXPECT_NE(failure.find(message), std::string::npos) << failure;
    EXPECT_EQ(failure.find('\n'), std::string::npos) << failure;
  };
  expect(story.job("two", first_month(), {previous(story, "nothing")}), "nothing.h5");
  auto other = story.job("two", first_month(), {previous(story, "one")});
  other.name = "other";
  expect(other, "it is a result of the job");
  Rows renamed = {{"x", first_month()["a"]}};
  expect(story.job("two", renamed, {previous(story, "one")}), "none is the same");
  expect(story.job("two", first_month(), {previous(story, "one"), "merge.renamed={z=\"a\"}"}), "it has no source z");
  // Half of it.
  if (test::world().is_root()) {
    fs::copy_file(story.path("one.h5"), story.path("half.h5"));
    fs::resize_file(story.path("half.h5"), fs::file_size(story.path("half.h5")) / 2);
  }
  test::world().barrier();
  expect(story.job("two", first_month(), {previous(story, "half")}), "half.h5");
  EXPECT_FALSE(fs::exists(story.path("two.h5")));
}

}  // namespace onefold::pipeline
