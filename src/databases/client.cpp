#include "databases/client.hpp"

#include "document/nearest_name.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kMaxMessageBytes = 300;

void mask(std::string& text, const std::string& secret) {
  for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3)
    text.replace(at, secret.size(), "***");
}

}  // namespace

std::unique_ptr<DatabaseClient> connect(const ClientSettings& settings) {
  return settings.shape == config::Shape::odbc ? connect_by_odbc(settings) : connect_by_libpq(settings);
}

std::string one_line(std::string_view message, const std::string& password) {
  // Masked as the driver wrote it, and as a connection string has it: blanks are changed below.
  std::string masked(message);
  if (!password.empty()) {
    std::string doubled;
    for (const char c : password) doubled.append(c == '}' ? 2 : 1, c);
    mask(masked, doubled);
    mask(masked, password);
  }
  std::string out;
  for (const char c : masked) {
    const bool is_blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!is_blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return config::printable(out, kMaxMessageBytes);
}

}  // namespace onefold::databases
