// Mistakes in [job] and [[source]]: the exact message, line and column of each.
// kGoodJob: [job] is line 1, [[source]] 5, [[attribute]] 10, [[blocking]] 14; with(...) begins on line 16.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

TEST(JobMistakes, a_misspelt_section_or_key_gets_the_nearest_name) {
  EXPECT_EQ(mistakes_of(with("[clutser]\nthreshold = 0.9\n")),
            "t.toml:16:2: unknown key \"clutser\"; did you mean \"cluster\"?");
  EXPECT_EQ(mistakes_of(replaced("files =", "colums = 1\nfiles =")),
            "t.toml:7:1: [[source]] crm: unknown key \"colums\"; did you mean \"columns\"?");
}

TEST(JobMistakes, in_the_job_section) {
  EXPECT_EQ(mistakes_of(replaced("name = \"test\"\n", "")),
            "t.toml:1:1: [job]: name is missing; write, for example: name = \"customers\"");
  EXPECT_EQ(mistakes_of(replaced("name = \"test\"", "name = \"\"")),
            "t.toml:2:8: [job]: name: expected a name, found an empty string");
  EXPECT_EQ(mistakes_of(replaced("output = \"out.h5\"\n", "")),
            "t.toml:1:1: [job]: output is missing; write, for example: output = \"out/customers.h5\", or give "
            "--output");
  EXPECT_EQ(mistakes_of(replaced("output = \"out.h5\"", "output = 3")),
            "t.toml:3:10: [job]: output: expected a string, found an integer");
  EXPECT_EQ(mistakes_of(replaced("output = \"out.h5\"", "output = \"${HOME_X}/o.h5\"")),
            "t.toml:3:10: [job]: output: the environment variable HOME_X is not set; set it, as in: export HOME_X=...");
  EXPECT_EQ(mistakes_of(replaced("output = \"out.h5\"", "output = \"\"")),
            "t.toml:3:10: [job]: output: expected a path, found an empty string");
  EXPECT_EQ(mistakes_of(replaced("[job]", "[[job]]")), "t.toml:1:1: [[job]] can occur only once; write [job]");
  EXPECT_EQ(mistakes_of(replaced("[job]", "job = 3\n[jobs]")),
            "t.toml:1:7: job: expected a table [job], found an integer\n"
            "t.toml:2:2: unknown key \"jobs\"; did you mean \"job\"?");
  EXPECT_EQ(mistakes_of(replaced("output", "task = \"lnk\"\noutput")),
            "t.toml:3:8: [job]: task: unknown value \"lnk\"; did you mean \"link\"?");
  EXPECT_EQ(mistakes_of(replaced("output", "task = \"link\"\noutput")),
            "t.toml:3:8: [job]: task: \"link\" finds pairs between sources and needs two or more; this job has "
            "one");
  EXPECT_EQ(mistakes_of(replaced("output",
                                 "seed = -1\nmemory_per_rank = \"4 gigs\"\n"
                                 "max_quarantine = 1.5\nmax_field_bytes = \"2 TiB\"\n"
                                 "max_pairs = 0\noverwrite = \"yes\"\ncompression_level = 10\n"
                                 "output")),
            "t.toml:3:8: [job]: seed: expected an integer, 0 or more; found -1\n"
            "t.toml:4:19: [job]: memory_per_rank: expected a size, as in \"512 MiB\", or a number of bytes, found "
            "a string\n"
            "t.toml:5:18: [job]: max_quarantine: expected an integer, 0 or more, found a number with decimals\n"
            "t.toml:6:19: [job]: max_field_bytes: expected a size from 1 B to 1 GiB; found 2 TiB\n"
            "t.toml:7:13: [job]: max_pairs: expected an integer, 1 or more; found 0\n"
            "t.toml:8:13: [job]: overwrite: expected true or false, found a string\n"
            "t.toml:9:21: [job]: compression_level: expected an integer from 0 to 9; found 10");
}

