#include "block/key_evaluator.hpp"

#include <algorithm>

#include "onefold/similarity/phonetic.hpp"
#include "record/hash.hpp"
#include "similarity/utf8.hpp"

namespace onefold::block {

namespace {

using config::KeyExpression;
using config::KeyFunction;

constexpr KeyHash kChainStart = 0x6f6e65666f6c64ULL;

void collect_attributes(const KeyExpression& expression, std::vector<AttributeIndex>& out) {
  if (expression.function == KeyFunction::attribute) out.push_back(expression.attribute);
  for (const auto& argument : expression.arguments) collect_attributes(argument, out);
}

// A part of a cleansed date "YYYY-MM-DD".
bool date_part(std::string_view value, std::size_t first, std::size_t count, std::string& result) {
  if (value.size() != 10) return false;
  result = value.substr(first, count);
  return true;
}

bool words_in_order(std::string_view value, std::string& result) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < value.size();) {
    const std::size_t end = std::min(value.find(' ', begin), value.size());
    if (end > begin) words.push_back(value.substr(begin, end - begin));
    begin = end + 1;
  }
  std::sort(words.begin(), words.end());
  result.clear();
  for (const auto word : words) result.append(word).push_back(' ');
  return !words.empty();
}

}  // namespace

bool apply_key_function(const KeyExpression& expression, std::string_view value, std::string& result) {
  result.clear();
  switch (expression.function) {
    case KeyFunction::prefix:
      result = similarity::prefix(value, expression.count);
      break;
    case KeyFunction::suffix:
      result = similarity::suffix(value, expression.count);
      break;
    case KeyFunction::initial:
      result = similarity::prefix(value, 1);
      break;
    case KeyFunction::year:
      return date_part(value, 0, 4, result);
    case KeyFunction::month:
      return date_part(value, 5, 2, result);
    case KeyFunction::day:
      return date_part(value, 8, 2, result);
    case KeyFunction::phonetic:
      result = similarity::phonetic_code(value);
      break;
    case KeyFunction::first_word:
      result = value.substr(0, value.find(' '));
      break;
    case KeyFunction::last_word:
      result = value.substr(value.rfind(' ') + 1);
      break;
    case KeyFunction::digits:
      std::copy_if(value.begin(), value.end(), std::back_inserter(result), [](char c) { return c >= '0' && c <= '9'; });
      break;
    case KeyFunction::email_local:
      result = value.substr(0, value.find('@'));
      break;
    case KeyFunction::email_domain:
      if (const auto at = value.find('@'); at != std::string_view::npos) result = value.substr(at + 1);
      break;
    case KeyFunction::words:
      return words_in_order(value, result);
    case KeyFunction::attribute:
    case KeyFunction::sorted:
    case KeyFunction::any:
    case KeyFunction::any_word:
    case KeyFunction::any_ngram:
      result = value;
      break;
  }
  return !result.empty();
}

