#include "decisions/resolve_decisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::decisions {

namespace {

// The first few places (file and line) of a list that may be long.
class Places {
 public:
  void add(const std::string& place) {
    if (count_++ < kMost) text_ += (text_.empty() ? "" : ", ") + place;
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Whether text() will show the next one.
  [[nodiscard]] bool has_room() const { return count_ < kMost; }
  [[nodiscard]] std::string text() const { return text_ + (count_ > kMost ? ", ..." : ""); }

 private:
  static constexpr std::size_t kMost = 5;
  std::size_t count_ = 0;
  std::string text_;
};

// Which records must be one customer: a forest in which each root is the smallest record of its tree.
class Groups {
 public:
  void join(RecordId left, RecordId right) {
    const RecordId a = root(left);
    const RecordId b = root(right);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }
  [[nodiscard]] RecordId root(RecordId record) {
    RecordId root = record;
    for (auto at = parent_.find(root); at != parent_.end(); at = parent_.find(root)) root = at->second;
    // Path compression: later searches take one step.
    while (record != root) record = std::exchange(parent_[record], root);
    return root;
  }

 private:
  std::unordered_map<RecordId, RecordId> parent_;  // roots have no entry; the order of the map reaches no output
};

// Which rows of a list say that two records are one customer, directly or through other records.
class MustLinks {
 public:
  void join(const Link& link, const ListedPair& pair) {
    steps_[link.left].push_back({link.right, &pair});
    steps_[link.right].push_back({link.left, &pair});
  }
  /// The rows on a shortest way between two records; empty: there is none.
  [[nodiscard]] std::vector<const ListedPair*> way(RecordId from, RecordId to) const {
    std::unordered_map<RecordId, Step> came_from{{from, {from, nullptr}}};
    std::vector<RecordId> reached{from};
    for (std::size_t next = 0; next < reached.size() && !came_from.contains(to); ++next) {
      const auto steps = steps_.find(reached[next]);
      if (steps == steps_.end()) break;
      for (const Step& step : steps->second)
        if (came_from.emplace(step.record, Step{reached[next], step.pair}).second) reached.push_back(step.record);
    }
    std::vector<const ListedPair*> rows;
    if (!came_from.contains(to)) return rows;
    for (RecordId at = to; at != from; at = came_from.at(at).record) rows.push_back(came_from.at(at).pair);
    std::reverse(rows.begin(), rows.end());
    return rows;
  }

