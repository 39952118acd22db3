#include "suggest/golden_rules.hpp"

#include <gtest/gtest.h>

namespace onefold::suggest {
namespace {

struct Data {
  Schema schema;
  Records records;
  void add(const std::string& name, AttributeType type, std::vector<std::string> values) {
    Attribute attribute;
    attribute.name = name;
    attribute.type = type;
    schema.attributes.push_back(attribute);
    CodedValues coded;
    coded.texts = std::move(values);
    coded.texts.insert(coded.texts.begin(), "");
    records.attributes.push_back(coded);
  }
};

TEST(GoldenRules, let_one_record_say_no) {
  Data data;
  data.add("email_optin", AttributeType::category, {"n", "y"});
  data.add("do_not_call", AttributeType::category, {"false", "true"});
  data.add("consent", AttributeType::category, {"ja", "nein"});
  data.add("newsletter", AttributeType::category, {"daily", "weekly"});
  data.add("active", AttributeType::category, {"n", "y"});
  EXPECT_EQ(golden_rules(data.schema, data.records),
            "\n[merge.rules]\n"
            "email_optin = { any = \"n\" }    # one record is enough\n"
            "do_not_call = { any = \"true\" }    # one record is enough\n"
            "consent = { any = \"nein\" }    # one record is enough\n");
}

TEST(GoldenRules, keep_an_address_together_if_it_is_certain_what_belongs_to_it) {
  Data data;
  data.add("town", AttributeType::city, {});
  EXPECT_EQ(golden_rules(data.schema, data.records), "");
  data.add("street", AttributeType::address, {});
  data.add("zip", AttributeType::postcode, {});
  EXPECT_EQ(golden_rules(data.schema, data.records),
            "\n[[merge.group]]    # from one record, so that no address is mixed\n"
            "attributes = [\"street\", \"zip\", \"town\"]\n");
  data.add("second_street", AttributeType::address, {});
  EXPECT_NE(golden_rules(data.schema, data.records).find("attributes = [\"zip\", \"town\"]"), std::string::npos);
}

}  // namespace
}  // namespace onefold::suggest
