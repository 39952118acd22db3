#include "generate/options_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "onefold/record/error.hpp"

namespace onefold::generate {

std::string to_json(const Options& options) {
  // In this order, so that the file begins with kOptionsBeginning.
  nlohmann::ordered_json json;
  json["written_by"] = "onefold generate";
  json["records"] = options.num_records;
  json["seed"] = options.seed;
  json["parts"] = options.num_parts;
  json["duplicates_mean"] = options.duplicates_mean;
  json["wave"] = options.wave;
  return json.dump() + "\n";
}

Options read_population(const std::string& folder) {
  const std::string path = folder + "/" + std::string(kOptionsFile);
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ExitCode::input, "cannot read " + path + ": " + std::strerror(errno) +
                                     "; --of takes a folder that this version of `onefold generate` has written");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    const auto json = nlohmann::json::parse(text);
    Options options;
    options.folder = folder;
    options.num_records = json.at("records").get<std::uint64_t>();
    options.seed = json.at("seed").get<std::uint64_t>();
    options.num_parts = json.at("parts").get<std::uint64_t>();
    options.duplicates_mean = json.at("duplicates_mean").get<double>();
    options.wave = json.at("wave").get<std::uint64_t>();
    return options;
  } catch (const nlohmann::json::exception&) {
    throw Error(ExitCode::input, path +
                                     " is damaged: it is not what `onefold generate` writes; write the population "
                                     "again");
  }
}

}  // namespace onefold::generate
