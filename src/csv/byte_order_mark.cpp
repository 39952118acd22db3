#include "csv/byte_order_mark.hpp"

#include "onefold/record/error.hpp"

namespace onefold::csv {

void refuse_utf16(std::string_view first_bytes, const std::string& where) {
  if (first_bytes.starts_with("\xFF\xFE") || first_bytes.starts_with("\xFE\xFF"))
    throw Error(ExitCode::input, where + "is UTF-16; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8");
}

}  // namespace onefold::csv
