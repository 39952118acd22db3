#include "document/mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "document/nearest_name.hpp"
#include "onefold/document/environment.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config {

namespace {

// Longer messages come from extremely long names: their middle is left out.
constexpr std::size_t kMaxMessageBytes = 2000;

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

}  // namespace

Mistakes::Mistakes(std::string file_name, std::string_view text, std::vector<std::string> sets)
    : file_name_(std::move(file_name)), text_(text), sets_(std::move(sets)) {}

void Mistakes::add(Position position, std::string message) { found_.push_back({position, std::move(message)}); }

void Mistakes::throw_if_any() const {
  if (found_.empty()) return;
  auto sorted = found_;
  // Stable: of two mistakes at the same place, the one found first comes first.
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Found& a, const Found& b) { return a.position < b.position; });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string all;
  const std::size_t num_listed = std::min<std::size_t>(sorted.size(), kMaxMistakes);
  for (const Found& found : std::span(sorted).first(num_listed)) {
    if (!all.empty()) all += '\n';
    const std::string message = printable(found.message, kMaxMessageBytes);
    if (found.position.set_number > 0)
      all += fmt::format("--set {}: {}", printable(sets_[found.position.set_number - 1]), message);
    else
      all += fmt::format("{}:{}:{}: {}", printable(file_name_), found.position.line, found.position.column, message);
  }
  if (const std::size_t others = sorted.size() - num_listed; others > 0)
    all += fmt::format("\nand {} more mistake{}; correct these first", others, others == 1 ? "" : "s");
  throw Error(ExitCode::job, all);
}

std::string Mistakes::source_name_of_set(std::size_t set_number) { return std::to_string(set_number); }

Position Mistakes::position_of(const toml::source_region& region) {
  Position position;
  if (region.path) std::from_chars(region.path->data(), region.path->data() + region.path->size(), position.set_number);
  if (region.begin) {
    position.line = region.begin.line;
    position.column = region.begin.column;
  }
  return position;
}

Position Mistakes::inside(const toml::node& node, std::size_t offset) const {
  Position position = position_of(node.source());
  const auto value = node.value<std::string_view>();
  if (position.set_number > 0 || !value || offset > value->size()) return position;

  // Find the byte where the node begins. Lines and columns count from 1, columns in code points.
  std::size_t at = 0;
  for (std::uint32_t line = 1; line < position.line; ++line) {
    at = text_.find('\n', at);
    if (at == std::string_view::npos) return position;
    ++at;
  }
  for (std::uint32_t column = 1; column < position.column && at < text_.size(); ++column) {
    ++at;
    while (at < text_.size() && continues_code_point(text_[at])) ++at;
  }
  // A byte of the value has the same place in the file only in a string without escapes, after a single quote.
  if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'') || text_.substr(at + 1, value->size()) != *value)
    return position;
  const auto before = value->substr(0, offset);
  position.column += 1 + static_cast<std::uint32_t>(std::count_if(before.begin(), before.end(),
                                                                  [](char c) { return !continues_code_point(c); }));
  return position;
}

}  // namespace onefold::config
