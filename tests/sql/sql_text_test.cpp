// What the text of a query says: whether it only reads, and what it is without parts.
#include "sql/sql_text.hpp"

#include <gtest/gtest.h>

namespace onefold::sql {
namespace {

std::string reason(std::string_view query) { return why_not_read_only(query).value_or("reads"); }
std::string undivided(std::string_view query) { return undivided_query(query).value_or("nothing"); }

TEST(SqlText, statements_that_read_are_accepted) {
  for (const char* query :
       {"SELECT * FROM t", "  select 1 ;", "(SELECT 1) UNION (SELECT 2)", "WITH a AS (SELECT 1) SELECT * FROM a",
        "VALUES (1)", "TABLE t", "-- all of them\nSELECT a FROM t", "/* x */ SELECT 'DELETE; it''s' FROM t",
        "SELECT \"update\", [into], `drop` FROM t", "SELECT updated, deleted_at FROM t", "SELECT $$;DELETE$$, $a$;$a$",
        "SELECT REPLACE(a, ';', '') FROM t"})
    EXPECT_EQ(reason(query), "reads") << query;
}

TEST(SqlText, statements_that_write_are_refused_with_the_word) {
  EXPECT_EQ(reason(""), "it is empty");
  EXPECT_EQ(reason("-- nothing"), "it is empty");
  EXPECT_EQ(reason("DELETE FROM t"), "it begins with DELETE");
  EXPECT_EQ(reason("explain select 1"), "it begins with EXPLAIN");
  EXPECT_EQ(reason("SELECT 1; DROP TABLE t"), "it holds several statements");
  EXPECT_EQ(reason("SELECT * INTO copy FROM t"), "it holds the word INTO");
  EXPECT_EQ(reason("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a"), "it holds the word DELETE");
  EXPECT_EQ(reason("SELECT * FROM t FOR UPDATE"), "it holds the word UPDATE");
}

TEST(SqlText, a_part_is_filled_in_everywhere) {
  EXPECT_EQ(query_of_part("SELECT * FROM t WHERE MOD(id, {parts}) = {part};", 2, 7),
            "SELECT * FROM t WHERE MOD(id, 7) = 2");
  EXPECT_FALSE(has_parts("SELECT 1"));
  EXPECT_TRUE(has_parts("SELECT * FROM t WHERE id % 4 = {part}"));
}

TEST(SqlText, without_its_condition_on_the_part_a_query_has_all_rows) {
  EXPECT_EQ(undivided("SELECT * FROM t WHERE MOD(id, {parts}) = {part}"), "SELECT * FROM t WHERE 1 = 1");
  EXPECT_EQ(undivided("SELECT * FROM t WHERE a = 1 AND id % {parts} = {part} AND b = 2;"),
            "SELECT * FROM t WHERE a = 1 AND 1 = 1 AND b = 2");
  EXPECT_EQ(undivided("SELECT * FROM t WHERE a BETWEEN 1 AND 2 AND MOD(ABS(id), {parts}) = {part} ORDER BY id"),
            "SELECT * FROM t WHERE a BETWEEN 1 AND 2 AND 1 = 1 ORDER BY id");
  EXPECT_EQ(undivided("SELECT * FROM (SELECT * FROM t WHERE {part} = MOD(id, {parts})) q"),
            "SELECT * FROM (SELECT * FROM t WHERE 1 = 1) q");
  EXPECT_EQ(undivided("SELECT * FROM t JOIN u ON MOD(t.id, {parts}) = {part} -- {part} of all"), "nothing");
  EXPECT_EQ(undivided("SELECT '= {part' FROM t WHERE (MOD(id, {parts}) = {part}) OR x"),
            "SELECT '= {part' FROM t WHERE (1 = 1) OR x");
}

TEST(SqlText, another_use_of_the_part_is_not_guessed_at) {
  for (const char* query :
       {"SELECT * FROM t WHERE id >= {part} * 1000 AND id < ({part} + 1) * 1000", "SELECT {part} AS p FROM t",
        "SELECT * FROM t WHERE MOD(id, {parts}) = {part} + 1", "SELECT * FROM t WHERE MOD(id, {parts}) <= {part}",
        "SELECT * FROM t WHERE f({part}, {parts})", "SELECT * FROM t_{part}",
        "SELECT {parts} FROM t WHERE MOD(id, {parts}) = {part}"})
    EXPECT_EQ(undivided(query), "nothing") << query;
}

TEST(SqlText, a_query_is_divided_by_a_column_with_a_plain_name) {
  const auto divided = divided_query("SELECT * FROM t;", "id");
  ASSERT_TRUE(divided);
  EXPECT_EQ(*divided, "SELECT * FROM (SELECT * FROM t) q WHERE MOD(ABS(id), {parts}) = {part}");
  EXPECT_EQ(undivided(*divided), "SELECT * FROM (SELECT * FROM t) q WHERE 1 = 1");
  EXPECT_FALSE(divided_query("SELECT * FROM t", "Customer No"));
}

TEST(SqlText, a_query_that_ends_in_a_comment_can_be_counted) {
  EXPECT_EQ(counting_query("SELECT 1 -- one;"), "SELECT COUNT(*) FROM (SELECT 1 -- one;\n) onefold_rows");
  EXPECT_EQ(counting_query("SELECT 1;"), "SELECT COUNT(*) FROM (SELECT 1\n) onefold_rows");
}

}  // namespace
}  // namespace onefold::sql
