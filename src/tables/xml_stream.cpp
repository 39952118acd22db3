#include "tables/xml_stream.hpp"

#include <expat.h>

#include <new>

#include "onefold/record/error.hpp"

namespace onefold::tables {

namespace {

constexpr int kPieceBytes = 64 << 10;

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::find(std::string_view name) const {
  for (const char** at = list_; *at != nullptr; at += 2)
    if (without_prefix(*at) == name) return at[1];
  return {};
}

struct XmlCalls {
  template <typename Call>
  static void guard(void* stream, const Call& call) {
    auto& self = *static_cast<XmlStream*>(stream);
    try {
      call(self);
    } catch (const std::exception& error) {
      self.fail(error.what());
    }
  }
  static void begin(void* stream, const char* name, const char** attributes) {
    guard(stream, [&](XmlStream& self) { self.begin_element(without_prefix(name), XmlAttributes(attributes)); });
  }
  static void end(void* stream, const char* name) {
    guard(stream, [&](XmlStream& self) { self.end_element(without_prefix(name)); });
  }
  static void text(void* stream, const char* text, int length) {
    guard(stream, [&](XmlStream& self) { self.take_text({text, static_cast<std::size_t>(length)}); });
  }
  // Files of spreadsheet programs declare no types; what does may be meant to fill memory.
  static void doctype(void* stream, const char*, const char*, const char*, int) {
    static_cast<XmlStream*>(stream)->fail("declares a document type");
  }
};

void XmlStream::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

XmlStream::XmlStream(std::unique_ptr<bytes::ByteSource> source, std::string where)
    : source_(std::move(source)), where_(std::move(where)), parser_(XML_ParserCreate(nullptr)) {
  if (!parser_) throw std::bad_alloc();
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), XmlCalls::begin, XmlCalls::end);
  XML_SetCharacterDataHandler(parser_.get(), XmlCalls::text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), XmlCalls::doctype);
}
XmlStream::~XmlStream() = default;

void XmlStream::fail(std::string what) {
  if (failure_.empty()) failure_ = std::move(what);
  XML_StopParser(parser_.get(), XML_FALSE);
}

bool XmlStream::parse_some() {
  if (ended_) return false;
  void* const room = XML_GetBuffer(parser_.get(), kPieceBytes);
  if (room == nullptr) throw std::bad_alloc();
  const std::size_t got = source_->read({static_cast<char*>(room), static_cast<std::size_t>(kPieceBytes)});
  ended_ = got == 0;
  if (XML_ParseBuffer(parser_.get(), static_cast<int>(got), static_cast<int>(ended_)) != XML_STATUS_ERROR) return true;
  const std::string what = failure_.empty() ? XML_ErrorString(XML_GetErrorCode(parser_.get())) : failure_;
  throw Error(ExitCode::input, where_ + " cannot be read (" + what + "); save the file again, or save it as CSV");
}

}  // namespace onefold::tables
