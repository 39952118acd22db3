// Columns that a job reads of a query, and messages of drivers.
#include "databases/choose_columns.hpp"

#include <gtest/gtest.h>

#include "databases/client.hpp"
#include "onefold/record/error.hpp"

namespace onefold::databases {
namespace {

TEST(ChooseColumns, names_are_found_in_any_case_and_an_equal_name_goes_first) {
  const std::vector<ResultColumn> columns{{"ID"},    {"name"}, {"NAME"}, {"photo", ValueKind::binary},
                                          {"twice"}, {"twice"}};
  using Positions = std::vector<std::size_t>;
  EXPECT_EQ(choose_columns(columns, {"id", "NAME", "name", "id"}), (Positions{0, 2, 1}));
  EXPECT_EQ(choose_columns(columns, {}), (Positions{0, 1, 2, 4, 5}));
  const auto refusal = [&](const std::string& name) -> std::string {
    try {
      (void)choose_columns(columns, {name});
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(refusal("nope"), "the query gives no column \"nope\"; it gives ID, name, NAME, photo, twice, twice");
  EXPECT_EQ(refusal("Name"), "the query gives 2 columns \"Name\"; name them apart with AS");
  EXPECT_EQ(refusal("twice"), "the query gives 2 columns \"twice\"; name them apart with AS");
  EXPECT_NE(refusal("photo").find("is binary"), std::string::npos);
}

TEST(OneLine, a_driver_s_message_loses_line_breaks_and_the_password) {
  EXPECT_EQ(one_line("FATAL:  login of\n\t'me' with secret failed.\n", "secret"),
            "FATAL: login of 'me' with *** failed");
  EXPECT_LT(one_line(std::string(5000, 'x'), "").size(), 400U);
}

}  // namespace
}  // namespace onefold::databases
