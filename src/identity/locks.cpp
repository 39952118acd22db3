#include "identity/locks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "csv/csv_rows.hpp"
#include "files/mapped_file.hpp"
#include "files/regular_file.hpp"
#include "identity/record_keys.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/pin.hpp"

namespace onefold::identity {

namespace {

constexpr std::string_view kLockPrefix = "[merge]: lock: ";

const char* text_of(PinFault fault) {
  switch (fault) {
    case PinFault::length:
      return "a PIN has eight symbols and a check symbol, as in K7Q-2M9-XD4";
    case PinFault::symbol:
      return "the PIN holds a character that is no symbol of PINs; they are digits and letters without U";
    default:
      return "the check symbol of the PIN is wrong: there is a typing mistake";
  }
}

class LockParser {
 public:
  LockParser(const config::Job& job, std::string_view content, std::uint32_t file, std::vector<Lock>& locks)
      : job_(job), rows_(content, job.identity.lock[file]), file_(file), locks_(locks) {}

  void parse() {
    std::vector<std::string> fields;
    const bool has_header = rows_.next(fields);
    const bool is_split = has_header && fields == std::vector<std::string>{"source", "id", "pin"};
    if (!is_split && !(has_header && fields == std::vector<std::string>{"record", "pin"}))
      throw Error(ExitCode::input, fmt::format("{}{}: expected the header source,id,pin, or record,pin with records as "
                                               "SOURCE:ID",
                                               kLockPrefix, job_.identity.lock[file_]));
    const std::size_t num_fields = fields.size();
    while (rows_.next(fields)) {
      if (fields.size() != num_fields)
        refuse(fmt::format("expected {} fields; found {}", num_fields, fields.size()));
      std::string_view source = fields[0];
      std::string_view id = is_split ? std::string_view(fields[1]) : std::string_view{};
      if (!is_split) {
        const auto colon = source.find(':');
        if (colon == std::string_view::npos) refuse("expected a record as SOURCE:ID");
        id = source.substr(colon + 1);
        source = source.substr(0, colon);
      }
      const ReadPin pin = read_pin(fields.back());
      if (pin.fault != PinFault::none) refuse(text_of(pin.fault));
      locks_.push_back({key_of(csv::without_outer_blanks(source), csv::without_outer_blanks(id)), pin.pin, file_,
                        static_cast<std::uint32_t>(rows_.line())});
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("{}{}: {}", kLockPrefix, rows_.place(), what));
  }

  TextKey key_of(std::string_view source, std::string_view id) const {
    const auto found = std::find_if(job_.sources.begin(), job_.sources.end(),
                                    [&](const auto& candidate) { return candidate.name == source; });
    if (found == job_.sources.end()) {
      std::vector<std::string> names;
      for (const auto& candidate : job_.sources) names.push_back(candidate.name);
      refuse(fmt::format("the source of the record is not in the job; its sources are {}", fmt::join(names, ", ")));
    }
    if (found->id.empty()) refuse(fmt::format("[[source]] {} has no ids, so none of its records can be named", source));
    if (id.empty()) refuse("the record has no id");
    return key_of_id(source, id);
  }

  const config::Job& job_;
  csv::CsvRows rows_;
  std::uint32_t file_;
  std::vector<Lock>& locks_;
};

std::string place_of(const config::Job& job, const Lock& lock) {
  return fmt::format("{} line {}", job.identity.lock[lock.file], lock.line);
}

}  // namespace

void parse_locks(const config::Job& job, std::string_view content, std::uint32_t file, std::vector<Lock>& locks) {
  LockParser(job, content, file, locks).parse();
}

std::vector<Lock> read_locks(const mpi::Communicator& world, const config::Job& job) {
  std::vector<Lock> locks;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::uint32_t f = 0; f < job.identity.lock.size(); ++f) {
      const std::string& path = job.identity.lock[f];
      if (const auto reason = files::why_not_regular(path); !reason.empty())
        throw Error(ExitCode::input, fmt::format("{}cannot read {}: {}", kLockPrefix, path, reason));
      const files::MappedFile file(path, "list");
      parse_locks(job, file.content(), f, locks);
    }
    std::sort(locks.begin(), locks.end(), [](const Lock& a, const Lock& b) {
      return std::tuple(a.record, a.file, a.line) < std::tuple(b.record, b.file, b.line);
    });
    for (std::size_t i = 1; i < locks.size(); ++i)
      if (locks[i].record == locks[i - 1].record && locks[i].pin != locks[i - 1].pin)
        throw Error(ExitCode::input, fmt::format("{}{}: the record is locked to another PIN in {}", kLockPrefix,
                                                 place_of(job, locks[i]), place_of(job, locks[i - 1])));
    locks.erase(std::unique(locks.begin(), locks.end(),
                            [](const Lock& a, const Lock& b) { return a.record == b.record; }),
                locks.end());
  });
  world.broadcast(locks);
  return locks;
}

void require_known(const mpi::Communicator& world, const config::Job& job, const std::vector<Lock>& locks,
                   std::vector<std::uint64_t> is_known, std::string_view what) {
  world.max_in_place(is_known);
  const auto num_unknown = std::count(is_known.begin(), is_known.end(), 0U);
  if (num_unknown == 0) return;
  const Lock* first = nullptr;
  for (std::size_t i = 0; i < locks.size(); ++i)
    if (is_known[i] == 0 && (first == nullptr || std::pair(locks[i].file, locks[i].line) <
                                                      std::pair(first->file, first->line)))
      first = &locks[i];
  throw Error(ExitCode::input, fmt::format("{}{}: {}{}", kLockPrefix, place_of(job, *first), what,
                                           num_unknown == 1 ? "" : fmt::format("; so are {} more", num_unknown - 1)));
}

}  // namespace onefold::identity
