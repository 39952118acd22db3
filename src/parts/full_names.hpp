// Fills given_name, surname and other parts from full_name, for sources that supply only the latter. No MPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"
#include "parts/split_name.hpp"

namespace onefold::parts {

/// Splits full names as the job requires; one object serves all rows. Memory: columns of the rows of one call.
///
/// Which attribute gets which part: the first of type given_name, surname and organisation, and those that are called
/// suffix, title and middle_initial. A part that the source supplies in a column of its own is left as it is, and
/// a title is left alone if any source does. The name
/// of an organisation is a surname only if no attribute takes organisations.
class FullNameSplitter {
 public:
  explicit FullNameSplitter(const config::Job& job);

  /// `attributes` holds raw columns of rows of one source, one column per Job::attributes. Other columns are not
  /// changed.
  void split(std::uint32_t source, std::vector<TextColumn>& attributes);

 private:
  /// An attribute that gets a part.
  struct Target {
    std::size_t attribute = 0;
    std::string NameParts::*part = nullptr;
    std::vector<bool> is_wanted;  ///< [source] whether the source supplies a full name but not this part
    TextColumn values;
  };
  std::optional<std::size_t> full_name_;
  std::vector<config::Split> orders_;    ///< [source]
  std::vector<Target> targets_;          ///< given name and surname first
  std::vector<bool> has_organisations_;  ///< [source] whether an attribute takes organisations
};

}  // namespace onefold::parts
