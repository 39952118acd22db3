// Compressed texts for tests that read compressed files.
#pragma once

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::test {

inline std::string gzipped(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// With a checksum, as the command zstd writes it; without one damage may go unseen.
inline std::string zstandard(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

inline std::string bzip2ed(std::string_view text) {
  auto size = static_cast<unsigned>(text.size() + text.size() / 100 + 1000);
  std::string out(size, '\0');
  BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0,
                           0);
  out.resize(size);
  return out;
}

inline std::string xz(std::string_view text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                          reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
  out.resize(size);
  return out;
}

/// A file in an archive.
struct ZipMember {
  std::string name;
  std::string content;
};

/// A zip archive whose files are stored as they are.
inline std::string zip_of(const std::vector<ZipMember>& members) {
  std::string out;
  std::string directory;
  const auto number = [](std::string& to, std::uint64_t value, int num_bytes) {
    for (int i = 0; i < num_bytes; ++i) to += static_cast<char>((value >> (8 * i)) & 0xFFU);
  };
  // What follows the version in the headers of a member and of its entry in the directory.
  const auto facts = [&](std::string& to, const ZipMember& member) {
    const std::uint64_t size = member.content.size();
    number(to, 20, 2), number(to, 0, 2), number(to, 0, 2), number(to, 0, 4);
    number(to, crc32(0, reinterpret_cast<const Bytef*>(member.content.data()), static_cast<uInt>(size)), 4);
    number(to, size, 4), number(to, size, 4), number(to, member.name.size(), 2), number(to, 0, 2);
  };
  for (const ZipMember& member : members) {
    const std::size_t offset = out.size();
    out += "PK\x03\x04";
    facts(out, member);
    out += member.name + member.content;
    directory += "PK\x01\x02";
    number(directory, 20, 2);
    facts(directory, member);
    number(directory, 0, 2), number(directory, 0, 2), number(directory, 0, 2), number(directory, 0, 4);
    number(directory, offset, 4);
    directory += member.name;
  }
  const std::size_t begin = out.size();
  out += directory + "PK\x05\x06";
  number(out, 0, 4), number(out, members.size(), 2), number(out, members.size(), 2);
  number(out, directory.size(), 4), number(out, begin, 4), number(out, 0, 2);
  return out;
}

/// A zip archive of files that all have the same content.
inline std::string zipped(const std::vector<std::string>& names, std::string_view content) {
  std::vector<ZipMember> members;
  for (const std::string& name : names) members.push_back({name, std::string(content)});
  return zip_of(members);
}

}  // namespace onefold::test
