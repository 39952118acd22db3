// Gives a part of a text, as `split` and `part` of a column say. Keeps the last text that was split, because several
// attributes get parts of one text.
#pragma once

#include <string>
#include <string_view>

#include "onefold/config/job.hpp"
#include "parts/split_address.hpp"
#include "parts/split_name.hpp"

namespace onefold::parts {

class TextSplitter {
 public:
  /// Empty if the text has no such part. The street of an address that is not understood is the whole text, so that
  /// nothing is lost. Valid until the next call, or as long as `text`.
  [[nodiscard]] std::string_view part(std::string_view text, config::Split split, config::SplitPart part);

 private:
  std::string name_text_;
  config::Split order_ = config::Split::none;
  NameParts name_;
  std::string address_text_;
  AddressParts address_;
};

}  // namespace onefold::parts
