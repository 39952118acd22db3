// Compiled once and read by every test.
#pragma once

#include "precompiled.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
