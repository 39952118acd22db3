// The few parts of HDF5's C interface that result/ needs: handles that close themselves, and checked return codes.
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace onefold::result::h5 {

/// A call of HDF5 returned an error. The message is HDF5's innermost reason.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Keeps HDF5 from printing its own error stack.
inline void silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

inline std::string reason() {
  std::string text;
  H5Ewalk2(
      H5E_DEFAULT, H5E_WALK_UPWARD,
      [](unsigned depth, const H5E_error2_t* error, void* out) -> herr_t {
        if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(out) = error->desc;
        return 0;
      },
      &text);
  H5Eclear2(H5E_DEFAULT);
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text.empty() ? "HDF5 gives no reason" : text;
}

/// Throws Failure if `code` reports an error.
template <typename Code>
Code checked(Code code) {
  if (code < 0) throw Failure(reason());
  return code;
}

/// Owns an id of HDF5.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  /// Throws Failure when `id` is the result of a failed call.
  Handle(hid_t id, Close closer) : id_(checked(id)), close_(closer) {}
  ~Handle() { reset(); }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  [[nodiscard]] hid_t get() const { return id_; }
  [[nodiscard]] bool is_open() const { return id_ >= 0; }
  /// Closes the handle and returns whether that worked.
  bool reset() {
    if (id_ < 0) return true;
    return close_(std::exchange(id_, -1)) >= 0;
  }
  /// Closes; throws Failure.
  void close() {
    if (!reset()) throw Failure(reason());
  }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// UTF-8 of fixed length, padded with NUL: for attributes.
inline Handle text_type(std::size_t length) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_size(type.get(), length));
  checked(H5Tset_strpad(type.get(), H5T_STR_NULLPAD));
  checked(H5Tset_cset(type.get(), H5T_CSET_UTF8));
  return type;
}

}  // namespace onefold::result::h5
