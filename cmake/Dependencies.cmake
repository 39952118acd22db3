# Debian 12 packages only; scripts/install-deps names them.
find_package(PkgConfig REQUIRED)
find_package(MPI REQUIRED COMPONENTS C CXX)

# With serial HDF5 beside the parallel one the plain call would take the serial one and say nothing.
set(HDF5_PREFER_PARALLEL TRUE)
find_package(HDF5 1.10 REQUIRED COMPONENTS C)
if(NOT HDF5_IS_PARALLEL)
  message(FATAL_ERROR "onefold needs parallel HDF5: apt-get install libhdf5-openmpi-dev, or give -DHDF5_ROOT=...")
endif()

find_package(Boost 1.74 REQUIRED COMPONENTS graph)
find_package(cereal REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(fmt REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)

pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(LIBDEFLATE REQUIRED IMPORTED_TARGET libdeflate)
set(ONEFOLD_XXHASH PkgConfig::XXHASH)
set(ONEFOLD_ZSTD PkgConfig::ZSTD)
set(ONEFOLD_LIBDEFLATE PkgConfig::LIBDEFLATE)

find_library(ONEFOLD_PHONENUMBER_LIBRARY phonenumber)
find_path(ONEFOLD_PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h)
if(NOT ONEFOLD_PHONENUMBER_LIBRARY OR NOT ONEFOLD_PHONENUMBER_INCLUDE)
  message(FATAL_ERROR "onefold needs libphonenumber: apt-get install libphonenumber-dev")
endif()
set(ONEFOLD_PHONENUMBER ${ONEFOLD_PHONENUMBER_LIBRARY})
