#include "inspect/found_name.hpp"

#include <fmt/format.h>

#include "inspect/lookup.hpp"
#include "onefold/record/error.hpp"
#include "result/customers_table.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

using result::CustomersTable;
using result::RecordsTable;
using result::SourcesTable;

FoundName find_pin(const result::ResultReader& file, const std::string& text) {
  const ReadPin read = read_pin(text);
  if (read.fault == PinFault::length)
    throw Error(ExitCode::usage,
                "expected a record as SOURCE:ID, with the name of its source and its id in that source, or a PIN of "
                "nine symbols, as K7Q-2M9-XD4");
  if (read.fault == PinFault::symbol)
    throw Error(ExitCode::usage, "the PIN is mistyped: it has a character that PINs do not have");
  if (read.fault == PinFault::check)
    throw Error(ExitCode::usage, "the PIN is mistyped: its check symbol does not fit the others");
  const CustomerOfPin found = find_customer_or_successor(file, read.pin);
  if (!found.customer)
    throw Error(ExitCode::usage,
                found.is_retired ? fmt::format("the PIN {} is retired, and none of its records is left in {}",
                                               pin_text(read.pin), file.path())
                                 : fmt::format("{} has no customer with the PIN {}", file.path(), pin_text(read.pin)));
  return {.text = pin_text(found.pin),
          .record = std::nullopt,
          .customer = *found.customer,
          .pin = found.pin,
          .retired_pin = found.is_retired ? read.pin : kNoPin};
}

}  // namespace

FoundName find_name(const result::ResultReader& file, const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return find_pin(file, text);
  const std::string source = text.substr(0, colon);
  const std::string id = text.substr(colon + 1);
  const auto found = find_record(file, source, id);
  if (!found.knows_source) {
    const auto table = SourcesTable::read(file);
    std::string known;
    for (std::size_t s = 0; s < table.name.size(); ++s) known.append(s > 0 ? ", " : "").append(table.name[s]);
    throw Error(ExitCode::usage,
                fmt::format("a record is named whose source {} does not have; its sources are {}", file.path(), known));
  }
  if (!found.record)
    throw Error(ExitCode::usage, fmt::format("source {} has no record with the id that was given", source));
  const auto customer = find_cluster(file, RecordsTable::kClusterId.read_row(file, *found.record));
  if (!customer)
    throw Error(ExitCode::input,
                fmt::format("{}: record {} belongs to no customer; `onefold verify` shows what is wrong", file.path(),
                            *found.record));
  return {.text = text,
          .record = found.record,
          .customer = *customer,
          .pin = CustomersTable::kPin.read_row(file, *customer)};
}

RecordName name_of_record(const result::ResultReader& file, const TextColumn& sources, std::int64_t record) {
  const auto row = static_cast<std::uint64_t>(record);
  const auto source = static_cast<std::size_t>(RecordsTable::kSource.read_row(file, row));
  if (source >= sources.size())
    throw Error(ExitCode::input, fmt::format("{}: record {} belongs to no source", file.path(), record));
  return {std::string(sources[source]), RecordsTable::kSourceId.read_row(file, row)};
}

std::string record_name_text(const result::ResultReader& file, std::int64_t record) {
  return name_of_record(file, SourcesTable::kName.read_all(file), record).text();
}

}  // namespace onefold::inspect