std::vector<AttributeIndex> attributes_of(std::span<const KeyExpression> rule) {
  std::vector<AttributeIndex> attributes;
  for (const auto& expression : rule) collect_attributes(expression, attributes);
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

KeyEvaluator::KeyEvaluator(std::span<const Column> attributes, std::uint64_t num_rows,
                           std::span<const KeyExpression> rule)
    : attributes_(attributes) {
  for (const auto& expression : rule) {
    if (const auto* several = expression.multi_valued()) {
      multi_valued_ = several;
      multi_part_ = parts_.size();
      lists_ = {0};  // position 0 means "not computed yet"
    }
    const auto read = attributes_of(std::span(&expression, 1));
    Part part{&expression, read.size() == 1, read.front(), {}};
    const Column& column = attributes[part.attribute];
    // A table of all distinct values is worthwhile only if values repeat here.
    if (part.one_attribute && expression.function != KeyFunction::attribute && column.storage == Storage::coded &&
        column.dictionary.size() * 2 <= num_rows)
      part.memo.assign(column.dictionary.size(), 0);
    parts_.push_back(std::move(part));
  }
}

std::uint64_t KeyEvaluator::part_hash(Part& part, std::uint64_t row) {
  const auto compute = [&](const auto& value_of) -> std::uint64_t {
    if (!evaluate_key(*part.expression, value_of, buffer_)) return kNoKey;
    return hash_bytes(buffer_) | 1;  // never kNoKey
  };
  // All values may share `unpacked_`: a function copies each value before it asks for the next one.
  if (!part.one_attribute) return compute([&](AttributeIndex a) { return attributes_[a].value(row, unpacked_); });
  const Column& column = attributes_[part.attribute];
  if (column.is_missing(row)) return kNoKey;
  // Most keys are plain values. Each is represented by a number, which does not depend on the number of ranks either.
  if (part.expression->function == KeyFunction::attribute) return mix(part.attribute, column.value_id(row)) | 1;
  const auto compute_of_value = [&] {
    const std::string_view value = column.value(row, unpacked_);
    return compute([&](AttributeIndex) { return value; });
  };
  if (part.memo.empty()) return compute_of_value();
  std::uint64_t& known = part.memo[column.codes[row]];
  if (known == 0) {
    const std::uint64_t hash = compute_of_value();
    known = hash == kNoKey ? 2 : hash;  // hashes are odd, so 2 is free to mean "no key"
  }
  return known == 2 ? kNoKey : known;
}

void KeyEvaluator::collect_value_hashes(std::uint64_t row, std::vector<std::uint64_t>& out) {
  out.clear();
  Part& part = parts_[multi_part_];
  const auto add = [&](std::string_view value) { out.push_back(hash_bytes(value) | 1); };
  if (multi_valued_ == part.expression && multi_valued_->arguments.front().function == KeyFunction::attribute) {
    // Most functions read a plain attribute, whose value need not be copied.
    for_each_element(*multi_valued_, attributes_[part.attribute].value(row, unpacked_), add);
  } else {
    evaluate_keys(
        *part.expression, [&](AttributeIndex a) { return attributes_[a].value(row, unpacked_); }, add);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kMaxKeys) out.resize(kMaxKeys);
}

std::span<const std::uint64_t> KeyEvaluator::value_hashes(std::uint64_t row) {
  Part& part = parts_[multi_part_];
  if (part.memo.empty()) {
    collect_value_hashes(row, value_hashes_);
    return value_hashes_;
  }
  std::uint64_t& place = part.memo[attributes_[part.attribute].codes[row]];
  if (place == 0) {
    collect_value_hashes(row, value_hashes_);
    place = lists_.size();
    lists_.push_back(value_hashes_.size());
    lists_.insert(lists_.end(), value_hashes_.begin(), value_hashes_.end());
  }
  return std::span(lists_).subspan(place + 1, lists_[place]);
}

void KeyEvaluator::append_chains(std::uint64_t row, std::span<const std::uint64_t> value_hashes,
                                 std::vector<KeyHash>& out) {
  const std::size_t first = out.size();
  // One chain up to the part with several values; from there on one chain per value.
  out.push_back(kChainStart);
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    if (multi_valued_ != nullptr && p == multi_part_) {
      const KeyHash before = out.back();
      out.pop_back();
      for (const std::uint64_t hash : value_hashes) out.push_back(mix(before, hash));
      continue;
    }
    const std::uint64_t hash = part_hash(parts_[p], row);
    if (hash == kNoKey) {
      out.resize(first);
      return;
    }
    for (std::size_t i = first; i < out.size(); ++i) out[i] = mix(out[i], hash);
  }
}

void KeyEvaluator::append_keys(std::uint64_t row, std::vector<KeyHash>& out) {
  append_chains(row, multi_valued_ == nullptr ? std::span<const std::uint64_t>() : value_hashes(row), out);
}

KeyHash KeyEvaluator::key_of_value(std::uint64_t row, std::string_view value) {
  std::vector<KeyHash> keys;
  const std::uint64_t hash = hash_bytes(value) | 1;
  append_chains(row, {&hash, 1}, keys);
  return keys.empty() ? kNoKey : keys.front();
}

void KeyEvaluator::keys(std::uint64_t first, std::span<KeyHash> out) {
  std::fill(out.begin(), out.end(), kChainStart);
  for (auto& part : parts_) {
    // Chains the hash of this part to those of earlier parts; a part without a value ends the chain.
    const auto chain = [&](auto hash_of) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        const std::uint64_t hash = hash_of(first + i);
        out[i] = hash == kNoKey || out[i] == kNoKey ? kNoKey : mix(out[i], hash);
      }
    };
    const Column& column = attributes_[part.attribute];
    const bool plain = part.expression->function == KeyFunction::attribute;
    const std::uint64_t attribute = part.attribute;
    const auto plain_hash = [attribute](std::uint64_t id) { return id == 0 ? kNoKey : mix(attribute, id) | 1; };
    if (plain && column.storage == Storage::coded)
      chain([&](std::uint64_t row) { return plain_hash(column.codes[row]); });
    else if (plain && column.storage == Storage::packed)
      chain([&](std::uint64_t row) { return plain_hash(column.numbers[row]); });
    else
      chain([&](std::uint64_t row) { return part_hash(part, row); });
  }
}

}  // namespace onefold::block
