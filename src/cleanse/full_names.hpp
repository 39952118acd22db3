// Fills given_name and surname from full_name for the sources that supply only the latter. No MPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::cleanse {

/// What is to be split follows from the job; one object serves all its rows. Memory: a column of the rows at hand.
class FullNameSplitter {
 public:
  explicit FullNameSplitter(const config::Job& job);

  /// `attributes` are raw columns of rows of one source, one per Job::attributes. Columns that are not concerned stay
  /// as they are.
  void split(std::uint32_t source, std::vector<TextColumn>& attributes);

 private:
  struct Part {
    std::optional<std::size_t> attribute;  ///< where it goes; none: the job has no such attribute
    std::vector<bool> is_wanted;           ///< [source] it supplies a full name, and not this part
    TextColumn values;
    [[nodiscard]] bool wanted_of(std::uint32_t source) const { return attribute && is_wanted[source]; }
  };
  std::optional<std::size_t> full_name_;
  Part given_name_;
  Part surname_;
};

}  // namespace onefold::cleanse
