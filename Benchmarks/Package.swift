// swift-tools-version: 6.2
import PackageDescription

/// The benchmarks, apart from the library so that nobody who uses that builds them.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "tokprof", path: "..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "ByteLevelBPE", package: "tokprof"),
        .product(name: "TokenizerFormats", package: "tokprof"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
