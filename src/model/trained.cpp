#include "model/trained.hpp"

#include <nlohmann/json.hpp>

namespace onefold::model {

std::string to_message(const Trained& trained) {
  nlohmann::ordered_json out;
  out["model"] = to_json(trained.model);
  out["warnings"] = nlohmann::ordered_json::array();
  for (const auto& warning : trained.model.warnings) out["warnings"].push_back({warning.code, warning.text});
  const auto& threshold = trained.threshold;
  out["threshold"] = {threshold.probability, threshold.reason};
  if (const auto& expected = threshold.expected)
    out["expected"] = {expected->links, expected->precision, expected->recall, expected->f1};
  const auto& completeness = trained.completeness;
  out["found_matches"] = completeness.found_matches;
  out["recaptures"] = nlohmann::ordered_json::array();
  for (const auto& pair : completeness.recaptures)
    out["recaptures"].push_back({pair.first, pair.second, pair.first_matches, pair.second_matches, pair.both_matches});
  return out.dump();
}

Trained from_message(const std::string& message, const config::Job& job) {
  const auto in = nlohmann::json::parse(message);
  Trained trained;
  trained.model = from_json(in.at("model").get<std::string>(), "of this run", job);
  for (const auto& warning : in.at("warnings"))
    trained.model.warnings.push_back({warning.at(0).get<std::string>(), warning.at(1).get<std::string>()});
  trained.threshold.probability = in.at("threshold").at(0).get<double>();
  trained.threshold.reason = in.at("threshold").at(1).get<std::string>();
  if (in.contains("expected")) {
    const auto& expected = in.at("expected");
    trained.threshold.expected = LinkForecast{expected.at(0).get<double>(), expected.at(1).get<double>(),
                                              expected.at(2).get<double>(), expected.at(3).get<double>()};
  }
  trained.completeness.found_matches = in.at("found_matches").get<double>();
  for (const auto& pair : in.at("recaptures"))
    trained.completeness.recaptures.push_back({pair.at(0).get<std::size_t>(), pair.at(1).get<std::size_t>(),
                                               pair.at(2).get<double>(), pair.at(3).get<double>(),
                                               pair.at(4).get<double>()});
  return trained;
}

}  // namespace onefold::model
