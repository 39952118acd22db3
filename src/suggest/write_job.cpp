#include "suggest/write_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "progress/format.hpp"
#include "sniff/source_keys.hpp"
#include "sniff/toml_text.hpp"
#include "suggest/golden_rules.hpp"
#include "suggest/unreadable.hpp"

namespace onefold::suggest {

namespace {

using progress::with_thousands;
using sniff::in_comment;
using sniff::toml_list;
using sniff::toml_string;

std::string heading(std::string_view title) {
  std::string line = fmt::format("\n# ---- {} ", title);
  while (line.size() < 121) line += '-';
  return line + "\n";
}

std::string stem_of(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  const auto point = name.find('.', 1);
  if (point != std::string::npos) name.resize(point);
  for (char& c : name) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!fine) c = '_';
  }
  return name.empty() ? "source" : name;
}

// Name of the attribute that joins several texts. It avoids the names of the data's attributes.
std::string name_of_joined(const Draft& draft) {
  std::string name = "all_text";
  while (std::ranges::count(draft.schema.attributes, name, &Attribute::name) > 0) name += '_';
  return name;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

// The malformed rows that a run may put aside: exactly those that were seen, and where.
void write_tolerance(const std::vector<Table>& files, std::string& out) {
  std::uint64_t malformed = 0;
  const Table* first = nullptr;
  for (const auto& table : files) {
    malformed += table.num_malformed;
    if (first == nullptr && table.num_malformed > 0) first = &table;
  }
  if (first == nullptr) return;
  out += fmt::format(
      "max_quarantine = {}    # malformed rows, which a run puts aside and lists in the result; the first of {}: {}\n",
      malformed, in_comment(first->path), first->first_malformed());
}

void write_head(const Draft& draft, std::string& out) {
  const auto& input = draft.input;
  std::string files;
  for (const auto& table : draft.files) files += " " + in_comment(table.path);
  out += fmt::format("# Suggested by onefold suggest from{}\n",
                     files.size() < 300 ? files : fmt::format(" {} files", draft.files.size()));
  out += fmt::format(
      "# {} records{}. Every line is a proposal: check it and change it. docs/job_file.md lists every key.\n#\n",
      with_thousands(input.num_rows()),
      input.rate < 1 ? fmt::format(", of which {} were examined", with_thousands(input.sample.size())) : "");
  out +=
      "#   onefold plan THIS_FILE      pairs of each rule, time, memory and disk, before a run\n"
      "#   onefold run THIS_FILE       under mpirun, with any number of ranks: the same result\n";
  for (const auto& warning : draft.warnings)
    out += fmt::format("# warning {}: {}\n", warning.code, in_comment(warning.text));
  out += "\n";
  std::string name = draft.options.name.empty() ? stem_of(input.tables.front().path) : draft.options.name;
  std::string output = draft.options.output.empty() ? stem_of(name) + ".h5" : draft.options.output;
  out += "[job]\n";
  out += fmt::format("name   = {}\noutput = {}\n", toml_string(name), toml_string(output));
  out += fmt::format("task   = \"{}\"    # {}\n", draft.task.task == config::Task::link ? "link" : "dedupe",
                     draft.task.why);
  write_tolerance(draft.files, out);
}

// A column by its name, or by its position if there is no header.
std::string reference(const Draft& draft, const Column& column) {
  return draft.input.tables[column.table].dialect.has_header() ? toml_string(column.name)
                                                               : std::to_string(column.index + 1);
}

std::string_view name_of_split(config::Split split) {
  return split == config::Split::address ? "address" : split == config::Split::surname_first ? "surname_first" : "";
}

// What a column that is split is split into.
std::string remark_of_split(const Draft& draft, std::uint32_t t, std::size_t column) {
  for (const auto& attribute : draft.schema.attributes) {
    if (attribute.column_of_table[t] != column || attribute.split_of_table[t] == config::Split::none) continue;
    return attribute.split_of_table[t] == config::Split::address
               ? "   holds whole addresses: gives postcode and city, which another file has in columns"
               : "   the surname stands first";
  }
  return "";
}

std::string columns_of(const Draft& draft, std::uint32_t t) {
  std::string list;
  for (const auto& attribute : draft.schema.attributes) {
    const auto& column = attribute.column_of_table[t];
    if (!column) continue;
    std::string columns = reference(draft, draft.schema.columns[*column]);
    if (attribute.split_of_table[t] != config::Split::none)
      columns = fmt::format("{{ column = {}, split = \"{}\" }}", columns, name_of_split(attribute.split_of_table[t]));
    for (const std::size_t further : attribute.further_columns[t])
      columns += ", " + reference(draft, draft.schema.columns[further]);
    if (!attribute.further_columns[t].empty()) columns = "[" + columns + "]";
    if (!attribute.further_columns[t].empty() && !attribute.joined_with.empty())
      columns = fmt::format("{{ join = {}, with = {} }}", columns, toml_string(attribute.joined_with));
    list += (list.empty() ? "" : ", ") + attribute.name + " = " + columns;
  }
  return list;
}

// The columns of this file whose texts are compared as one.
std::string joined_columns_of(const Draft& draft, std::uint32_t t) {
  std::string list;
  std::size_t num_columns = 0;
  for (const std::size_t a : draft.joined_texts) {
    const auto& column = draft.schema.attributes[a].column_of_table[t];
    if (!column) continue;
    list += (list.empty() ? "" : ", ") + reference(draft, draft.schema.columns[*column]);
    ++num_columns;
  }
  return num_columns == 0 ? ""
                          : fmt::format(", {} = {}", name_of_joined(draft), num_columns == 1 ? list : "[" + list + "]");
}

// One line per column: its recognised content.
void describe_columns(const Draft& draft, std::uint32_t t, std::string& out) {
  std::size_t width = 6;
  for (const auto& column : draft.schema.columns)
    if (column.table == t) width = std::max(width, std::min<std::size_t>(in_comment(column.name).size(), 30));
  out += fmt::format("# {:<{}}  {:<14} {:>8} {:>10}\n", "column", width, "taken for", "missing", "distinct");
  for (std::size_t c = 0; c < draft.schema.columns.size(); ++c) {
    const auto& column = draft.schema.columns[c];
    if (column.table != t) continue;
    std::string taken;
    switch (column.role) {
      case Role::attribute:
        taken = std::string(name_of(column.type));
        break;
      case Role::id:
        taken = "id";
        break;
      case Role::updated:
        taken = "updated";
        break;
      case Role::truth:
        taken = "truth";
        break;
      case Role::left_out:
        taken = "-";
        break;
    }
    std::string remark;
    if (column.role == Role::left_out)
      remark = "   left out: " + in_comment(column.why);
    else if (column.further_of)
      remark = "   with " + in_comment(draft.schema.columns[*column.further_of].name);
    else
      remark = remark_of_split(draft, t, c);
    out += fmt::format("# {:<{}}  {:<14} {:>8} {:>10}{}\n", in_comment(column.name), width, taken,
                       percent(column.profile.share_missing()), with_thousands(column.profile.num_distinct), remark);
  }
}

// The query of a database in parts by its id; empty if it cannot be divided.
std::string divided_query_of(const Draft& draft, std::uint32_t t) {
  for (const auto& column : draft.schema.columns)
    if (column.table == t && column.role == Role::id)
      for (const auto& candidate : draft.input.tables[t].ids)
        if (candidate.column == column.index) return candidate.divided_query;
  return "";
}

// How the tables of a source write dates, phones and postcodes, where that is not as their [[attribute]] says.
void write_forms(const Draft& draft, std::uint32_t t, std::string& out) {
  std::string formats, open;
  std::set<std::string> regions;
  bool other_region = false;
  for (const auto& attribute : draft.schema.attributes) {
    if (!attribute.column_of_table[t]) continue;
    const Column& column = draft.schema.columns[*attribute.column_of_table[t]];
    const bool is_date = attribute.type == AttributeType::birth_date;
    if (is_date && !column.formats.empty() && column.formats != attribute.formats)
      formats += fmt::format("{}{} = {}", formats.empty() ? "" : ", ", attribute.name, toml_list(column.formats));
    if (is_date && column.has_open_dates()) open += (open.empty() ? "" : ", ") + attribute.name;
    if (column.region.empty()) continue;
    regions.insert(column.region);
    other_region |= column.region != attribute.region;
  }
  if (!open.empty())
    out += fmt::format(
        "# {}: day or month first? No value tells; the day is taken to come first. formats = {{ NAME = [\"%d/%m/%Y\"] "
        "}} "
        "says it\n",
        open);
  if (!formats.empty()) out += fmt::format("formats = {{ {} }}    # of this source\n", formats);
  if (other_region && regions.size() == 1)
    out += fmt::format("region  = \"{}\"    # of this source, from the values\n", *regions.begin());
}

void write_sources(const Draft& draft, std::string& out) {
  out += heading("Where the records come from");
  std::set<std::string> names;
  for (std::uint32_t t = 0; t < draft.sources.size(); ++t) {
    const auto& table = draft.input.tables[t];
    out += "\n";
    describe_columns(draft, t, out);
    std::string name = table.database == nullptr ? stem_of(table.path) : table.database->name;
    while (!names.insert(name).second) name += "_";
    out += fmt::format("[[source]]\nname    = {}\n", toml_string(name));
    std::vector<std::string> files;
    for (const auto part : draft.sources[t]) files.push_back(draft.files[part].path);
    if (table.database == nullptr) {
      out += fmt::format("files   = {}{}\n", toml_list(files),
                         files.size() > 1 ? "    # names differ only in digits: parts of one extract" : "");
      out += sniff::source_keys(table.dialect, table.path);
    } else {
      out += sniff::database_keys(*table.database, divided_query_of(draft, t));
    }
    bool has_id = false;
    for (const auto& column : draft.schema.columns) {
      if (column.table != t) continue;
      if (column.role == Role::id) {
        has_id = true;
        out += fmt::format("id      = {}    # has a different value in every row\n", reference(draft, column));
      }
      if (column.role == Role::updated) out += fmt::format("updated = {}\n", reference(draft, column));
      if (column.why == "truth")
        out += fmt::format("truth   = {}    # for onefold evaluate; matching does not use it\n",
                           column.pattern.empty() ? reference(draft, column)
                                                  : fmt::format("{{ column = {}, pattern = {} }}",
                                                                reference(draft, column), toml_string(column.pattern)));
    }
    if (!has_id)
      out +=
          "# no column looks like an id with a different value in every row: records are identified by the number of "
          "their "
          "row\n";
    if (!draft.task.unique.empty() && draft.task.unique[t])
      out += "unique  = true    # a customer has at most one record of this source; see task\n";
    out += fmt::format("columns = {{ {}{} }}\n", columns_of(draft, t), joined_columns_of(draft, t));
    write_forms(draft, t, out);
  }
}

// British postcodes contain letters, so other postcodes are read alike in every region.
bool asks_for_region(const Attribute& attribute) { return attribute.type == AttributeType::phone; }

void write_attributes(const Draft& draft, std::string& out) {
  out += heading("How values are cleansed");
  out += "# An attribute's type picks its cleansing, its comparison levels and its survivorship rule.\n";
  // Names come first, because full names are split into the first attribute of each type.
  std::vector<std::size_t> order;
  for (const bool type_names : {true, false})
    for (std::size_t a = 0; a < draft.schema.attributes.size(); ++a)
      if ((draft.schema.attributes[a].name == name_of(draft.schema.attributes[a].type)) == type_names)
        order.push_back(a);
  for (const std::size_t a : order) {
    const auto& attribute = draft.schema.attributes[a];
    std::string body;
    if (attribute.name != name_of(attribute.type)) body += fmt::format("type    = \"{}\"\n", name_of(attribute.type));
    if (!attribute.formats.empty() && attribute.type == AttributeType::birth_date)
      body += fmt::format("formats = {}\n", toml_list(attribute.formats));
    if (!attribute.region.empty())
      body += fmt::format("region  = \"{}\"    # from the values\n", attribute.region);
    else if (asks_for_region(attribute))
      body +=
          "# region = \"..\"    # which country are values of that do not name one? The values do not tell; GB is "
          "assumed\n";
    if (!attribute.dummies.empty()) body += fmt::format("dummies = {}\n", toml_list(attribute.dummies));
    if (attribute.has_several) body += "array   = true\n";
    if (!attribute.compare) body += "compare = false\n";
    const bool is_name = attribute.type == AttributeType::given_name || attribute.type == AttributeType::surname;
    if (body.empty() && !is_name && attribute.remark.empty()) continue;
    out += "\n";
    if (!attribute.remark.empty()) out += "# " + attribute.remark + "\n";
    out += fmt::format("[[attribute]]\nname    = \"{}\"\n{}", attribute.name, body);
  }
  if (!draft.joined_texts.empty())
    out += fmt::format("\n# all texts of a record together\n[[attribute]]\nname    = \"{}\"\ntype    = \"text\"\n",
                       name_of_joined(draft));
}

void write_reading(const Draft& draft, std::string& out) {
  const std::string section = reading_section(draft.input, draft.records, draft.schema);
  if (!section.empty()) out += heading("Which values may be unreadable") + "\n" + section;
}

void write_rules(const Draft& draft, std::string& out) {
  const auto& choice = draft.choice;
  out += heading("Which pairs are compared");
  out +=
      "# Records with equal keys, none of them missing, become a candidate pair; a pair is scored if at least one rule "
      "proposes it, and once.\n";
  if (choice.by_evidence)
    out += fmt::format(
        "# Together they find most of the pairs that look like matches: {} of them in the sample, with "
        "about {} pairs\n"
        "# of at most {} (--max-pairs). \"finds\": share of the likely matches with equal keys here.\n",
        percent(std::min(choice.completeness, 1.0)), with_thousands(static_cast<std::uint64_t>(choice.pairs)),
        with_thousands(draft.budget));
  else
    out +=
        "# Too few pairs look like matches to base a choice on them: each of these rules proposes a moderate number of "
        "pairs. Check "
        "onefold plan.\n";
  for (const auto& chosen : choice.rules) {
    std::vector<std::string> keys;
    for (const std::size_t atom : chosen.rule.atoms)
      for (const auto& key : draft.book.atoms()[atom].on) keys.push_back(key);
    out += "\n[[blocking]]\n";
    std::string figures = fmt::format("about {} pairs", with_thousands(static_cast<std::uint64_t>(chosen.rule.pairs)));
    if (choice.by_evidence) figures += ", finds " + percent(std::min(chosen.finds, 1.0));
    if (chosen.reaches > 0)
      figures += fmt::format("; for the {} of the records that have no key in any other rule", percent(chosen.reaches));
    out += fmt::format("on = {}    # {}\n", toml_list(keys), figures);
    if (chosen.rule.max_block_size > 0)
      out += fmt::format("max_block_size = {}    # words that occur in more records say little\noversized = \"skip\"\n",
                         chosen.rule.max_block_size);
  }
}

void write_comparisons(const Draft& draft, std::string& out) {
  out += heading("How pairs are compared");
  out +=
      "# Every attribute is compared in the levels of its type (onefold run --dry-run shows them); these have "
      "others.\n";
  for (const auto& comparison : draft.comparisons) {
    out += "\n";
    if (!comparison.why.empty()) out += "# " + comparison.why + "\n";
    out += fmt::format("[[comparison]]\nattribute = \"{}\"\n", draft.schema.attributes[comparison.attribute].name);
    if (!comparison.levels.empty()) out += fmt::format("levels    = {}\n", toml_list(comparison.levels));
    if (comparison.term_frequency) out += fmt::format("term_frequency = {}\n", *comparison.term_frequency);
  }
  if (!draft.joined_texts.empty())
    out += fmt::format("\n[[comparison]]\nattribute = \"{}\"\nlevels    = {}\n", name_of_joined(draft),
                       toml_list(levels_of_texts()));
}

void write_model(const Draft& draft, std::string& out) {
  if (!draft.trains_from_candidates) return;
  out += heading("How agreements are weighted");
  out +=
      "# The rules that find matches read what separates these from other pairs, so none can estimate its m without "
      "bias: "
      "the model\n"
      "# is trained on the candidate pairs of all rules together.\n"
      "\n[model]\ntrain = \"candidates\"\n";
  out += fmt::format(
      "partners = {}    # expected number of other records of the same thing; the candidates of a record compete\n",
      draft.expected_matches_per_record);
}

}  // namespace

