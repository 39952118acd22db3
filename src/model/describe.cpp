#include "model/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/contradiction.hpp"

namespace onefold::model {

namespace {

// If the levels of a comparison separate matches from other pairs by fewer bits on average, a note says so.
constexpr double kHardlyAnyBits = 0.01;
// If two estimates of the prior differ by more than this factor, a note says so.
constexpr double kFarApart = 3;

// m of two rules that differ by more contradict each other.
constexpr double kContradiction = 0.6;

void describe_rules(const TrainingCounts& counts, const std::vector<RuleProgress>& progress, Model& model) {
  for (std::size_t r = 0; r < counts.rules.size(); ++r) {
    const auto& rule = counts.rules[r];
    const auto& em = progress[r].em;
    const auto text = [&](const std::string& what) { return fmt::format("rule {}: {}", rule.rule, what); };
    if (!progress[r].has_pairs) {
      model.notes.push_back(text("no pairs to train on"));
      continue;
    }
    std::uint64_t pairs = 0;
    for (const auto& item : rule.all_pairs) pairs += item.count;
    model.training.push_back({rule.rule, pairs, em.expected_matches, em.iterations, em.converged, em.log_likelihood,
                              em.start + 1, progress[r].used});
    if (em.switched) continue;  // said once, below
    if (em.expected_matches < kFewMatches)
      model.notes.push_back(text("no matches found among its pairs; not used for m"));
    else if (!em.converged)
      doubt(model, "em_not_converged",
            text(fmt::format("EM did not converge in {} iterations (max_iterations); its last m are used",
                             em.iterations)),
            "Raise max_iterations");
  }
  const auto failed =
      std::ranges::find_if(progress, [](const auto& rule) { return rule.has_pairs && rule.em.switched; });
  if (failed != progress.end())
    doubt(model, "em_failed",
          "EM failed from every start: its \"matches\" agree in hardly anything that tells who somebody is; default m "
          "are "
          "used",
          "Perhaps there are hardly any matches; otherwise compare more attributes, or give labels");
}

// Where the m of a level came from, if EM estimated it.
struct LevelSeen {
  double expected_matches = 0;
  std::uint32_t num_rules = 0;
  bool among_random_pairs = false;
};

void describe_level(Model& model, std::size_t c, std::size_t level, bool is_exact, const LevelSeen& seen) {
  auto& comparison = model.comparisons[c];
  auto& l = comparison.levels[level];
  const auto text = [&](const std::string& what) { return fmt::format("comparison {}: {}", comparison.name, what); };
  if (seen.expected_matches >= kFewMatches) {
    l.m_origin = fmt::format("EM on {} rules, {:.0f} expected matches", seen.num_rules, seen.expected_matches);
    return;
  }
  l.m_origin = "half a pair: hardly a match shows this level";
  if (seen.among_random_pairs) {
    model.notes.push_back(
        text(fmt::format("level \"{}\" is very rare among matches; its m is set to {:.2g}", l.text, l.m)));
    return;
  }
  const auto never =
      text(fmt::format("level \"{}\" occurs neither among matches nor among random pairs; it gets weight 0", l.text));
  // Of many levels some may well be empty. But pairs that never agree exactly are a reason for doubt.
  if (is_exact)
    doubt(model, "level_never_seen", never, "Do its columns hold the same kind of values in all sources?");
  else
    model.notes.push_back(never);
  l.m = l.u;
  l.m_origin = "as u: level never seen";
}

void describe_comparison(const config::Job& job, const CombinedM& combined,
                         const std::vector<std::uint64_t>& random_levels, std::size_t c, Model& model) {
  auto& comparison = model.comparisons[c];
  const auto text = [&](const std::string& what) { return fmt::format("comparison {}: {}", comparison.name, what); };
  const auto note = [&](const std::string& what) { model.notes.push_back(text(what)); };
  const auto doubtful = [&](const char* code, const std::string& what, const std::string& what_to_do) {
    doubt(model, code, text(what), what_to_do);
  };
  const std::size_t num_levels = comparison.levels.size();
  double present = 0;
  for (const double e : combined.expected[c]) present += e;
  std::uint64_t random_present = 0;
  for (std::size_t level = 1; level < num_levels; ++level) random_present += random_levels[level];

  if (!job.comparisons[c].m.empty()) {
    for (std::size_t level = 1; level < num_levels; ++level) comparison.levels[level].m_origin = "job file";
    return;
  }
  // 1. Without pairs to compare, or with all pairs at one level, every level gets weight 0.
  const auto worth_nothing = [&](const std::string& origin) {
    for (std::size_t level = 1; level < num_levels; ++level) {
      comparison.levels[level].m = comparison.levels[level].u;
      comparison.levels[level].m_origin = origin;
    }
  };
  if (random_present == 0 && present < kFewMatches) {
    doubtful("never_compared",
             "no pair of the training has both values: is the attribute always missing? All its levels get weight 0",
             "Look at the columns that the sources map to it, or set compare = false");
    worth_nothing("as u: no pair has both values");
    return;
  }
  for (std::size_t level = 1; level < num_levels && random_present > 1; ++level)
    if (random_levels[level] == random_present && present >= 0 && combined.expected[c][level] >= present - 1e-9) {
      doubtful("one_level",
               fmt::format("all pairs of the training are at level \"{}\": is the attribute always equal? All its "
                           "levels get weight 0",
                           comparison.levels[level].text),
               "Look at the columns that the sources map to it, or set compare = false");
      worth_nothing("as u: all pairs are at one level");
      return;
    }
  if (random_present == 0) note("no random pair has both values; its u are defaults");

  // 2. Record where m came from.
  if (combined.num_known[c] >= kFewMatches) {
    for (std::size_t level = 1; level < num_levels; ++level)
      comparison.levels[level].m_origin = fmt::format("{:.0f} known matches, and EM", combined.num_known[c]);
  } else if (present < kFewMatches) {
    doubtful(
        "default_m",
        "m could not be estimated, because every rule with matches reads its attribute; defaults are used; add a rule "
        "without it",
        "Or give its m, or labels");
    for (std::size_t level = 1; level < num_levels; ++level)
      comparison.levels[level].m_origin = "default: no rule leaves this comparison free";
  } else {
    for (std::size_t level = 1; level < num_levels; ++level)
      describe_level(model, c, level, level == exact_level(job.comparisons[c]),
                     {combined.expected[c][level], combined.num_rules[c], random_levels[level] > 0});
  }

  // 3. Equal values must not be evidence against a match.
  const auto exact = exact_level(job.comparisons[c]);
  if (exact != 0 && comparison.levels[exact].m < comparison.levels[exact].u) {
    doubtful(
        "agreement_against",
        fmt::format(
            "matches seem to agree exactly less often (m {:.2g}) than other pairs (u {:.2g}); the level gets weight 0",
            comparison.levels[exact].m, comparison.levels[exact].u),
        "Set compare = false for an attribute that does not help to identify anybody. Otherwise the rules propose "
        "pairs that are not matches");
    comparison.levels[exact].m = comparison.levels[exact].u;
    comparison.levels[exact].m_origin = "as u: estimated below it";
  }

  // 4. Report a comparison that is of little use.
  double bits = 0;
  for (std::size_t level = 1; level < num_levels; ++level)
    bits += comparison.levels[level].m * std::log2(comparison.levels[level].m / comparison.levels[level].u);
  if (bits < kHardlyAnyBits)
    doubtful("separates_nothing",
             "m and u are nearly the same: it separates matches from other pairs by less than 0.01 bits on average",
             "Set compare = false, or give the comparison other levels");
}

// Collects the rules whose m were used, and warns if two of them contradict each other.
void warn_of_contradiction(const TrainingCounts& counts, const std::vector<RuleProgress>& progress, Model& model) {
  std::vector<RuleEstimate> estimates;
  for (std::size_t r = 0; r < counts.rules.size(); ++r)
    if (progress[r].used)
      estimates.push_back({r, &progress[r].em.m, &progress[r].em.expected, &counts.rules[r].free_comparisons});
  const auto found = largest_contradiction(estimates);
  if (!found || found->distance <= kContradiction) return;
  model.warnings.push_back(
      {"rules_contradict",
       fmt::format(
           "rules {} and {} disagree on what matches look like: in comparison {} their m have {:.0f} % in common. "
           "At least one of them takes pairs for matches that are none; give the weaker rule another key, or "
           "leave it out",
           counts.rules[found->first].rule, counts.rules[found->second].rule, model.comparisons[found->comparison].name,
           100 * (1 - found->distance))});
}

}  // namespace

void describe_training(const config::Job& job, const TrainingCounts& counts, const CombinedM& combined,
                       const std::vector<RuleProgress>& progress, Model& model) {
  describe_rules(counts, progress, model);
  warn_of_contradiction(counts, progress, model);
  const auto random_levels = count_levels(model.pattern_space(), counts.random_pairs);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c)
    describe_comparison(job, combined, random_levels[c], c, model);
}

