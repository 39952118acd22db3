#include "inspect/page_html.hpp"

#include <gtest/gtest.h>

#include "inspect/draw_cluster.hpp"
#include "inspect/page_text.hpp"

namespace onefold::inspect {
namespace {

const std::string kHostile = "<script>alert(\"1\")</script> & 'x'";

CustomerPage some_page() {
  CustomerPage page;
  page.file = "out.h5";
  page.pin = "K7Q-2M9-XD4";
  page.num_records = 3;
  page.num_links = 2;
  page.has_values = true;
  page.golden.push_back({.attribute = "email",
                         .value = "anna@a.org",
                         .cleansed = {},
                         .from = "crm:1",
                         .rule = "most_recent",
                         .trust = {},
                         .runner_up = "shop:3",
                         .distinct = 2});
  const auto record = [](const std::string& name, const std::string& value, Difference difference) {
    return PageRecord{.name = name, .updated = "2026-03-01", .cells = {{value, difference}}};
  };
  page.records = {record("crm:1", "anna@a.org", Difference::same), record("crm:2", "ANNA@A.ORG", Difference::spelling),
                  record("shop:3", kHostile, Difference::other)};
  page.links = {
      {.left = 0, .right = 1, .weight_log2 = 9.5, .probability = 0.9986, .rule = "email", .evidence = "email exact"},
      {.left = 1,
       .right = 2,
       .weight_log2 = 4.5,
       .probability = 0.9577,
       .rule = "email",
       .evidence = "",
       .must_link = false,
       .is_weakest = true}};
  page.neighbours = {{.record = "crm:1",
                      .other = "crm:9",
                      .other_pin = "000-000-01X",
                      .weight_log2 = -1,
                      .probability = 0.3,
                      .evidence = {},
                      .reason = "below the threshold"}};
  page.num_neighbours = 1;
  page.decisions = {{"two customers", "crm:1, crm:9", "Ada", "2026-03-01", kHostile, "applied"}};
  page.history = {{"1 (job)", "created", "3", ""}};
  return page;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(PageHtml, escapes_everything_that_comes_from_the_file) {
  EXPECT_EQ(escaped(kHostile), "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;");
  EXPECT_EQ(escaped(std::string("a\0b\x1b[2J\xff", 8)), "a\\x00b\\x1b[2J\\xff");
  auto page = some_page();
  page.file = page.pin = kHostile;
  page.forwarded_from = kHostile;
  page.golden[0] = {kHostile, kHostile, kHostile, kHostile, kHostile, {}, kHostile, {}};
  for (auto& one : page.records) one.name = one.updated = kHostile;
  for (auto& one : page.links) one.rule = one.evidence = kHostile;
  for (auto& one : page.neighbours) one.record = one.other = one.other_pin = one.evidence = one.reason = kHostile;
  page.decisions[0] = {kHostile, kHostile, kHostile, kHostile, kHostile, kHostile};
  page.history[0] = {kHostile, kHostile, kHostile, kHostile};
  const std::string html = html_of(page);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(count_of(html, "alert(\"1\")"), 0u);
}

TEST(PageHtml, loads_nothing_and_runs_nothing) {
  const std::string html = html_of(some_page());
  EXPECT_NE(html.find("content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\""),
            std::string::npos);
  for (const char* part : {"http://", "https://", "src=", "@import", "url(", "<link", "<script", "<iframe", "<form"})
    EXPECT_EQ(html.find(part), std::string::npos) << part;
}

TEST(PageHtml, marks_differences_by_more_than_colour) {
  const std::string html = html_of(some_page());
  EXPECT_EQ(count_of(html, "aria-label=\"differs:\""), 1u);
  EXPECT_EQ(count_of(html, "aria-label=\"written differently:\""), 1u);
  EXPECT_EQ(count_of(html, "<caption>"), count_of(html, "<table>"));
  EXPECT_EQ(count_of(html, "<h1"), 1u);
}

TEST(PageHtml, a_customer_of_many_records_is_cut_into_tables) {
  auto page = some_page();
  page.links.clear();
  page.records.resize(13, page.records[0]);
  page.num_records = 5000;
  const std::string html = html_of(page);
  EXPECT_NE(html.find("Records 7 to 12"), std::string::npos);
  EXPECT_NE(html.find("<caption>Record 13</caption>"), std::string::npos);
  EXPECT_NE(html.find("4987 more records are not shown"), std::string::npos);
}

TEST(PageHtml, says_that_there_are_no_values) {
  auto page = some_page();
  page.has_values = false;
  for (auto& record : page.records) record.cells.clear();
  const std::string html = html_of(page);
  EXPECT_NE(html.find("[output] values = &quot;none&quot;"), std::string::npos);
  EXPECT_NE(html.find("crm:2"), std::string::npos);
}

TEST(Drawing, shows_every_record_and_link_inside_its_frame) {
  const std::string svg = drawing_of(some_page());
  EXPECT_EQ(count_of(svg, "<circle"), 3u);
  EXPECT_EQ(count_of(svg, "<line"), 2u);
  EXPECT_EQ(count_of(svg, "class=\"weakest\""), 1u);
  EXPECT_EQ(svg.find("=\"nan"), std::string::npos);
  EXPECT_EQ(svg.find("=\"-"), std::string::npos) << svg;
  EXPECT_EQ(svg, drawing_of(some_page()));
}

TEST(Drawing, of_one_record_or_very_many_is_left_out_and_without_links_it_is_a_circle) {
  auto page = some_page();
  page.links.clear();
  EXPECT_EQ(count_of(drawing_of(page), "<circle"), 3u);
  page.records.resize(kMostRecordsDrawn + 1);
  EXPECT_EQ(drawing_of(page), "");
  page.records.resize(1);
  EXPECT_EQ(drawing_of(page), "");
}

TEST(PageText, has_the_sections_in_the_order_of_the_page) {
  const std::string text = text_of(some_page());
  std::size_t last = 0;
  for (const char* part : {"Customer K7Q-2M9-XD4: 3 records, 2 links", "Golden record", "anna@a.org", "Records",
                           "~ ANNA@A.ORG", "* <script>", "Why they are one", "1 - 2", "4.500 weakest",
                           "Cuts and near misses", "crm:9", "Decisions", "Ada", "History", "created"}) {
    const std::size_t at = text.find(part, last);
    ASSERT_NE(at, std::string::npos) << part << " after byte " << last << " of\n" << text;
    last = at;
  }
}

TEST(PageText, control_characters_do_not_reach_the_terminal) {
  auto page = some_page();
  page.records[2].cells[0].value = "\x1b[2Jx\r\n";
  const std::string text = text_of(page);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Differences, of_case_and_punctuation_are_told_from_others) {
  EXPECT_EQ(difference_of("", "x"), Difference::missing);
  EXPECT_EQ(difference_of("x", "x"), Difference::same);
  EXPECT_EQ(difference_of("O'Neil-Smith", "ONEIL SMITH"), Difference::spelling);
  EXPECT_EQ(difference_of("\xc3\xa4", "\xc3\xb6"), Difference::other);
  EXPECT_EQ(difference_of("x", ""), Difference::other);
}

TEST(CustomerPage, shows_hidden_characters_on_the_terminal_and_in_the_browser) {
  CustomerPage page = some_page();
  page.golden[0].value = "anna\xE2\x80\xAEgro";
  page.records[2].cells[0].value = "x\xE2\x81\xA6y\x1B[2J";
  for (const std::string& shown : {text_of(page), html_of(page)}) {
    EXPECT_NE(shown.find("anna\\u202egro"), std::string::npos);
    EXPECT_NE(shown.find("x\\u2066y\\x1b[2J"), std::string::npos);
    EXPECT_EQ(shown.find('\x1B'), std::string::npos);
    EXPECT_EQ(shown.find("\xE2\x80\xAE"), std::string::npos);
  }
}

TEST(CustomerPage, is_told_from_other_files_by_how_it_begins) {
  EXPECT_TRUE(begins_like_html_of_customer(html_of(some_page()).substr(0, kPageMarkBytes)));
  EXPECT_FALSE(begins_like_html_of_customer("<!DOCTYPE html><html lang=\"en\"><title>Notes on onefold</title>"));
  EXPECT_FALSE(begins_like_html_of_customer("kind,left,right"));
}

}  // namespace
}  // namespace onefold::inspect
