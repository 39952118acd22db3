// A regular file, mapped into memory: the system reads a page when it is first touched. Local.
#pragma once

#include <string>
#include <string_view>

namespace onefold::files {

class MappedFile {
 public:
  /// Throws Error(input): "cannot read the WHAT PATH: reason".
  MappedFile(const std::string& path, const std::string& what);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  [[nodiscard]] std::string_view content() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace onefold::files
