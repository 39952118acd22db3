#include "tables/json_line.hpp"

#include <simdjson.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <unordered_map>

#include "record/elements.hpp"

namespace onefold::tables {

namespace {

namespace ondemand = simdjson::ondemand;

/// Deeper objects are refused, so that no line can exhaust the stack.
constexpr std::size_t kMaxDepth = 256;
/// A path of more full stops would stand for too many ways to put its members together.
constexpr std::ptrdiff_t kMaxStopsInKeys = 8;

/// Whether it is a number of JSON.
bool is_json_number(std::string_view text) {
  const auto digits = [&] {
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0'))
    text.remove_prefix(1);
  else if (!digits())
    return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!digits()) return false;
  }
  return text.empty();
}

std::string_view without_space(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r'))
    token.remove_suffix(1);
  return token;
}

/// What is asked for below a member: a tree of the parts of all paths.
struct Node {
  struct Child {
    std::string key;
    Node* node;
  };
  std::int32_t field = -1;  ///< the values of this member are asked for
  std::vector<Child> children;
  std::map<std::string, std::size_t, std::less<>> place_of_key;  ///< in `children`
  std::size_t next = 0;  ///< members come in the same order in most lines: where to look first

  Node* find(std::string_view key) {
    if (next < children.size() && children[next].key == key) return children[next++].node;
    const auto found = place_of_key.find(key);
    if (found == place_of_key.end()) return nullptr;
    next = found->second + 1;
    return children[found->second].node;
  }
  Node* add(std::string_view key, Node* node) {
    place_of_key.emplace(key, children.size());
    children.push_back({std::string(key), node});
    return node;
  }
};

class JsonLine final : public LineFields {
 public:
  JsonLine(const std::vector<std::string>& paths, std::uint64_t max_field_bytes)
      : cells_(paths.size()), max_field_bytes_(max_field_bytes) {
    nodes_.emplace_back();
    for (std::size_t f = 0; f < paths.size(); ++f) add_path(nodes_.front(), paths[f], static_cast<std::int32_t>(f));
  }

