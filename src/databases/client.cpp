#include "databases/client.hpp"

#include "document/nearest_name.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kMaxMessageBytes = 300;

}  // namespace

std::unique_ptr<DatabaseClient> connect(const ClientSettings& settings) {
  return settings.shape == config::Shape::odbc ? connect_by_odbc(settings) : connect_by_libpq(settings);
}

std::string one_line(std::string_view message, const std::string& password) {
  std::string out;
  for (const char c : message) {
    const bool is_blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!is_blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  if (!password.empty())
    for (std::size_t at = 0; (at = out.find(password, at)) != std::string::npos; at += 3)
      out.replace(at, password.size(), "***");
  return config::printable(out, kMaxMessageBytes);
}

}  // namespace onefold::databases
