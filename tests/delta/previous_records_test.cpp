// Which settings of a job decide whether old edges still hold.
#include "delta/previous_records.hpp"

#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"

namespace onefold::delta {
namespace {

std::string digest_of(const std::string& of_source, const std::string& more) {
  return config::parse_job(
             "[job]\nname = \"t\"\noutput = \"x.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"crm.csv\"\nid = \"id\"\n" +
                 of_source +
                 "columns = { surname = \"last\", email = \"mail\", phone = \"tel\" }\n"
                 "[[blocking]]\non = [\"surname\"]\n" +
                 more,
             "test.toml")
      .digest_toml;
}

TEST(SettingsOfEdges, change_with_what_is_cleansed_blocked_or_compared) {
  const std::string before = settings_of_edges(digest_of("", ""));
  EXPECT_NE(before.find("[[blocking]]"), std::string::npos);
  for (const std::string more :
       {"[[attribute]]\nname = \"email\"\ntype = \"email\"\ndummies = [\"a@b.example\"]\n",
        "[[blocking]]\non = [\"email\"]\n", "[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\"]\n",
        "[[attribute]]\nname = \"phone\"\ntype = \"phone\"\nregion = \"DE\"\n"})
    EXPECT_NE(settings_of_edges(digest_of("", more)), before) << more;
}

TEST(SettingsOfEdges, do_not_change_with_what_links_or_merges) {
  const std::string before = settings_of_edges(digest_of("", ""));
  for (const std::string more :
       {"[cluster]\nthreshold = 0.9\n", "[merge]\ndefault = \"longest\"\n", "[output]\nvalues = \"none\"\n",
        "[merge.rules]\nemail = \"longest\"\n", "[model]\nmax_iterations = 10\n",
        "[[merge.group]]\nattributes = [\"surname\", \"email\"]\n"})
    EXPECT_EQ(settings_of_edges(digest_of("", more)), before) << more;
  EXPECT_EQ(settings_of_edges(digest_of("unique = true\n", "")), before);
}

TEST(SettingsOfSource, are_those_of_one_source) {
  const std::string plain = settings_of_source(digest_of("", ""), "crm");
  EXPECT_EQ(plain, "");
  const std::string german = digest_of("region = \"DE\"\n", "");
  EXPECT_EQ(settings_of_source(german, "crm"), "region = \"DE\"\n");
  EXPECT_EQ(settings_of_source(german, "web"), "");
}

}  // namespace
}  // namespace onefold::delta