 private:
  struct Step {
    RecordId record;
    const ListedPair* pair;
  };
  std::unordered_map<RecordId, std::vector<Step>> steps_;  // the order of the map reaches no output
};

// The pair of records of a row; nothing if one of them is not in the input.
std::optional<Link> link_of(const ListedPair& pair, const FoundRecords& found) {
  const auto left = found.find(pair.left);
  const auto right = found.find(pair.right);
  // Two PINs may lead to one customer, and so to one record: then there is no pair to decide about.
  if (!left || !right || *left == *right) return std::nullopt;
  return Link{std::min(*left, *right), std::max(*left, *right)};
}

std::pair<RecordId, RecordId> key_of(const Link& link) { return {link.left, link.right}; }

// A row of a list of pairs, and what it says: the same number for rows that agree.
struct Saying {
  Link link;
  int says = 0;
  ListedPair* pair = nullptr;
  const PairList* list = nullptr;
};

void add_sayings(PairList& list, const FoundRecords& found, std::vector<Saying>& sayings) {
  for (ListedPair& pair : list.pairs)
    if (const auto link = link_of(pair, found)) {
      const bool apart = list.kind == ListKind::cannot_link || (list.kind == ListKind::labels && pair.label < 0.5);
      sayings.push_back({*link, apart ? 0 : 1, &pair, &list});
    }
}

// Of the rows about one pair, the latest ones decide, if they agree. The others that say otherwise are superseded.
void supersede_older(std::vector<Saying> sayings, std::vector<std::string>& places) {
  std::stable_sort(sayings.begin(), sayings.end(), [](const Saying& a, const Saying& b) {
    return std::tie(a.link.left, a.link.right, b.pair->when) < std::tie(b.link.left, b.link.right, a.pair->when);
  });
  for (std::size_t begin = 0, end = 0; begin < sayings.size(); begin = end) {
    const Saying& latest = sayings[begin];
    bool agree = true;
    for (end = begin; end < sayings.size() && key_of(sayings[end].link) == key_of(latest.link); ++end) {
      const Saying& one = sayings[end];
      if (one.says == latest.says) continue;
      if (one.pair->when == latest.pair->when) agree = false;
      if (!agree) continue;
      one.pair->superseded = true;
      places.push_back(one.list->place(*one.pair));
    }
  }
}

void refuse_unknown(const std::string& prefix, const Places& unknown) {
  throw Error(
      ExitCode::input,
      fmt::format(
          "{}{} a record or a PIN that is gone, or one record twice: {}. Take {} out, or correct the names; with "
          "[merge] unknown = \"report\" the run reports {} and goes on",
          prefix, unknown.count() == 1 ? "a line names" : fmt::format("{} lines name", unknown.count()), unknown.text(),
          unknown.count() == 1 ? "it" : "them", unknown.count() == 1 ? "it" : "them"));
}

}  // namespace

std::vector<std::string> supersede(PairList& must_link, PairList& cannot_link, PairList& labels,
                                   const FoundRecords& found) {
  std::vector<std::string> places;
  std::vector<Saying> links;
  add_sayings(must_link, found, links);
  add_sayings(cannot_link, found, links);
  supersede_older(std::move(links), places);
  std::vector<Saying> labelled;
  add_sayings(labels, found, labelled);
  supersede_older(std::move(labelled), places);
  return places;
}

std::vector<Link> resolve_links(const PairList& list, const FoundRecords& found, config::UnknownRecords unknown) {
  std::vector<Link> links;
  Places stale;
  std::string prefix;
  for (const ListedPair& pair : list.pairs) {
    if (const auto link = link_of(pair, found)) {
      if (!pair.superseded) links.push_back(*link);
    } else {
      if (prefix.empty()) prefix = list.prefix(pair);
      stale.add(list.place(pair));
    }
  }
  if (stale.count() > 0 && unknown == config::UnknownRecords::error) refuse_unknown(prefix, stale);
  std::sort(links.begin(), links.end(), [&](const Link& a, const Link& b) { return key_of(a) < key_of(b); });
  links.erase(
      std::unique(links.begin(), links.end(), [&](const Link& a, const Link& b) { return key_of(a) == key_of(b); }),
      links.end());
  return links;
}

void refuse_contradictions(const PairList& must_link, const PairList& cannot_link, const FoundRecords& found) {
  Groups groups;
  MustLinks must_links;
  for (const ListedPair& pair : must_link.pairs) {
    const auto link = link_of(pair, found);
    if (!link || pair.superseded) continue;
    groups.join(link->left, link->right);
    must_links.join(*link, pair);
  }
  Places contradictory;
  for (const ListedPair& pair : cannot_link.pairs) {
    const auto link = link_of(pair, found);
    if (!link || pair.superseded || groups.root(link->left) != groups.root(link->right)) continue;
    Places against;
    if (contradictory.has_room())
      for (const ListedPair* row : must_links.way(link->left, link->right)) against.add(must_link.place(*row));
    contradictory.add(fmt::format("{} (against {})", cannot_link.place(pair), against.text()));
  }
  if (contradictory.count() == 0) return;
  throw Error(ExitCode::input,
              fmt::format("[cluster]: the cannot_link list contradicts the must_link list, which says, directly or "
                          "through other records, that these pairs are one customer: {}. Take one of the decisions "
                          "back",
                          contradictory.text()));
}

ResolvedLabels resolve_labels(const PairList& list, const FoundRecords& found, config::UnknownRecords unknown) {
  struct Located {
    LabelledPair pair;
    const ListedPair* listed;
  };
  std::vector<Located> located;
  Places stale;
  Places contradictory;
  for (const ListedPair& listed : list.pairs) {
    const auto link = link_of(listed, found);
    if (!link)
      stale.add(list.place(listed));
    else if (!listed.superseded)
      located.push_back({{link->left, link->right, listed.label >= 0.5}, &listed});
  }
  const auto key = [](const Located& one) { return std::pair(one.pair.left, one.pair.right); };
  std::stable_sort(located.begin(), located.end(), [&](const Located& a, const Located& b) { return key(a) < key(b); });

  ResolvedLabels labels;
  for (std::size_t begin = 0, end = 0; begin < located.size(); begin = end) {
    const Located* other = nullptr;  // the first one that says otherwise
    for (; end < located.size() && key(located[end]) == key(located[begin]); ++end)
      if (other == nullptr && located[end].pair.is_match != located[begin].pair.is_match) other = &located[end];
    if (other == nullptr)
      labels.pairs.push_back(located[begin].pair);
    else
      contradictory.add(fmt::format("{} against {}", list.place(*located[begin].listed), list.place(*other->listed)));
  }
  if (stale.count() > 0)
    labels.notes.push_back(fmt::format("labels: {} name a record that is not in the input, and are left out: {}",
                                       stale.count(), stale.text()));
  if (contradictory.count() > 0)
    labels.notes.push_back(
        fmt::format("labels: {} labelled both as a match and as none, and {} left out: {}",
                    contradictory.count() == 1 ? "1 pair is" : fmt::format("{} pairs are", contradictory.count()),
                    contradictory.count() == 1 ? "is" : "are", contradictory.text()));
  if (labels.pairs.empty() && !list.pairs.empty() && unknown == config::UnknownRecords::error)
    throw Error(ExitCode::input, fmt::format("{}no label can be used; {}", list.prefix(list.pairs.front()),
                                             labels.notes.empty() ? "all are superseded" : labels.notes.front()));
  return labels;
}

namespace {

// Resolves all lists of a job and keeps account of their rows.
class Resolver {
 public:
  Resolver(StewardLists lists, std::vector<FoundRecord> found, config::UnknownRecords unknown)
      : lists_(std::move(lists)), found_(std::move(found)), unknown_(unknown) {}

