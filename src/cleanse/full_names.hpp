// Fills given_name and surname from full_name, for sources that supply only the latter. No MPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::cleanse {

/// Splits full names as the job requires; one object serves all rows. Memory: a column of the rows of one call.
class FullNameSplitter {
 public:
  explicit FullNameSplitter(const config::Job& job);

  /// `attributes` holds raw columns of rows of one source, one column per Job::attributes. Other columns are not
  /// changed.
  void split(std::uint32_t source, std::vector<TextColumn>& attributes);

 private:
  struct Part {
    std::optional<std::size_t>
        attribute;                ///< index of the attribute that it fills; nothing if the job has no such attribute
    std::vector<bool> is_wanted;  ///< [source] whether the source supplies a full name but not this part
    TextColumn values;
    [[nodiscard]] bool wanted_of(std::uint32_t source) const { return attribute && is_wanted[source]; }
  };
  std::optional<std::size_t> full_name_;
  Part given_name_;
  Part surname_;
};

}  // namespace onefold::cleanse
