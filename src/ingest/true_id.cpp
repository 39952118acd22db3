#include "ingest/true_id.hpp"

#include <fmt/format.h>
#include <unicode/regex.h>

#include "onefold/record/error.hpp"

namespace onefold::ingest {

struct TrueIdPattern::Matcher {
  std::unique_ptr<icu::RegexMatcher> regex;
  icu::UnicodeString text;
};

TrueIdPattern::TrueIdPattern(const std::string& pattern, const std::string& source_name) {
  if (pattern.empty()) return;
  UErrorCode status = U_ZERO_ERROR;
  matcher_ = std::make_unique<Matcher>();
  matcher_->regex = std::make_unique<icu::RegexMatcher>(icu::UnicodeString::fromUTF8(pattern), 0, status);
  if (U_FAILURE(status))
    throw Error(ExitCode::job, fmt::format("source \"{}\": truth_pattern is not a valid regular expression ({})",
                                           source_name, u_errorName(status)));
  if (matcher_->regex->groupCount() < 1)
    throw Error(ExitCode::job,
                fmt::format("source \"{}\": truth_pattern has no group; put what is the true customer in parentheses",
                            source_name));
}
TrueIdPattern::~TrueIdPattern() = default;
TrueIdPattern::TrueIdPattern(TrueIdPattern&&) noexcept = default;

std::string_view TrueIdPattern::find(std::string_view value) {
  if (!matcher_) return value;
  found_.clear();
  matcher_->text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(value.data(), static_cast<std::int32_t>(value.size())));
  matcher_->regex->reset(matcher_->text);
  UErrorCode status = U_ZERO_ERROR;
  if (matcher_->regex->find(status) == 0 || U_FAILURE(status)) return {};
  const std::int32_t begin = matcher_->regex->start(1, status);
  const std::int32_t end = matcher_->regex->end(1, status);
  // A group that did not take part in the match begins at -1.
  if (U_FAILURE(status) || begin < 0) return {};
  matcher_->text.tempSubStringBetween(begin, end).toUTF8String(found_);
  return found_;
}

}  // namespace onefold::ingest
