#include "parts/text_splitter.hpp"

namespace onefold::parts {

namespace {

std::string_view part_of_name(const NameParts& name, config::SplitPart part) {
  using enum config::SplitPart;
  switch (part) {
    case given_name:
      return name.given_name;
    case surname:
      return name.surname;
    case middle_initial:
      return name.middle_initial;
    case title:
      return name.title;
    case suffix:
      return name.suffix;
    case organisation:
      return name.organisation;
    default:
      return {};
  }
}

std::string_view part_of_address(const AddressParts& address, std::string_view text, config::SplitPart part) {
  using enum config::SplitPart;
  switch (part) {
    case street:
      return address.is_split() ? std::string_view(address.street) : text;
    case street_name:
      return address.is_split() ? std::string_view(address.street_name) : text;
    case house_number:
      return address.house_number;
    case postcode:
      return address.postcode;
    case city:
      return address.city;
    case state:
      return address.state;
    default:
      return {};
  }
}

}  // namespace

std::string_view TextSplitter::part(std::string_view text, config::Split split, config::SplitPart part) {
  if (text.empty() || split == config::Split::none || part == config::SplitPart::whole) return text;
  if (split == config::Split::address) {
    if (text != address_text_) address_ = split_address(text), address_text_ = text;
    return part_of_address(address_, text, part);
  }
  if (text != name_text_ || split != order_) name_ = split_name(text, split), name_text_ = text, order_ = split;
  return part_of_name(name_, part);
}

}  // namespace onefold::parts
