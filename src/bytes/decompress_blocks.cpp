// Streaming bzip2 and xz. Several streams may follow each other, as pbzip2 and `cat a.xz b.xz` make them.
#include <bzlib.h>
#include <lzma.h>

#include <algorithm>

#include "bytes/stored_bytes.hpp"

namespace onefold::bytes {

namespace {

/// What `xz -9` needs is below a quarter of this.
constexpr std::uint64_t kMaxXzMemory = std::uint64_t{256} << 20;

class Bzip2Source final : public ByteSource {
 public:
  explicit Bzip2Source(const std::string& path) : stored_(path) { begin_stream(); }
  ~Bzip2Source() override { BZ2_bzDecompressEnd(&stream_); }
  Bzip2Source(const Bzip2Source&) = delete;
  Bzip2Source& operator=(const Bzip2Source&) = delete;

  std::size_t read(std::span<char> target) override {
    target = target.first(std::min<std::size_t>(target.size(), 1U << 30));
    stream_.next_out = target.data();
    stream_.avail_out = static_cast<unsigned>(target.size());
    while (stream_.avail_out > 0 && !ended_) {
      if (!stored_.refill()) {
        if (inside_stream_) throw_damaged(stored_.path(), "bzip2", "ends early");
        ended_ = true;
        break;
      }
      if (!inside_stream_) {
        char* const out = stream_.next_out;
        const unsigned room = stream_.avail_out;
        BZ2_bzDecompressEnd(&stream_);
        begin_stream();
        stream_.next_out = out;
        stream_.avail_out = room;
      }
      inside_stream_ = true;
      const auto input = stored_.rest();
      stream_.next_in = input.data();
      stream_.avail_in = static_cast<unsigned>(input.size());
      const int status = BZ2_bzDecompress(&stream_);
      stored_.take(input.size() - stream_.avail_in);
      if (status == BZ_STREAM_END)
        inside_stream_ = false;
      else if (status == BZ_MEM_ERROR)
        throw std::bad_alloc();
      else if (status != BZ_OK)
        throw_damaged(stored_.path(), "bzip2", "is not valid");
    }
    return target.size() - stream_.avail_out;
  }
  std::uint64_t stored_bytes_taken() const override { return stored_.taken(); }

 private:
  void begin_stream() {
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }

  StoredBytes stored_;
  bz_stream stream_{};
  bool inside_stream_ = true;
  bool ended_ = false;
};

class XzSource final : public ByteSource {
 public:
  explicit XzSource(const std::string& path) : stored_(path) {
    if (lzma_stream_decoder(&stream_, kMaxXzMemory, LZMA_CONCATENATED) != LZMA_OK) throw std::bad_alloc();
  }
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

  std::size_t read(std::span<char> target) override {
    stream_.next_out = reinterpret_cast<std::uint8_t*>(target.data());
    stream_.avail_out = target.size();
    while (stream_.avail_out > 0 && !ended_) {
      const bool more = stored_.refill();
      const auto input = stored_.rest();
      stream_.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
      stream_.avail_in = input.size();
      const lzma_ret status = lzma_code(&stream_, more ? LZMA_RUN : LZMA_FINISH);
      stored_.take(input.size() - stream_.avail_in);
      if (status == LZMA_STREAM_END)
        ended_ = true;
      else if (status == LZMA_MEM_ERROR)
        throw std::bad_alloc();
      else if (status == LZMA_MEMLIMIT_ERROR)
        throw Error(ExitCode::input, stored_.path() + ": the xz stream needs more than 256 MiB of memory to be " +
                                         "unpacked; unpack the file, or compress it with xz -9 or less");
      else if (status == LZMA_BUF_ERROR && !more)
        throw_damaged(stored_.path(), "xz", "ends early");
      else if (status != LZMA_OK && status != LZMA_BUF_ERROR)
        throw_damaged(stored_.path(), "xz", "is not valid");
    }
    return target.size() - stream_.avail_out;
  }
  std::uint64_t stored_bytes_taken() const override { return stored_.taken(); }

 private:
  StoredBytes stored_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_bzip2(const std::string& path) { return std::make_unique<Bzip2Source>(path); }
std::unique_ptr<ByteSource> open_xz(const std::string& path) { return std::make_unique<XzSource>(path); }

}  // namespace onefold::bytes