std::string write_job(const Draft& draft) {
  std::string out;
  write_head(draft, out);
  write_sources(draft, out);
  write_attributes(draft, out);
  write_reading(draft, out);
  write_rules(draft, out);
  write_comparisons(draft, out);
  write_model(draft, out);
  out += heading("Which records become one customer");
  out += "\n[cluster]\n";
  const bool is_competition = draft.trains_from_candidates && !draft.task.sources_are_unique();
  if (draft.options.precision)
    out += fmt::format(
        "threshold = {{ precision = {} }}    # the lowest whose links are expected to have this precision, by the "
        "trained model\n",
        *draft.options.precision);
  else if (!is_competition)
    out +=
        "threshold = \"best_f1\"    # the one with the best expected F1, by the trained model; a number from 0 to 1 "
        "fixes "
        "it\n";
  else
    // Nothing but the support keeps the best of competing candidates only, and it cannot lie above the threshold.
    out +=
        "threshold = 0.5     # match probability from which a pair is linked; a lower one finds more and errs more "
        "often\n";
  if (is_competition)
    out +=
        "support   = 0.5     # cluster repair: two groups stay together from this mean probability of their pairs, "
        "with competing candidates\n";
  out += golden_rules(draft.schema, draft.records);
  return out;
}

}  // namespace onefold::suggest