  Decisions resolve() {
    // 1. Later decisions replace earlier ones about the same records.
    add_superseded(supersede(lists_.must_link, lists_.cannot_link, lists_.labels, found_));
    // 2. What is left must be possible.
    out_.must_link = resolve_links(lists_.must_link, found_, unknown_);
    out_.cannot_link = resolve_links(lists_.cannot_link, found_, unknown_);
    refuse_contradictions(lists_.must_link, lists_.cannot_link, found_);
    auto labels = resolve_labels(lists_.labels, found_, unknown_);
    out_.labels = std::move(labels.pairs);
    out_.label_notes = std::move(labels.notes);
    resolve_overrides();
    resolve_locks();
    if (stale_rows_.count() > 0 && unknown_ == config::UnknownRecords::error)
      refuse_unknown(std::string(kDecisionsPrefix), stale_rows_);
    // 3. Account for every row.
    count_pairs(lists_.must_link);
    count_pairs(lists_.cannot_link);
    count_labels();
    add_warning();
    warn_of_pairs_by_pin();
    add_statements();
    return std::move(out_);
  }

 private:
  void add(DecisionStatus status, std::uint64_t count = 1) {
    out_.counts.of[static_cast<std::size_t>(status)] += count;
  }
  std::string place_of(const ListPlace& place) const {
    return fmt::format("{} line {}", lists_.files[place.file], place.line);
  }
  void add_superseded(const std::vector<std::string>& places) {
    for (const std::string& place : places) {
      add(DecisionStatus::superseded);
      out_.notes.push_back("a later decision replaces " + place);
      superseded_.insert(place);
    }
  }
  void add_stale(const ListPlace& place) {
    add(DecisionStatus::stale);
    stale_rows_.add(place_of(place));
    all_stale_.add(place_of(place));
  }

  void resolve_overrides() {
    Overrides all{.files = lists_.files, .rows = {}};
    // Overrides that name a customer in the same way are about one golden value, whatever the run finds.
    std::map<std::pair<std::int64_t, RecordId>, std::uint64_t> names;
    std::vector<CustomerOverride> candidates;
    for (ListedOverride& listed : lists_.overrides) {
      const auto record = found_.find(listed.name);
      if (!record) {
        add_stale(listed.row.place);
        continue;
      }
      listed.row.record = *record;
      const auto name = names.emplace(std::pair(listed.row.pin, *record), names.size()).first->second;
      candidates.push_back({name, static_cast<std::uint32_t>(all.rows.size())});
      all.rows.push_back(std::move(listed.row));
    }
    SettledOverrides settled = settle_overrides(all, std::move(candidates));
    std::vector<std::string> places;
    for (const std::uint32_t row : settled.superseded_rows) places.push_back(all.text_of(all.rows[row].place));
    add_superseded(places);
    std::sort(settled.winners.begin(), settled.winners.end(),
              [](const CustomerOverride& a, const CustomerOverride& b) { return a.row < b.row; });
    out_.overrides.files = all.files;
    for (const CustomerOverride& winner : settled.winners)
      out_.overrides.rows.push_back(std::move(all.rows[winner.row]));
    // Rows that repeat the value of a winner are applied too.
    add(DecisionStatus::applied, all.rows.size() - places.size());
  }

