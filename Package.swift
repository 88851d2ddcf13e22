// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target of the package.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let numerics = Target.Dependency.product(name: "Numerics", package: "swift-numerics")

let package = Package(
  name: "hepatica",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CLinearAlgebra", providers: [.apt(["libopenblas-openmp-dev", "liblapacke-dev"])]),
    .target(name: "CFourier"),
    .target(name: "MRSCore", dependencies: ["CLinearAlgebra", "CFourier", numerics], swiftSettings: strict),
    .target(name: "MRSModel", dependencies: ["MRSCore", numerics], swiftSettings: strict),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .target(name: "MRSSynthesis", dependencies: ["MRSModel", "MRSCore", "CHDF5"], swiftSettings: strict),
    .target(
      name: "MRSConfiguration", dependencies: [.product(name: "TOMLKit", package: "TOMLKit")], swiftSettings: strict),
    .target(
      name: "MRSPipeline",
      dependencies: [
        "MRSCore", "MRSConfiguration", .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "hepatica",
      dependencies: [
        "MRSCore", "MRSConfiguration", "MRSPipeline", "MRSSynthesis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["hepatica", "MRSPipeline", .product(name: "Subprocess", package: "swift-subprocess")],
      exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(name: "MRSConfigurationTests", dependencies: ["MRSConfiguration"], swiftSettings: strict),
    .testTarget(name: "MRSPipelineTests", dependencies: ["MRSPipeline"], swiftSettings: strict),
    .testTarget(name: "MRSSynthesisTests", dependencies: ["MRSSynthesis"], swiftSettings: strict),
    .testTarget(name: "MRSCoreTests", dependencies: ["MRSCore"], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
