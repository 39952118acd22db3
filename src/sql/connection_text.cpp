#include "sql/connection_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace onefold::sql {

namespace {

constexpr std::size_t kMaxShownBytes = 60;

std::string lower_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// Short and without control characters, for one line of a message.
std::string shown_text(std::string_view text) {
  std::string out(text.substr(0, kMaxShownBytes));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return out;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Whether a key of this name holds a secret, whatever the driver: PWD, sslpassword, AccessToken, Api_Key.
bool is_secret(std::string_view key) {
  std::string letters = lower_letters(key);
  std::erase_if(letters, [](char c) { return c == '_' || c == '-' || c == '.' || c == ' '; });
  if (letters.ends_with("file") || letters.ends_with("path")) return false;
  if (letters == "pass" || letters == "pw" || letters == "sas") return true;
  for (const std::string_view word :
       {"pwd",           "password",   "passwd",    "passphrase", "passcode",       "secret",        "token",
        "jwt",           "credential", "signature", "apikey",     "accesskey",      "accountkey",    "authkey",
        "encryptionkey", "privatekey", "privkey",   "sharedkey",  "scramclientkey", "scramserverkey"})
    if (letters.find(word) != std::string::npos) return true;
  return false;
}

using Visit = std::function<void(std::string_view key, const std::string& value)>;

/// KEY=VALUE;KEY={VALUE;with}}braces}
void for_each_odbc_pair(std::string_view text, const Visit& visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) return;
    const std::string_view key = without_blanks(text.substr(at, equals - at));
    at = equals + 1;
    while (at < text.size() && text[at] == ' ') ++at;
    std::string value;
    if (at < text.size() && text[at] == '{') {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '}' && (at + 1 >= text.size() || text[at + 1] != '}')) break;
        if (text[at] == '}') ++at;
        value += text[at];
      }
      at = std::min(text.find(';', at), text.size());
    } else {
      const std::size_t end = std::min(text.find(';', at), text.size());
      value = without_blanks(text.substr(at, end - at));
      at = end;
    }
    visit(key, value);
    ++at;
  }
}

/// key=value key = 'value with \' quotes'
void for_each_libpq_pair(std::string_view text, const Visit& visit) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) return;
    const std::string_view key = without_blanks(text.substr(at, equals - at));
    at = equals + 1;
    while (at < text.size() && is_space(text[at])) ++at;
    const bool quoted = at < text.size() && text[at] == '\'';
    if (quoted) ++at;
    std::string value;
    for (; at < text.size() && (quoted ? text[at] != '\'' : !is_space(text[at])); ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      value += text[at];
    }
    if (quoted) ++at;
    while (at < text.size() && is_space(text[at])) ++at;
    visit(key, value);
  }
}

/// postgresql://user:secret@host:port/dbname?key=value&key=value
void for_each_uri_part(std::string_view uri, const Visit& visit) {
  uri.remove_prefix(uri.find("://") + 3);
  const std::size_t question = std::min(uri.find('?'), uri.size());
  const std::string_view place = uri.substr(0, question);
  const std::size_t slash = std::min(place.find('/'), place.size());
  const std::string_view authority = place.substr(0, slash);
  // A password may hold an @ that is not escaped: the last one ends it.
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    if (const std::size_t colon = authority.substr(0, at).find(':'); colon != std::string_view::npos)
      visit("password", std::string(authority.substr(colon + 1, at - colon - 1)));
  if (slash + 1 < place.size()) visit("dbname", std::string(place.substr(slash + 1)));
  for (std::size_t at = question + 1; at < uri.size();) {
    const std::size_t end = std::min(uri.find('&', at), uri.size());
    const std::string_view pair = uri.substr(at, end - at);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    visit(pair.substr(0, equals), std::string(pair.substr(std::min(equals + 1, pair.size()))));
    at = end + 1;
  }
}

void for_each_pair(Way way, std::string_view connection, const Visit& visit) {
  if (way == Way::odbc)
    for_each_odbc_pair(connection, visit);
  else if (connection.starts_with("postgresql://") || connection.starts_with("postgres://"))
    for_each_uri_part(connection, visit);
  else
    for_each_libpq_pair(connection, visit);
}

std::string value_of(Way way, std::string_view connection, std::string_view wanted) {
  std::string found;
  for_each_pair(way, connection, [&](std::string_view key, const std::string& value) {
    if (found.empty() && lower_letters(key) == lower_letters(wanted)) found = value;
  });
  return found;
}

}  // namespace

std::string odbc_value(std::string_view connection, std::string_view key) {
  return value_of(Way::odbc, connection, key);
}

std::string shown_name_of(Way way, std::string_view connection) {
  std::string name;
  if (way == Way::odbc) {
    name = odbc_value(connection, "DSN");
    if (name.empty()) name = odbc_value(connection, "Driver");
  } else {
    name = value_of(way, connection, "dbname");
  }
  // A driver may be given by the path of its library.
  if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
  return fmt::format("{}{}", way == Way::odbc ? "odbc:" : "postgresql:", shown_text(name));
}

std::optional<std::string> key_of_secret(Way way, std::string_view connection) {
  std::optional<std::string> found;
  for_each_pair(way, connection, [&](std::string_view key, const std::string&) {
    if (!found && is_secret(key)) found = shown_text(key);
  });
  return found;
}

std::string password_variable(std::string_view source_name) {
  std::string out = "ONEFOLD_PASSWORD_";
  for (const char c : source_name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (c >= 'a' && c <= 'z')
      out += static_cast<char>(c - 'a' + 'A');
    else
      out += is_letter || is_digit ? c : '_';
  }
  return out;
}

}  // namespace onefold::sql
