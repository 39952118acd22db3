# cmake --install, and find_package(onefold) for those who link the parts: onefold::pipeline, onefold::cluster, ...
include(CMakePackageConfigHelpers)

install(TARGETS onefold RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ${ONEFOLD_COMPONENTS} EXPORT onefoldTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/onefold DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY configs DESTINATION ${CMAKE_INSTALL_DATADIR}/onefold)
install(EXPORT onefoldTargets NAMESPACE onefold:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onefold)
configure_package_config_file(cmake/onefoldConfig.cmake.in ${PROJECT_BINARY_DIR}/onefoldConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onefold)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/onefoldConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/onefoldConfig.cmake ${PROJECT_BINARY_DIR}/onefoldConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onefold)
