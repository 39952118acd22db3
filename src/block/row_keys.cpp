#include "block/row_keys.hpp"

namespace onefold::block {

RowKeys::RowKeys(const TileRows& rows, std::uint64_t num_rows) {
  for (const RuleKeys* rule : rows.earlier_lists) earlier_.emplace_back(rows.attributes, num_rows, *rule);
  if (rows.own_list != nullptr) own_.emplace_back(rows.attributes, num_rows, *rows.own_list);
}

void RowKeys::add_earlier(std::uint64_t at, std::uint32_t row, CommonKeys& common) {
  for (std::size_t rule = 0; rule < earlier_.size(); ++rule) {
    keys_.clear();
    earlier_[rule].append_keys(at, keys_);
    for (const KeyHash key : keys_) common.add(row, key_of_rule(rule, key));
  }
}

void RowKeys::add_own(std::uint64_t at, KeyHash hash, std::uint32_t row, CommonKeys& common) {
  if (own_.empty()) return;
  keys_.clear();
  own_.front().append_keys(at, keys_);
  for (const KeyHash key : keys_)
    if (key < hash) common.add(row, key_of_rule(kOwnRule, key));
}

}  // namespace onefold::block
