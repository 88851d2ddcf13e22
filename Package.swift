// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target of the package.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The `torch` folder of a PyTorch wheel, for macOS and for a newer libtorch than the system's own.
/// It needs unsafe flags, which only a root package may use; without it Debian's libtorch-dev needs none.
let torch = Context.environment["TORCH_DIR"]
var torchHeaders: [CXXSetting] = []
var torchLibraries: [LinkerSetting] = [.linkedLibrary("torch_cpu"), .linkedLibrary("c10")]
if let torch {
  torchHeaders.append(
    .unsafeFlags(["-isystem", "\(torch)/include", "-isystem", "\(torch)/include/torch/csrc/api/include"]))
  torchLibraries.append(.unsafeFlags(["-L\(torch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(torch)/lib"]))
}

let numerics = Target.Dependency.product(name: "Numerics", package: "swift-numerics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
  name: "hepatica",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hepatica", targets: ["hepatica"]),
    // What the networks run on: opened beside the command when a network is needed, so that a fit starts without it.
    .library(name: "CTorchEngine", type: .dynamic, targets: ["CTorchEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Libraries of others, kept behind a module each.
    .systemLibrary(name: "CLinearAlgebra", providers: [.apt(["libopenblas-openmp-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CFourier"),
    .target(name: "CSignal"),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(name: "CTorch", cxxSettings: torchHeaders),
    .target(
      name: "CTorchEngine", cxxSettings: torchHeaders + [.headerSearchPath("../CTorch/include")],
      linkerSettings: torchLibraries),

    // The flow, one stage a module.
    .target(name: "MRSCore", dependencies: ["CLinearAlgebra", "CFourier", "CSignal", numerics], swiftSettings: strict),
    .target(name: "MRSConfiguration", dependencies: [toml], swiftSettings: strict),
    .target(name: "MRSFormats", dependencies: ["MRSCore", "CZlib", numerics], swiftSettings: strict),
    .target(
      name: "MRSSimulation", dependencies: ["MRSCore", "MRSConfiguration", numerics],
      resources: [.embedInCode("Resources/SpinSystems")], swiftSettings: strict),
    .target(name: "MRSModel", dependencies: ["MRSCore", "MRSStatistics", numerics], swiftSettings: strict),
    .target(name: "MRSSynthesis", dependencies: ["MRSCore", "MRSModel", "CHDF5", numerics], swiftSettings: strict),
    .target(
      name: "MRSFitting", dependencies: ["MRSCore", "MRSModel", "MRSStatistics", numerics], swiftSettings: strict),
    .target(
      name: "MRSNetworks", dependencies: ["MRSCore", "MRSModel", "CTorch", crypto, numerics], swiftSettings: strict),
    .target(name: "MRSStatistics", dependencies: ["MRSCore", csv, numerics], swiftSettings: strict),
    .target(
      name: "MRSReport", dependencies: ["MRSStatistics", mustache, numerics],
      resources: [.embedInCode("Resources/Templates")], swiftSettings: strict),
    .target(
      name: "MRSPipeline",
      dependencies: [
        "MRSCore", "MRSConfiguration", "MRSFormats", "MRSSimulation", "MRSModel", "MRSSynthesis", "MRSFitting",
        "MRSNetworks", "MRSStatistics", "MRSReport", crypto, logging, numerics,
      ],
      resources: [.embedInCode("Resources/Protocols")], swiftSettings: strict),
    .executableTarget(
      name: "hepatica",
      dependencies: [
        "MRSPipeline", "MRSCore", "MRSFormats", "MRSConfiguration", "MRSNetworks", "MRSReport", "MRSSynthesis",
        arguments,
      ], swiftSettings: strict),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "MRSPipeline", "MRSReport", "MRSSynthesis", "MRSSimulation", "MRSFitting", "MRSModel", "MRSCore", arguments,
        numerics,
      ],
      path: "Benchmarks",
      exclude: ["reference"],
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "MRSCoreTests", dependencies: ["MRSCore", numerics], swiftSettings: strict),
    .testTarget(name: "MRSConfigurationTests", dependencies: ["MRSConfiguration"], swiftSettings: strict),
    .testTarget(
      name: "MRSFormatsTests", dependencies: ["MRSFormats", "MRSCore", "TestSupport", numerics], swiftSettings: strict),
    .testTarget(
      name: "MRSSimulationTests",
      dependencies: ["MRSSimulation", "MRSCore", "MRSFormats", "MRSModel", "TestSupport", numerics],
      exclude: ["Reference"], swiftSettings: strict),
    .testTarget(name: "MRSModelTests", dependencies: ["MRSModel", "MRSCore", numerics], swiftSettings: strict),
    .testTarget(
      name: "MRSSynthesisTests",
      dependencies: ["MRSSynthesis", "MRSCore", "MRSFitting", "MRSModel", "TestSupport", numerics],
      swiftSettings: strict),
    .testTarget(
      name: "MRSFittingTests",
      dependencies: ["MRSFitting", "MRSCore", "MRSModel", "MRSStatistics", "MRSSynthesis", numerics],
      exclude: ["NISTStRD"], swiftSettings: strict),
    .testTarget(
      name: "MRSNetworksTests", dependencies: ["MRSNetworks", "MRSCore", "TestSupport", numerics],
      swiftSettings: strict),
    .testTarget(
      name: "MRSStatisticsTests", dependencies: ["MRSStatistics", "MRSCore", numerics],
      exclude: ["ORIGIN.md", "Convergence"], swiftSettings: strict),
    .testTarget(
      name: "MRSReportTests", dependencies: ["MRSReport", "MRSCore", "MRSStatistics"], swiftSettings: strict),
    .testTarget(
      name: "MRSPipelineTests",
      dependencies: [
        "MRSPipeline", "MRSConfiguration", "MRSCore", "MRSFitting", "MRSFormats", "MRSModel", "MRSNetworks",
        "MRSSimulation", "MRSStatistics", "MRSSynthesis", "TestSupport", numerics,
      ], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["hepatica", "MRSCore", "MRSNetworks", "MRSPipeline", "TestSupport", subprocess],
      exclude: ["Snapshots"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: torch == nil ? .cxx17 : .cxx20
)
