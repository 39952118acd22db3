#include "result/decisions_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onefold/record/error.hpp"

namespace onefold::result {

void DecisionsTable::write(ResultWriter& writer) const {
  kKind.write_once(writer, kind);
  kStatus.write_once(writer, status);
  kLeft.write_once(writer, left);
  kRight.write_once(writer, right);
  kLeftPin.write_once(writer, left_pin);
  kRightPin.write_once(writer, right_pin);
  kAttribute.write_once(writer, attribute);
  kValue.write_once(writer, value);
  kWho.write_once(writer, who);
  kWhen.write_once(writer, when);
  kWhy.write_once(writer, why);
  kFile.write_once(writer, file);
  kLine.write_once(writer, line);
}

DecisionsTable DecisionsTable::read(const ResultReader& reader) {
  DecisionsTable table;
  if (!kKind.is_in(reader)) return table;
  table.kind = kKind.read_all(reader);
  table.status = kStatus.read_all(reader);
  table.left = kLeft.read_all(reader);
  table.right = kRight.read_all(reader);
  table.left_pin = kLeftPin.read_all(reader);
  table.right_pin = kRightPin.read_all(reader);
  table.attribute = kAttribute.read_all(reader);
  table.value = kValue.read_all(reader);
  table.who = kWho.read_all(reader);
  table.when = kWhen.read_all(reader);
  table.why = kWhy.read_all(reader);
  table.file = kFile.read_all(reader);
  table.line = kLine.read_all(reader);
  const std::size_t sizes[] = {table.status.size(),   table.left.size(),      table.right.size(),
                               table.left_pin.size(), table.right_pin.size(), table.attribute.size(),
                               table.value.size(),    table.who.size(),       table.when.size(),
                               table.why.size(),      table.file.size(),      table.line.size()};
  if (std::any_of(std::begin(sizes), std::end(sizes), [&](std::size_t size) { return size != table.size(); }))
    throw Error(ExitCode::input, fmt::format("{}: the columns of /decisions differ in length", reader.path()));
  return table;
}

}  // namespace onefold::result
