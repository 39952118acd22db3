#include <gtest/gtest.h>

#include "decisions/read_decisions.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/pin.hpp"

namespace onefold::decisions {
namespace {

constexpr std::int64_t kPin = 77;  // the customer of crm:1, crm:2 and shop:3
constexpr std::int64_t kOtherPin = 79;
constexpr std::int64_t kGonePin = 78;     // no customer has it
constexpr std::int64_t kRetiredPin = 80;  // its records went to the customer with kOtherPin

// Records crm:0 .. crm:9 have the ids 0 .. 9; shop:0 .. shop:9 have the ids from 10.
struct Case {
  config::Job job;
  PreviousCustomers previous = [](std::int64_t pin) -> std::optional<PreviousCustomer> {
    if (pin == kOtherPin || pin == kRetiredPin) return PreviousCustomer{kOtherPin, {{"crm", "8"}}};
    if (pin != kPin) return std::nullopt;
    return PreviousCustomer{kPin, {{"crm", "gone"}, {"crm", "1"}, {"crm", "2"}, {"shop", "3"}}};
  };
  Case() {
    job.sources.resize(2);
    job.sources[0].name = "crm";
    job.sources[1].name = "shop";
    job.sources[0].id = job.sources[1].id = "id";
    job.attributes = {{.name = "email"}, {.name = "phone"}};
  }