TEST(JobMistakes, in_sources) {
  EXPECT_EQ(mistakes_of(replaced("name = \"crm\"\n", "")),
            "t.toml:5:1: [[source]] number 1: name is missing; write, for example: name = \"crm\"");
  EXPECT_EQ(mistakes_of(replaced("name = \"crm\"", "name = \"a:b\"")),
            "t.toml:6:8: [[source]] number 1: name: expected 1 to 64 letters, digits, and _ - . in a source's "
            "name");
  EXPECT_EQ(mistakes_of(replaced("files = [\"crm.csv\"]\n", "")),
            "t.toml:5:1: [[source]] crm: files is missing; write, for example: files = [\"extracts/crm_*.csv.gz\"]");
  EXPECT_EQ(mistakes_of(replaced("\"crm.csv\"", "")), "t.toml:7:9: [[source]] crm: files: expected at least one file");
  EXPECT_EQ(mistakes_of(replaced("\"crm.csv\"", "\"crm.csv\", 3")),
            "t.toml:7:21: [[source]] crm: files: expected a list of strings, found an integer");
  EXPECT_EQ(mistakes_of(replaced("\"crm.csv\"", "\"${X}/a\", \"\"")),
            "t.toml:7:10: [[source]] crm: files: the environment variable X is not set; set it, as in: export "
            "X=...\n"
            "t.toml:7:20: [[source]] crm: files: expected a path, found an empty string");
  EXPECT_EQ(mistakes_of(replaced("\"crm.csv\"", "\"a\\u0000b\"")),
            "t.toml:7:10: [[source]] crm: files: a path cannot hold a NUL byte");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "delimiter = \"\"\nquote = \"ab\"\ncolumns = {")),
            "t.toml:8:13: [[source]] crm: delimiter: expected 1 to 8 bytes, as in \",\" or \";\" or \"\\t\" or \"||\"\n"
            "t.toml:9:9: [[source]] crm: quote: expected one byte, or \"\" for a file without quoting");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "delimiter = \";\"\nquote = \";\"\ncolumns = {")),
            "t.toml:9:9: [[source]] crm: quote: quote and delimiter are the same byte");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "header = false\ncolumns = {")),
            "t.toml:9:26: [[source]] crm: columns.given_name: expected the position of a column, 1 to 100000, "
            "since header = false; found a string\n"
            "t.toml:9:45: [[source]] crm: columns.surname: expected the position of a column, 1 to 100000, since "
            "header = false; found a string\n"
            "t.toml:9:66: [[source]] crm: columns.birth_date: expected the position of a column, 1 to 100000, "
            "since header = false; found a string\n"
            "t.toml:9:80: [[source]] crm: columns.mail: expected the position of a column, 1 to 100000, since "
            "header = false; found a string");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "id = 3\nupdated = \"\"\ncolumns = {")),
            "t.toml:8:6: [[source]] crm: id: expected the name of a column as a string, found an integer (positions "
            "need header = false)\n"
            "t.toml:9:11: [[source]] crm: updated: expected the name of a column, found an empty string");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "truth = { colum = \"x\", pattern = \"(\" }\ncolumns = {")),
            "t.toml:8:9: [[source]] crm: truth: column is missing; expected: { column = \"rec_id\", pattern = "
            "'rec-(\\d+)-' }\n"
            "t.toml:8:11: [[source]] crm: truth: unknown key \"colum\"; did you mean \"column\"?\n"
            "t.toml:8:34: [[source]] crm: truth.pattern: not a regular expression (ECMAScript)");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "truth = { column = \"x\", pattern = \"(a)(b)\" }\ncolumns = {")),
            "t.toml:8:35: [[source]] crm: truth.pattern: expected a regular expression with exactly one group "
            "( ), the true customer");
  EXPECT_EQ(mistakes_of(replaced("columns = {", "truth = { column = \"x\", pattern = 3 }\ncolumns = {")),
            "t.toml:8:35: [[source]] crm: truth.pattern: expected a regular expression of 1 to 200 bytes, found "
            "an integer");
  EXPECT_EQ(mistakes_of(replaced(
                "columns = { given_name = \"FIRST\", surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\" }",
                "columns = {}")),
            "t.toml:8:11: [[source]] crm: columns: expected at least one attribute; write, for example: columns "
            "= { surname = \"LAST_NAME\", email = \"EMAIL\" }");
  EXPECT_EQ(mistakes_of(replaced(
                "columns = { given_name = \"FIRST\", surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\" }",
                "columns = \"x\"")),
            "t.toml:8:11: [[source]] crm: columns: expected a table, found a string; write, for example: columns "
            "= { surname = \"LAST_NAME\", email = \"EMAIL\" }");
  EXPECT_EQ(
      mistakes_of(replaced(
          "columns = { given_name = \"FIRST\", surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\" }\n", "")),
      "t.toml:5:1: [[source]] crm: columns is missing; write, for example: columns = { surname = \"LAST_NAME\", "
      "email = \"EMAIL\" }");
  EXPECT_EQ(
      mistakes_of(replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", srname = \"X\", colour = \"Y\"")),
      "t.toml:8:89: [[source]] crm: columns: unknown attribute \"srname\"; did you mean \"surname\"? Otherwise "
      "declare it with [[attribute]] name and type, or use one of: given_name, surname, full_name, birth_date, "
      "email, phone, postcode, address, city, text, category, number, identifier, location, organisation, web_domain\n"
      "t.toml:8:103: [[source]] crm: columns: unknown attribute \"colour\"; declare it with [[attribute]] "
      "name and type, or use one of: given_name, surname, full_name, birth_date, email, phone, postcode, "
      "address, city, text, category, number, identifier, location, organisation, web_domain");
  EXPECT_EQ(mistakes_of(with("[[source]]\nname = \"crm\"\nfiles = \"b.csv\"\ncolumns = { surname = \"N\" }\n")),
            "t.toml:17:8: [[source]] crm: name: another source has this name already");
  EXPECT_EQ(mistakes_of(replaced("[[source]]", "[source]")),
            "t.toml:5:1: [source] can occur several times; write [[source]]");
}

