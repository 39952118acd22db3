// Extracts the true customer of a record from a column by a regular expression, for `evaluate`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace onefold::ingest {

/// Uses ICU, which keeps its stack on the heap, so that a long value cannot overflow the stack.
class TrueIdPattern {
 public:
  /// An empty pattern takes the whole value. Throws Error(job) for an invalid pattern and for one without a group.
  TrueIdPattern(const std::string& pattern, const std::string& source_name);
  ~TrueIdPattern();
  TrueIdPattern(TrueIdPattern&&) noexcept;

  /// First group of the first match; empty without a match. The view is valid until the next call.
  [[nodiscard]] std::string_view find(std::string_view value);

 private:
  struct Matcher;
  std::unique_ptr<Matcher> matcher_;
  std::string found_;
};

}  // namespace onefold::ingest
