// Reads [model].
#include <fmt/format.h>

#include <algorithm>

#include "config/default_levels.hpp"
#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

void read_prior_rules(Reading& reading, const toml::table& table, const std::vector<KnownAttribute>& attributes,
                      PriorConfig& prior) {
  TableReader section(reading, table, "[model]: prior");
  prior.kind = PriorConfig::Kind::rules;
  const auto* rules = section.find("rules");
  constexpr std::string_view example = "rules = [[\"email\"], [\"given_name\", \"surname\", \"birth_date\"]]";
  const auto* list = rules == nullptr ? nullptr : rules->as_array();
  if (rules == nullptr) {
    section.mistake(fmt::format("rules is missing; write, for example: {}", example));
  } else if (list == nullptr || list->empty()) {
    section.mistake_of("rules", *rules, fmt::format("expected a list of rules, as in: {}", example));
  } else {
    for (const toml::node& rule : *list) {
      const auto* keys = rule.as_array();
      std::vector<PlacedText> texts;
      if (keys != nullptr)
        for (const toml::node& key : *keys)
          if (const auto* text = key.as_string()) texts.push_back({text->get(), &key});
      if (keys == nullptr || texts.empty() || texts.size() != keys->size()) {
        section.mistake_of("rules", rule, fmt::format("expected a list of keys, as in: {}", example));
        continue;
      }
      auto parsed = read_keys(section, texts, attributes);
      if (!parsed.empty()) prior.rules.push_back(std::move(parsed));
    }
  }
  section.read_between("recall", prior.recall, 0, 1, true);
  section.report_unknown_keys();
}

void read_prior(TableReader& section, Reading& reading, const std::vector<KnownAttribute>& attributes,
                PriorConfig& prior) {
  const auto* node = section.find("prior");
  if (node == nullptr) return;
  if (const auto* table = node->as_table()) return read_prior_rules(reading, *table, attributes, prior);
  if (node->is_number()) {
    prior.kind = PriorConfig::Kind::fixed;
    section.read_between("prior", prior.probability, 0, 1);
    return;
  }
  if (node->value<std::string_view>() != "estimated")
    section.mistake_of("prior", *node,
                       "expected \"estimated\", a probability as in 1e-6, or { rules = [[\"email\"]], recall = 0.7 }");
}

}  // namespace

void read_model(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job) {
  const auto* table = root.read_table("model");
  // A delta keeps the edges of unchanged records, so their weights must not change.
  job.model.frozen = has_delta(job);
  // Candidates compete only where a job says so, with or without this section.
  if (table == nullptr) {
    job.model.expected_matches_per_record = 0;
    return;
  }
  TableReader section(reading, *table, "[model]");
  ModelConfig& model = job.model;
  std::size_t training = 0;
  const bool says_train = section.find("train") != nullptr;
  if (section.read_choice("train", training, kTrainingNames)) model.train = static_cast<Training>(training);
  const bool compete = model.train == Training::candidates;
  const bool says_partners = section.read("partners", model.expected_matches_per_record, 0, 1'000'000);
  if (says_partners && !compete && section.find("file") == nullptr)
    section.mistake_of(
        "partners", *section.find("partners"),
        "it says how candidates compete, which only train = \"candidates\", and a model file made so, look at");
  if (!says_partners && !compete) model.expected_matches_per_record = 0;
  section.read_paths("labels", model.labels);
  section.read_path("file", model.file);
  constexpr std::string_view kFrequencyNames[] = {"counted", "frozen"};
  std::size_t frequencies = 0;
  if (section.read_choice("frequencies", frequencies, kFrequencyNames)) model.frozen = frequencies == 1;
  for (const std::string_view key : {"frequencies", "file"})
    if (const auto* node = section.find(key); has_delta(job) && node != nullptr && (key == "file" || !model.frozen))
      section.mistake_of(key, *node,
                         "a delta ([[source]] delta = true) takes model and frequencies from the previous result; "
                         "leave this key out");
  if (says_train && section.find("file") != nullptr)
    section.mistake_of("file", *section.find("file"),
                       "a model is either trained or read from a file; leave out train or file");
  if (model.train == Training::fixed)
    for (const auto& comparison : job.comparisons)
      if (comparison.m.empty() || comparison.u.empty())
        section.mistake_of("train", *section.find("train"),
                           fmt::format("\"fixed\" needs m and u of every comparison; [[comparison]] {} has no {}",
                                       comparison.name, comparison.m.empty() ? "m" : "u"));
  if (model.train == Training::truth &&
      std::none_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return !source.truth.empty(); }))
    section.mistake_of("train", *section.find("train"), "\"truth\" needs a source that says truth = \"COLUMN\"");
  // Term frequencies adjust a u of random pairs. Here u is of candidate pairs, which share a key already.
  if (model.train == Training::candidates)
    for (auto& comparison : job.comparisons) comparison.term_frequency = false;
  if (!model.labels.empty() && (model.train == Training::fixed || !model.file.empty()))
    section.mistake_of("labels", *section.find("labels"),
                       "nothing is learnt from labels when m and u are given; leave out one of them");
  read_prior(section, reading, attributes, model.prior);
  if (model.train == Training::candidates && model.prior.kind == PriorConfig::Kind::rules)
    section.mistake_of("prior", *section.find("prior"),
                       "train = \"candidates\" asks for the share of matches among candidate pairs: leave it out, or "
                       "give a probability");
  section.read("max_random_pairs", model.max_random_pairs, 1, INT64_MAX);
  section.read("max_training_pairs", model.max_training_pairs, 1, INT64_MAX);
  std::uint64_t max_iterations = model.max_iterations;
  if (section.read("max_iterations", max_iterations, 1, 1'000'000))
    model.max_iterations = static_cast<std::uint32_t>(max_iterations);
  constexpr std::string_view dependences[] = {"none", "estimated"};
  std::size_t dependence = static_cast<std::size_t>(model.dependence);
  section.read_choice("dependence", dependence, dependences);
  if (model.train == Training::candidates && dependence != static_cast<std::size_t>(Dependence::none))
    section.mistake_of("dependence", *section.find("dependence"),
                       "it is not estimated with train = \"candidates\"; leave it out");
  model.dependence = static_cast<Dependence>(dependence);
  section.read_between("dependence_minimum", model.dependence_minimum, 0, 100, true);
  std::uint64_t starts = model.starts;
  if (section.read("starts", starts, 1, 1000)) model.starts = static_cast<std::uint32_t>(starts);
  section.read_between("convergence", model.convergence, 0, 1);
  section.report_unknown_keys();
}

}  // namespace onefold::config
