#include "model/model.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "onefold/record/error.hpp"

namespace onefold::model {

void Model::update_weights() {
  // Without related pairs, the odds compare matches with all other pairs; with them, with random pairs only. The
  // deduction for related pairs depends on the pattern and is therefore made per pattern.
  const double random = 1 - prior - related_prior - neighbour_prior;
  prior_weight = to_fixed(std::log2(prior / random));
  if (related_prior > 0) related_prior_weight = to_fixed(std::log2(related_prior / random));
  if (neighbour_prior > 0) neighbour_prior_weight = to_fixed(std::log2(neighbour_prior / random));
  for (auto& comparison : comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      auto& l = comparison.levels[level];
      l.weight = to_fixed(std::log2(l.m / l.u));
      if (related_prior > 0) l.related_weight = to_fixed(std::log2(l.r / l.u));
      if (neighbour_prior > 0) l.neighbour_weight = to_fixed(std::log2(l.neighbour / l.u));
    }
}

RelatedTerm::RelatedTerm(const Model& model) {
  const auto add_class = [&](FixedWeight prior, FixedWeight Level::*weight) {
    auto& of = classes_.emplace_back(Class{prior, {}});
    for (const auto& comparison : model.comparisons)
      for (auto& weights = of.weights.emplace_back(); const auto& level : comparison.levels)
        weights.push_back(level.*weight);
  };
  if (model.related_prior > 0) add_class(model.related_prior_weight, &Level::related_weight);
  if (model.neighbour_prior > 0) add_class(model.neighbour_prior_weight, &Level::neighbour_weight);
}

PatternSpace Model::pattern_space() const {
  std::vector<std::uint32_t> num_levels;
  for (const auto& comparison : comparisons) num_levels.push_back(static_cast<std::uint32_t>(comparison.levels.size()));
  return PatternSpace(std::move(num_levels));
}

Model empty_model(const config::Job& job) {
  Model model;
  for (const auto& config : job.comparisons) {
    ComparisonModel comparison{config.name, config.term_frequency, {}};
    comparison.levels.push_back({.text = "missing"});
    for (const auto& level : config.levels) comparison.levels.push_back({.text = level.text});
    comparison.levels.push_back({.text = "else"});
    model.comparisons.push_back(std::move(comparison));
  }
  return model;
}

comparison::LevelNumber exact_level(const config::ComparisonConfig& comparison) {
  for (std::size_t i = 0; i < comparison.levels.size(); ++i)
    if (comparison.levels[i].measure == config::Measure::exact) return static_cast<comparison::LevelNumber>(i + 1);
  return 0;
}

FixedWeight term_frequency_adjustment(double u_exact, std::uint64_t count, std::uint64_t num_present) {
  const double frequency = static_cast<double>(std::max<std::uint64_t>(count, 1)) / static_cast<double>(num_present);
  return to_fixed(std::log2(u_exact / frequency));
}

std::string to_json(const Model& model) {
  nlohmann::ordered_json out;
  out["format"] = "onefold model 1";
  out["prior"] = {{"probability", model.prior}, {"origin", model.prior_origin}};
  if (model.related_prior > 0) out["related"] = {{"probability", model.related_prior}};
  if (model.neighbour_prior > 0) out["neighbours"] = {{"probability", model.neighbour_prior}};
  for (const auto& comparison : model.comparisons) {
    nlohmann::ordered_json c;
    c["name"] = comparison.name;
    c["term_frequency"] = comparison.term_frequency;
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      const auto& l = comparison.levels[level];
      c["levels"].push_back(
          {{"level", l.text}, {"m", l.m}, {"u", l.u}, {"m_origin", l.m_origin}, {"u_origin", l.u_origin}});
      if (model.related_prior > 0) c["levels"].back()["r"] = l.r;
      if (model.neighbour_prior > 0) c["levels"].back()["neighbour"] = l.neighbour;
    }
    out["comparisons"].push_back(std::move(c));
  }
  for (const auto& pair : model.dependence) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    const std::size_t width = model.comparisons[pair.second].levels.size();
    for (std::size_t i = 0; i < pair.correction.size(); ++i) {
      if (i % width == 0) rows.push_back(nlohmann::ordered_json::array());
      rows.back().push_back(to_double(pair.correction[i]));
    }
    out["dependence"].push_back(
        {{"comparisons", {model.comparisons[pair.first].name, model.comparisons[pair.second].name}},
         {"bits", pair.bits},
         {"correction_log2", rows}});
  }
  for (const auto& rule : model.training)
    out["training"].push_back({{"rule", rule.rule},
                               {"pairs", rule.pairs},
                               {"matches", rule.matches},
                               {"iterations", rule.iterations},
                               {"converged", rule.converged},
                               {"log_likelihood", rule.log_likelihood},
                               {"start", rule.start},
                               {"used", rule.used}});
  out["notes"] = model.notes;
  return out.dump(2);
}

