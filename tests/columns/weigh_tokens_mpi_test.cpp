#include <map>
#include <set>

#include "columns/build_columns.hpp"
#include "columns/weigh_tokens.hpp"
#include "record/hash.hpp"
#include "support/cleansed_column.hpp"
#include "support/mpi_test.hpp"

namespace onefold::columns {
namespace {

// Some words occur in most values, some in one. Every sixth value is missing, and some words occur twice in a value.
std::string value_of(std::uint64_t record) {
  if (record % 6 == 1) return {};
  std::string value = "the";
  for (std::uint64_t k = 0; k < mix(test::kSeed, record) % 5; ++k) {
    const std::uint64_t draw = mix(test::kSeed + k + 1, record);
    value += (record % 4 == 0 && k == 1 ? "\x1f" : " ") + ("w" + std::to_string(draw % (1 + draw % 400)));
  }
  return value;
}

std::map<std::string, std::uint64_t> naive_counts(TokenKind kind, std::uint64_t num_records) {
  std::map<std::string, std::uint64_t> counts;
  for (std::uint64_t record = 0; record < num_records; ++record) {
    const std::string value = value_of(record);
    std::set<std::string> distinct;
    std::string token;
    for (const char c : value + '\x1f') {
      if (c == '\x1f' || (c == ' ' && kind == TokenKind::words)) {
        if (!token.empty()) distinct.insert(token);
        token.clear();
      } else {
        token += c;
      }
    }
    for (const auto& one : distinct) ++counts[one];
  }
  return counts;
}

TEST(WeighTokens, weights_follow_from_the_counts_of_all_ranks_for_any_number_in_flight) {
  const auto& world = test::world();
  for (const std::uint64_t num_records : {0U, 3U, 900U}) {
    const BlockDistribution distribution(num_records, world.size());
    const std::uint64_t first = distribution.begin(world.rank());
    TextColumn local;
    std::uint64_t num_present = 0;
    for (std::uint64_t id = 0; id < num_records; ++id) num_present += value_of(id).empty() ? 0 : 1;
    for (auto id = first; id < distribution.end(world.rank()); ++id) local.push_back(value_of(id));
    const auto column = build_column(world, world.split_by_node(), test::cleansed_column(std::move(local)));
    for (const TokenKind kind : {TokenKind::words, TokenKind::elements}) {
      const auto counts = naive_counts(kind, num_records);
      for (const std::uint64_t max_in_flight : {1U, 50U, 1'000'000U}) {
        const TextColumn weights =
            weigh_tokens(world, column, distribution.size(world.rank()), kind, {}, max_in_flight);
        EXPECT_EQ(weights.size(), distribution.size(world.rank()));
        std::size_t num_wrong = 0;
        std::vector<Token> tokens;
        for (std::uint64_t row = 0; row < weights.size(); ++row) {
          const std::string value = value_of(first + row);
          list_tokens(kind, value, tokens);
          num_wrong += weights[row].size() != 2 * tokens.size();
          for (std::size_t t = 0; t < tokens.size() && weights[row].size() == 2 * tokens.size(); ++t)
            num_wrong += weight_at(weights[row], t) !=
                         token_weight(kind, counts.at(value.substr(tokens[t].begin, tokens[t].size)), num_present);
        }
        EXPECT_EQ(num_wrong, 0U) << num_records << " records, " << max_in_flight << " in flight";
      }
    }
  }
}

TEST(WeighTokens, columns_have_the_weights_that_are_asked_for) {
  const auto& world = test::world();
  const auto node = world.split_by_node();
  const auto column_for = [&](ColumnUse use) {
    TextColumn local;
    local.push_back("acme ltd");
    local.push_back("");
    return build_column(world, node, test::cleansed_column(std::move(local)), use);
  };
  EXPECT_TRUE(column_for({}).word_weights.empty());
  EXPECT_TRUE(column_for({}).element_weights.empty());
  const auto words = column_for({.word_weights = true});
  EXPECT_EQ(words.word_weights.size(), 2U);
  EXPECT_EQ(words.word_weights[0].size(), 4U);
  EXPECT_TRUE(words.word_weights[1].empty());
  // Every rank has the value once, so all records with a value have both words.
  EXPECT_EQ(weight_at(words.word_weights[0], 1), token_weight(TokenKind::words, 1, 1));
  EXPECT_EQ(column_for({.element_weights = true}).element_weights[0].size(), 2U);
}

}  // namespace
}  // namespace onefold::columns
