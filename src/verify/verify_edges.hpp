// The checks of verify_result that read edges. Each returns a summary, or throws Error if the check fails.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Checks that left < right, in range, strictly ascending by (left, right).
std::string check_edges(const result::ResultReader& file, std::uint64_t num_records);

/// The index leads to the edges of each record. Memory: 16 bytes per record, and 8 for each of `max_rows` edges. Reads
/// the edges twice, and once more per `max_rows` edges.
std::string check_edge_index(const result::ResultReader& file, std::uint64_t num_records,
                             std::uint64_t max_rows = std::uint64_t{1} << 24);

/// The weight of each pattern follows exactly from its levels. Each pattern and each term frequency has edges, as many
/// as it says, and each edge has one.
std::string check_weights(const result::ResultReader& file);

/// The clusters are exactly the components of must-links and of links that are not cut; cuts join different clusters.
std::string check_clusters(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

/// No cluster has two records of a source without duplicates, and no two records of a cluster with an edge have values
/// that conflict, unless a must-link joins them. Must-links and cannot-links hold.
std::string check_constraints(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

/// The probability of each edge among rivals follows from the weights of the edges of its records.
std::string check_rivals(const result::ResultReader& file, std::uint64_t num_records);

/// Bridges, articulation points, weakest links and centres of /customers follow from the links. Reads the edges once,
/// and once more per `max_links` links.
std::string check_structures(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of,
                             std::uint64_t max_links = std::uint64_t{1} << 24);

}  // namespace onefold::verify