  void resolve_locks() {
    std::map<RecordId, ListedLock> kept;  // ascending by record
    for (ListedLock& listed : lists_.locks) {
      const auto record = found_.find(listed.name);
      if (!record) {
        add_stale(listed.row.place);
        continue;
      }
      listed.row.record = *record;
      const auto [at, is_new] = kept.emplace(*record, listed);
      ListedLock& other = at->second;
      if (is_new || other.row.pin == listed.row.pin) {
        add(DecisionStatus::applied);
        continue;
      }
      if (other.when == listed.when)
        throw Error(ExitCode::input,
                    fmt::format("{}two locks give one record different PINs, and neither is later: {} and {}. Take one "
                                "of them out, or give it a later `when`",
                                kDecisionsPrefix, place_of(other.row.place), place_of(listed.row.place)));
      const bool later = other.when < listed.when;
      add_superseded({place_of(later ? other.row.place : listed.row.place)});
      if (later) other = listed;
    }
    for (auto& [record, lock] : kept) out_.locks.push_back(lock.row);
  }

  void count_pairs(const PairList& list) {
    for (const ListedPair& pair : list.pairs) {
      const bool is_found = link_of(pair, found_).has_value();
      if (!is_found) all_stale_.add(list.place(pair));
      if (!pair.superseded) add(is_found ? DecisionStatus::applied : DecisionStatus::stale);
    }
  }

  // Stale labels of bare lists are no reason for a warning: label_notes has them.
  void count_labels() {
    for (const ListedPair& pair : lists_.labels.pairs) {
      const auto link = link_of(pair, found_);
      if (!link) {
        add(DecisionStatus::stale);
        if (pair.file >= lists_.labels.num_bare_files) all_stale_.add(lists_.labels.place(pair));
      } else if (!pair.superseded) {
        const bool used =
            std::binary_search(out_.labels.begin(), out_.labels.end(), LabelledPair{link->left, link->right, false},
                               [](const LabelledPair& a, const LabelledPair& b) {
                                 return std::pair(a.left, a.right) < std::pair(b.left, b.right);
                               });
        add(used ? DecisionStatus::applied : DecisionStatus::contradictory);
        if (!used) contradictory_.insert(lists_.labels.place(pair));
      }
    }
  }

  // The record that a PIN stands for is chosen in every run, so such a decision may mean other records next month.
  void warn_of_pairs_by_pin() {
    Places by_pin;
    for (const auto& statement : lists_.statements) {
      const bool is_pair =
          statement.row.kind == DecisionKind::must_link || statement.row.kind == DecisionKind::cannot_link;
      if (is_pair && (statement.left_pin != kNoPin || statement.right_pin != kNoPin))
        by_pin.add(place_of({statement.file, statement.row.line}));
    }
    if (by_pin.count() == 0) return;
    out_.warnings.push_back(
        {"pairs_by_pin",
         fmt::format(
             "pairs are named by PIN, which stands for another record once its customer changes: {}; name records "
             "as SOURCE:ID, as onefold decide does",
             by_pin.text())});
  }

  void add_warning() {
    if (all_stale_.count() == 0) return;
    const bool one = all_stale_.count() == 1;
    out_.warnings.push_back(
        {"stale_decisions",
         fmt::format("{} decision{} a record or a PIN that is gone, and {} left out: {}; take {} out of the lists, or "
                     "correct the names",
                     all_stale_.count(), one ? " names" : "s name", one ? "is" : "are", all_stale_.text(),
                     one ? "it" : "them")});
  }

  void add_statements() {
    for (auto& statement : lists_.statements) {
      StatedDecision stated{.row = std::move(statement.row),
                            .file = lists_.files[statement.file],
                            .left = found_.find(statement.left),
                            .right = {},
                            .left_pin = statement.left_pin,
                            .right_pin = statement.right_pin};
      const bool names_second = statement.right != TextKey{};
      if (names_second) stated.right = found_.find(statement.right);
      const std::string place = place_of({statement.file, stated.row.line});
      if (!stated.left || (names_second && (!stated.right || *stated.left == *stated.right)))
        stated.status = DecisionStatus::stale;
      else if (superseded_.contains(place))
        stated.status = DecisionStatus::superseded;
      else if (contradictory_.contains(place))
        stated.status = DecisionStatus::contradictory;
      out_.stated.push_back(std::move(stated));
    }
  }

  StewardLists lists_;
  FoundRecords found_;
  config::UnknownRecords unknown_;
  Decisions out_;
  Places stale_rows_;  // overrides and locks
  Places all_stale_;
  std::set<std::string> superseded_;     // places
  std::set<std::string> contradictory_;  // places
};

}  // namespace

Decisions resolve_decisions(StewardLists lists, std::vector<FoundRecord> found, config::UnknownRecords unknown) {
  find_named_pins(lists.pins, found);
  return Resolver(std::move(lists), std::move(found), unknown).resolve();
}

}  // namespace onefold::decisions
