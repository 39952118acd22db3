#include "suggest/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "block/key_evaluator.hpp"
#include "expressions/parse_text.hpp"
#include "record/hash.hpp"

namespace onefold::suggest {

namespace {

// Keys with fewer pairs than budget / kFineEnough are not refined.
constexpr double kFineEnough = 50;
// A third key is tried if any two of the three have more pairs than budget / kWorthThirdKey.
constexpr double kWorthThirdKey = 10;
constexpr std::size_t kMaxTriples = 1500;
// Block sizes above which a word is no longer used as a key.
constexpr std::uint64_t kWordBlocks[] = {20, 100, 400};
constexpr std::size_t kLongText = 60;  // characters; whole texts of this length and their prefixes are not keys

// Separates keys that form one atom.
const std::string kAnd = "&";

std::vector<std::string> key_texts(const Attribute& attribute, const CodedValues& values, bool is_split_name) {
  // Of several values, each makes keys.
  const std::string x = attribute.is_array() ? fmt::format("any({})", attribute.name) : attribute.name;
  double length = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code)
    length += static_cast<double>(values.texts[code].size());
  length /= static_cast<double>(std::max<std::size_t>(values.texts.size() - 1, 1));
  const auto f = [&](const char* form) { return fmt::format(fmt::runtime(form), x); };
  if (is_split_name) return {f("words({})")};
  switch (attribute.type) {
    case AttributeType::given_name:
      return {x, f("phonetic({})"), f("prefix({}, 3)"), f("initial({})")};
    case AttributeType::surname:
      return {x, f("phonetic({})"), f("prefix({}, 4)"), f("initial({})")};
    case AttributeType::full_name:
      return {x, f("words({})"), f("first_word({})"), f("last_word({})"), f("phonetic({})"), f("any_word({})")};
    case AttributeType::birth_date:
      return {x, f("year({})"), f("month({})") + kAnd + f("day({})")};
    case AttributeType::email:
      return {x, f("email_local({})")};
    case AttributeType::phone:
      return {x, f("suffix({}, 6)")};
    case AttributeType::postcode:
      return {x, f("prefix({}, 4)"), f("prefix({}, 3)")};
    case AttributeType::address:
      return {x, f("words({})"), f("prefix({}, 6)"), f("digits({})"), f("any_word({})")};
    case AttributeType::city:
      return {x, f("phonetic({})"), f("prefix({}, 4)")};
    case AttributeType::text:
    case AttributeType::organisation:
      if (length > kLongText) return {f("any_word({})")};
      return {x, f("words({})"), f("first_word({})"), f("prefix({}, 8)"), f("phonetic({})"), f("any_word({})")};
    case AttributeType::category:
      return {x};
    case AttributeType::number:
      return {x};
    case AttributeType::identifier:
      return {x, f("prefix({}, 4)"), f("suffix({}, 4)")};
    case AttributeType::location:
    case AttributeType::web_domain:
      return {x};
  }
  return {};
}

void split_words(std::string_view text, std::vector<std::uint64_t>& hashes) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \x1f", begin), text.size());
    if (end > begin) hashes.push_back(hash_bytes(text.substr(begin, end - begin)) | 1);
    begin = end + 1;
  }
  std::ranges::sort(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// Computes the keys of all records, once per distinct value if the atom reads one attribute.
void fill_keys(Atom& atom, const Records& records, std::span<const config::KeyExpression> expressions) {
  atom.keys.resize(records.size());
  std::string result;
  const auto hash_of = [&](const auto& value_of) -> std::uint64_t {
    std::uint64_t hash = 1;
    for (const auto& expression : expressions) {
      if (!block::evaluate_key(expression, value_of, result)) return 0;
      hash = mix(hash, hash_bytes(result)) | 1;
    }
    return hash;
  };
  if (atom.attributes.size() == 1) {
    const auto& values = records.attributes[atom.attributes[0]];
    std::vector<std::uint64_t> of_code(values.texts.size(), 0);
    for (std::size_t code = 1; code < values.texts.size(); ++code)
      of_code[code] = hash_of([&](AttributeIndex) -> std::string_view { return values.texts[code]; });
    for (std::size_t r = 0; r < records.size(); ++r) atom.keys[r] = of_code[values.codes[r]];
    return;
  }
  for (std::size_t r = 0; r < records.size(); ++r) {
    atom.keys[r] = hash_of([&](AttributeIndex a) -> std::string_view {
      const auto& values = records.attributes[a];
      return values.texts[values.codes[r]];
    });
  }
}

// Computes the keys of all values of an attribute with several of them.
void fill_lists(Atom& atom, const Records& records, const config::KeyExpression& expression) {
  const auto& values = records.attributes[atom.attributes[0]];
  std::vector<std::vector<std::uint64_t>> of_code(values.texts.size());
  for (std::size_t code = 1; code < values.texts.size(); ++code) {
    auto& keys = of_code[code];
    block::evaluate_keys(
        expression, [&](AttributeIndex) -> std::string_view { return values.texts[code]; },
        [&](std::string_view key) { keys.push_back(hash_bytes(key) | 1); });
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  }
  for (const auto code : values.codes) atom.lists.push_back(of_code[code]);
}

bool are_disjoint(const Atom& a, const Atom& b) {
  return std::ranges::none_of(a.attributes, [&](std::size_t x) { return std::ranges::count(b.attributes, x) > 0; });
}

}  // namespace

