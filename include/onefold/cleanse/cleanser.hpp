// Cleanse: a value as written -> a value fit for matching, or missing. One Cleanser per attribute; no MPI.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::cleanse {

/// Dummy values by attribute type, already in cleansed spelling. Built from the built-in list, files and the job.
class DummyValues;

/// Reads the built-in list (compiled in from configs/dummies.txt) and `config.dummy_files`.
[[nodiscard]] std::shared_ptr<const DummyValues> load_dummy_values(const config::CleanseConfig& config);

/// Cleanses the values of one attribute. Not thread-safe (caches); cheap to move.
class Cleanser {
 public:
  Cleanser(const config::AttributeConfig& attribute, std::shared_ptr<const DummyValues> dummies);
  ~Cleanser();
  Cleanser(Cleanser&&) noexcept;
  /// Replaces `cleansed` by the cleansed value; false (and an empty `cleansed`) when the value is missing, a dummy, or
  /// cannot be read as this type. Never throws on any bytes.
  bool operator()(std::string_view raw, std::string& cleansed);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Given names and surname of a name written in one column: "Dr. Juan van der Berg" -> "Juan", "van der Berg";
/// "BERG, Juan" -> "Juan", "BERG". Values as written; either may be empty.
struct NameParts {
  std::string given_name;
  std::string surname;
};
[[nodiscard]] NameParts split_full_name(std::string_view raw);

/// A moment as written in an `updated` column (dates, ISO 8601 with or without time and zone, seconds since 1970) ->
/// seconds since 1970-01-01 UTC; the smallest int64 when it cannot be read.
[[nodiscard]] std::int64_t parse_moment(std::string_view raw, const std::vector<std::string>& formats = {});

}  // namespace onefold::cleanse
