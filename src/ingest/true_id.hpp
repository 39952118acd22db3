// The true customer of a record as a regular expression finds it in a column, for `evaluate`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace onefold::ingest {

/// ICU expressions: they keep their stack on the heap, so that a long value cannot end the program.
class TrueIdPattern {
 public:
  /// An empty pattern takes the value as it is. Throws Error(job) for a pattern that is not valid or has no group.
  TrueIdPattern(const std::string& pattern, const std::string& source_name);
  ~TrueIdPattern();
  TrueIdPattern(TrueIdPattern&&) noexcept;

  /// First group of the first match; empty when there is none. The view ends with the next call.
  [[nodiscard]] std::string_view find(std::string_view value);

 private:
  struct Matcher;
  std::unique_ptr<Matcher> matcher_;
  std::string found_;
};

}  // namespace onefold::ingest