std::vector<Atom> make_atoms(const Records& records, const Schema& schema) {
  std::vector<config::KnownAttribute> known;
  for (const auto& attribute : schema.attributes)
    known.push_back({attribute.name, attribute.type, attribute.is_array()});
  std::vector<Atom> atoms;
  const auto add = [&](const std::string& text, std::vector<std::size_t> attributes) {
    Atom atom{{}, std::move(attributes), {}, {}};
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(kAnd, begin), text.size());
      atom.on.push_back(text.substr(begin, end - begin));
      begin = end + kAnd.size();
    }
    if (text.starts_with("any_word(")) {
      const auto& values = records.attributes[atom.attributes[0]];
      std::vector<std::vector<std::uint64_t>> of_code(values.texts.size());
      for (std::size_t code = 1; code < values.texts.size(); ++code) split_words(values.texts[code], of_code[code]);
      for (const auto code : values.codes) atom.lists.push_back(of_code[code]);
    } else {
      std::vector<config::KeyExpression> expressions;
      for (const auto& key : atom.on) {
        auto parsed = config::parse_key_expression(key, known);
        if (!parsed.value) return;
        expressions.push_back(std::move(*parsed.value));
      }
      if (atom.attributes.size() == 1 && schema.attributes[atom.attributes[0]].is_array())
        fill_lists(atom, records, expressions.front());
      else
        fill_keys(atom, records, expressions);
    }
    atoms.push_back(std::move(atom));
  };
  std::optional<std::size_t> given_name, surname;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto& attribute = schema.attributes[a];
    if (records.attributes[a].num_present() == 0 || !attribute.in_rules) continue;
    for (const auto& text : key_texts(attribute, records.attributes[a], is_split(schema, a))) add(text, {a});
    if (attribute.type == AttributeType::given_name && !given_name) given_name = a;
    if (attribute.type == AttributeType::surname && !surname) surname = a;
  }
  if (given_name && surname)
    add(fmt::format("sorted({}, {})", schema.attributes[*given_name].name, schema.attributes[*surname].name),
        {*given_name, *surname});
  return atoms;
}

RuleBook::RuleBook(const Records& records, const Schema& schema, config::Task task, std::uint64_t budget)
    : records_(records), between_only_(task == config::Task::link), atoms_(make_atoms(records, schema)) {
  for (const auto& atom : atoms_) {
    auto& counts = list_counts_.emplace_back();
    if (!atom.is_multi_valued()) continue;
    std::vector<std::uint64_t> all;
    for (const auto& list : atom.lists) all.insert(all.end(), list.begin(), list.end());
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i == 0 || all[i] != all[i - 1]) counts.push_back({all[i], 0});
      ++counts.back().second;
    }
  }
  make_rules(budget);
}

