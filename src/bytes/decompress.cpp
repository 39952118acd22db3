// Streaming gzip and Zstandard. Several gzip members may follow each other, as `cat a.gz b.gz` makes them, and so may
// Zstandard frames.
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

#include "bytes/stored_bytes.hpp"
#include "bytes/zip_archive.hpp"

namespace onefold::bytes {

namespace {

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(const std::string& path) : stored_(path) {
    // 16: a gzip header and trailer are required and checked; 15: the largest window.
    if (inflateInit2(&stream_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t read(std::span<char> target) override {
    target = target.first(std::min<std::size_t>(target.size(), 1U << 30));
    stream_.next_out = reinterpret_cast<Bytef*>(target.data());
    stream_.avail_out = static_cast<uInt>(target.size());
    while (stream_.avail_out > 0 && !ended_) {
      if (!stored_.refill()) {
        if (inside_member_) throw_damaged(stored_.path(), "gzip", "ends early");
        ended_ = true;
        break;
      }
      if (!inside_member_ && num_members_ > 0 && skip_padding()) continue;
      inside_member_ = true;
      const auto input = stored_.rest();
      stream_.next_in = reinterpret_cast<Bytef*>(input.data());
      stream_.avail_in = static_cast<uInt>(input.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      stored_.take(input.size() - stream_.avail_in);
      if (status == Z_STREAM_END) {
        inside_member_ = false;
        ++num_members_;
        inflateReset(&stream_);
      } else if (status == Z_MEM_ERROR) {
        throw std::bad_alloc();
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        throw_damaged(stored_.path(), "gzip", "is not valid");
      }
    }
    return target.size() - stream_.avail_out;
  }
  std::uint64_t stored_bytes_taken() const override { return stored_.taken(); }

 private:
  // Tapes and some tools fill the last block with zero bytes.
  bool skip_padding() {
    const auto input = stored_.rest();
    const auto zeros = static_cast<std::size_t>(
        std::find_if(input.begin(), input.end(), [](char c) { return c != '\0'; }) - input.begin());
    stored_.take(zeros);
    return zeros > 0;
  }

  StoredBytes stored_;
  z_stream stream_{};
  bool inside_member_ = true;  // a first member is required: an empty file is not a gzip file
  bool ended_ = false;
  std::uint64_t num_members_ = 0;
};

class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(const std::string& path) : stored_(path), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  std::size_t read(std::span<char> target) override {
    ZSTD_outBuffer output{target.data(), target.size(), 0};
    while (output.pos < output.size) {
      // At the end of the file the unpacker may still hold bytes: call it until it returns no more.
      const bool more = stored_.refill();
      const auto bytes = stored_.rest();
      ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
      const std::size_t before = output.pos;
      if (!more && !inside_frame_) break;
      const std::size_t status = ZSTD_decompressStream(stream_, &output, &input);
      stored_.take(input.pos);
      if (ZSTD_isError(status) != 0U)
        throw_damaged(stored_.path(), "zstd", std::string("is not valid (") + ZSTD_getErrorName(status) + ")");
      inside_frame_ = status != 0;
      if (!more && inside_frame_ && output.pos == before) throw_damaged(stored_.path(), "zstd", "ends early");
    }
    return output.pos;
  }
  std::uint64_t stored_bytes_taken() const override { return stored_.taken(); }

 private:
  StoredBytes stored_;
  ZSTD_DStream* stream_;
  bool inside_frame_ = true;
};

}  // namespace

std::unique_ptr<ByteSource> open_compressed(const std::string& path, Compression compression,
                                            const std::string& member) {
  switch (compression) {
    case Compression::none:
      break;
    case Compression::gzip:
      return std::make_unique<GzipSource>(path);
    case Compression::zstd:
      return std::make_unique<ZstdSource>(path);
    case Compression::bzip2:
      return open_bzip2(path);
    case Compression::xz:
      return open_xz(path);
    case Compression::zip:
      return member.empty() ? open_only_member(path) : ZipArchive(path).open(member);
  }
  return open_plain(path, 0, FileHandle(path).size());
}

}  // namespace onefold::bytes
