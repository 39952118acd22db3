// The rows of a decisions.csv: one list for everything that stewards decide. Local, without a job and without records.
//
//   kind,left,right,attribute,value,who,when,why
//   must_link,crm:17,shop:4,,,Ada,2026-03-01,same person by phone
//   cannot_link,crm:17,crm:18,,,Ada,2026-03-01,father and son
//   label,crm:5,shop:6,,match,Ada,2026-03-01,
//   override,K7Q-2M9-XD4,,email,anna@example.org,Ada,2026-03-02T10:15:00Z,she called
//   lock,crm:17,K7Q-2M9-XD4,,,Ada,2026-03-02,printed on her card
//
// Messages give file and line, but never the text of the line: ids and values are customer data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::decisions {

enum class DecisionKind : std::uint8_t { must_link, cannot_link, label, set_value, lock };
/// In the order of DecisionKind, as the lists write them.
inline constexpr std::array<std::string_view, 5> kDecisionKindNames = {"must_link", "cannot_link", "label", "override",
                                                                       "lock"};
inline constexpr std::string_view kDecisionsHeader = "kind,left,right,attribute,value,who,when,why";

/// A row as it is written.
struct DecisionRow {
  DecisionKind kind = DecisionKind::must_link;
  std::string left;       ///< SOURCE:ID or a PIN
  std::string right;      ///< of a pair: as `left`; lock: a PIN, may be empty if `left` is one; override: empty
  std::string attribute;  ///< of an override
  std::string value;      ///< of an override; label: "match", "no match" or a number from 0 to 1
  std::string who;
  std::string when;  ///< YYYY-MM-DD, or YYYY-MM-DDTHH:MM with seconds or not; in UTC; later times are later texts
  std::string why;
  std::uint64_t line = 0;  ///< where it begins
  bool operator==(const DecisionRow&) const = default;
};

/// Where messages about decisions begin.
inline constexpr std::string_view kDecisionsPrefix = "[merge]: decisions: ";

/// Throws Error(input), which names file and line, for another header, an unknown kind, a field that the kind needs and
/// the row does not have, or the other way round, a label that is none, and a date that is none.
[[nodiscard]] std::vector<DecisionRow> parse_decision_rows(std::string_view content, const std::string& path);

/// The row as a line of the list, with its line end.
[[nodiscard]] std::string line_of(const DecisionRow& row);

/// The time in the form of `when`: one form for each time, so that texts compare as times do. Empty if it is none.
[[nodiscard]] std::string time_of_decision(std::string_view text);

/// The score of a label from 0 (no match) to 1 (match). Negative if the text is none.
[[nodiscard]] double score_of_label(std::string_view text);

}  // namespace onefold::decisions