void describe_prior(const config::Job& job, const TrainingCounts& counts, double expected, Model& model) {
  const double num_all_pairs = static_cast<double>(std::max<std::uint64_t>(counts.num_all_pairs, 1));
  if (job.model.prior.kind == config::PriorConfig::Kind::fixed) return;
  if (model.prior * num_all_pairs < 1)
    doubt(model, "prior_at_bound",
          fmt::format("prior: almost no match was found; it is set to {:.2g}, which means a tenth of a match",
                      model.prior),
          "Look at the blocking rules: do they propose matches?");
  if (model.prior >= 0.5)
    doubt(model, "prior_at_bound",
          "prior: more than half of all pairs seem to match; it is set to 0.5; do not trust the model",
          "Compare more attributes, or give the prior");
  if (job.model.prior.kind == config::PriorConfig::Kind::rules &&
      (expected > kFarApart * model.prior || expected * kFarApart < model.prior) && expected * num_all_pairs >= 1)
    doubt(model, "prior_contradicts",
          fmt::format(
              "prior: the rules and their recall say {:.2g}, the model expects {:.2g} from the candidate pairs alone; "
              "the rules were believed",
              model.prior, expected),
          "Look at the rules of the prior and their recall");
}

void doubt(Model& model, const char* code, const std::string& note, const std::string& what_to_do) {
  model.notes.push_back(note);
  model.warnings.push_back({code, note + ". " + what_to_do});
}

}  // namespace onefold::model
