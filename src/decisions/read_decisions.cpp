#include "decisions/read_decisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
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

void broadcast_notes(const mpi::Communicator& world, std::vector<std::string>& notes) {
  notes.resize(world.broadcast_value(notes.size()));
  for (auto& note : notes) world.broadcast(note);
}

}  // namespace

DecisionLists read_decision_lists(const mpi::Communicator& world, const config::Job& job) {
  DecisionLists lists;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    lists.must_link = read_list(job, ListKind::must_link, lists.sought);
    lists.cannot_link = read_list(job, ListKind::cannot_link, lists.sought);
    lists.labels = read_list(job, ListKind::labels, lists.sought);
  });
  lists.sought.share(world);
  return lists;
}

Decisions find_decisions(const mpi::Communicator& world, const DecisionLists& lists,
                         const std::vector<FoundRecord>& local_found) {
  Decisions decisions;
  auto gathered = world.gather(std::span<const FoundRecord>(local_found));
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    const FoundRecords found(std::move(gathered));
    decisions.must_link = resolve_links(lists.must_link, found);
    decisions.cannot_link = resolve_links(lists.cannot_link, found);
    refuse_contradictions(lists.must_link, lists.cannot_link, found);
    auto labels = resolve_labels(lists.labels, found);
    decisions.labels = std::move(labels.pairs);
    decisions.label_notes = std::move(labels.notes);
  });
  world.broadcast(decisions.must_link);
  world.broadcast(decisions.cannot_link);
  world.broadcast(decisions.labels);
  broadcast_notes(world, decisions.label_notes);
  return decisions;
}

std::vector<Link> resolve_links(const PairList& list, const FoundRecords& found) {
  std::vector<Link> links;
  Places unknown;
  for (const ListedPair& pair : list.pairs) {
    const auto left = found.find(pair.left);
    const auto right = found.find(pair.right);
    if (left && right)
      links.push_back({std::min(*left, *right), std::max(*left, *right)});
    else
      unknown.add(list.place(pair));
  }
  if (unknown.count() > 0)
    throw Error(ExitCode::input,
                fmt::format("{}{} a record that the sources do not have: {}. Take {} out, or correct the ids",
                            prefix_of(list.kind),
                            unknown.count() == 1 ? "a line names" : fmt::format("{} lines name", unknown.count()),
                            unknown.text(), unknown.count() == 1 ? "it" : "them"));
  const auto key = [](const Link& link) { return std::pair(link.left, link.right); };
  std::sort(links.begin(), links.end(), [&](const Link& a, const Link& b) { return key(a) < key(b); });
  links.erase(std::unique(links.begin(), links.end(), [&](const Link& a, const Link& b) { return key(a) == key(b); }),
              links.end());
  return links;
}

void refuse_contradictions(const PairList& must_link, const PairList& cannot_link, const FoundRecords& found) {
  Groups groups;
  for (const ListedPair& pair : must_link.pairs) groups.join(*found.find(pair.left), *found.find(pair.right));
  Places contradictory;
  for (const ListedPair& pair : cannot_link.pairs)
    if (groups.root(*found.find(pair.left)) == groups.root(*found.find(pair.right)))
      contradictory.add(cannot_link.place(pair));
  if (contradictory.count() == 0) return;
  throw Error(ExitCode::input,
              fmt::format("[cluster]: the cannot_link list contradicts the must_link list, which says, directly or "
                          "through other records, that these pairs are one customer: {}. Take one of the two decisions "
                          "back",
                          contradictory.text()));
}

ResolvedLabels resolve_labels(const PairList& list, const FoundRecords& found) {
  struct Located {
    LabelledPair pair;
    const ListedPair* listed;
  };
  std::vector<Located> located;
  Places unknown;
  Places contradictory;
  for (const ListedPair& listed : list.pairs) {
    const auto left = found.find(listed.left);
    const auto right = found.find(listed.right);
    if (left && right)
      located.push_back({{std::min(*left, *right), std::max(*left, *right), listed.label >= 0.5}, &listed});
    else
      unknown.add(list.place(listed));
  }
  const auto key = [](const Located& one) { return std::pair(one.pair.left, one.pair.right); };
  std::stable_sort(located.begin(), located.end(), [&](const Located& a, const Located& b) { return key(a) < key(b); });

  ResolvedLabels labels;
  for (std::size_t begin = 0, end = 0; begin < located.size(); begin = end) {
    bool agree = true;
    for (; end < located.size() && key(located[end]) == key(located[begin]); ++end)
      agree &= located[end].pair.is_match == located[begin].pair.is_match;
    if (agree)
      labels.pairs.push_back(located[begin].pair);
    else
      contradictory.add(list.place(*located[begin].listed));
  }
  if (unknown.count() > 0)
    labels.notes.push_back(fmt::format("labels: {} name a record that is not in the input, and are left out: {}",
                                       unknown.count(), unknown.text()));
  if (contradictory.count() > 0)
    labels.notes.push_back(
        fmt::format("labels: {} pairs are labelled both as a match and as none, and are left out: {}",
                    contradictory.count(), contradictory.text()));
  if (labels.pairs.empty() && !list.pairs.empty())
    throw Error(ExitCode::input, fmt::format("[model]: labels: no label can be used; {}", labels.notes.front()));
  return labels;
}

}  // namespace onefold::decisions
