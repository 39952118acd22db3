// What people have decided about records and customers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decisions/decision_rows.hpp"
#include "decisions/overrides.hpp"
#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/warning.hpp"

namespace onefold::decisions {

struct LabelledPair {
  RecordId left = 0, right = 0;  ///< left < right
  bool is_match = false;         ///< the label is at least 0.5
  bool operator==(const LabelledPair&) const = default;
};

/// What became of a row.
enum class DecisionStatus : std::uint8_t {
  applied,
  stale,          ///< a record that it names is not in the input, or no customer of the previous result has the PIN
  superseded,     ///< a later one about the same records, or about the same golden value, says otherwise
  contradictory,  ///< a label: another one about the same records says otherwise, and neither is later
};
inline constexpr std::size_t kNumDecisionStatuses = 4;

/// A row of a decisions.csv, and what became of it.
struct StatedDecision {
  DecisionRow row;
  std::string file;
  std::optional<RecordId> left, right;  ///< as far as they name records of the input; for a PIN, that of its customer
  std::int64_t left_pin = 0, right_pin = 0;  ///< 0: not named by a PIN
  DecisionStatus status = DecisionStatus::applied;
};

/// Rows of all lists by their status.
struct DecisionCounts {
  std::uint64_t of[kNumDecisionStatuses] = {};
  [[nodiscard]] std::uint64_t operator[](DecisionStatus status) const { return of[static_cast<std::size_t>(status)]; }
};

/// All lists of a job. Every rank holds all of them, except `stated`. In each list of pairs left < right, pairs ascend,
/// and no pair occurs twice.
struct Decisions {
  std::vector<Link> must_link;
  std::vector<Link> cannot_link;
  std::vector<LabelledPair> labels;
  Overrides overrides;                   ///< no two of them name one golden value in the same way
  std::vector<Lock> locks;               ///< ascending by record, each once
  std::vector<std::string> label_notes;  ///< which labels were left out, by file and line, and why
  std::vector<std::string> notes;        ///< which other decisions later ones supersede, by file and line
  Warnings warnings;                     ///< decisions that were left out
  DecisionCounts counts;
  std::vector<StatedDecision> stated;  ///< on rank 0: the rows of all decisions.csv, in the order of files and lines
};

}  // namespace onefold::decisions
