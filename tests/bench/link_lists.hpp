// Lists of links by formula, for measuring the component search. Each rank makes its part of a list that depends only
// on kind, number of records and mean degree, and sends every link to a rank on which a blocking rule might have found
// it.
//
//   clusters          many small clusters (sizes geometric, mean 3.6, at most 40): a random tree in each, and in
//                     addition
//                     half as many links as records; one in a thousand is a chain of 50 to 249 records. Ids are
//                     scattered
//                     at random
//   repeated          the same, but every link occurs four times, on different ranks
//   giant-path        half of all records in one chain with ids at random, the rest in clusters
//   giant-tree        half of all records in one tree, each record below a random earlier one, the rest in clusters
//   path-ascending, path-descending, path-zigzag, path-random     all records in one chain
//   star-smallest, star-largest     all records linked to record 0, or to the last one
//   cliques           everything linked with everything in groups of 24
//   random            num_records * mean_degree / 2 links between random records (Erdos-Renyi, with repetitions and
//                     loops)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/cluster/packed_links.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::bench {

struct LinkList {
  std::vector<Link> local_links;
  std::optional<std::uint64_t> num_components;  ///< of all ranks' links, from the formula; none for "random"
};

/// Names of the kinds.
[[nodiscard]] const std::vector<std::string>& link_list_kinds();

/// Collective. `kind` is one of link_list_kinds().
[[nodiscard]] LinkList make_link_list(const mpi::Communicator& world, const std::string& kind,
                                      std::uint64_t num_records, double mean_degree);

}  // namespace onefold::bench