TEST(JobMistakes, a_job_without_sources_or_rules) {
  EXPECT_EQ(
      mistakes_of("[job]\nname = \"x\"\noutput = \"y\"\n"),
      "t.toml:1:1: a job needs at least one [[source]], as in: [[source]] name = \"crm\", files = [\"crm.csv\"], "
      "...\n"
      "t.toml:1:1: a job needs at least one [[blocking]] rule, as in: [[blocking]] on = [\"surname\", \"birth_date\"]");
  EXPECT_EQ(
      mistakes_of(""),
      "t.toml:1:1: [job]: name is missing; write, for example: name = \"customers\"\n"
      "t.toml:1:1: [job]: output is missing; write, for example: output = \"out/customers.h5\", or give "
      "--output\n"
      "t.toml:1:1: a job needs at least one [[source]], as in: [[source]] name = \"crm\", files = [\"crm.csv\"], "
      "...\n"
      "t.toml:1:1: a job needs at least one [[blocking]] rule, as in: [[blocking]] on = [\"surname\", \"birth_date\"]");
  EXPECT_EQ(mistakes_of("source = []\nblocking = 3\nattribute = [1]\n"),
            "t.toml:1:1: [job]: name is missing; write, for example: name = \"customers\"\n"
            "t.toml:1:1: [job]: output is missing; write, for example: output = \"out/customers.h5\", or give "
            "--output\n"
            "t.toml:1:1: a job needs at least one [[source]], as in: [[source]] name = \"crm\", files = [\"crm.csv\"], "
            "...\n"
            "t.toml:2:12: blocking: expected tables [[blocking]], found an integer\n"
            "t.toml:3:14: attribute: expected tables [[attribute]], found an integer");
}

TEST(JobMistakes, a_syntax_error_of_toml_is_reported_alone) {
  EXPECT_EQ(mistakes_of("a = 1\nb = \"\x01\"\n"),
            "t.toml:2:6: not valid TOML: Error while parsing string: unescaped control characters other than "
            "TAB (U+0009) are explicitly prohibited");
  EXPECT_EQ(mistakes_of("a = 1\na = 2\n"),
            "t.toml:2:5: not valid TOML: Error while parsing key-value pair: cannot redefine existing integer "
            "'a'");
  EXPECT_EQ(mistakes_of("a = 99999999999999999999\n"),
            "t.toml:1:25: not valid TOML: Error while parsing decimal integer: '99999999999999999999' is not "
            "representable in 64 bits");
}

}  // namespace
}  // namespace onefold::config::test
