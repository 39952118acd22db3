// The checks of verify_result that look at edges. Each returns what it found, or throws Error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// left < right, in range, strictly ascending by (left, right), rules in range.
std::string check_edges(const result::ResultReader& file, std::uint64_t num_records);

/// Pattern and weight of each edge follow exactly from its levels; its probability follows from the weight.
std::string check_weights(const result::ResultReader& file);

/// The clusters are exactly the components of the links that are not cut (and of must-links); cuts are links between
/// clusters.
std::string check_clusters(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

/// Sources without duplicates have none in a cluster, and no two records with an edge have values that conflict, unless
/// a must-link list wants it; lists are kept.
std::string check_constraints(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

/// What edges are worth given the other edges of their records, where these are rivals, follows from their weights.
std::string check_rivals(const result::ResultReader& file, std::uint64_t num_records);

/// What /customers says of bridges, articulation points and weakest links follows from the links. A second read of the
/// edges for each `max_links` of them.
std::string check_structures(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of,
                             std::uint64_t max_links = std::uint64_t{1} << 24);

}  // namespace onefold::inspect
