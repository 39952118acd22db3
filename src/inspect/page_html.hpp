// The page of a customer for a browser: one file that loads nothing and runs nothing.
//
// Its content security policy allows inline styles only. Tables have captions and headers, differences are marked by
// symbols with names and not by colours alone, colours follow the dark mode of the reader, and print has its own rules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "inspect/customer_page.hpp"

namespace onefold::inspect {

[[nodiscard]] std::string html_of(const CustomerPage& page);

/// Bytes at the beginning of a page that tell what it is.
inline constexpr std::size_t kPageMarkBytes = 2048;
/// Whether a file that begins so is such a page.
[[nodiscard]] bool begins_like_html_of_customer(std::string_view content);

/// The text for the content of an element and for an attribute in double quotes. Control characters and bytes that are
/// not UTF-8 are written like \x01, hidden ones like \u202e.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace onefold::inspect
