// Compiled once and read by the LIGHT folders, which read job files and print JSON.
#pragma once

#include <toml++/toml.h>

#include <nlohmann/json.hpp>

#include "precompiled.hpp"
