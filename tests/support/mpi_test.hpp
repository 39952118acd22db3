// GoogleTest under mpirun: every rank runs every test; the failures of all ranks are printed and decide the exit code.
// Use EXPECT, or a reduced condition, before a collective; use ASSERT only on conditions that are equal on all ranks.
#pragma once

#include <gtest/gtest.h>

#include "onefold/mpi/communicator.hpp"

namespace onefold::test {

/// All ranks.
const mpi::Communicator& world();

/// The seed of all random data in tests.
inline constexpr std::uint64_t kSeed = 20260101;

/// How many random cases a test tries on this number of ranks: all on few ranks, a fifth of them where ranks outnumber
/// the cores of small machines, and a collective takes a hundred times as long.
inline std::uint64_t num_random_cases(std::uint64_t on_few_ranks) {
  return world().size() <= 4 ? on_few_ranks : (on_few_ranks + 4) / 5;
}

}  // namespace onefold::test
