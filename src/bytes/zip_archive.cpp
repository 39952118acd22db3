#include "bytes/zip_archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "onefold/record/error.hpp"

namespace onefold::bytes {

namespace {

constexpr std::size_t kMaxMembersInMessage = 5;

bool is_left_by_system(const std::string& name) {
  return name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") ||
         name.ends_with("Thumbs.db");
}

/// A name from an archive is foreign text: no control characters, and not long.
std::string shown(const std::string& name) {
  std::string out = name.substr(0, 60);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return out;
}

/// The first names of an archive.
std::string names_of(const std::vector<std::string>& members) {
  if (members.empty()) return "no file";
  std::string names;
  for (std::size_t i = 0; i < members.size() && i < kMaxMembersInMessage; ++i)
    names += (i == 0 ? "" : ", ") + shown(members[i]);
  if (members.size() > kMaxMembersInMessage) names += ", ...";
  return names;
}

class MemberSource final : public ByteSource {
 public:
  MemberSource(std::string path, std::shared_ptr<zip> archive, zip_file_t* file, const zip_stat_t& facts)
      : path_(std::move(path)), archive_(std::move(archive)), file_(file), facts_(facts) {}
  ~MemberSource() override { zip_fclose(file_); }
  MemberSource(const MemberSource&) = delete;
  MemberSource& operator=(const MemberSource&) = delete;

  std::size_t read(std::span<char> target) override {
    const zip_int64_t got = zip_fread(file_, target.data(), target.size());
    if (got < 0)
      throw Error(ExitCode::input, fmt::format("{}: the zip archive cannot be unpacked ({}); the file is damaged or "
                                               "not complete, fetch it again",
                                               path_, zip_error_strerror(zip_file_get_error(file_))));
    unpacked_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  // libzip does not tell how far it has read.
  std::uint64_t stored_bytes_taken() const override {
    return facts_.size == 0
               ? 0
               : static_cast<std::uint64_t>(static_cast<double>(unpacked_) / static_cast<double>(facts_.size) *
                                            static_cast<double>(facts_.comp_size));
  }

 private:
  std::string path_;
  std::shared_ptr<zip> archive_;
  zip_file_t* file_;
  zip_stat_t facts_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

ZipArchive::ZipArchive(const std::string& path) : path_(path) {
  // Says what is wrong with a file that is not there or is no regular file.
  const FileHandle handle(path);
  int code = 0;
  zip* const archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw Error(ExitCode::input, fmt::format("{}: the zip archive cannot be read ({}); the file is damaged or not "
                                             "complete, fetch it again",
                                             path, reason));
  }
  archive_ = std::shared_ptr<zip>(archive, Discard{});
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    if (name != nullptr && !is_left_by_system(name)) members_.emplace_back(name);
  }
}

bool ZipArchive::has(const std::string& member) const { return std::ranges::find(members_, member) != members_.end(); }

std::unique_ptr<ByteSource> ZipArchive::open(const std::string& member) const {
  zip_stat_t facts;
  zip_stat_init(&facts);
  if (zip_stat(archive_.get(), member.c_str(), 0, &facts) != 0)
    throw Error(ExitCode::input,
                fmt::format("{}: has no \"{}\" in it; it holds {}", path_, shown(member), names_of(members_)));
  if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts.encryption_method != ZIP_EM_NONE)
    throw Error(ExitCode::input, path_ + ": is protected by a password; unpack it and name the file that was in it");
  zip_file_t* const file = zip_fopen_index(archive_.get(), facts.index, 0);
  if (file == nullptr)
    throw Error(ExitCode::input,
                fmt::format("{}: \"{}\" in it cannot be unpacked ({}); unpack it by hand and name the file", path_,
                            shown(member), zip_strerror(archive_.get())));
  return std::make_unique<MemberSource>(path_, archive_, file, facts);
}

std::unique_ptr<ByteSource> open_only_member(const std::string& path) {
  const ZipArchive archive(path);
  const auto& members = archive.members();
  if (members.empty()) throw Error(ExitCode::input, path + ": is a zip archive without a file in it; fetch it again");
  if (members.size() == 1) return archive.open(members.front());
  throw Error(ExitCode::input,
              fmt::format("{}: is a zip archive of {} files: {}; say which one the source is, as in member = \"{}\" in "
                          "its [[source]], or unpack it",
                          path, members.size(), names_of(members), shown(members.front())));
}

}  // namespace onefold::bytes
