#include "decisions/read_decisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "csv/utf8.hpp"
#include "files/mapped_file.hpp"
#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/pin.hpp"

namespace onefold::decisions {

namespace {

// Sorts the rows of one decisions.csv into the lists of their kinds.
class FileReader {
 public:
  FileReader(const std::string& path, RecordNames& names, StewardLists& lists)
      : path_(path), names_(names), lists_(lists), file_(static_cast<std::uint32_t>(lists.files.size())) {
    lists_.files.push_back(path);
    for (PairList* list : {&lists_.must_link, &lists_.cannot_link, &lists_.labels}) list->files.push_back(path);
  }

  void take(DecisionRow row) {
    line_ = row.line;
    for (const std::string* text : {&row.value, &row.who, &row.why})
      if (!csv::is_valid_utf8(*text)) refuse("it is not UTF-8; save the file as UTF-8");
    StewardLists::Statement statement{.row = {}, .file = file_, .left = {}, .right = {}};
    switch (row.kind) {
      case DecisionKind::must_link:
      case DecisionKind::cannot_link:
      case DecisionKind::label:
        take_pair(row, statement);
        break;
      case DecisionKind::set_value:
        take_override(row, statement);
        break;
      case DecisionKind::lock:
        take_lock(row, statement);
        break;
    }
    statement.row = std::move(row);
    lists_.statements.push_back(std::move(statement));
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("{}{} line {}: {}", kDecisionsPrefix, path_, line_, what));
  }

  PairList& list_of(DecisionKind kind) const {
    if (kind == DecisionKind::label) return lists_.labels;
    return kind == DecisionKind::must_link ? lists_.must_link : lists_.cannot_link;
  }

  void take_pair(const DecisionRow& row, StewardLists::Statement& statement) {
    if (row.kind != DecisionKind::label && names_.job().cluster.method == config::ClusterMethod::components)
      refuse("must_link and cannot_link need [cluster] method = \"repair\"");
    PairList& list = list_of(row.kind);
    ListedPair pair = pair_of_names(row.left, row.right, names_, [this](const std::string& what) { refuse(what); });
    pair.label = row.kind == DecisionKind::label ? score_of_label(row.value) : 1;
    pair.when = row.when;
    pair.file = static_cast<std::uint32_t>(list.files.size() - 1);
    pair.line = row.line;
    statement.left = pair.left;
    statement.right = pair.right;
    statement.left_pin = read_pin(row.left).pin;
    statement.right_pin = read_pin(row.right).pin;
    list.pairs.push_back(std::move(pair));
  }

  ReadName read_name(const std::string& name) {
    ReadName read = names_.read(name);
    if (!read.mistake.empty()) refuse(read.mistake);
    return read;
  }

  void take_override(const DecisionRow& row, StewardLists::Statement& statement) {
    const ReadName name = read_name(row.left);
    const auto& attributes = names_.job().attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& attribute) { return attribute.name == row.attribute; });
    if (found == attributes.end()) {
      std::vector<std::string> known;
      for (const auto& attribute : attributes) known.push_back(attribute.name);
      refuse(fmt::format("the job has no such attribute; its attributes are {}", fmt::join(known, ", ")));
    }
    statement.left = name.key;
    statement.left_pin = name.pin;
    lists_.overrides.push_back({name.key,
                                {.pin = name.leads_to,
                                 .record = 0,
                                 .attribute = static_cast<AttributeIndex>(found - attributes.begin()),
                                 .value = row.value,
                                 .who = row.who,
                                 .when = row.when,
                                 .why = row.why,
                                 .place = {file_, row.line}}});
  }

  void take_lock(const DecisionRow& row, StewardLists::Statement& statement) {
    const ReadName name = read_name(row.left);
    if (!names_.has_previous())
      refuse("a lock keeps a PIN of the previous result, and the job has none: give [merge] previous");
    std::int64_t pin = name.leads_to;
    if (name.pin == 0 && row.right.empty()) refuse("a lock of a record needs a PIN on the right");
    if (!row.right.empty()) {
      const ReadPin read = read_pin(row.right);
      if (read.fault != PinFault::none)
        refuse(read.fault == PinFault::length ? "a lock has a PIN on the right" : mistake_of(read.fault));
      if (name.pin != 0 && read.pin != name.pin && read.pin != name.leads_to) refuse("a lock names two different PINs");
      pin = read.pin;
    }
    // The key of nothing, if there is no such PIN: the row is then as stale as one whose record is gone.
    const TextKey key = name.pin != 0 || names_.knows(pin) ? name.key : TextKey{};
    statement.left = key;
    statement.left_pin = name.pin;
    statement.right_pin = pin;
    lists_.locks.push_back({key, row.when, {.record = 0, .pin = pin, .place = {file_, row.line}}});
  }

  const std::string& path_;
  RecordNames& names_;
  StewardLists& lists_;
  std::uint32_t file_;
  std::uint64_t line_ = 0;
};

