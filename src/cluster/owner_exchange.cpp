#include "cluster/owner_exchange.hpp"

namespace onefold::cluster {

Parents OwnerExchange::fetch_wanted(std::span<const RecordId> local_parent) {
  Incoming questions;
  {
    AscendingWriter writer(distribution_, width_, wanted_.size(), false);
    wanted_.for_each([&](RecordId id) { writer.write(id); });
    questions = exchange(writer.bytes(), writer.counts());
  }
  // Each question takes at least one byte.
  const Scratch answers(questions.bytes.size() * width_.num_bytes());
  unsigned char* at = answers.data();
  std::vector<std::uint64_t> counts;
  for_each_message(questions, [&](std::span<const unsigned char> message) {
    const unsigned char* const begin = at;
    read_ascending(message, first_owned(), width_, [&](RecordId id, bool, RecordId) {
      width_.store(local_parent[id - first_owned()], at);
      at += width_.num_bytes();
    });
    counts.push_back(static_cast<std::uint64_t>(at - begin));
  });
  const auto num_bytes = static_cast<std::size_t>(at - answers.data());
  most_questions_ = std::max<std::uint64_t>(most_questions_, num_bytes / width_.num_bytes());
  questions = {};
  return {width_, exchange({answers.data(), num_bytes}, counts).bytes};
}

void OwnerExchange::point_at_roots(std::vector<std::uint32_t> local_rows, std::span<RecordId> local_parent) {
  std::vector<std::uint32_t> unfinished;
  const auto visit_rows = [&](auto visit) {
    for (const auto row : local_rows) visit(row);
  };
  while (world_.any(!local_rows.empty())) {
    unfinished.clear();
    for_each_grandparent(visit_rows, local_parent, [&](std::uint64_t row, RecordId grandparent) {
      if (local_parent[row] == grandparent) return;  // the parent is a root
      local_parent[row] = grandparent;
      unfinished.push_back(static_cast<std::uint32_t>(row));
    });
    std::swap(local_rows, unfinished);
  }
}

}  // namespace onefold::cluster
