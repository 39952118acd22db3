#include "decisions/decision_rows.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "onefold/record/error.hpp"

namespace onefold::decisions {
namespace {

constexpr std::string_view kHead = "kind,left,right,attribute,value,who,when,why\n";

std::string refusal_of(const std::string& content) {
  try {
    (void)parse_decision_rows(content, "d.csv");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}
std::string refusal_of_row(const std::string& row) { return refusal_of(std::string(kHead) + row + "\n"); }

TEST(DecisionRows, hold_every_kind) {
  const auto rows = parse_decision_rows(std::string(kHead) +
                                            "must_link,crm:1,shop:2,,,Ada,2026-03-01,\"by phone, twice\"\n"
                                            "label,crm:1,crm:2,,no match,,,\n"
                                            "override,crm:1,,email,,Ada,2026-03-01 10:15,left\n"
                                            "lock,K7Q,,,,,,\n",
                                        "d.csv");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0], (DecisionRow{DecisionKind::must_link, "crm:1", "shop:2", "", "", "Ada", "2026-03-01",
                                  "by phone, twice", 2}));
  EXPECT_EQ(rows[1].value, "no match");
  EXPECT_EQ(rows[2].when, "2026-03-01T10:15:00Z");
  EXPECT_EQ(rows[3].line, 5u);
}

TEST(DecisionRows, mistakes_are_named_by_line_without_a_value) {
  EXPECT_EQ(refusal_of("left,right\n"),
            "[merge]: decisions: d.csv: expected the header kind,left,right,attribute,value,who,when,why");
  EXPECT_EQ(
      refusal_of_row("secret,crm:1,crm:2,,,,,"),
      "[merge]: decisions: d.csv line 2: expected one of the kinds must_link, cannot_link, label, override, lock");
  EXPECT_EQ(refusal_of_row("must_link,crm:1,,,,,,"),
            "[merge]: decisions: d.csv line 2: must_link needs a field `right`, which is empty");
  EXPECT_EQ(refusal_of_row("cannot_link,crm:1,crm:2,email,,,,"),
            "[merge]: decisions: d.csv line 2: cannot_link has no field `attribute`: leave it empty");
  EXPECT_EQ(refusal_of_row("override,crm:1,,,secret,,,"),
            "[merge]: decisions: d.csv line 2: override needs a field `attribute`, which is empty");
  EXPECT_EQ(refusal_of_row("override,crm:1,crm:2,email,secret,,,"),
            "[merge]: decisions: d.csv line 2: override has no field `right`: leave it empty");
  EXPECT_EQ(refusal_of_row("lock,crm:1,,,secret,,,"),
            "[merge]: decisions: d.csv line 2: lock has no field `value`: leave it empty");
  EXPECT_EQ(refusal_of_row("label,crm:1,crm:2,,secret,,,"),
            "[merge]: decisions: d.csv line 2: expected the value of a label to be match, no match, or a number from 0 "
            "(no match) to 1 (match)");
  EXPECT_EQ(refusal_of_row("lock,crm:1,,,,,secret,"),
            "[merge]: decisions: d.csv line 2: expected `when` as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ (UTC)");
  EXPECT_EQ(refusal_of_row("lock,crm:1"),
            "[merge]: decisions: d.csv line 2: expected kind,left,right,attribute,value,who,when,why; found 2 fields");
}

TEST(DecisionRows, times_have_one_form_each) {
  EXPECT_EQ(time_of_decision("2026-03-01"), "2026-03-01");
  for (const char* text : {"2026-03-01T10:15", "2026-03-01 10:15:00", "2026-03-01t10:15:00z"})
    EXPECT_EQ(time_of_decision(text), "2026-03-01T10:15:00Z") << text;
  for (const char* text : {"2026-02-29", "01.03.2026", "2026-3-1", "2026-03-01T25:00", "2026-03-01T10:15+02:00",
                           "2026-03-01T10", "-026-03-01", "2026-03-01x"})
    EXPECT_EQ(time_of_decision(text), "") << text;
}

RC_GTEST_PROP(DecisionRows, a_row_is_read_as_it_was_written, ()) {
  // Fields are kept without blanks at their ends, as all files are read.
  const auto text = rc::gen::map(rc::gen::container<std::string>(rc::gen::element('a', 'Z', ',', '"', '\n', '7', ' ')),
                                 [](const std::string& inner) { return "x" + inner + "x"; });
  DecisionRow row{DecisionKind::set_value, *text, "", *text, *text, *text, "2026-03-01T10:15:00Z", *text, 2};
  const auto rows = parse_decision_rows(std::string(kHead) + line_of(row), "d.csv");
  RC_ASSERT(rows.size() == 1u);
  RC_ASSERT(rows[0] == row);
}

}  // namespace
}  // namespace onefold::decisions
