#include "inspect/page_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "document/nearest_name.hpp"
#include "inspect/draw_cluster.hpp"
#include "inspect/page_text.hpp"
#include "record/probability_text.hpp"

namespace onefold::inspect {

namespace {

constexpr std::size_t kRecordsPerTable = 6;

// Every colour has a contrast of at least 4.5 to its background, in both modes.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="generator" content="onefold">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
)";
constexpr std::string_view kStyle = R"(<style>
:root { --text: #1b1f24; --ground: #ffffff; --soft: #f3f5f7; --line: #c9ced4;
  --other: #9a1f1f; --spelling: #6b4e00; --accent: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --ground: #14171a; --soft: #1f2429; --line: #444c55;
    --other: #ff9d94; --spelling: #f0c75e; --accent: #8ec2ff; }
}
body { color: var(--text); background: var(--ground); font: 1rem/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); } .pin { font-family: ui-monospace, monospace; white-space: nowrap; }
.wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid var(--accent); }
table { border-collapse: collapse; margin: .5rem 0 1rem; } caption { text-align: left; padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { background: var(--soft); } td.number { text-align: right; font-variant-numeric: tabular-nums; }
.other { color: var(--other); font-weight: 600; } .spelling { color: var(--spelling); }
svg { display: block; width: 100%; max-width: 36rem; height: auto; border: 1px solid var(--line); }
svg line { stroke: var(--text); opacity: .6; }
svg line.weakest { stroke: var(--other); opacity: 1; } svg line.must { stroke: var(--accent); opacity: 1; }
svg circle { fill: var(--soft); stroke: var(--text); } svg circle.centre { stroke-width: 3; }
svg text { fill: var(--text); font-size: 12px; }
@media print {
  :root { --text: #000000; --ground: #ffffff; --soft: #ffffff; --line: #777777;
    --other: #000000; --spelling: #000000; --accent: #000000; }
  body { max-width: none; padding: 0; font-size: .8rem; } nav { display: none; } .wide { overflow: visible; }
  tr, svg { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; }
}
</style>
)";

// A value of the file. Its direction of writing does not reach beyond it.
std::string value_text(std::string_view value) { return "<bdi>" + escaped(value) + "</bdi>"; }

class HtmlTable {
 public:
  HtmlTable(const std::string& caption, const std::vector<std::string>& header)
      : out_(fmt::format("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"{0}\"><table>\n"
                         "<caption>{0}</caption>\n<thead><tr>",
                         escaped(caption))) {
    for (const auto& name : header) out_ += fmt::format("<th scope=\"col\">{}</th>", name);
    out_ += "</tr></thead>\n<tbody>\n";
  }
  /// The first cell is the header of the row.
  void begin_row(const std::string& html) { out_ += fmt::format("<tr><th scope=\"row\">{}</th>", html); }
  void cell(const std::string& html) { out_ += fmt::format("<td>{}</td>", html); }
  void number(const std::string& text) { out_ += fmt::format("<td class=\"number\">{}</td>", text); }
  void end_row() { out_ += "</tr>\n"; }
  [[nodiscard]] std::string end() { return std::move(out_) + "</tbody></table></div>\n"; }

 private:
  std::string out_;
};

std::string golden_html(const CustomerPage& page) {
  HtmlTable table("Golden record",
                  {"attribute", "value", "cleansed", "from", "rule", "different values", "would survive otherwise"});
  for (const PageGolden& golden : page.golden) {
    table.begin_row(escaped(golden.attribute));
    table.cell(golden.value.empty() ? "none" : value_text(golden.value));
    table.cell(value_text(golden.cleansed));
    table.cell(value_text(golden.from));
    std::string rule = golden.is_override ? "<strong>set by a steward</strong>" : escaped(golden.rule);
    if (golden.trust) rule += fmt::format(" {:.1f}", *golden.trust);
    table.cell(rule);
    table.number(golden.distinct ? fmt::format("{}", *golden.distinct) : "");
    table.cell(value_text(golden.runner_up));
    table.end_row();
  }
  return table.end();
}

std::string cell_html(const PageCell& cell) {
  switch (cell.difference) {
    case Difference::missing:
      return "none";
    case Difference::same:
      return value_text(cell.value);
    case Difference::spelling:
      return "<span class=\"spelling\"><span role=\"img\" aria-label=\"written differently:\">&asymp;</span> " +
             value_text(cell.value) + "</span>";
    case Difference::other:
      return "<span class=\"other\"><span role=\"img\" aria-label=\"differs:\">&ne;</span> " + value_text(cell.value) +
             "</span>";
  }
  return {};
}

std::string records_html(const CustomerPage& page) {
  std::string out;
  for (std::size_t begin = 0; begin < page.records.size(); begin += kRecordsPerTable) {
    const std::size_t end = std::min(page.records.size(), begin + kRecordsPerTable);
    std::vector<std::string> header = {"attribute"};
    for (std::size_t r = begin; r < end; ++r)
      header.push_back(fmt::format("{} {}{}", r + 1, value_text(page.records[r].name),
                                   page.records[r].is_centre ? " (centre)" : ""));
    HtmlTable table(end - begin == 1 ? fmt::format("Record {}", end) : fmt::format("Records {} to {}", begin + 1, end),
                    header);
    table.begin_row("last change");
    for (std::size_t r = begin; r < end; ++r)
      table.cell(page.records[r].updated.empty() ? "not known" : escaped(page.records[r].updated));
    table.end_row();
    for (std::size_t a = 0; page.has_values && a < page.golden.size(); ++a) {
      table.begin_row(escaped(page.golden[a].attribute));
      for (std::size_t r = begin; r < end; ++r) table.cell(cell_html(page.records[r].cells[a]));
      table.end_row();
    }
    out += table.end();
  }
  if (page.has_values)
    out += "<p>&ne;: differs from the golden value; &asymp;: is only written differently.</p>\n";
  else
    out += fmt::format("<p>{}</p>\n", escaped(why_no_values(page)));
  if (page.records.size() < page.num_records)
    out += fmt::format("<p>{} more records are not shown.</p>\n", page.num_records - page.records.size());
  return out;
}

std::string links_html(const CustomerPage& page) {
  std::string out = drawing_of(page);
  if (!out.empty())
    out +=
        "<p>Numbers are those of the records. Heavier links are thicker; red: the weakest link; dashed: a must-link "
        "of a steward; thick circle: the record between most others.</p>\n";
  if (page.links.empty()) return out + "<p>One record, no links.</p>\n";
  HtmlTable table(
      fmt::format("Links: pairs from weight {:.3f} (probability {})", page.threshold_weight_log2, page.threshold),
      {"records", "weight", "probability", "blocking rule", "evidence"});
  for (const PageLink& link : page.links) {
    table.begin_row(fmt::format("{} and {}", link.left + 1, link.right + 1));
    table.number(link.must_link ? "" : fmt::format("{:.3f}", link.weight_log2));
    table.number(link.must_link ? "" : probability_text(link.probability));
    table.cell(link.must_link ? "a must-link of a steward" : escaped(link.rule));
    table.cell(escaped(link.evidence) + (link.is_weakest ? " <strong>(weakest link)</strong>" : ""));
    table.end_row();
  }
  return out + table.end();
}

std::string neighbours_html(const CustomerPage& page) {
  if (page.neighbours.empty()) return "<p>None.</p>\n";
  HtmlTable table("Pairs with records of other customers",
                  {"record", "other", "its customer", "weight", "probability", "why two customers", "evidence"});
  for (const PageNeighbour& one : page.neighbours) {
    table.begin_row(value_text(one.record));
    table.cell(value_text(one.other));
    table.cell(fmt::format("<span class=\"pin\">{}</span>", escaped(one.other_pin)));
    table.number(fmt::format("{:.3f}", one.weight_log2));
    table.number(probability_text(one.probability));
    table.cell(escaped(one.reason));
    table.cell(escaped(one.evidence));
    table.end_row();
  }
  std::string out = table.end();
  if (page.neighbours.size() < page.num_neighbours)
    out += fmt::format("<p>{} more are not shown.</p>\n", page.num_neighbours - page.neighbours.size());
  return out;
}

std::string decisions_html(const CustomerPage& page) {
  if (page.decisions.empty()) return "<p>None.</p>\n";
  HtmlTable table("Decisions of stewards", {"decision", "about", "who", "when", "why", "status"});
  for (const PageDecision& one : page.decisions) {
    table.begin_row(escaped(one.kind));
    for (const std::string* text : {&one.about, &one.who, &one.when, &one.why, &one.status})
      table.cell(value_text(*text));
    table.end_row();
  }
  return table.end();
}

std::string history_html(const CustomerPage& page) {
  if (page.history.empty()) return "<p>The result holds no history.</p>\n";
  HtmlTable table("What became of the PIN", {"run", "event", "records", "other PIN"});
  for (const PageEvent& one : page.history) {
    table.begin_row(value_text(one.run));
    for (const std::string* text : {&one.event, &one.records, &one.other_pin}) table.cell(escaped(*text));
    table.end_row();
  }
  return table.end();
}

}  // namespace

