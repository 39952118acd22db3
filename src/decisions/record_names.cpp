#include "decisions/record_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "csv/csv_rows.hpp"

namespace onefold::decisions {

namespace {

// No source has this position in a job.
constexpr std::uint64_t kSpaceOfPins = std::numeric_limits<std::uint64_t>::max();

constexpr std::string_view kExpectedName =
    "expected records as SOURCE:ID, with the name of the source and the id in that source, or as a PIN";

// A row number in the form that the program writes: digits without leading zeros.
std::optional<std::uint64_t> row_number(std::string_view id) {
  std::uint64_t row = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), row);
  if (failure != std::errc{} || end != id.data() + id.size() || id.front() == '0') return std::nullopt;
  return row;
}

void seek(const config::SourceConfig& config, std::uint32_t source, std::string_view id, const TextKey& key,
          SoughtRecords& sought) {
  if (!config.id.empty())
    sought.add(key);
  else if (const auto row = row_number(id))
    sought.add_row({source, *row, key});
}

}  // namespace

ReadName RecordNames::read(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return read_pin_name(name);
  const auto source_name = csv::without_outer_blanks(name.substr(0, colon));
  const auto id = csv::without_outer_blanks(name.substr(colon + 1));
  if (source_name.empty() || id.empty()) return {.key = {}, .mistake = std::string(kExpectedName)};
  const auto found = std::find_if(job_.sources.begin(), job_.sources.end(),
                                  [&](const auto& source) { return source.name == source_name; });
  if (found == job_.sources.end()) {
    std::vector<std::string> names;
    for (const auto& source : job_.sources) names.push_back(source.name);
    return {.key = {},
            .mistake = fmt::format("a record is named whose source the job does not have; its sources are {}",
                                   fmt::join(names, ", "))};
  }
  const auto source = static_cast<std::uint32_t>(found - job_.sources.begin());
  const TextKey key = record_key(source, id);
  seek(*found, source, id, key, sought_);
  return {.key = key, .mistake = {}};
}

ReadName RecordNames::read_pin_name(std::string_view name) {
  const ReadPin read = read_pin(name);
  if (read.fault == PinFault::length) return {.key = {}, .mistake = std::string(kExpectedName)};
  if (read.fault != PinFault::none) return {.key = {}, .mistake = mistake_of(read.fault)};
  if (!previous_)
    return {.key = {},
            .mistake =
                "a PIN names a customer of the previous result, and the job has none: give [merge] previous, or "
                "name one of its records as SOURCE:ID"};
  const TextKey key = text_key(pin_text(read.pin), kSpaceOfPins);
  const auto [at, is_new] = index_of_pin_.emplace(read.pin, pins_.size());
  if (!is_new) return {.key = key, .pin = read.pin, .leads_to = pins_[at->second].leads_to, .mistake = {}};
  const PreviousCustomer customer = previous_(read.pin).value_or(PreviousCustomer{});
  NamedPin pin{.key = key, .leads_to = customer.pin, .records = {}};
  for (const PreviousRecord& record : customer.records) {
    const auto found = std::find_if(job_.sources.begin(), job_.sources.end(),
                                    [&](const auto& source) { return source.name == record.source; });
    if (found == job_.sources.end()) continue;
    const auto source = static_cast<std::uint32_t>(found - job_.sources.begin());
    pin.records.push_back(record_key(source, record.id));
    seek(*found, source, record.id, pin.records.back(), sought_);
  }
  pins_.push_back(std::move(pin));
  return {.key = key, .pin = read.pin, .leads_to = customer.pin, .mistake = {}};
}

std::string mistake_of(PinFault fault) {
  return fault == PinFault::symbol ? "a PIN is mistyped: it has a character that PINs do not have"
                                   : "a PIN is mistyped: its check symbol does not fit the others";
}

TextKey RecordNames::key_without(const ReadName& pin, const TextKey& other) {
  NamedPin without{.key = text_key(fmt::format("{} {} {}", pin_text(pin.pin), other.high, other.low), kSpaceOfPins),
                   .leads_to = pin.leads_to,
                   .records = pins_[index_of_pin_.at(pin.pin)].records};
  std::erase(without.records, other);
  pins_.push_back(without);
  return without.key;
}

void find_named_pins(const std::vector<NamedPin>& pins, std::vector<FoundRecord>& found) {
  if (pins.empty()) return;
  const FoundRecords records(found);
  for (const NamedPin& pin : pins)
    for (const TextKey& key : pin.records)
      if (const auto record = records.find(key)) {
        found.push_back({pin.key, *record});
        break;
      }
}

}  // namespace onefold::decisions
