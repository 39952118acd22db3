#include "inspect/customer_page.hpp"
#include "inspect/decision_effect.hpp"
#include "inspect/found_name.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::inspect {
namespace {

// 12 records: crm has 0 .. 3 (rows 1 .. 4), shop has 4 .. 11 (rows 1 .. 4, 6 .. 9). Customers: 0 - 2, 3 - 5, 6 - 8, ...
class ShownCustomer : public testing::Test {
 protected:
  ShownCustomer() : folder_(test::world()), path_(folder_ / "x.h5") {
    const auto alone = world_.split(world_.rank());
    if (world_.is_root()) test::write_tiny(alone, path_, test::tiny_result(12));
    world_.barrier();
  }
  template <typename Work>
  static std::string refusal_of(Work work) {
    try {
      (void)work();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
      return error.what();
    }
    return "no error";
  }
  std::string effect(DecisionRequest::Kind kind, const std::vector<std::string>& names) const {
    return effect_of(result::ResultReader(path_), {kind, names, "name", "x"}).text;
  }

  const mpi::Communicator& world_ = test::world();
  test::ScratchFolder folder_;
  std::string path_;
  const std::string pin_ = pin_text(1'000'000);
  using Kind = DecisionRequest::Kind;
};

TEST_F(ShownCustomer, is_found_by_pin_and_by_record) {
  const result::ResultReader file(path_);
  for (const std::string& name : {pin_, std::string("crm:c:2")}) {
    const CustomerPage page = read_customer_page(file, name);
    EXPECT_EQ(page.pin, pin_);
    ASSERT_EQ(page.records.size(), 3u);
    EXPECT_EQ(page.records[1].name, "crm:c:2");
    EXPECT_EQ(page.records[1].is_asked, name != pin_);
    EXPECT_TRUE(page.records[1].is_centre);
    EXPECT_EQ(page.records[0].updated, "1970-01-01 00:00:07");
  }
}

TEST_F(ShownCustomer, has_golden_values_with_their_records_and_differences) {
  const CustomerPage page = read_customer_page(result::ResultReader(path_), pin_);
  ASSERT_EQ(page.golden.size(), 2u);
  EXPECT_EQ(page.golden[0].attribute, "name");
  EXPECT_EQ(page.golden[0].from, page.records[2].name);
  ASSERT_TRUE(page.has_values);
  EXPECT_EQ(page.records[2].cells[0].difference, Difference::same);
  EXPECT_EQ(page.records[0].cells[0].difference, Difference::other);
}

TEST_F(ShownCustomer, has_its_links_and_the_pairs_with_other_customers) {
  const CustomerPage page = read_customer_page(result::ResultReader(path_), pin_text(1'000'000 + 7 * 3));
  ASSERT_EQ(page.num_links, 2u);
  EXPECT_EQ(page.links[0].weight_log2, 6.5);
  EXPECT_EQ(page.links[1].weight_log2, 4.5);
  EXPECT_TRUE(page.links[1].is_weakest);
  EXPECT_NE(page.links[0].evidence.find("birth_date exact"), std::string::npos) << page.links[0].evidence;
  // Edges 0 - 4 and 3 - 7: one is found from its right record, one from its left one.
  ASSERT_EQ(page.neighbours.size(), 2u);
  EXPECT_EQ(page.neighbours[0].other_pin, pin_);
  EXPECT_EQ(page.neighbours[1].other_pin, pin_text(1'000'000 + 7 * 6));
  EXPECT_EQ(page.neighbours[0].reason, "below the threshold");
}

TEST_F(ShownCustomer, keeps_quiet_about_values_that_the_file_does_not_have) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  auto tiny = test::tiny_result(12);
  tiny.keeps_values = false;
  test::write_tiny(alone, folder_ / "none.h5", tiny);
  const CustomerPage page = read_customer_page(result::ResultReader(folder_ / "none.h5"), pin_);
  EXPECT_FALSE(page.has_values);
  EXPECT_TRUE(page.records[0].cells.empty());
}

TEST_F(ShownCustomer, that_is_not_there_is_refused_without_an_id) {
  const result::ResultReader file(path_);
  const auto refusal = [&](const std::string& name) { return refusal_of([&] { return find_name(file, name); }); };
  EXPECT_EQ(refusal("crm:secret"), "source crm has no record with the id that was given");
  EXPECT_EQ(refusal("secret:1"),
            "a record is named whose source " + path_ + " does not have; its sources are crm, shop");
  EXPECT_EQ(refusal(pin_text(5)), path_ + " has no customer with the PIN " + pin_text(5));
  std::string wrong = pin_;
  std::swap(wrong[9], wrong[10]);
  if (wrong == pin_) wrong[10] = wrong[10] == '2' ? '3' : '2';
  EXPECT_EQ(refusal(wrong), "the PIN is mistyped: its check symbol does not fit the others");
  EXPECT_NE(refusal("secret").find("expected a record as SOURCE:ID"), std::string::npos);
}

TEST_F(ShownCustomer, decisions_say_what_they_change) {
  EXPECT_EQ(effect(Kind::apart, {"crm:c:1", "crm:c:2"}),
            "these two records are in customer " + pin_ +
                ", with 1 other record; they become two customers, and each other record goes where the evidence puts "
                "it");
  EXPECT_EQ(effect(Kind::apart, {"crm:c:1", pin_}),
            "this record is in customer " + pin_ +
                ", with 2 other records; they become two customers, and each other record goes where the evidence puts "
                "it");
  const std::string other = pin_text(1'000'000 + 7 * 3);
  EXPECT_EQ(
      effect(Kind::together, {"crm:c:1", other}),
      "these are customer " + pin_ + " (3 records) and customer " + other +
          " (3 records); they become one customer of 6 records, unless the evidence takes other records away from "
          "it");
  EXPECT_NE(effect(Kind::together, {"crm:c:1", "crm:c:2"}).find("they stay together"), std::string::npos);
  EXPECT_NE(effect(Kind::apart, {"crm:c:1", other}).find("already; they stay apart"), std::string::npos);
  EXPECT_EQ(effect(Kind::set, {pin_}),
            "name of customer " + pin_ + " (3 records) gets the value that was given, in place of another one");
  EXPECT_NE(effect(Kind::lock, {"crm:c:1"}).find("with 2 other records, and keeps its PIN"), std::string::npos);
  EXPECT_EQ(effect_of(result::ResultReader(path_), {Kind::lock, {"crm:c:1"}, "", ""}).pin, pin_);
}

TEST_F(ShownCustomer, decisions_about_nothing_are_refused) {
  const result::ResultReader file(path_);
  const auto refusal = [&](const DecisionRequest& request) {
    return refusal_of([&] { return effect_of(file, request); });
  };
  EXPECT_EQ(refusal({Kind::apart, {"crm:c:1", "crm:c:1"}, "", ""}),
            "the same record was given twice: give two records");
  EXPECT_EQ(refusal({Kind::together, {pin_, pin_}, "", ""}),
            "the same customer was given twice: give two of its records as SOURCE:ID");
  EXPECT_EQ(refusal({Kind::set, {pin_}, "secret", "x"}),
            path_ + " has no such attribute; its attributes are name, note");
}

}  // namespace
}  // namespace onefold::inspect