bool begins_like_html_of_customer(std::string_view content) {
  constexpr std::string_view kDoctype = "<!DOCTYPE html>";
  return content.starts_with(kDoctype) &&
         content.substr(0, kPageMarkBytes).find(R"(<meta name="generator" content="onefold">)") !=
             std::string_view::npos;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : config::printable(text, std::numeric_limits<std::size_t>::max())) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string html_of(const CustomerPage& page) {
  struct Section {
    std::string_view id, title;
    std::string html;
  };
  const Section sections[] = {
      {"golden", "Golden record", golden_html(page)},   {"records", "Records side by side", records_html(page)},
      {"links", "Why they are one", links_html(page)},  {"neighbours", "Cuts and near misses", neighbours_html(page)},
      {"decisions", "Decisions", decisions_html(page)}, {"history", "History", history_html(page)}};
  std::string out(kHead);
  out += fmt::format("<title>Customer {}</title>\n{}</head>\n<body>\n", escaped(page.pin), kStyle);
  out += fmt::format("<header><h1>Customer <span class=\"pin\">{}</span></h1>\n<p>{}.</p>\n", escaped(page.pin),
                     escaped(summary_of(page)));
  if (!page.forwarded_from.empty())
    out += fmt::format(
        "<p>The PIN <span class=\"pin\">{}</span> is retired; this customer has most of its "
        "records.</p>\n",
        escaped(page.forwarded_from));
  out += "</header>\n<nav aria-label=\"Sections\"><ul>\n";
  for (const Section& section : sections)
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, section.title);
  out += "</ul></nav>\n<main>\n";
  for (const Section& section : sections)
    out += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n{2}"
        "</section>\n",
        section.id, section.title, section.html);
  return out + fmt::format(
                   "</main>\n<footer><p>From <bdi>{}</bdi>, by onefold. This page holds personal data.</p>"
                   "</footer>\n</body>\n</html>\n",
                   escaped(page.file));
}

}  // namespace onefold::inspect