  Decisions resolve(const std::string& rows) const {
    SoughtRecords sought;
    RecordNames names(job, previous, sought);
    StewardLists lists;
    parse_decision_file(std::string(kDecisionsHeader) + "\n" + rows, "d.csv", names, lists);
    lists.pins = names.take_pins();
    std::vector<FoundRecord> found;
    for (std::uint64_t source = 0; source < 2; ++source)
      for (std::uint64_t i = 0; i < 10; ++i) found.push_back({record_key(source, std::to_string(i)), 10 * source + i});
    return resolve_decisions(std::move(lists), std::move(found), job.decisions.unknown);
  }
  std::string refusal(const std::string& rows) const {
    try {
      (void)resolve(rows);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      return error.what();
    }
    return "no error";
  }
};

std::vector<std::pair<RecordId, RecordId>> pairs_of(const std::vector<Link>& links) {
  std::vector<std::pair<RecordId, RecordId>> pairs;
  for (const Link& link : links) pairs.emplace_back(link.left, link.right);
  return pairs;
}
using Pairs = std::vector<std::pair<RecordId, RecordId>>;

TEST(StewardLists, one_file_holds_all_kinds) {
  const auto decisions = Case().resolve(
      "must_link,crm:5,shop:6,,,Ada,2026-03-01,why\n"
      "cannot_link,crm:5,crm:6,,,,,\n"
      "label,crm:7,crm:8,,no match,,,\n"
      "override,shop:9,,phone,+49 30 1,Ada,2026-03-01,she called\n"
      "lock,crm:4," +
      pin_text(kPin) + ",,,,,\n");
  EXPECT_EQ(pairs_of(decisions.must_link), (Pairs{{5, 16}}));
  EXPECT_EQ(pairs_of(decisions.cannot_link), (Pairs{{5, 6}}));
  EXPECT_EQ(decisions.labels, (std::vector<LabelledPair>{{7, 8, false}}));
  ASSERT_EQ(decisions.overrides.rows.size(), 1u);
  const Override& override_row = decisions.overrides.rows[0];
  EXPECT_EQ(override_row.record, 19u);
  EXPECT_EQ(override_row.pin, 0);
  EXPECT_EQ(override_row.attribute, 1u);
  EXPECT_EQ(override_row.value, "+49 30 1");
  EXPECT_EQ(override_row.why, "she called");
  EXPECT_EQ(decisions.overrides.text_of(override_row.place), "d.csv line 5");
  ASSERT_EQ(decisions.locks.size(), 1u);
  EXPECT_EQ(decisions.locks[0].record, 4u);
  EXPECT_EQ(decisions.locks[0].pin, kPin);
  EXPECT_EQ(decisions.counts[DecisionStatus::applied], 5u);
  ASSERT_EQ(decisions.stated.size(), 5u);
  EXPECT_EQ(decisions.stated[0].right, RecordId{16});
  EXPECT_EQ(decisions.stated[3].right, std::nullopt);
}

TEST(StewardLists, a_pin_stands_for_the_first_record_of_its_customer_that_is_still_there) {
  const auto pin = pin_text(kPin);
  const auto decisions = Case().resolve("must_link," + pin + ",crm:9,,,,,\noverride," + pin + ",,email,a@b,,,\nlock," +
                                        pin + ",,,,,,\nlock,shop:1," + pin + ",,,,,\n");
  EXPECT_EQ(pairs_of(decisions.must_link), (Pairs{{1, 9}}));
  EXPECT_EQ(decisions.overrides.rows[0].pin, kPin);
  EXPECT_EQ(decisions.overrides.rows[0].record, 1u);
  EXPECT_EQ(decisions.locks[0].record, 1u);
  EXPECT_EQ(decisions.locks[0].pin, kPin);
  EXPECT_EQ(decisions.locks[1].record, 11u);
  EXPECT_EQ(decisions.locks[1].pin, kPin);
}

TEST(StewardLists, a_retired_pin_names_the_customer_that_it_leads_to_in_every_kind_of_decision) {
  const auto retired = pin_text(kRetiredPin);
  const auto decisions =
      Case().resolve("override," + retired + ",,email,a@b,,,\nlock," + retired + ",,,,,,\nmust_link," + retired +
                     ",crm:9,,,,,\nlock,crm:4," + retired + ",,,,,\n");
  ASSERT_EQ(decisions.overrides.rows.size(), 1u);
  EXPECT_EQ(decisions.overrides.rows[0].pin, kOtherPin);
  EXPECT_EQ(decisions.overrides.rows[0].record, 8u);
  ASSERT_EQ(decisions.locks.size(), 2u);
  EXPECT_EQ(decisions.locks[0].record, 4u);
  EXPECT_EQ(decisions.locks[0].pin, kRetiredPin) << "the PIN on the right is the one that the record keeps";
  EXPECT_EQ(decisions.locks[1].record, 8u);
  EXPECT_EQ(decisions.locks[1].pin, kOtherPin) << "the customer keeps the PIN that it has";
  EXPECT_EQ(pairs_of(decisions.must_link), (Pairs{{8, 9}}));
  EXPECT_EQ(decisions.stated[1].left_pin, kRetiredPin) << "/decisions says what was written";
}

TEST(StewardLists, a_record_is_kept_apart_from_the_other_records_of_its_own_customer) {
  const auto pin = pin_text(kPin);
  EXPECT_EQ(pairs_of(Case().resolve("cannot_link,crm:1," + pin + ",,,,,\n").cannot_link), (Pairs{{1, 2}}));
  EXPECT_EQ(pairs_of(Case().resolve("cannot_link," + pin + ",crm:2,,,,,\n").cannot_link), (Pairs{{1, 2}}));
}

TEST(StewardLists, a_mistyped_pin_is_recognised) {
  std::string pin = pin_text(kPin);
  std::swap(pin[4], pin[10]);
  EXPECT_EQ(Case().refusal("lock," + pin + ",,,,,,\n"),
            "[merge]: decisions: d.csv line 2: a PIN is mistyped: its check symbol does not fit the others");
  EXPECT_EQ(Case().refusal("lock,crm:1," + pin + ",,,,,\n"),
            "[merge]: decisions: d.csv line 2: a PIN is mistyped: its check symbol does not fit the others");
  pin[0] = 'U';
  EXPECT_EQ(Case().refusal("lock," + pin + ",,,,,,\n"),
            "[merge]: decisions: d.csv line 2: a PIN is mistyped: it has a character that PINs do not have");
}

TEST(StewardLists, a_pin_without_a_previous_result_is_refused) {
  Case test;
  test.previous = {};
  EXPECT_EQ(test.refusal("lock," + pin_text(kPin) + ",,,,,,\n"),
            "[merge]: decisions: d.csv line 2: a PIN names a customer of the previous result, and the job has none: "
            "give [merge] previous, or name one of its records as SOURCE:ID");
}

TEST(StewardLists, a_lock_needs_a_previous_result_and_a_pin) {
  EXPECT_EQ(Case().refusal("lock,crm:1,,,,,,\n"),
            "[merge]: decisions: d.csv line 2: a lock of a record needs a PIN on the right");
  Case test;
  test.previous = {};
  EXPECT_EQ(test.refusal("lock,crm:1," + pin_text(kPin) + ",,,,,\n"),
            "[merge]: decisions: d.csv line 2: a lock keeps a PIN of the previous result, and the job has none: give "
            "[merge] previous");
}

TEST(StewardLists, names_that_are_gone_end_the_run_or_are_reported) {
  const std::string rows = "must_link,crm:5,crm:77,,,,,\nlock," + pin_text(kGonePin) +
                           ",,,,,,\noverride,crm:88,,email,x,,,\nlabel,crm:1,crm:99,,match,,,\nlock,crm:3," +
                           pin_text(kPin) + ",,,,,\n";
  Case test;
  EXPECT_EQ(test.refusal(rows),
            "[merge]: decisions: a line names a record or a PIN that is gone, or one record twice: d.csv line 2. Take "
            "it out, or "
            "correct the names; with [merge] unknown = \"report\" the run reports it and goes on");
  EXPECT_NE(test.refusal("lock,crm:1," + pin_text(kGonePin) + ",,,,,\n").find("d.csv line 2"), std::string::npos);
  EXPECT_NE(test.refusal("lock," + pin_text(kGonePin) + ",,,,,,\n").find("d.csv line 2"), std::string::npos);

  test.job.decisions.unknown = config::UnknownRecords::report;
  const auto decisions = test.resolve(rows);
  EXPECT_EQ(decisions.counts[DecisionStatus::stale], 4u);
  EXPECT_EQ(decisions.counts[DecisionStatus::applied], 1u);
  ASSERT_EQ(decisions.warnings.size(), 1u);
  EXPECT_EQ(decisions.warnings[0].code, "stale_decisions");
  for (const char* place : {"line 2", "line 3", "line 4", "line 5"})
    EXPECT_NE(decisions.warnings[0].text.find(place), std::string::npos) << decisions.warnings[0].text;
  EXPECT_EQ(decisions.stated[1].status, DecisionStatus::stale);
  EXPECT_EQ(decisions.stated[4].status, DecisionStatus::applied);
}

TEST(StewardLists, the_later_decision_about_two_records_replaces_the_earlier_one) {
  const auto decisions = Case().resolve(
      "must_link,crm:5,crm:6,,,Ada,2026-03-01,\n"
      "cannot_link,crm:6,crm:5,,,Bo,2026-04-01,\n"
      "label,crm:7,crm:8,,match,,2026-01-02,\n"
      "label,crm:7,crm:8,,no match,,2026-01-01,\n");
  EXPECT_TRUE(decisions.must_link.empty());
  EXPECT_EQ(pairs_of(decisions.cannot_link), (Pairs{{5, 6}}));
  EXPECT_EQ(decisions.labels, (std::vector<LabelledPair>{{7, 8, true}}));
  EXPECT_EQ(decisions.counts[DecisionStatus::superseded], 2u);
  EXPECT_EQ(decisions.counts[DecisionStatus::applied], 2u);
  EXPECT_EQ(decisions.notes, (std::vector<std::string>{"a later decision replaces d.csv line 2",
                                                       "a later decision replaces d.csv line 5"}));
  EXPECT_EQ(decisions.stated[0].status, DecisionStatus::superseded);
}

TEST(StewardLists, contradictions_of_one_time_are_refused_and_labels_left_out) {
  EXPECT_NE(Case()
                .refusal("must_link,crm:5,crm:6,,,,2026-03-01,\ncannot_link,crm:5,crm:6,,,,2026-03-01,\n")
                .find("d.csv line 3 (against d.csv line 2). Take one of the decisions back"),
            std::string::npos);
  EXPECT_NE(Case()
                .refusal("must_link,crm:5,crm:6,,,,,\nmust_link,crm:1,crm:2,,,,,\nmust_link,shop:7,crm:6,,,,,\n"
                         "cannot_link,crm:5,shop:7,,,,,\n")
                .find("d.csv line 5 (against d.csv line 2, d.csv line 4). Take one of the decisions back"),
            std::string::npos);
  EXPECT_NE(Case()
                .refusal("lock,crm:5," + pin_text(kPin) + ",,,,,\nlock,crm:5," + pin_text(kOtherPin) + ",,,,,\n")
                .find("neither is later: d.csv line 2 and d.csv line 3"),
            std::string::npos);
  EXPECT_NE(Case()
                .refusal("override,crm:5,,email,a,,,\noverride,crm:5,,email,b,,,\n")
                .find("neither is later: d.csv line 2 and d.csv line 3"),
            std::string::npos);
  const auto decisions =
      Case().resolve("label,crm:7,crm:8,,match,,,\nlabel,crm:8,crm:7,,0.2,,,\nlabel,crm:1,crm:2,,1,,,\n");
  EXPECT_EQ(decisions.labels, (std::vector<LabelledPair>{{1, 2, true}}));
  EXPECT_EQ(decisions.counts[DecisionStatus::contradictory], 2u);
  EXPECT_EQ(decisions.stated[1].status, DecisionStatus::contradictory);
  EXPECT_EQ(decisions.label_notes,
            (std::vector<std::string>{"labels: 1 pair is labelled both as a match and as none, and is left out: d.csv "
                                      "line 2 against d.csv line 3"}));
}

TEST(StewardLists, overrides_of_one_value_leave_the_latest) {
  const auto decisions = Case().resolve(
      "override,crm:5,,email,a,,2026-01-02,\noverride,crm:5,,email,b,,2026-01-03,\noverride,crm:5,,phone,c,,,\n");
  ASSERT_EQ(decisions.overrides.rows.size(), 2u);
  EXPECT_EQ(decisions.overrides.rows[0].value, "b");
  EXPECT_EQ(decisions.overrides.rows[1].value, "c");
  EXPECT_EQ(decisions.counts[DecisionStatus::superseded], 1u);
}

TEST(StewardLists, an_unknown_attribute_and_pairs_that_the_method_ignores_are_refused) {
  EXPECT_EQ(Case().refusal("override,crm:5,,secret,x,,,\n"),
            "[merge]: decisions: d.csv line 2: the job has no such attribute; its attributes are email, phone");
  Case test;
  test.job.cluster.method = config::ClusterMethod::components;
  EXPECT_EQ(test.refusal("must_link,crm:5,crm:6,,,,,\n"),
            "[merge]: decisions: d.csv line 2: must_link and cannot_link need [cluster] method = \"repair\"");
}

}  // namespace
}  // namespace onefold::decisions