// Texts in one buffer, so that many of them travel in one message.
class PackedTexts {
 public:
  void add(const std::string& text) {
    sizes_.push_back(text.size());
    bytes_ += text;
  }
  void broadcast(const mpi::Communicator& world) {
    world.broadcast(sizes_);
    world.broadcast(bytes_);
  }
  std::string take() {
    const std::size_t begin = std::exchange(at_, at_ + sizes_[next_]);
    return bytes_.substr(begin, sizes_[next_++]);
  }
  [[nodiscard]] std::size_t size() const { return sizes_.size(); }

 private:
  std::vector<std::uint64_t> sizes_;
  std::string bytes_;
  std::size_t next_ = 0;
  std::size_t at_ = 0;
};

void broadcast_texts(const mpi::Communicator& world, std::vector<std::string>& texts) {
  PackedTexts packed;
  for (const std::string& text : texts) packed.add(text);
  packed.broadcast(world);
  texts.resize(packed.size());
  for (std::string& text : texts) text = packed.take();
}

void broadcast_warnings(const mpi::Communicator& world, Warnings& warnings) {
  PackedTexts packed;
  for (const Warning& warning : warnings) {
    packed.add(warning.code);
    packed.add(warning.text);
  }
  packed.broadcast(world);
  warnings.resize(packed.size() / 2);
  for (Warning& warning : warnings) {
    warning.code = packed.take();
    warning.text = packed.take();
  }
}

void broadcast_overrides(const mpi::Communicator& world, Overrides& overrides) {
  struct Numbers {
    std::int64_t pin;
    RecordId record;
    AttributeIndex attribute;
    ListPlace place;
  };
  std::vector<Numbers> numbers;
  PackedTexts texts;
  for (const Override& row : overrides.rows) {
    numbers.push_back({row.pin, row.record, row.attribute, row.place});
    for (const std::string* text : {&row.value, &row.who, &row.when, &row.why}) texts.add(*text);
  }
  world.broadcast(numbers);
  texts.broadcast(world);
  broadcast_texts(world, overrides.files);
  overrides.rows.resize(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Override& row = overrides.rows[i];
    row = {.pin = numbers[i].pin,
           .record = numbers[i].record,
           .attribute = numbers[i].attribute,
           .value = {},
           .who = {},
           .when = {},
           .why = {},
           .place = numbers[i].place};
    for (std::string* text : {&row.value, &row.who, &row.when, &row.why}) *text = texts.take();
  }
}

}  // namespace

void parse_decision_file(std::string_view content, const std::string& path, RecordNames& names, StewardLists& lists) {
  auto rows = parse_decision_rows(content, path);
  FileReader reader(path, names, lists);
  for (DecisionRow& row : rows) reader.take(std::move(row));
}

DecisionLists read_decision_lists(const mpi::Communicator& world, const config::Job& job,
                                  const PreviousCustomers& previous) {
  DecisionLists lists;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    RecordNames names(job, previous, lists.sought);
    lists.rows.must_link = read_list(ListKind::must_link, names);
    lists.rows.cannot_link = read_list(ListKind::cannot_link, names);
    lists.rows.labels = read_list(ListKind::labels, names);
    for (const std::string& path : job.decisions.files) {
      if (const auto reason = files::why_not_regular(path); !reason.empty())
        throw Error(ExitCode::input, fmt::format("{}cannot read {}: {}", kDecisionsPrefix, path, reason));
      const files::MappedFile file(path, "list");
      parse_decision_file(file.content(), path, names, lists.rows);
    }
    lists.rows.pins = names.take_pins();
  });
  lists.sought.share(world);
  return lists;
}

Decisions find_decisions(const mpi::Communicator& world, const config::Job& job, DecisionLists lists,
                         const std::vector<FoundRecord>& local_found) {
  Decisions decisions;
  auto found = world.gather(std::span<const FoundRecord>(local_found));
  mpi::run_locally(world, [&] {
    if (world.is_root()) decisions = resolve_decisions(std::move(lists.rows), std::move(found), job.decisions.unknown);
  });
  world.broadcast(decisions.must_link);
  world.broadcast(decisions.cannot_link);
  world.broadcast(decisions.labels);
  world.broadcast(decisions.locks);
  broadcast_overrides(world, decisions.overrides);
  broadcast_texts(world, decisions.label_notes);
  broadcast_texts(world, decisions.notes);
  broadcast_warnings(world, decisions.warnings);
  decisions.counts = world.broadcast_value(decisions.counts);
  return decisions;
}

}  // namespace onefold::decisions
