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

}  // namespace onefold::test
