#include "model/estimate_m.hpp"

#include <algorithm>

namespace onefold::model {

namespace {

// The estimate of EM, or the default, counts like this many known matches: a few labels change little, many decide.
constexpr double kWeightOfEm = 20;

}  // namespace

void learn_from_known_matches(const TrainingCounts& counts, const PatternSpace& space, CombinedM& combined) {
  auto known = count_levels(space, counts.labelled_matches);
  const auto of_truth = count_levels(space, counts.true_matches);
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    for (std::size_t level = 1; level < known[c].size(); ++level) {
      known[c][level] += of_truth[c][level];
      combined.num_known[c] += static_cast<double>(known[c][level]);
    }
    for (std::size_t level = 1; level < known[c].size(); ++level)
      combined.m[c][level] = (static_cast<double>(known[c][level]) + kWeightOfEm * combined.m[c][level]) /
                             (combined.num_known[c] + kWeightOfEm);
  }
}

void hold_given(const config::Job& job, LevelTable& m) {
  for (std::size_t c = 0; c < m.size(); ++c)
    for (std::size_t i = 0; i < job.comparisons[c].m.size(); ++i) m[c][i + 1] = job.comparisons[c].m[i];
}

namespace {

bool is_personal(AttributeType type) {
  return type == AttributeType::given_name || type == AttributeType::birth_date || type == AttributeType::identifier;
}

bool is_shared_by_relatives(AttributeType type) {
  return type == AttributeType::surname || type == AttributeType::address || type == AttributeType::postcode ||
         type == AttributeType::city || type == AttributeType::phone || type == AttributeType::organisation ||
         type == AttributeType::web_domain;
}

bool is_place(AttributeType type) {
  return type == AttributeType::address || type == AttributeType::postcode || type == AttributeType::city ||
         type == AttributeType::location;
}

// What people at one place may share without being relatives: an office has one address, telephone and mailbox.
bool is_of_a_place(AttributeType type) {
  return type == AttributeType::phone || type == AttributeType::email || type == AttributeType::organisation ||
         type == AttributeType::web_domain;
}

AttributeType type_of(const config::Job& job, std::size_t comparison) {
  return job.attributes[job.comparisons[comparison].attribute].type;
}

bool may_have_relatives(const config::Job& job) {
  std::size_t num_names = 0, num_given = 0, num_birth_dates = 0, num_homes = 0, num_shared = 0;
  for (std::size_t c = 0; c < job.comparisons.size(); ++c) {
    num_names += type_of(job, c) == AttributeType::given_name || type_of(job, c) == AttributeType::full_name;
    num_given += type_of(job, c) == AttributeType::given_name;
    num_homes += type_of(job, c) == AttributeType::address || type_of(job, c) == AttributeType::phone;
    num_birth_dates += type_of(job, c) == AttributeType::birth_date;
    num_shared += is_shared_by_relatives(type_of(job, c));
  }
  return (num_names > 0 && num_birth_dates > 0 && num_shared >= 2) ||
         (num_given > 0 && num_homes > 0 && num_shared >= 3);
}

}  // namespace

std::vector<JointEmStart> joint_em_starts(const config::Job& job, std::span<const EmStart> starts, const LevelTable& u,
                                          double prior) {
  std::vector<JointEmStart> out;
  for (const auto& start : starts) {
    auto& joint = out.emplace_back(JointEmStart{start.m, prior, {}});
    if (!may_have_relatives(job)) continue;
    joint.related = {prior, u};
    joint.neighbours = {prior, u};
    for (std::size_t c = 0; c < u.size(); ++c)
      if (is_place(type_of(job, c))) joint.neighbours.r[c] = starts.front().m[c];
    for (std::size_t c = 0; c < u.size(); ++c)
      if (is_shared_by_relatives(type_of(job, c)))
        joint.related.r[c] = starts.front().m[c];
      else if (type_of(job, c) == AttributeType::birth_date)
        set_exact_share(joint.related.r[c], kTwins.least);
  }
  return out;
}

JointEmOptions joint_em_options(const config::Job& job) {
  JointEmOptions options{job.model.max_iterations, job.model.convergence, {}, {}, {}, {}, {}};
  for (std::size_t c = 0; c < job.comparisons.size(); ++c) {
    options.m_held.push_back(!job.comparisons[c].m.empty());
    options.exact_share.push_back(type_of(job, c) == AttributeType::birth_date ? std::optional(kTwins)
                                  : type_of(job, c) == AttributeType::surname  ? std::optional(kFamilyNames)
                                                                               : std::nullopt);
    options.place.push_back(is_place(type_of(job, c)) || is_of_a_place(type_of(job, c)));
    options.personal.push_back(is_personal(type_of(job, c)));
    options.r_held.push_back(may_have_relatives(job) &&
                             (is_personal(type_of(job, c)) || type_of(job, c) == AttributeType::surname));
  }
  return options;
}

CombinedM combine_m(const config::Job& job, const TrainingCounts& counts, const PatternSpace& space,
                    const JointEmResult& em, const LevelTable& defaults, std::vector<RuleProgress>& progress) {
  CombinedM combined{em.switched ? defaults : em.m, defaults, std::vector<std::uint32_t>(space.num_comparisons(), 0),
                     std::vector<double>(space.num_comparisons(), 0)};
  for (auto& levels : combined.expected) std::fill(levels.begin(), levels.end(), 0.0);
  for (std::size_t r = 0; r < counts.rules.size(); ++r) {
    const RuleCounts& rule = counts.rules[r];
    RuleProgress& state = progress[r];
    state.has_pairs = !rule.all_pairs.empty() && std::ranges::count(rule.free_comparisons, true) > 0;
    if (!state.has_pairs) continue;
    state.em = em.of_rule[r];
    state.used = !em.switched && state.em.expected_matches >= kFewMatches;
    if (!state.used) continue;
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
      if (!rule.free_comparisons[c]) continue;
      ++combined.num_rules[c];
      for (std::size_t level = 1; level < combined.expected[c].size(); ++level)
        combined.expected[c][level] += state.em.expected[c][level];
    }
  }
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    double present = 0;
    for (const double expected : combined.expected[c]) present += expected;
    if (present < kFewMatches) combined.m[c] = defaults[c];
  }
  learn_from_known_matches(counts, space, combined);
  hold_given(job, combined.m);
  return combined;
}

}  // namespace onefold::model
