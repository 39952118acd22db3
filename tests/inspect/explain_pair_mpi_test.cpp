#include "inspect/explain_pair.hpp"
#include "onefold/record/pin.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::inspect {
namespace {

// 12 records: crm has 0 .. 3 (rows 1 .. 4), shop has 4 .. 11 (rows 1 .. 4, 6 .. 9).
class ExplainPair : public testing::Test {
 protected:
  ExplainPair() : folder_(test::world()), path_(folder_ / "x.h5") {
    const auto alone = world_.split(world_.rank());
    if (world_.is_root()) test::write_tiny(alone, path_, test::tiny_result(12));
    world_.barrier();
  }
  const mpi::Communicator& world_ = test::world();
  test::ScratchFolder folder_;
  std::string path_;
};

TEST_F(ExplainPair, explains_a_link_by_the_weight_of_each_comparison) {
  const Explanation explanation = explain_pair(result::ResultReader(path_), "crm:c:2", "crm:c:1");
  EXPECT_TRUE(explanation.same_customer);
  EXPECT_EQ(explanation.left.record, 1U) << "as asked, not sorted";
  ASSERT_TRUE(explanation.edge.has_value());
  EXPECT_TRUE(explanation.edge->is_link);
  EXPECT_EQ(explanation.edge->rule, "surname + year(birth_date)");
  ASSERT_EQ(explanation.edge->comparisons.size(), 2U);
  EXPECT_EQ(explanation.edge->comparisons[0].level, "exact");
  EXPECT_EQ(explanation.edge->comparisons[0].term_frequency_log2, 0.5);
  EXPECT_EQ(explanation.edge->comparisons[0].running_sum_log2, 0.0);
  EXPECT_EQ(explanation.edge->comparisons[1].running_sum_log2, explanation.edge->weight_log2);
  EXPECT_TRUE(explanation.path.empty());
  const std::string text = text_of(explanation);
  ASSERT_TRUE(explanation.customer.has_value());
  EXPECT_EQ(explanation.customer->bridges, 2);
  const std::string pin = pin_text(1'000'000);
  for (const char* part :
       {"3 records and 2 links among its 3 pairs (density 0.67); 2 of these are bridges",
        "its weakest link weighs 4.500; crm:c:2 has the highest betweenness (centrality 1.00)", "crm:c:1",
        "surname + year(birth_date)", "birth_date", "exact", "+0.500", "6.500000", "a link", pin.c_str()})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST_F(ExplainPair, explains_what_was_corrected_for_dependence) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  test::write_tiny(alone, folder_ / "d.h5", test::with_dependence(test::tiny_result(12)));
  const Explanation explanation = explain_pair(result::ResultReader(folder_ / "d.h5"), "crm:c:2", "crm:c:1");
  ASSERT_TRUE(explanation.edge.has_value());
  ASSERT_EQ(explanation.edge->corrections.size(), 1U);
  EXPECT_EQ(explanation.edge->corrections[0].correction_log2, -0.25);
  EXPECT_EQ(explanation.edge->corrections[0].running_sum_log2, explanation.edge->weight_log2);
  EXPECT_NE(text_of(explanation).find("name and birth_date: -0.250"), std::string::npos) << text_of(explanation);
}

TEST_F(ExplainPair, states_only_the_size_of_a_customer_of_two_records) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  const auto tiny = test::tiny_result(11);
  test::write_tiny(alone, folder_ / "two.h5", tiny);
  const auto name_of = [&](std::size_t record) {
    return tiny.source_names[static_cast<std::size_t>(tiny.record_source[record])] + ":" + tiny.source_id[record];
  };
  const Explanation explanation = explain_pair(result::ResultReader(folder_ / "two.h5"), name_of(9), name_of(10));
  ASSERT_TRUE(explanation.same_customer);
  const std::string text = text_of(explanation);
  EXPECT_NE(text.find("The customer has these 2 records."), std::string::npos) << text;
  EXPECT_EQ(text.find("density"), std::string::npos) << text;
}

TEST_F(ExplainPair, shows_the_probability_of_a_pair_among_rivals) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  const auto tiny = test::with_rivals(test::tiny_result(12));
  test::write_tiny(alone, folder_ / "r.h5", tiny);
  const Explanation explanation = explain_pair(result::ResultReader(folder_ / "r.h5"), "crm:c:2", "crm:c:1");
  ASSERT_TRUE(explanation.edge.has_value());
  EXPECT_EQ(explanation.edge->among_rivals, tiny.among_rivals[0]);
  EXPECT_NE(text_of(explanation).find("given the other candidates of both records"), std::string::npos)
      << text_of(explanation);
  EXPECT_FALSE(explain_pair(result::ResultReader(path_), "crm:c:2", "crm:c:1").edge->among_rivals);
}