std::vector<Rule> RuleBook::whole_values(std::uint64_t budget) const {
  std::vector<Rule> whole;
  std::set<std::size_t> seen;
  for (std::size_t a = 0; a < atoms_.size(); ++a) {
    // The first atom of an attribute is its whole value, if it has such a key at all.
    if (atoms_[a].attributes.size() != 1 || !seen.insert(atoms_[a].attributes[0]).second) continue;
    if (atoms_[a].on.front().starts_with("any_word(")) continue;
    Rule rule{{a}, 0};
    measure(rule);
    if (rule.pairs <= static_cast<double>(budget)) whole.push_back(std::move(rule));
  }
  return whole;
}

std::string RuleBook::text(const Rule& rule) const {
  std::string text;
  for (const std::size_t a : rule.atoms)
    for (const auto& key : atoms_[a].on) text += (text.empty() ? "" : " + ") + key;
  return text;
}

std::vector<std::size_t> RuleBook::attributes_of(const Rule& rule) const {
  std::set<std::size_t> attributes;
  for (const std::size_t a : rule.atoms) attributes.insert(atoms_[a].attributes.begin(), atoms_[a].attributes.end());
  return {attributes.begin(), attributes.end()};
}

std::uint64_t RuleBook::key_of(const Rule& rule, std::uint32_t record, std::uint64_t multi_value) const {
  std::uint64_t key = 1;
  for (const std::size_t a : rule.atoms) {
    const std::uint64_t part = atoms_[a].is_multi_valued() ? multi_value : atoms_[a].keys[record];
    if (part == 0) return 0;
    key = mix(key, part) | 1;
  }
  return key;
}

bool RuleBook::has_key(const Rule& rule, std::uint32_t record) const {
  return std::ranges::all_of(rule.atoms, [&](std::size_t a) {
    return atoms_[a].is_multi_valued() ? !atoms_[a].lists[record].empty() : atoms_[a].keys[record] != 0;
  });
}

std::vector<KeyedRecord> RuleBook::keyed_records(const Rule& rule) const {
  std::vector<KeyedRecord> keyed;
  const auto multi = std::ranges::find_if(rule.atoms, [&](std::size_t a) { return atoms_[a].is_multi_valued(); });
  for (std::uint32_t r = 0; r < records_.size(); ++r) {
    if (multi == rule.atoms.end()) {
      if (const auto key = key_of(rule, r, 0); key != 0) keyed.push_back({key, r});
    } else {
      for (const auto value : atoms_[*multi].lists[r])
        if (const auto key = key_of(rule, r, value); key != 0) keyed.push_back({key, r});
    }
  }
  std::ranges::sort(keyed);
  if (rule.max_block_size == 0) return keyed;
  const double limit = static_cast<double>(rule.max_block_size) * records_.rate;
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    if (static_cast<double>(end - begin) <= limit)
      for (std::size_t i = begin; i < end; ++i) keyed[kept++] = keyed[i];
    begin = end;
  }
  keyed.resize(kept);
  return keyed;
}

bool RuleBook::proposes(const Rule& rule, std::uint32_t left, std::uint32_t right) const {
  for (const std::size_t a : rule.atoms) {
    const Atom& atom = atoms_[a];
    if (!atom.is_multi_valued()) {
      if (atom.keys[left] == 0 || atom.keys[left] != atom.keys[right]) return false;
      continue;
    }
    // The texts share a word whose block is not too large. With several keys the block is smaller; this is neglected.
    const double limit = rule.max_block_size == 0 ? 1e300 : static_cast<double>(rule.max_block_size) * records_.rate;
    const auto& l = atom.lists[left];
    const auto& r = atom.lists[right];
    bool found = false;
    for (std::size_t i = 0, j = 0; i < l.size() && j < r.size() && !found;) {
      if (l[i] < r[j])
        ++i;
      else if (r[j] < l[i])
        ++j;
      else {
        const auto& counts = list_counts_[a];
        const auto at = std::ranges::lower_bound(counts, l[i], {}, [](const auto& c) { return c.first; });
        found = static_cast<double>(at->second) <= limit;
        ++i, ++j;
      }
    }
    if (!found) return false;
  }
  return true;
}

