// What ingest reads, put together from all ranks.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ingest/read_sources_cases.hpp"

namespace onefold::test {

/// Collective. All rows in order, as every rank has them.
inline std::vector<std::string> all_rows(const config::Job& job, const ingest::Tuning& tuning = {},
                                         ingest::Ingested* ingested = nullptr) {
  ingest::Collector sink(job, tuning);
  auto read =
      ingest::read_sources_tuned(world(), job, sink, {.progress = {}, .search = {}, .tuning = tuning, .cuts = {}});
  std::vector<std::pair<std::uint64_t, std::string>> local;
  for (std::size_t s = 0; s < sink.lines().size(); ++s)
    for (std::size_t i = 0; i < sink.lines()[s].size(); ++i)
      local.emplace_back(read.local_stretches[s].first_record + i, sink.lines()[s][i].text);
  std::string packed;
  for (const auto& [id, text] : local) packed += std::to_string(id) + '\t' + text + '\x02';
  std::vector<std::pair<std::uint64_t, std::string>> all;
  for (const std::string& of_rank : world().gather_all(packed)) {
    std::size_t at = 0;
    while (at < of_rank.size()) {
      const std::size_t tab = of_rank.find('\t', at);
      const std::size_t end = of_rank.find('\x02', tab);
      all.emplace_back(std::stoull(of_rank.substr(at, tab - at)), of_rank.substr(tab + 1, end - tab - 1));
      at = end + 1;
    }
  }
  std::ranges::sort(all);
  std::vector<std::string> rows;
  for (auto& [id, text] : all) rows.push_back(std::move(text));
  if (ingested != nullptr) *ingested = std::move(read);
  return rows;
}

}  // namespace onefold::test