TEST_F(ExplainPair, shows_the_path_of_links_between_records_that_are_not_linked_directly) {
  // Records 3 and 5: no edge at all. Records 0 and 2: an edge below the threshold.
  const Explanation none = explain_pair(result::ResultReader(path_), "shop:s-2", "crm:c:4");
  EXPECT_FALSE(none.edge.has_value());
  ASSERT_EQ(none.path.size(), 2U);
  EXPECT_EQ(none.path[0].from.text(), "shop:s-2");
  EXPECT_EQ(none.path[0].to.text(), "shop:s-1");
  EXPECT_EQ(none.path[1].to.text(), "crm:c:4");
  EXPECT_EQ(none.path[0].weight_log2, 4.5);
  EXPECT_NE(text_of(none).find("by way of 2 links"), std::string::npos) << text_of(none);

  const Explanation weak = explain_pair(result::ResultReader(path_), "crm:c:1", "crm:c:3");
  ASSERT_TRUE(weak.edge.has_value());
  EXPECT_FALSE(weak.edge->is_link);
  EXPECT_EQ(weak.path.size(), 2U);

  const Explanation strangers = explain_pair(result::ResultReader(path_), "crm:c:1", "shop:s-9");
  EXPECT_FALSE(strangers.same_customer);
  EXPECT_FALSE(strangers.edge.has_value());
  EXPECT_TRUE(strangers.path.empty());
  EXPECT_NE(text_of(strangers).find("No edge"), std::string::npos);
}

TEST_F(ExplainPair, names_the_known_sources_but_no_ids_if_a_record_is_not_found) {
  const auto message_of = [&](const std::string& left, const std::string& right) -> std::string {
    try {
      (void)explain_pair(result::ResultReader(path_), left, right);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message_of("CRM:c:1", "crm:c:2").find("crm, shop"), std::string::npos);
  const std::string unknown = message_of("crm:c:1", "crm:c:77");
  EXPECT_NE(unknown.find("source crm has no record"), std::string::npos);
  EXPECT_EQ(unknown.find("c:7"), std::string::npos) << unknown;
  EXPECT_NE(unknown.find("the second one"), std::string::npos) << unknown;
  EXPECT_EQ(unknown.find("the first one"), std::string::npos) << unknown;
  const std::string both = message_of("crm:c:77", "shops:s-1");
  EXPECT_NE(both.find("the first one: source crm has no record"), std::string::npos) << both;
  EXPECT_NE(both.find("the second one: a record is named whose source"), std::string::npos) << both;
  EXPECT_NE(message_of("crm:c:1", "crm:c:1"), "");
  std::string mistyped = pin_text(1'000'000);
  mistyped[0] = mistyped[0] == '7' ? '8' : '7';
  EXPECT_NE(message_of(mistyped, "crm:c:1").find("mistyped"), std::string::npos);
  EXPECT_NE(message_of("crm:c:1", pin_text(5)).find("has no customer with the PIN"), std::string::npos);
  EXPECT_NE(message_of(pin_text(1'000'000), pin_text(1'000'000)).find("twice"), std::string::npos);
  EXPECT_NE(message_of("crm", "crm:c:1"), "");
  EXPECT_NE(message_of("crm:", "crm:c:1"), "");
}

// Records 0, 1, 2 are a customer, 3, 4, 5 the next one. The only edge between them is 0 - 4.
TEST_F(ExplainPair, a_customer_stands_for_its_record_with_the_heaviest_edge_to_the_other_side) {
  const auto tiny = test::tiny_result(12);
  const std::string first = pin_text(tiny.customer_pin[0]);
  const std::string second = pin_text(tiny.customer_pin[1]);
  const result::ResultReader file(path_);
  const Explanation customers = explain_pair(file, second, first);
  EXPECT_EQ(customers.left.record, 4U);
  EXPECT_EQ(customers.right.record, 0U);
  EXPECT_TRUE(customers.edge.has_value());
  // Edges 0 - 1 (exact), 0 - 2 (close): the heavier one is explained.
  const Explanation own = explain_pair(file, "crm:c:1", first);
  EXPECT_EQ(own.right.record, 1U);
  // No edge: the first record.
  EXPECT_EQ(explain_pair(file, "shop:s-9", first).right.record, 0U);
}

TEST_F(ExplainPair, a_retired_pin_stands_for_the_customer_that_has_its_records) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  test::write_tiny(alone, folder_ / "later.h5", test::with_second_run(test::tiny_result(12)));
  const result::ResultReader file(folder_ / "later.h5");
  const Explanation explanation = explain_pair(file, pin_text(test::kMergedPin), "shop:s-9");
  EXPECT_NE(explanation.left.pin, test::kMergedPin);
  EXPECT_EQ(explanation.left.record, explain_pair(file, pin_text(explanation.left.pin), "shop:s-9").left.record);
}

TEST_F(ExplainPair, a_customer_of_one_record_has_no_other_one) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  const auto tiny = test::tiny_result(10);
  test::write_tiny(alone, folder_ / "one.h5", tiny);
  const std::string record =
      tiny.source_names[static_cast<std::size_t>(tiny.record_source[9])] + ":" + tiny.source_id[9];
  EXPECT_THROW((void)explain_pair(result::ResultReader(folder_ / "one.h5"), record, pin_text(tiny.customer_pin[3])),
               Error);
}

}  // namespace
}  // namespace onefold::inspect
