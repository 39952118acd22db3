// Members of zip archives, read as streams. Local.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bytes/byte_source.hpp"

struct zip;

namespace onefold::bytes {

class ZipArchive {
 public:
  /// Throws Error(input), which names the file, if it is no zip archive or is damaged.
  explicit ZipArchive(const std::string& path);

  /// Names of the files in it, in order; no folders, and nothing that an operating system leaves there.
  [[nodiscard]] const std::vector<std::string>& members() const { return members_; }
  [[nodiscard]] bool has(const std::string& member) const;
  /// The unpacked bytes of a member. The archive stays open as long as the source. Throws Error(input) if the member
  /// cannot be read, because it has a password for example.
  [[nodiscard]] std::unique_ptr<ByteSource> open(const std::string& member) const;

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  std::string path_;
  std::shared_ptr<zip> archive_;
  std::vector<std::string> members_;
};

/// The unpacked bytes of the only file in an archive. Throws Error(input), which names the files in it, if there are
/// several.
[[nodiscard]] std::unique_ptr<ByteSource> open_only_member(const std::string& path);

}  // namespace onefold::bytes