  void take(std::string_view line) override {
    for (Cell& cell : cells_) cell.is_set = cell.is_lost = false;
    defect_.reset();
    num_arrays_around_ = 0;
    ondemand::document document;
    simdjson::error_code error =
        parser_.iterate(simdjson::padded_string_view(line.data(), line.size(), line.size() + kLinePadding))
            .get(document);
    ondemand::object object;
    if (error == simdjson::SUCCESS) error = document.get_object().get(object);
    if (error == simdjson::SUCCESS) error = walk(object, &nodes_.front(), 0);
    // Nothing may follow the object.
    if (error == simdjson::SUCCESS && document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      error = simdjson::TAPE_ERROR;
    if (error == simdjson::UTF8_ERROR)
      defect_ = csv::Defect::invalid_utf8;
    else if (error == simdjson::MEMALLOC)
      throw std::bad_alloc();
    else if (error != simdjson::SUCCESS)
      defect_ = csv::Defect::invalid_json;
    if (!defect_) finish_cells();
  }
  [[nodiscard]] std::size_t num_fields() const override { return cells_.size(); }
  [[nodiscard]] std::string_view value(std::size_t field) override {
    return cells_[field].is_set ? csv::without_outer_blanks(cells_[field].text) : std::string_view();
  }
  [[nodiscard]] std::optional<csv::Defect> defect() const override { return defect_; }
  [[nodiscard]] bool has_seen(std::size_t field) const override { return cells_[field].has_been_seen; }
  [[nodiscard]] bool has_several(std::size_t field) const override {
    return cells_[field].is_set && cells_[field].is_joined && has_several_elements(cells_[field].text);
  }
  [[nodiscard]] bool is_lost(std::size_t field) const override {
    return cells_[field].is_lost && !cells_[field].is_set;
  }

 private:
  struct Cell {
    std::string_view text;
    std::string joined;  ///< `text` is a view of it if the cell has several values
    bool is_set = false;
    bool is_joined = false;
    bool is_lost = false;  ///< a value stands where an object with this one is asked for
    bool has_been_seen = false;
  };

  /// A key may have full stops in it: "a.b" is the member b of a, or the member a.b. In a path of many, all stand
  /// between members.
  void add_path(Node& node, std::string_view path, std::int32_t field) {
    for (std::size_t dot = path.find('.');; dot = path.find('.', dot + 1)) {
      const std::string_view key = path.substr(0, dot);
      Node* child = node.find(key);
      if (child == nullptr) child = node.add(key, &nodes_.emplace_back());
      if (dot == std::string_view::npos) {
        child->field = field;
        return;
      }
      add_path(*child, path.substr(dot + 1), field);
      if (std::ranges::count(path, '.') > kMaxStopsInKeys) return;
    }
  }

  // `node` is null where nothing is asked for. What stands there is checked all the same.
  simdjson::error_code walk(ondemand::object object, Node* node, std::size_t depth) {
    if (depth > kMaxDepth) return simdjson::DEPTH_ERROR;
    for (auto member : object) {
      std::string_view key;
      if (const auto error = member.unescaped_key().get(key)) return error;
      Node* const child = node == nullptr ? nullptr : node->find(key);
      if (child != nullptr && child->field >= 0) begin_cell(child->field);
      ondemand::value value;
      if (const auto error = member.value().get(value)) return error;
      if (const auto error = visit(value, child, depth)) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code visit(ondemand::value value, Node* node, std::size_t depth) {
    ondemand::json_type type{};
    if (const auto error = value.type().get(type)) return error;
    const std::int32_t field = node == nullptr ? -1 : node->field;
    switch (type) {
      case ondemand::json_type::object: {
        // The job asks for a value only, and here is an object.
        if (field >= 0 && node->children.empty()) return simdjson::INCORRECT_TYPE;
        ondemand::object object;
        if (const auto error = value.get_object().get(object)) return error;
        return walk(object, node, depth + 1);
      }
      case ondemand::json_type::array: {
        if (depth > kMaxDepth) return simdjson::DEPTH_ERROR;
        ondemand::array array;
        if (const auto error = value.get_array().get(array)) return error;
        ++num_arrays_around_;
        for (auto element : array) {
          ondemand::value one;
          if (const auto error = element.get(one)) return error;
          if (const auto error = visit(one, node, depth + 1)) return error;
        }
        --num_arrays_around_;
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::string: {
        std::string_view text;
        if (const auto error = value.get_string().get(text)) return error;
        take_value(node, text);
        return simdjson::SUCCESS;
      }
      case ondemand::json_type::number:
      case ondemand::json_type::boolean:
      case ondemand::json_type::null:
        break;
    }
    // A token is taken as it is written, however large a number is. simdjson then steps over it.
    const std::string_view token = without_space(value.raw_json_token());
    const bool is_null = token == "null";
    if (!is_null && token != "true" && token != "false" && !is_json_number(token)) return simdjson::NUMBER_ERROR;
    if (!is_null) take_value(node, token);
    return simdjson::SUCCESS;
  }

  void take_value(const Node* node, std::string_view text) {
    if (node == nullptr) return;
    if (node->field >= 0)
      add(node->field, text);
    else if (!csv::without_outer_blanks(text).empty())
      lose_fields_below(*node);
  }

  void lose_fields_below(const Node& node) {
    for (const Node::Child& child : node.children) {
      if (child.node->field >= 0) cells_[static_cast<std::size_t>(child.node->field)].is_lost = true;
      lose_fields_below(*child.node);
    }
  }

  void begin_cell(std::int32_t field) {
    Cell& cell = cells_[static_cast<std::size_t>(field)];
    cell.has_been_seen = true;
    if (num_arrays_around_ == 0) cell.is_set = false;
  }

  void add(std::int32_t field, std::string_view text) {
    Cell& cell = cells_[static_cast<std::size_t>(field)];
    cell.has_been_seen = true;
    if (text.find('\0') != std::string_view::npos) defect_ = csv::Defect::nul_byte;
    if (!cell.is_set) {
      cell.text = text;
      cell.is_set = true;
      cell.is_joined = false;
      return;
    }
    if (!cell.is_joined) cell.joined = cell.text, cell.is_joined = true;
    if (!cell.joined.empty() && !text.empty()) cell.joined += kElementSeparator;
    cell.joined += text;
  }

  void finish_cells() {
    for (Cell& cell : cells_) {
      if (!cell.is_set) continue;
      if (cell.is_joined) cell.text = cell.joined;
      if (cell.text.size() > max_field_bytes_) defect_ = csv::Defect::field_too_long;
    }
  }

  std::deque<Node> nodes_;
  ondemand::parser parser_;
  std::vector<Cell> cells_;
  std::uint64_t max_field_bytes_;
  std::optional<csv::Defect> defect_;
  std::size_t num_arrays_around_ = 0;
};

}  // namespace

std::unique_ptr<LineFields> make_json_line(const std::vector<std::string>& paths, std::uint64_t max_field_bytes) {
  return std::make_unique<JsonLine>(paths, max_field_bytes);
}

struct JsonPaths::State {
  struct Found {
    std::string path;
    bool is_array = false;
    bool is_object = false;
    bool has_value = false;  ///< neither null nor empty
  };
  simdjson::dom::parser parser;
  std::vector<Found> found;
  std::unordered_map<std::string, std::size_t> place_of_path;  ///< in `found`
  Found beyond_limit;                                          ///< stands for all paths that are not kept

  Found& note(const std::string& path) {
    if (const auto at = place_of_path.find(path); at != place_of_path.end()) return found[at->second];
    if (found.size() == kMaxPaths) return beyond_limit;
    place_of_path.emplace(path, found.size());
    return found.emplace_back(Found{path});
  }

  void walk(simdjson::dom::element element, const std::string& path, bool is_array) {
    simdjson::dom::object object;
    simdjson::dom::array array;
    if (element.get(object) == simdjson::SUCCESS) {
      if (!path.empty()) note(path).is_object = true;
      for (const auto member : object)
        walk(member.value, path.empty() ? std::string(member.key) : path + "." + std::string(member.key), is_array);
    } else if (element.get(array) == simdjson::SUCCESS) {
      note(path).is_array = true;
      for (const auto one : array) walk(one, path, true);
    } else {
      Found& at = note(path);
      at.is_array |= is_array;
      std::string_view text;
      at.has_value |=
          element.get(text) == simdjson::SUCCESS ? !csv::without_outer_blanks(text).empty() : !element.is_null();
    }
  }
};

JsonPaths::JsonPaths() : state_(std::make_unique<State>()) {}
JsonPaths::~JsonPaths() = default;

void JsonPaths::take(std::string_view line) {
  simdjson::dom::element root;
  if (state_->parser.parse(line.data(), line.size()).get(root) != simdjson::SUCCESS || !root.is_object()) return;
  state_->walk(root, {}, false);
}

std::vector<JsonPath> JsonPaths::paths() const {
  std::vector<JsonPath> out;
  for (const auto& one : state_->found)
    if (!one.is_object || one.has_value) out.push_back({one.path, one.is_array});
  return out;
}

}  // namespace onefold::tables
