// Golden values as other systems load them: /customers/cleansed. No MPI.
//
//   birth_date                       YYYY-MM-DD
//   phone                            E.164 ("+442079460958"); the digits if the number is not valid
//   email, web_domain                lower case
//   number                           digits, "-" and "."
//   postcode                         in the form of its country: "SW1A 1AA", "1234 AB", "02139-4301"
//   given_name, surname, full_name,  single spaces; in title case if the source writes capital letters only
//   address, city
//   others                           single spaces
//
// The values of an array keep their separator. A value that its type cannot read is empty.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "onefold/config/job.hpp"
#include "record/columns.hpp"

namespace onefold::merge {

/// Whether values of this type are in title case if their source shouts.
[[nodiscard]] bool has_title_case(AttributeType type);

/// Whether values of this type are written as they are cleansed for matching.
[[nodiscard]] bool reads_value(AttributeType type);

/// Pure. A cleansed postcode in the form of its country.
[[nodiscard]] std::string postcode_form(std::string_view cleansed, std::string_view region);

/// Cleansers of one attribute: values of each source are read as the source writes them. Local; not thread-safe.
class SourceCleansers {
 public:
  /// `as_elements`: values are single elements of an array attribute.
  SourceCleansers(const config::Job& job, const Columns& columns, AttributeIndex attribute,
                  std::shared_ptr<const cleanse::DummyValues> dummies, bool as_elements);
  [[nodiscard]] cleanse::Cleanser& of(std::uint32_t source);

 private:
  const config::Job& job_;
  const Columns& columns_;
  AttributeIndex attribute_;
  std::shared_ptr<const cleanse::DummyValues> dummies_;
  bool as_elements_;
  std::map<std::uint32_t, cleanse::Cleanser> cleansers_;
};

class GoldenFormat {
 public:
  /// `shouting`: [source] whether its values have capital letters only.
  GoldenFormat(const config::Job& job, const Columns& columns, AttributeIndex attribute,
               const std::shared_ptr<const cleanse::DummyValues>& dummies, std::vector<bool> shouting);

  /// The value of one element, or of an attribute with a single value. Valid until the next call.
  [[nodiscard]] std::string_view element(std::uint32_t source, std::string_view raw);
  /// The value that a steward gives, read as [[attribute]] says. Valid until the next call.
  [[nodiscard]] std::string_view by_steward(std::string_view value);
  /// A shown value, which may have several elements. Valid until the next call.
  [[nodiscard]] std::string_view value(std::uint32_t source, std::string_view shown);

 private:
  const config::Job& job_;
  AttributeIndex attribute_;
  SourceCleansers cleansers_;
  std::vector<bool> shouting_;
  std::vector<std::string> regions_;  ///< [source]
  std::optional<cleanse::Cleanser> steward_;
  std::string element_, value_;
};

}  // namespace onefold::merge
