#include "inspect/decision_effect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cleanse/cleanser.hpp"
#include "inspect/found_name.hpp"
#include "inspect/job_of_result.hpp"
#include "inspect/lookup.hpp"
#include "onefold/record/error.hpp"
#include "result/customers_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::CustomersTable;

std::string counted_records(std::int64_t count) { return fmt::format("{} record{}", count, count == 1 ? "" : "s"); }

std::int64_t size_of(const result::ResultReader& file, const FoundName& name) {
  return CustomersTable::kSize.read_row(file, name.customer);
}

// ", with 3 other records", or nothing if there are no others.
std::string with_others(std::int64_t size, std::int64_t named) {
  return size <= named ? "" : fmt::format(", with {} other {}", size - named, size - named == 1 ? "record" : "records");
}

// "customer K7Q-2M9-XD4 (3 records)"
std::string customer_text(const result::ResultReader& file, const FoundName& name) {
  return fmt::format("customer {} ({})", pin_text(name.pin), counted_records(size_of(file, name)));
}

std::string effect_of_pair(const result::ResultReader& file, bool together, const FoundName& left,
                           const FoundName& right) {
  const bool both_records = left.record && right.record;
  if ((both_records && left.record == right.record) || (!left.record && !right.record && left.pin == right.pin))
    throw Error(ExitCode::usage, both_records ? "the same record was given twice: give two records"
                                              : "the same customer was given twice: give two of its records as "
                                                "SOURCE:ID");
  const std::int64_t size = size_of(file, left);
  if (left.customer == right.customer) {
    if (!both_records && size == 1)
      throw Error(ExitCode::usage,
                  fmt::format("customer {} has only this record: there is nothing to decide", pin_text(left.pin)));
    const std::string now =
        both_records ? fmt::format("these two records are in customer {}{}", pin_text(left.pin), with_others(size, 2))
                     : fmt::format("this record is in customer {}{}", pin_text(left.pin), with_others(size, 1));
    if (together) return now + "; they stay together whatever the evidence says";
    return now + "; they become two customers, and each other record goes where the evidence puts it";
  }
  const std::string now = fmt::format("these are {} and {}", customer_text(file, left), customer_text(file, right));
  if (!together) return now + " already; they stay apart whatever the evidence says";
  return fmt::format("{}; they become one customer of {}, unless the evidence takes other records away from it", now,
                     counted_records(size + size_of(file, right)));
}

// A value that its type cannot read would be missing in all that is loaded from the result.
void refuse_unreadable(const result::ResultReader& file, const DecisionRequest& request, std::string_view type) {
  if (request.value.empty()) return;
  config::AttributeConfig attribute{.name = request.attribute, .type = AttributeType::text};
  for (std::size_t t = 0; t < kAttributeTypeNames.size(); ++t)
    if (kAttributeTypeNames[t] == type) attribute.type = static_cast<AttributeType>(t);
  if (const auto job = job_of(file))
    for (const auto& of_job : job->attributes)
      if (of_job.name == request.attribute) attribute = of_job;
  cleanse::Cleanser cleanser(attribute, cleanse::load_dummy_values({}));
  if (!cleanser.cleanse(request.value).empty()) return;
  throw Error(ExitCode::usage,
              fmt::format("--set {}: the value {}; give another one, or none to take the value away", request.attribute,
                          cleanser.outcome() == cleanse::Outcome::dummy ? "stands for none, as \"n/a\" does"
                                                                        : fmt::format("cannot be read as {}", type)));
}

std::string effect_of_value(const result::ResultReader& file, const DecisionRequest& request, const FoundName& name) {
  const auto attributes = result::AttributesTable::kName.read_all(file);
  std::string known;
  bool is_known = false;
  for (std::size_t a = 0; a < attributes.size(); ++a) {
    known.append(a > 0 ? ", " : "").append(attributes[a]);
    is_known |= attributes[a] == request.attribute;
  }
  if (!is_known)
    throw Error(ExitCode::usage, fmt::format("{} has no such attribute; its attributes are {}", file.path(), known));
  const auto types = result::AttributesTable::kType.read_all(file);
  for (std::size_t a = 0; a < attributes.size() && a < types.size(); ++a)
    if (attributes[a] == request.attribute) refuse_unreadable(file, request, types[a]);
  const std::string now = CustomersTable::golden(request.attribute).read_row(file, name.customer);
  const std::string of = fmt::format("{} of {}", request.attribute, customer_text(file, name));
  if (now == request.value) return of + " has this value already; it stays";
  if (request.value.empty()) return of + " loses its value";
  return of + (now.empty() ? " has no value and gets the one that was given"
                           : " gets the value that was given, in "
                             "place of another one");
}

// The name of a record of a customer, other than `not_this`, if it has several.
std::string member_other_than(const result::ResultReader& file, std::uint64_t customer,
                              std::optional<std::uint64_t> not_this) {
  const auto members = members_of(file, customer);
  const bool skips = members.size() > 1 && not_this && static_cast<std::uint64_t>(members.front()) == *not_this;
  return record_name_text(file, members[skips ? 1 : 0]);
}

}  // namespace

DecisionEffect effect_of(const result::ResultReader& file, const DecisionRequest& request) {
  using Kind = DecisionRequest::Kind;
  std::vector<FoundName> found;
  for (const std::string& name : request.names) found.push_back(find_name(file, name));
  DecisionEffect effect;
  for (const FoundName& name : found) {
    effect.names.push_back(name.text);
    effect.names_a_pin |= !name.record;
  }
  switch (request.kind) {
    case Kind::apart:
    case Kind::together:
      // A record lasts longer than the PIN of its customer, which may be retired because of this decision.
      for (std::size_t i = 0; i < found.size(); ++i)
        if (!found[i].record) effect.names[i] = member_other_than(file, found[i].customer, found[1 - i].record);
      effect.names_a_pin = false;
      effect.text = effect_of_pair(file, request.kind == Kind::together, found[0], found[1]);
      break;
    case Kind::set:
      effect.text = effect_of_value(file, request, found[0]);
      break;
    case Kind::lock:
      if (found[0].record) {
        effect.pin = pin_text(found[0].pin);
        effect.names_a_pin = true;
        effect.text = fmt::format("this record is in customer {}{}, and keeps its PIN whatever becomes of the others",
                                  effect.pin, with_others(size_of(file, found[0]), 1));
      } else {
        effect.text = fmt::format("{} keeps its PIN", customer_text(file, found[0]));
      }
      break;
  }
  return effect;
}

}  // namespace onefold::inspect