Model from_json(const std::string& json, const std::string& file, const config::Job& job) {
  const auto fail = [&](const std::string& what) -> Error {
    return Error(ExitCode::job, "model file " + file + ": " + what);
  };
  Model model = empty_model(job);
  try {
    const auto in = nlohmann::json::parse(json);
    if (in.at("format") != "onefold model 1") throw fail("format is not \"onefold model 1\"");
    model.prior = in.at("prior").at("probability").get<double>();
    model.prior_origin = in.at("prior").value("origin", "file");
    model.notes = in.value("notes", std::vector<std::string>{});
    if (!(model.prior > 0 && model.prior < 1)) throw fail("prior must lie between 0 and 1");
    if (in.contains("related")) {
      model.related_prior = in.at("related").at("probability").get<double>();
      if (!(model.related_prior > 0 && model.prior + model.related_prior < 1))
        throw fail("the probability of related pairs must lie above 0, and below 1 together with the prior");
    }
    if (in.contains("neighbours")) {
      model.neighbour_prior = in.at("neighbours").at("probability").get<double>();
      if (!(model.related_prior > 0 && model.neighbour_prior > 0 &&
            model.prior + model.related_prior + model.neighbour_prior < 1))
        throw fail(
            "the probability of neighbours must lie above 0, and below 1 together with the prior and that of related "
            "pairs, which must be there too");
    }
    if (in.contains("training"))
      for (const auto& rule : in.at("training"))
        model.training.push_back({rule.at("rule").get<std::string>(), rule.at("pairs").get<std::uint64_t>(),
                                  rule.at("matches").get<double>(), rule.at("iterations").get<std::uint32_t>(),
                                  rule.at("converged").get<bool>(), rule.at("log_likelihood").get<double>(),
                                  rule.at("start").get<std::uint32_t>(), rule.at("used").get<bool>()});
    const auto& comparisons = in.at("comparisons");
    for (auto& comparison : model.comparisons) {
      const auto at = std::find_if(comparisons.begin(), comparisons.end(),
                                   [&](const auto& c) { return c.at("name") == comparison.name; });
      if (at == comparisons.end()) throw fail("no comparison named \"" + comparison.name + "\", but the job has one");
      const auto& levels = at->at("levels");
      if (levels.size() + 1 != comparison.levels.size())
        throw fail("comparison \"" + comparison.name + "\" has " + std::to_string(levels.size()) +
                   " levels, the job has " + std::to_string(comparison.levels.size() - 1));
      for (std::size_t i = 0; i < levels.size(); ++i) {
        auto& level = comparison.levels[i + 1];
        if (levels[i].at("level") != level.text)
          throw fail("comparison \"" + comparison.name + "\": level " + std::to_string(i + 1) + " is not \"" +
                     level.text + "\" as in the job");
        level.m = levels[i].at("m").template get<double>();
        level.u = levels[i].at("u").template get<double>();
        level.m_origin = levels[i].value("m_origin", "file");
        level.u_origin = levels[i].value("u_origin", "file");
        if (!(level.m > 0 && level.m <= 1 && level.u > 0 && level.u <= 1))
          throw fail("comparison \"" + comparison.name + "\": m and u must lie above 0 and not above 1");
        if (model.related_prior > 0) {
          level.r = levels[i].at("r").template get<double>();
          if (!(level.r > 0 && level.r <= 1))
            throw fail("comparison \"" + comparison.name + "\": r must lie above 0 and not above 1");
        }
        if (model.neighbour_prior > 0) {
          level.neighbour = levels[i].at("neighbour").template get<double>();
          if (!(level.neighbour > 0 && level.neighbour <= 1))
            throw fail("comparison \"" + comparison.name + "\": neighbour must lie above 0 and not above 1");
        }
      }
    }
    if (in.contains("dependence"))
      for (const auto& pair : in.at("dependence")) {
        Dependence& dependence = model.dependence.emplace_back();
        const auto index_of = [&](const std::string& name) {
          for (std::size_t c = 0; c < model.comparisons.size(); ++c)
            if (model.comparisons[c].name == name) return c;
          throw fail("dependence: no comparison named \"" + name + "\", but the file corrects it");
        };
        dependence.first = index_of(pair.at("comparisons").at(0).template get<std::string>());
        dependence.second = index_of(pair.at("comparisons").at(1).template get<std::string>());
        dependence.bits = pair.value("bits", 0.0);
        for (const auto& row : pair.at("correction_log2"))
          for (const auto& value : row) dependence.correction.push_back(to_fixed(value.template get<double>()));
        const std::size_t width = model.comparisons[dependence.second].levels.size();
        if (dependence.first >= dependence.second ||
            dependence.correction.size() != model.comparisons[dependence.first].levels.size() * width)
          throw fail(
              "dependence: expected two comparisons in the order of the job, and a row of corrections for each level "
              "of the first");
        for (std::size_t i = 0; i < dependence.correction.size(); ++i)
          if ((i < width || i % width == 0) && dependence.correction[i] != 0)
            throw fail("dependence: a missing value is corrected by 0");
      }
  } catch (const nlohmann::json::exception& error) {
    throw fail(std::string("not a model: ") + error.what());
  }
  model.update_weights();
  return model;
}

}  // namespace onefold::model
