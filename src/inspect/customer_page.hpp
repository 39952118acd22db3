// Everything that a result knows about one customer, ready to be shown. Local; reads a few chunks per table.
//
// All texts are as the file has them: page_text.hpp and page_html.hpp make them safe for the terminal and for browsers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// More than these are counted, not shown.
inline constexpr std::size_t kMostRecordsShown = 60;
inline constexpr std::size_t kMostLinksShown = 200;
inline constexpr std::size_t kMostNeighboursShown = 20;

struct PageGolden {
  std::string attribute;
  std::string value;
  std::string cleansed;         ///< empty: as `value`, or not in the file
  std::string from;             ///< name of the record that it comes from; empty: no value, or set by a steward
  std::string rule;             ///< survivorship rule; empty: not in the file
  std::optional<double> trust;  ///< 0 to 100, of the rule trust
  std::string runner_up;        ///< name of the record whose value would survive otherwise; empty: none
  std::optional<std::int64_t> distinct;  ///< number of different values
  bool is_override = false;
};

/// A value beside the golden one.
enum class Difference : std::uint8_t {
  missing,
  same,
  spelling,  ///< differs in upper and lower case, blanks and punctuation only
  other,
};

struct PageCell {
  std::string value;
  Difference difference = Difference::missing;
};

struct PageRecord {
  std::string name;             ///< SOURCE:ID
  std::string updated;          ///< day and time of its last change; empty: not known
  std::vector<PageCell> cells;  ///< of each golden attribute; empty: the file keeps no values
  bool is_asked = false;        ///< its name was given
  bool is_centre = false;
};

struct PageLink {
  std::size_t left = 0, right = 0;  ///< of CustomerPage::records
  double weight_log2 = 0;
  double probability = 0;
  std::string rule;      ///< blocking rule
  std::string evidence;  ///< "surname exact +7.2, birth_date else -3.1"
  bool must_link = false;
  bool is_weakest = false;
};

/// A pair with a record of another customer.
struct PageNeighbour {
  std::string record;  ///< of this customer
  std::string other;
  std::string other_pin;
  double weight_log2 = 0;
  double probability = 0;
  std::string evidence;
  std::string reason;  ///< why they are two customers
  bool is_cut = false;
};

struct PageDecision {
  std::string kind, about, who, when, why, status;
};

struct PageEvent {
  std::string run, event, records, other_pin;
};

struct CustomerPage {
  std::string file;
  std::string pin;
  std::string forwarded_from;  ///< the PIN that was given, if it is retired and this customer has its records
  std::uint64_t num_records = 0;
  std::uint64_t num_links = 0;
  double threshold_weight_log2 = 0;
  double threshold = 0;
  std::optional<int> num_bridges;
  bool has_values = false;
  std::vector<PageGolden> golden;
  std::vector<PageRecord> records;
  std::vector<PageLink> links;  ///< the heaviest first
  std::vector<PageNeighbour> neighbours;
  std::uint64_t num_neighbours = 0;
  std::vector<PageDecision> decisions;
  std::vector<PageEvent> history;
};

/// `name`: a PIN or SOURCE:ID. Throws Error(usage) as find_name does.
[[nodiscard]] CustomerPage read_customer_page(const result::ResultReader& file, const std::string& name);

/// How a value differs from the golden one.
[[nodiscard]] Difference difference_of(std::string_view value, std::string_view golden);

}  // namespace onefold::inspect
