#include "merge/golden_choices.hpp"

#include <algorithm>

namespace onefold::merge {

namespace {

using config::SurvivorshipRule;

void write_choice(SurvivorshipRule rule, const MemberCells& cells, std::size_t customer, std::int64_t winner,
                  std::int64_t runner_up, Choices& choices) {
  choices.winner[customer] = winner;
  choices.runner_up[customer] = runner_up;
  if (winner < 0) return;
  const std::uint64_t merit = cells.merits.empty() ? 0 : cells.merits[static_cast<std::size_t>(winner)];
  if (rule == SurvivorshipRule::trust) choices.score[customer] = static_cast<std::int32_t>(merit);
  // Where no record has a value that the job names, the latest one survives.
  const auto applied = rule == SurvivorshipRule::any && merit == 0 ? SurvivorshipRule::most_recent : rule;
  choices.rule[customer] = static_cast<std::int8_t>(lineage_rule(applied));
}

}  // namespace

std::uint32_t MemberCells::source_of(std::size_t member) const {
  return static_cast<std::uint32_t>(std::upper_bound(source_ends.begin(), source_ends.end(), record[member]) -
                                    source_ends.begin());
}

Candidate MemberCells::candidate(std::size_t member) const {
  return {static_cast<std::uint32_t>(member), source_of(member), updated[member], value_ids[member],
          merits.empty() ? 0 : merits[member]};
}

Ties choose(Survivorship& survivorship, SurvivorshipRule rule, const MemberCells& cells, Choices& choices) {
  const std::size_t num_customers = cells.begins.size() - 1;
  choices = Choices(num_customers);
  Ties ties;
  std::vector<Candidate> candidates;
  for (std::size_t customer = 0; customer < num_customers; ++customer) {
    candidates.clear();
    bool has_value = false;
    for (std::uint64_t m = cells.begins[customer]; m < cells.begins[customer + 1]; ++m) {
      if (cells.value_ids[m] == kEmptyTextId) choices.is_empty[customer] = true;
      if (!is_value(cells.value_ids[m])) continue;
      has_value = true;
      const Candidate candidate = cells.candidate(m);
      if (survivorship.admits(candidate)) candidates.push_back(candidate);
    }
    if (has_value) choices.is_empty[customer] = false;
    if (has_value && candidates.empty()) ++choices.num_refused;
    if (candidates.size() == 1 && rule != SurvivorshipRule::trust) {
      // Most customers. Nobody contests the value.
      choices.distinct[customer] = 1;
      write_choice(rule, cells, customer, candidates.front().member, -1, choices);
      continue;
    }
    const Contest& contest = survivorship.contest(candidates);
    if (contest.winners.empty()) continue;
    choices.distinct[customer] = contest.distinct;
    if (contest.winners.size() == 1 && contest.runners_up.size() <= 1) {
      write_choice(rule, cells, customer, contest.winners.front(),
                   contest.runners_up.empty() ? -1 : std::int64_t{contest.runners_up.front()}, choices);
      continue;
    }
    Ties::Tie tie{customer, ties.members.size(), 0, 0};
    ties.members.insert(ties.members.end(), contest.winners.begin(), contest.winners.end());
    tie.runners_up = ties.members.size();
    // If the winners have several values, the runner-up is one of them.
    if (contest.runners_up == contest.winners)
      tie.runners_up = tie.begin;
    else
      ties.members.insert(ties.members.end(), contest.runners_up.begin(), contest.runners_up.end());
    tie.end = ties.members.size();
    ties.ties.push_back(tie);
  }
  return ties;
}

void settle(const Ties& ties, const AppendContent& append_content, SurvivorshipRule rule, const MemberCells& cells,
            Choices& choices) {
  std::vector<std::string> contents;  // [member of the tie]
  for (const Ties::Tie& tie : ties.ties) {
    contents.resize(std::max(contents.size(), tie.end - tie.begin));
    for (std::size_t i = tie.begin; i < tie.end; ++i) {
      contents[i - tie.begin].clear();
      append_content(i, contents[i - tie.begin]);
    }
    const auto best = [&](std::size_t begin, std::size_t end, std::uint64_t other) {
      std::int64_t found = -1;
      std::size_t at = 0;
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint32_t member = ties.members[i];
        if (cells.value_ids[member] == other) continue;
        // Members ascend by source and id.
        const int order = found < 0 ? -1 : contents[i - tie.begin].compare(contents[at - tie.begin]);
        if (order > 0 || (order == 0 && member > found)) continue;
        found = member;
        at = i;
      }
      return found;
    };
    const bool shares = tie.runners_up == tie.begin;
    const std::int64_t winner = best(tie.begin, shares ? tie.end : tie.runners_up, 0);
    const std::uint64_t value = cells.value_ids[static_cast<std::size_t>(winner)];
    write_choice(rule, cells, tie.customer, winner, best(tie.runners_up, tie.end, value), choices);
  }
}

}  // namespace onefold::merge
