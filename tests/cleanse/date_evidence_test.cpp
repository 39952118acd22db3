// The whole column decides how its dates are read.
#include "cleanse/date_evidence.hpp"

#include <gtest/gtest.h>

#include "cleanse/support.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

DateEvidence evidence_of(const std::vector<std::string_view>& values, const std::vector<std::string>& formats = {}) {
  DateWitness witness(formats);
  for (const auto value : values) witness.add(value);
  return witness.evidence();
}

std::string read_as(std::string_view raw, DateReading reading, std::vector<std::string> formats = {}) {
  config::AttributeConfig attribute{.name = "born", .type = AttributeType::birth_date};
  attribute.formats = std::move(formats);
  Cleanser cleanser(attribute, nullptr, reading);
  return std::string(cleanser.cleanse(raw));
}

std::string read_in_column(std::string_view raw, std::vector<std::string_view> others) {
  return read_as(raw, reading_of(evidence_of(others), {}));
}

TEST(DateEvidence, one_value_decides_for_the_whole_column) {
  EXPECT_EQ(read_in_column("03/04/1985", {"03/04/1985", "03/25/1985"}), "1985-03-04");
  EXPECT_EQ(read_in_column("03/04/1985", {"03/04/1985", "25/03/1985"}), "1985-04-03");
  EXPECT_EQ(read_in_column("03.04.85", {"03.25.85"}), "1985-03-04");
  EXPECT_EQ(read_in_column("03041985", {"03251985", "04031985"}), "1985-03-04");
  EXPECT_EQ(read_in_column("3041985", {"3251985"}), "1985-03-04");
  EXPECT_EQ(read_in_column("01-02-03", {"85-05-15"}), "2001-02-03");
  EXPECT_EQ(read_in_column("010203", {"850515", "761231"}), "2001-02-03");
  // A value that can be read in one way only is read so in every column.
  EXPECT_EQ(read_in_column("25/03/1985", {"03/25/1985", "04/26/1985"}), "1985-03-25");
  EXPECT_EQ(read_in_column("1985-03-04", {"03/25/1985"}), "1985-03-04");
}

TEST(DateEvidence, a_column_without_a_proof_stays_open) {
  EXPECT_EQ(doubt_of(evidence_of({"03/04/1985", "11/12/1970"})), DateDoubt::open);
  EXPECT_EQ(num_doubtful(evidence_of({"03/04/1985", "11/12/1970", "05/05/1970"})), 2U);
  EXPECT_EQ(doubt_of(evidence_of({"05/05/1970", "1985-03-04", "", "x", "4 May 1970"})), DateDoubt::none);
  EXPECT_EQ(doubt_of(evidence_of({"03/04/1985", "25/04/1985"})), DateDoubt::none);
  EXPECT_EQ(num_doubtful(evidence_of({"03/04/1985", "25/04/1985"})), 0U);
}

TEST(DateEvidence, contradictory_proofs_are_a_doubt_and_the_majority_decides) {
  const auto evidence = evidence_of({"03/04/1985", "25/04/1985", "04/25/1985", "04/26/1985"});
  EXPECT_EQ(doubt_of(evidence), DateDoubt::contradictory);
  EXPECT_EQ(reading_of(evidence, {}).order, DateOrder::month_first);
  EXPECT_EQ(doubt_of(evidence_of({"25/04/1985", "04/25/1985"})), DateDoubt::none) << "no value is ambiguous";
}

TEST(DateEvidence, chooses_between_declared_formats_that_differ_in_the_order_only) {
  const std::vector<std::string> formats = {"%m/%d/%Y", "%Y-%m-%d", "%d/%m/%Y"};
  EXPECT_TRUE(DateWitness(formats).is_needed());
  EXPECT_FALSE(DateWitness({"%d/%m/%Y", "%Y-%m-%d", "%d %b %Y"}).is_needed());
  EXPECT_FALSE(DateWitness({"%d.%m.%Y", "%m/%d/%Y"}).is_needed()) << "the separator tells";
  const auto british = evidence_of({"03/04/1985", "25/04/1985"}, formats);
  EXPECT_EQ(read_as("03/04/1985", reading_of(british, formats), formats), "1985-04-03");
  const auto open = evidence_of({"03/04/1985", "03.25.1985"}, formats);
  EXPECT_EQ(doubt_of(open), DateDoubt::open) << "values of other forms prove nothing";
  EXPECT_EQ(read_as("03/04/1985", reading_of(open, formats), formats), "1985-03-04") << "the first declared one";
  EXPECT_EQ(doubt_of(evidence_of({"03/04/1985"}, {"%d/%m/%Y"})), DateDoubt::none) << "the job says it";
}

TEST(DateEvidence, tells_what_digits_mean) {
  // A column of seconds since 1970 has few values of eight digits, which could be dates.
  EXPECT_EQ(read_in_column("12101970", {"485222400", "12101970", "952041600"}), "1970-05-21");
  EXPECT_EQ(read_in_column("12101970", {"12101970"}), "1970-10-12");
  EXPECT_EQ(read_in_column("9862", {"31182", "9862"}), "1926-12-31");
  EXPECT_EQ(read_in_column("9862", {"1985-05-15"}), "");
  EXPECT_EQ(read_in_column("198505151230", {"198505151230"}), "1985-05-15");
  EXPECT_EQ(read_in_column("485222400000", {"485222400000", "952041600000"}), "1985-05-18");
}

TEST(PackedMoments, wait_for_the_order_of_the_column) {
  config::SourceConfig source;
  MomentReader reader(source);
  const std::uint64_t open = reader.read("05/01/2024 02:30 PM");
  EXPECT_EQ(unpack_moment(open, DateOrder::day_first), parse_moment("2024-01-05 14:30"));
  EXPECT_EQ(unpack_moment(open, DateOrder::month_first), parse_moment("2024-05-01 14:30"));
  for (const std::string_view raw : {"2024-02-29T14:34:56+02:00", "25/03/2024", "12/31/2019", "1709210096",
                                     "29 Feb 2024", "0001-01-01", "31.12.2199 23:59:59"}) {
    ASSERT_NE(parse_moment(raw), kNoMoment) << raw;
    EXPECT_EQ(unpack_moment(reader.read(raw), DateOrder::day_first), parse_moment(raw)) << raw;
    EXPECT_EQ(unpack_moment(reader.read(raw), DateOrder::month_first), parse_moment(raw)) << raw;
  }
  EXPECT_EQ(unpack_moment(reader.read("banana"), DateOrder::month_first), kNoMoment);
  EXPECT_EQ(unpack_moment(reader.read(""), DateOrder::day_first), kNoMoment);
}

TEST(PackedMoments, are_read_in_the_formats_of_their_source) {
  config::SourceConfig source;
  source.name = "crm";
  source.writing.updated_formats = {"%m/%d/%Y %H:%M"};
  MomentReader reader(source);
  EXPECT_EQ(unpack_moment(reader.read("05/01/2024 14:30"), DateOrder::day_first), parse_moment("2024-05-01 14:30"));
  EXPECT_EQ(unpack_moment(reader.read("2024-05-01"), DateOrder::day_first), kNoMoment);
  source.writing.updated_formats = {"%H:%M"};
  EXPECT_THROW(MomentReader{source}, Error);
}

}  // namespace
}  // namespace onefold::cleanse