void RuleBook::measure(Rule& rule) const {
  const auto keyed = keyed_records(rule);
  std::vector<std::uint64_t> of_table(records_.rows_of_table.size());
  std::uint64_t pairs = 0;
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    const std::uint64_t size = end - begin;
    if (size > 1) {
      pairs += size * (size - 1) / 2;
      if (between_only_) {
        std::ranges::fill(of_table, 0);
        for (std::size_t i = begin; i < end; ++i) ++of_table[records_.table[keyed[i].record]];
        for (const auto n : of_table) pairs -= n * (n - std::min<std::uint64_t>(n, 1)) / 2;
      }
    }
    begin = end;
  }
  rule.sample_pairs = pairs;
  rule.pairs = static_cast<double>(pairs) / (records_.rate * records_.rate);
}

void RuleBook::make_rules(std::uint64_t budget) {
  const auto limit = static_cast<double>(budget);
  std::map<std::vector<std::size_t>, double> cost;
  std::vector<std::size_t> coarse;  // atoms that must be combined with others
  const auto consider = [&](std::vector<std::size_t> atoms, std::uint64_t max_block_size) {
    Rule rule{std::move(atoms), max_block_size};
    measure(rule);
    if (max_block_size == 0) cost[rule.atoms] = rule.pairs;
    if (rule.pairs <= limit && rule.sample_pairs > 0) rules_.push_back(rule);
    return rule.pairs;
  };
  for (std::size_t a = 0; a < atoms_.size(); ++a) {
    if (atoms_[a].is_multi_valued() && atoms_[a].on.front().starts_with("any_word(")) {
      for (const auto size : kWordBlocks) (void)consider({a}, size);
      coarse.push_back(a);
      cost[{a}] = limit;
    } else if (consider({a}, 0) * kFineEnough > limit) {
      coarse.push_back(a);
    }
  }
  const auto fits = [&](std::size_t a, std::size_t b) {
    return are_disjoint(atoms_[a], atoms_[b]) && !(atoms_[a].is_multi_valued() && atoms_[b].is_multi_valued());
  };
  for (std::size_t i = 0; i < coarse.size(); ++i)
    for (std::size_t j = i + 1; j < coarse.size(); ++j)
      if (fits(coarse[i], coarse[j])) (void)consider({coarse[i], coarse[j]}, 0);
  std::size_t num_triples = 0;
  const auto is_dear = [&](std::size_t a, std::size_t b) {
    const auto found = cost.find({a, b});
    return found != cost.end() && found->second * kWorthThirdKey > limit;
  };
  for (std::size_t i = 0; i < coarse.size(); ++i)
    for (std::size_t j = i + 1; j < coarse.size(); ++j) {
      if (!is_dear(coarse[i], coarse[j])) continue;
      for (std::size_t k = j + 1; k < coarse.size() && num_triples < kMaxTriples; ++k) {
        if (!is_dear(coarse[i], coarse[k]) || !is_dear(coarse[j], coarse[k])) continue;
        ++num_triples;
        (void)consider({coarse[i], coarse[j], coarse[k]}, 0);
      }
    }
  std::ranges::stable_sort(rules_, [](const Rule& a, const Rule& b) {
    return a.sample_pairs != b.sample_pairs ? a.sample_pairs < b.sample_pairs : a.atoms < b.atoms;
  });
}

}  // namespace onefold::suggest
