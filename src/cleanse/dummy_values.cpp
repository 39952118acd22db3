#include "cleanse/dummy_values.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "cleanse/words.hpp"
#include "onefold/record/error.hpp"
#include "record/list_file.hpp"

namespace onefold::cleanse {
namespace {

std::string read_file(const std::string& path) {
  const auto refuse = [&](const char* what) {
    throw Error(ExitCode::job, path + ": dummy file " + what + "; check `dummies` in [cleanse] of the job");
  };
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) refuse("does not exist");
  if (std::filesystem::is_directory(path, ignored)) refuse("is a directory");
  // Opening a FIFO without a writer would block forever.
  if (!std::filesystem::is_regular_file(path, ignored)) refuse("is not a regular file");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) refuse("cannot be read");
  return text;
}

}  // namespace

void DummyValues::add(AttributeType type, std::string_view value) {
  OfType& entries = types_[static_cast<std::size_t>(type)];
  if (value == "repeated-digit")
    entries.repeated_digit = true;
  else
    entries.values.emplace_back(value);
}

void DummyValues::add_list(std::string_view list, const std::string& origin) {
  for_each_entry(list, [&](std::size_t number, std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      refuse_entry(origin, number, "expected `type: value`, as in `email: test@test.com`");
    const std::string_view name = trim_line(line.substr(0, colon)), value = trim_line(line.substr(colon + 1));
    const std::optional<AttributeType> type = attribute_type_from(name);
    if (!type && name != "*") {
      std::string types;
      for (const std::string_view known : kAttributeTypeNames) types.append(", ").append(known);
      refuse_entry(origin, number, "unknown attribute type before the colon; expected * (every type)" + types);
    }
    if (value.empty()) refuse_entry(origin, number, "no value after the colon; an empty value is missing anyway");
    const bool pattern = value == "repeated-digit";
    if (pattern && type != AttributeType::phone && type != AttributeType::identifier)
      refuse_entry(origin, number, "repeated-digit is a pattern for the types phone and identifier");
    if (type)
      add(*type, value);
    else
      for (std::size_t i = 0; i < kNumTypes; ++i) add(static_cast<AttributeType>(i), value);
  });
}

std::shared_ptr<const DummyValues> load_dummy_values(const config::CleanseConfig& config) {
  auto dummies = std::make_shared<DummyValues>();
  dummies->add_list(builtin_dummies(), "configs/dummies.txt");
  for (const std::string& path : config.dummy_files) dummies->add_list(read_file(path), path);
  return dummies;
}

std::size_t ShortSet::bit_of(std::string_view value) {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  if (value.size() >= 4) {
    std::memcpy(&first, value.data(), 4);
    std::memcpy(&last, value.data() + value.size() - 4, 4);
  } else {
    for (const char c : value) first = first << 8 | static_cast<unsigned char>(c);
  }
  const std::uint64_t both = (std::uint64_t{first} << 32 | last) ^ value.size();
  return static_cast<std::size_t>((both * 0x9e3779b97f4a7c15ULL) >> 52);
}

void ShortSet::insert(std::string value) {
  if (value.empty()) return;
  const auto place = std::ranges::lower_bound(sorted_, value);
  if (place != sorted_.end() && *place == value) return;
  first_[static_cast<unsigned char>(value.front())] = true;
  ends_[bit_of(value)] = true;
  sizes_[std::min<std::size_t>(value.size(), 63)] = true;
  longest_ = std::max(longest_, value.size());
  sorted_.insert(place, std::move(value));
}

bool ShortSet::contains(std::string_view value) const {
  if (value.empty() || !may_begin_with(value.front()) || !sizes_[std::min<std::size_t>(value.size(), 63)]) return false;
  if (!ends_[bit_of(value)]) return false;
  return std::ranges::binary_search(sorted_, value, {}, [](const auto& text) { return std::string_view(text); });
}

bool is_repeated_digit(std::string_view value) {
  // Starts from the end, because two digits already decide for nearly every number.
  char digit = '\0';
  std::size_t count = 0;
  for (auto c = value.rbegin(); c != value.rend(); ++c) {
    if (is_letter(*c) || (*c >= 'A' && *c <= 'Z')) return false;
    if (!is_digit(*c)) continue;
    if (digit != '\0' && *c != digit) return count >= 9;
    digit = *c;
    ++count;
  }
  return count >= 3;
}

}  // namespace onefold::cleanse
