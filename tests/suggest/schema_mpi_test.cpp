// What columns are taken for: joined, carried, grouped. Local, and the same on all ranks.
#include <algorithm>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "suggest/records.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {
namespace {

// One column of a table by formula: its name, and the value of a person. `which` is different in each column.
struct Made {
  std::string name;
  std::string (*value)(std::uint64_t person, std::uint64_t which);
};

std::uint64_t draw(std::uint64_t person, std::uint64_t what, std::uint64_t bound) {
  return scale_to(mix(what * 7919 + 13, person), bound);
}
std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}
std::string letters(std::uint64_t number) {
  std::string text;
  for (int i = 0; i < 5; ++i, number /= 21) text += static_cast<char>("aeioubcdfghklmnprstvw"[number % 21]);
  return text;
}
std::string word(std::uint64_t person, std::uint64_t which) { return letters(draw(person, which, 4'000'000)); }
std::string few(std::uint64_t person, std::uint64_t which) {
  return std::string("v") + std::to_string(draw(person, which, 4));
}
std::string code(std::uint64_t person, std::uint64_t which) {
  return "X" + padded(draw(person, which, 100'000'000), 8);
}
std::string birthday(std::uint64_t person, std::uint64_t which) {
  return std::to_string(1940 + draw(person, which, 60)) + "-" + padded(1 + draw(person, which + 100, 12), 2) + "-" +
         padded(1 + draw(person, which + 200, 28), 2);
}
std::string recent_day(std::uint64_t person, std::uint64_t which) {
  return std::to_string(2018 + draw(person, which, 5)) + "-" + padded(1 + draw(person, which + 100, 12), 2) + "-" +
         padded(1 + draw(person, which + 200, 28), 2);
}
std::string year(std::uint64_t person, std::uint64_t) { return std::to_string(1940 + draw(person, 5, 60)); }
std::string month(std::uint64_t person, std::uint64_t) { return std::to_string(1 + draw(person, 6, 12)); }
std::string day(std::uint64_t person, std::uint64_t) { return std::to_string(1 + draw(person, 7, 28)); }
std::string latitude(std::uint64_t person, std::uint64_t) { return "48." + padded(draw(person, 8, 10'000), 4); }
std::string longitude(std::uint64_t person, std::uint64_t) { return "11." + padded(draw(person, 9, 10'000), 4); }
std::string german_phone(std::uint64_t person, std::uint64_t which) {
  return (person % 3 == 0 ? "+49 30 " : "030 ") + padded(draw(person, which, 10'000'000), 7);
}
std::string national_phone(std::uint64_t person, std::uint64_t which) {
  return "030 " + padded(draw(person, which, 10'000'000), 7);
}
std::string mail(std::uint64_t person, std::uint64_t which) { return word(person, which) + "@mail.example"; }
std::string zip(std::uint64_t person, std::uint64_t which) { return padded(draw(person, which, 99'999), 5); }
std::string street(std::uint64_t person, std::uint64_t which) {
  return word(person, which) + "strasse " + std::to_string(1 + draw(person, which + 1, 90));
}
std::string amount(std::uint64_t person, std::uint64_t which) { return std::to_string(draw(person, which, 9) * 100); }

const std::vector<Made> kPerson = {{"first_name", word}, {"last_name", word}};

// A fifth of the persons have two rows.
std::string table(std::vector<Made> columns, std::uint64_t first = 0, std::uint64_t last = 300) {
  columns.insert(columns.begin(), kPerson.begin(), kPerson.end());
  std::string text = "row_no";
  for (const auto& column : columns) text += "," + column.name;
  text += "\n";
  for (std::uint64_t row = first; row < last; ++row) {
    text += "r" + std::to_string(row) + "x";
    for (std::uint64_t c = 0; c < columns.size(); ++c) text += "," + columns[c].value(row % 5 == 4 ? row - 1 : row, c);
    text += "\n";
  }
  return text;
}

class SchemaTest : public ::testing::Test {
 protected:
  config::Job suggest(const std::vector<std::string>& tables) {
    Options options;
    for (std::size_t t = 0; t < tables.size(); ++t) {
      const std::string name = std::string(1, static_cast<char>('a' + t)) + ".csv";
      folder_.write(name, tables[t]);
      options.files.push_back(folder_ / name);
    }
    text_ = suggest_job(test::world(), options);
    return config::parse_job(text_, "suggested");
  }
  static const config::AttributeConfig* find(const config::Job& job, const std::string& name) {
    const auto found = std::ranges::find(job.attributes, name, &config::AttributeConfig::name);
    return found == job.attributes.end() ? nullptr : &*found;
  }
  static bool is_compared(const config::Job& job, const std::string& name) {
    return std::ranges::count(job.comparisons, name, &config::ComparisonConfig::name) > 0;
  }
  static std::vector<std::string> columns_of(const config::Job& job, const std::string& attribute,
                                             std::size_t source = 0) {
    std::vector<std::string> columns;
    for (const auto& mapping : job.sources[source].columns)
      if (job.attributes[mapping.attribute].name == attribute)
        config::for_each_column(mapping.from, [&](const std::string& column) { columns.push_back(column); });
    return columns;
  }
  // Carried: in the job, not compared, and read by no rule.
  void expect_carried(const config::Job& job, const std::string& name) {
    ASSERT_NE(find(job, name), nullptr) << name << "\n" << text_;
    EXPECT_FALSE(is_compared(job, name)) << name;
    for (const auto& rule : job.blocking)
      for (const auto& key : rule.on) EXPECT_EQ(key.text.find(name), std::string::npos) << name << " in " << key.text;
  }
  test::ScratchFolder folder_{test::world()};
  std::string text_;
};

TEST_F(SchemaTest, identifiers_of_different_kinds_are_not_one_attribute) {
  const auto job = suggest({table({{"dob", birthday}, {"passport_number", code}, {"ssn", zip}}),
                            table({{"dob", birthday}, {"tax_id_type", few}, {"lei_number", code}}, 150, 450)});
  for (const auto* name : {"passport_number", "ssn", "tax_id_type", "lei_number"}) {
    ASSERT_NE(find(job, name), nullptr) << name;
    EXPECT_EQ(columns_of(job, name, 0).size() + columns_of(job, name, 1).size(), 1U) << name;
  }
}

TEST_F(SchemaTest, columns_are_joined_if_names_agree_or_values_overlap) {
  // Column 3 of both tables has the same codes by formula; column 4 has not.
  const auto job =
      suggest({table({{"dob", birthday}, {"badge", code}, {"licence_number", code}, {"colour of card", few}}),
               table({{"birthday", birthday}, {"token", code}, {"driving licence", zip}, {"mood", few}}, 150, 450)});
  EXPECT_EQ(columns_of(job, "badge", 1), std::vector<std::string>{"token"});
  EXPECT_EQ(columns_of(job, "birth_date", 1), std::vector<std::string>{"birthday"});
  // The names agree, though no value does.
  EXPECT_EQ(columns_of(job, "licence_number", 1), std::vector<std::string>{"driving licence"});
  // Few values that both columns have are no overlap.
  EXPECT_EQ(columns_of(job, "mood", 1), std::vector<std::string>{"mood"});
}

TEST_F(SchemaTest, administrative_columns_are_carried_and_no_rule_reads_them) {
  const auto job = suggest({table(
      {{"dob", birthday},
       {"status", few},
       {"balance", amount},
       {"registration_date", recent_day},
       {"phone_type", few},
       {"qzx", few},
       {"gender", [](std::uint64_t p, std::uint64_t) { return std::string(draw(p, 77, 2) == 0 ? "m" : "f"); }}})});
  for (const auto* name : {"status", "balance", "registration_date", "phone_type", "qzx"}) expect_carried(job, name);
  EXPECT_TRUE(is_compared(job, "gender"));
  EXPECT_TRUE(is_compared(job, "birth_date"));
}

TEST_F(SchemaTest, a_name_alone_does_not_make_a_column_administrative) {
  const auto job = suggest({table({{"dob", birthday}, {"status", word}})});
  EXPECT_TRUE(is_compared(job, "status"));
}

TEST_F(SchemaTest, a_gender_is_known_by_its_values) {
  const auto job = suggest({table({{"dob", birthday}, {"g_cd", [](std::uint64_t p, std::uint64_t) {
                                                         return std::string(draw(p, 77, 2) == 0 ? "M" : "W");
                                                       }}})});
  EXPECT_TRUE(is_compared(job, "g_cd"));
}

TEST_F(SchemaTest, a_date_is_a_date_of_birth_by_name_or_because_there_is_no_other) {
  const auto named = suggest({table({{"dob", birthday}, {"Email Address", recent_day}, {"noted", birthday}})});
  EXPECT_EQ(columns_of(named, "birth_date"), std::vector<std::string>{"dob"});
  expect_carried(named, "email_address");
  expect_carried(named, "noted");
  const auto lone = suggest({table({{"qzx", birthday}, {"email address", recent_day}})});
  EXPECT_EQ(columns_of(lone, "birth_date"), std::vector<std::string>{"qzx"});
  const auto recent = suggest({table({{"qzx", recent_day}})});
  EXPECT_EQ(find(recent, "birth_date"), nullptr);
  expect_carried(recent, "qzx");
  // Not even if its years are those of births.
  const auto misnamed = suggest({table({{"email address", birthday}})});
  EXPECT_EQ(find(misnamed, "birth_date"), nullptr);
}

TEST_F(SchemaTest, latitude_and_longitude_are_one_location) {
  const auto job = suggest({table({{"dob", birthday}, {"Lat", latitude}, {"Lon", longitude}})});
  ASSERT_NE(find(job, "location"), nullptr) << text_;
  EXPECT_EQ(columns_of(job, "location"), (std::vector<std::string>{"Lat", "Lon"}));
  EXPECT_FALSE(find(job, "location")->is_array);
  EXPECT_EQ(find(job, "location")->type, AttributeType::location);
}

TEST_F(SchemaTest, year_month_and_day_of_birth_are_one_date) {
  for (const auto& names : {std::vector<std::string>{"birth_year", "birth_month", "birth_day"},
                            std::vector<std::string>{"Jahr", "Monat", "Tag"}}) {
    const auto job = suggest({table({{names[0], year}, {names[1], month}, {names[2], day}})});
    ASSERT_NE(find(job, "birth_date"), nullptr) << text_;
    EXPECT_EQ(columns_of(job, "birth_date"), names);
    EXPECT_EQ(find(job, "birth_date")->formats, std::vector<std::string>{"%Y-%m-%d"});
    EXPECT_TRUE(is_compared(job, "birth_date"));
    // Every value is readable, days and months of one digit too.
    const Input input = read_input({folder_ / "a.csv"});
    const Schema schema = recognise(input, {});
    const Records records = cleanse_sample(input, schema);
    for (std::size_t a = 0; a < schema.attributes.size(); ++a)
      if (schema.attributes[a].type == AttributeType::birth_date) {
        EXPECT_EQ(records.attributes[a].num_present(), records.size());
      }
    // The next round writes the file again.
    test::world().barrier();
  }
}

TEST_F(SchemaTest, organisations_and_web_addresses_are_known_by_name_and_by_legal_forms) {
  const auto company = [](std::uint64_t person, std::uint64_t which) {
    return word(person, which) + (person % 3 == 0 ? " GmbH" : " works");
  };
  const auto site = [](std::uint64_t person, std::uint64_t which) {
    return "https://www." + word(person, which) + ".example/x";
  };
  const auto job = suggest({table({{"dob", birthday}, {"employer", word}, {"qzx", company}, {"homepage", site}})});
  EXPECT_EQ(find(job, "organisation")->type, AttributeType::organisation);
  EXPECT_EQ(columns_of(job, "organisation"), std::vector<std::string>{"employer"});
  EXPECT_EQ(find(job, "qzx")->type, AttributeType::organisation);
  EXPECT_EQ(columns_of(job, "web_domain"), std::vector<std::string>{"homepage"});
  // A homepage of yes and no is none.
  const auto none = suggest({table({{"dob", birthday}, {"homepage", few}})});
  expect_carried(none, "homepage");
}

TEST_F(SchemaTest, several_phones_and_several_addresses_of_e_mail_are_arrays) {
  const auto job = suggest({table(
      {{"dob", birthday}, {"Phone 1", german_phone}, {"Phone 2", german_phone}, {"email", mail}, {"email_2", mail}})});
  EXPECT_EQ(columns_of(job, "phone"), (std::vector<std::string>{"Phone 1", "Phone 2"}));
  EXPECT_EQ(columns_of(job, "email"), (std::vector<std::string>{"email", "email_2"}));
  EXPECT_TRUE(find(job, "phone")->is_array);
  EXPECT_EQ(find(job, "phone")->region, "DE");
}

TEST_F(SchemaTest, files_that_write_phones_and_dates_differently_keep_their_types) {
  const Made two_phones = {"phone", [](std::uint64_t person, std::uint64_t which) {
                             return german_phone(person, which) + "; 0171 1234567";
                           }};
  // A form that a run reads without formats, beside one that suggest gives formats for.
  const Made other_day = {
      "dob", [](std::uint64_t person, std::uint64_t which) { return birthday(person, which) + "T22:00:00.000Z"; }};
  const auto job = suggest({table({{"first_name", word}, {"dob", birthday}, {"phone", german_phone}}),
                            table({{"first_name", word}, other_day, two_phones})});
  EXPECT_EQ(find(job, "phone")->type, AttributeType::phone) << text_;
  EXPECT_EQ(find(job, "birth_date")->type, AttributeType::birth_date) << text_;
  // Formats of one file would make the dates of the other unreadable.
  EXPECT_TRUE(find(job, "birth_date")->formats.empty()) << text_;
}

TEST_F(SchemaTest, rules_find_records_that_share_one_of_several_phones) {
  // The first phone of a second row is the second phone of the first.
  std::string text = "row_no,last_name,phone_1,phone_2\n";
  for (std::uint64_t person = 0; person < 300; ++person) {
    const auto phone = german_phone(3 * person, 1);
    text +=
        "a" + std::to_string(person) + "x," + word(person, 2) + "," + german_phone(3 * person, 3) + "," + phone + "\n";
    text += "b" + std::to_string(person) + "x," + word(person, 2) + "," + phone + ",\n";
  }
  const auto job = suggest({text});
  EXPECT_TRUE(std::ranges::any_of(job.blocking, [](const auto& rule) {
    return std::ranges::any_of(rule.on, [](const auto& key) { return key.text.find("any(phone)") != key.text.npos; });
  })) << text_;
}

TEST_F(SchemaTest, a_region_that_values_do_not_tell_is_asked_for) {
  const auto open = suggest({table({{"dob", birthday}, {"phone", national_phone}, {"zip", zip}})});
  EXPECT_NE(text_.find("# region = \"..\""), std::string::npos) << text_;
  EXPECT_EQ(text_.find("region  = "), std::string::npos) << text_;
  // German streets tell it.
  const auto german =
      suggest({table({{"dob", birthday}, {"phone", national_phone}, {"zip", zip}, {"street", street}})});
  EXPECT_EQ(find(german, "phone")->region, "DE");
  EXPECT_EQ(find(german, "postcode")->region, "DE");
}

TEST_F(SchemaTest, a_wide_file_gives_a_job_that_parses_and_compares_what_tells_most) {
  for (const std::size_t num_columns : {60U, 200U})
    for (const auto& kind : {Made{"note", word}, Made{"metric", amount}, Made{"ext code", code}, Made{"phone", mail}}) {
      std::vector<Made> columns = {
          {"dob", birthday}, {"email", mail}, {"last_seen", recent_day}, {"updated", recent_day}};
      for (std::size_t i = 0; i < num_columns; ++i)
        columns.push_back(
            {(i % 2 == 0 ? "" : std::to_string(i) + "th ") + kind.name + " " + std::to_string(i), kind.value});
      const auto job = suggest({table(columns, 0, 200)});
      for (const auto* name : {"given_name", "surname", "birth_date"})
        EXPECT_TRUE(is_compared(job, name)) << name << " " << kind.name << " " << num_columns;
      EXPECT_LE(job.comparisons.size(), 24U);
    }
}

TEST_F(SchemaTest, many_long_lists_of_levels_are_cut_to_what_patterns_hold) {
  // Several words: four levels each, and the comparisons of things have eighteen.
  const auto words = [](std::uint64_t person, std::uint64_t which) {
    return word(person, which) + " " + word(person, which + 50) + " " + word(person, which + 90);
  };
  std::vector<Made> columns = {{"dob", birthday}};
  for (int i = 0; i < 30; ++i) columns.push_back({"remark" + letters(static_cast<std::uint64_t>(i) * 9'973), words});
  std::string text = table(columns);
  EXPECT_GT(suggest({text}).comparisons.size(), 10U);
  // Without persons, the texts identify things.
  text.replace(0, text.find("dob") + 3, "row_no,title,subtitle,qzx");
  const auto job = suggest({text});
  EXPECT_EQ(job.model.train, config::Training::candidates);
  EXPECT_GT(job.comparisons.size(), 5U);
}

TEST_F(SchemaTest, a_table_that_says_nothing_of_anybody_is_refused_with_the_reason) {
  std::string text = "row_no,status,registration_date,balance\n";
  for (std::uint64_t row = 0; row < 200; ++row)
    text += "r" + std::to_string(row) + "x," + few(row, 1) + "," + recent_day(row, 2) + "," + amount(row, 3) + "\n";
  std::string message;
  try {
    (void)suggest({text});
  } catch (const Error& error) {
    message = error.what();
    EXPECT_EQ(error.code(), ExitCode::input);
  }
  EXPECT_NE(message.find("every column describes the row"), std::string::npos) << message;
}

TEST_F(SchemaTest, columns_of_few_values_are_compared_if_there_are_no_others) {
  std::string text = "row_no,qzx,qzy,qzz\n";
  for (std::uint64_t row = 0; row < 200; ++row)
    text += "r" + std::to_string(row) + "x," + few(row, 1) + "," + few(row, 2) + "," + few(row, 3) + "\n";
  const auto job = suggest({text});
  EXPECT_EQ(job.comparisons.size(), 3U);
}

TEST_F(SchemaTest, whole_names_and_addresses_are_split_where_another_file_has_their_parts) {
  // The same persons: one file has a column for each part, the other writes them together.
  std::string parts = "no,first_name,last_name,street,zip,city\n";
  std::string commas = "no;full name;address\n", turned = commas, plain = commas;
  for (std::uint64_t row = 0; row < 300; ++row) {
    const std::string given = "Given" + letters(draw(row, 1, 4'000'000));
    const std::string surname = "Sur" + letters(draw(row, 2, 4'000'000));
    const std::string road = letters(draw(row, 3, 4'000)) + "strasse " + std::to_string(1 + draw(row, 4, 90));
    const std::string code = padded(draw(row, 5, 99'999), 5), city = letters(draw(row, 6, 60)) + "stadt";
    const std::string number = "r" + std::to_string(row) + "x";
    parts += number + "," + given + "," + surname + "," + road + "," + code + "," + city + "\n";
    const std::string address = ";" + road + ", " + code + " " + city + "\n";
    commas += number + ";" + surname + ", " + given + address;
    turned += number + ";" + surname + " " + given + address;
    plain += number + ";" + given + " " + surname + address;
  }
  const auto split_of = [](const config::Job& job, const std::string& attribute) {
    for (const auto& mapping : job.sources[1].columns)
      if (job.attributes[mapping.attribute].name == attribute) return mapping.from.split;
    return config::Split::none;
  };
  for (const auto& [other, order] :
       {std::pair(&commas, config::Split::surname_first), std::pair(&turned, config::Split::surname_first),
        std::pair(&plain, config::Split::none)}) {
    const auto job = suggest({parts, *other});
    EXPECT_EQ(split_of(job, "full_name"), order) << text_;
    for (const std::string attribute : {"postcode", "city", "address"}) {
      EXPECT_EQ(split_of(job, attribute), config::Split::address) << attribute << "\n" << text_;
      EXPECT_EQ(columns_of(job, attribute, 1), std::vector<std::string>{"address"}) << text_;
    }
    EXPECT_EQ(columns_of(job, "address", 0), std::vector<std::string>{"street"});
  }
}

}  // namespace
}  // namespace onefold::suggest
