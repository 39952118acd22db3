// Token similarities by sets, maps and floating point: the oracle of comparison/tokens.cpp. Words are compared by their
// bytes, not by hashes.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "onefold/similarity/jaro_winkler.hpp"
#include "record/hash.hpp"

namespace onefold::reference {

using WordWeights = std::map<std::string, double>;  ///< in bits; a word that is not listed weighs one bit

inline std::vector<std::string> words_of(std::string value) {
  std::replace(value.begin(), value.end(), '\x1f', ' ');
  std::istringstream in(value);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

inline std::size_t num_common(const std::set<std::string>& left, const std::set<std::string>& right) {
  return static_cast<std::size_t>(
      std::count_if(left.begin(), left.end(), [&](const auto& word) { return right.contains(word); }));
}

inline std::set<std::string> word_set(const std::string& value) {
  const auto words = words_of(value);
  return {words.begin(), words.end()};
}

inline double token_jaccard(const std::string& left, const std::string& right) {
  const auto a = word_set(left), b = word_set(right);
  const auto common = static_cast<double>(num_common(a, b));
  return common / (static_cast<double>(a.size() + b.size()) - common);
}

inline double token_overlap(const std::string& left, const std::string& right) {
  const auto a = word_set(left), b = word_set(right);
  return static_cast<double>(num_common(a, b)) / static_cast<double>(std::min(a.size(), b.size()));
}

/// A vector of length 1.
inline std::map<std::string, double> word_vector(const std::string& value, const WordWeights& weights) {
  std::map<std::string, double> vector;
  double squares = 0;
  for (const auto& word : word_set(value)) {
    const auto weight = weights.find(word);
    vector[word] = weight == weights.end() ? 1 : weight->second;
    squares += vector[word] * vector[word];
  }
  for (auto& [word, component] : vector) component /= std::sqrt(squares);
  return vector;
}

inline double tfidf(const std::string& left, const std::string& right, const WordWeights& weights) {
  const auto a = word_vector(left, weights), b = word_vector(right, weights);
  double sum = 0;
  for (const auto& [word, component] : a)
    if (b.contains(word)) sum += component * b.at(word);
  return sum;
}

/// Words match in pairs, the most similar first, as long as Jaro-Winkler is at least 0.9.
inline double soft_tfidf(const std::string& left, const std::string& right, const WordWeights& weights) {
  auto a = word_vector(left, weights), b = word_vector(right, weights);
  double sum = 0;
  for (;;) {
    double best = 0, product = 0;
    std::pair<std::uint64_t, std::uint64_t> names;
    std::string l, r;
    for (const auto& [lw, lc] : a)
      for (const auto& [rw, rc] : b) {
        // Rounded to ten-thousandths, because tokens.cpp compares similarities after this rounding.
        const double similarity = lw == rw ? 2 : std::floor(similarity::jaro_winkler(lw, rw) * 1e4 + 1e-7) / 1e4;
        const std::pair<std::uint64_t, std::uint64_t> here = std::minmax(hash_bytes(lw), hash_bytes(rw));
        const bool nearly = std::abs(lc * rc - product) < 1e-9;
        if (similarity < best || (similarity == best && !l.empty() && (nearly ? here > names : lc * rc < product)))
          continue;
        best = similarity;
        product = lc * rc;
        names = here;
        l = lw;
        r = rw;
      }
    if (best < 0.9) return sum;
    sum += product * std::min(best, 1.0);
    a.erase(l);
    b.erase(r);
  }
}

inline std::multiset<std::string> numbers_of(const std::string& value) {
  std::multiset<std::string> numbers;
  for (const auto& word : words_of(value))
    if (word.find_first_of("0123456789") != std::string::npos) numbers.insert(word);
  return numbers;
}

}  // namespace onefold::reference
