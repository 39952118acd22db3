// XML read piece by piece, with expat. Local.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/byte_source.hpp"

struct XML_ParserStruct;

namespace onefold::tables {

/// Attributes of an element: names and values by turns, as expat gives them.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** list) : list_(list) {}
  /// Empty if the element has no such attribute. A prefix of the attribute's name is ignored.
  [[nodiscard]] std::string_view find(std::string_view name) const;

 private:
  const char** list_;
};

/// Derive from it and override what is of interest. Names come without the prefix of their namespace. The functions are
/// called through C: what they throw must not leave them, so a fault is told by `fail`.
class XmlStream {
 public:
  /// `where` begins messages.
  XmlStream(std::unique_ptr<bytes::ByteSource> source, std::string where);
  virtual ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Parses the next piece. False at the end. Throws Error(input) if the XML is damaged or a function has failed.
  [[nodiscard]] bool parse_some();
  void parse_all() {
    while (parse_some()) {
    }
  }

 protected:
  virtual void begin_element(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end_element(std::string_view name) = 0;
  virtual void take_text(std::string_view text) = 0;
  /// Ends parsing with an Error(input).
  void fail(std::string what);

 private:
  friend struct XmlCalls;
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  std::unique_ptr<bytes::ByteSource> source_;
  std::string where_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::string failure_;
  bool ended_ = false;
};

}  // namespace onefold::tables
