// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target of the package.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Those of the tests, whose own code need not be fast: optimising it took as long as optimising what they test.
let unoptimised: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"])]

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
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

/// The modules that another package can import, in the order of the flow: each is a product of its own name.
let libraries = [
  "MRSCore", "MRSConfiguration", "MRSVocabulary", "MRSFormats", "MRSSimulation", "MRSModel", "MRSSynthesis",
  "MRSFitting", "MRSProcessing", "MRSNetworks", "MRSStatistics", "MRSReport", "MRSProfile", "MRSQuantification",
  "MRSStudy", "MRSRuns",
]

/// Benchmarks, with `Scripts/benchmark` and `Scripts/check`, which set the variable: every build of the tests would take
/// them along.
let benchmarks: [Target] =
  Context.environment["HEPATICA_BENCHMARKS"] == nil
  ? []
  : [
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "MRSProfile", "MRSStudy", "MRSReport", "MRSSynthesis", "MRSSimulation", "MRSFitting", "MRSProcessing",
        "MRSModel", "MRSCore",
        arguments, numerics,
      ],
      path: "Benchmarks",
      exclude: ["reference"],
      swiftSettings: strict)
  ]

/// With `HEPATICA_TESTS=NAME,…`, as `Scripts/sanitize` sets it, the package is these tests and what they need: a build of all
/// for each sanitizer would take an hour.
let chosen = Context.environment["HEPATICA_TESTS"].map { Set($0.split(separator: ",").map(String.init)) }

let package = Package(
  name: "hepatica",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hepatica", targets: ["hepatica"]),
    // What the networks run on: opened beside the command when a network is needed, so that a fit starts without it.
    .library(name: "CTorchEngine", type: .dynamic, targets: ["CTorchEngine"]),
  ] + libraries.map { .library(name: $0, targets: [$0]) },
  dependencies: [
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
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
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CFourier"),
    // What must happen before the libraries are loaded, and after the last line is written.
    .target(name: "CProcess"),
    .target(name: "CSignal"),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(name: "CTorch", cxxSettings: torchHeaders),
    .target(
      name: "CTorchEngine", cxxSettings: torchHeaders + [.headerSearchPath("../CTorch/include")],
      linkerSettings: torchLibraries),

    // The flow, one stage a module.
    .target(
      name: "MRSCore", dependencies: ["CLinearAlgebra", "CCrypto", "CFourier", "CSignal", numerics],
      swiftSettings: strict),
    .target(name: "MRSConfiguration", dependencies: ["MRSCore", toml], swiftSettings: strict),
    // Names of species, sums and resonances: the only place that knows what tCho is.
    .target(
      name: "MRSVocabulary", dependencies: ["MRSConfiguration"], resources: [.embedInCode("Resources/Vocabulary")],
      swiftSettings: strict),
    .target(
      name: "MRSFormats", dependencies: ["MRSCore", "MRSVocabulary", "CZlib", numerics], swiftSettings: strict),
    .target(
      name: "MRSSimulation", dependencies: ["MRSCore", "MRSConfiguration", "MRSVocabulary", numerics],
      resources: [.embedInCode("Resources/SpinSystems")], swiftSettings: strict),
    .target(
      name: "MRSModel", dependencies: ["MRSCore", "MRSStatistics", "MRSVocabulary", numerics], swiftSettings: strict),
    .target(name: "MRSSynthesis", dependencies: ["MRSCore", "MRSModel", "CHDF5", numerics], swiftSettings: strict),
    .target(
      name: "MRSFitting", dependencies: ["MRSCore", "MRSModel", "MRSStatistics", "MRSVocabulary", numerics],
      swiftSettings: strict),
    .target(
      name: "MRSProcessing", dependencies: ["MRSCore", "MRSModel", "MRSFitting", numerics], swiftSettings: strict),
    .target(
      name: "MRSNetworks", dependencies: ["MRSCore", "MRSModel", "CTorch", numerics], swiftSettings: strict),
    .target(name: "MRSStatistics", dependencies: ["MRSCore", csv, numerics], swiftSettings: strict),
    .target(
      name: "MRSReport", dependencies: ["MRSCore", "MRSStatistics", mustache, numerics],
      resources: [.embedInCode("Resources/Templates"), .embedInCode("Resources/Checklists")], swiftSettings: strict),
    .target(
      name: "MRSProfile",
      dependencies: [
        "MRSCore", "MRSConfiguration", "MRSVocabulary", "MRSFormats", "MRSSimulation", "MRSModel", "MRSSynthesis",
        "MRSFitting", "MRSProcessing", "MRSNetworks", numerics,
      ],
      resources: [
        .embedInCode("Resources/Protocols"), .embedInCode("Resources/Profiles"), .copy("Resources/Networks"),
      ], swiftSettings: strict),
    .target(
      name: "MRSQuantification",
      dependencies: [
        "MRSCore", "MRSVocabulary", "MRSFormats", "MRSModel", "MRSSynthesis", "MRSFitting", "MRSProcessing",
        "MRSNetworks", "MRSProfile", "MRSStatistics", "MRSReport", numerics,
      ], swiftSettings: strict),
    .target(
      name: "MRSStudy",
      dependencies: [
        "MRSCore", "MRSVocabulary", "MRSFormats", "MRSModel", "MRSSynthesis", "MRSFitting", "MRSProcessing",
        "MRSNetworks", "MRSProfile", "MRSQuantification", "MRSStatistics", "MRSReport", numerics,
      ], swiftSettings: strict),
    .target(
      name: "MRSRuns",
      dependencies: [
        "MRSCore", "MRSConfiguration", "MRSFormats", "MRSProcessing", "MRSSynthesis", "MRSNetworks", "MRSProfile",
        "MRSQuantification", "MRSSimulation", "MRSStatistics", "MRSReport", "MRSStudy", logging, numerics,
      ], swiftSettings: strict),
    .executableTarget(
      name: "hepatica",
      dependencies: [
        "MRSRuns", "MRSStudy", "MRSQuantification", "MRSProfile", "MRSCore", "MRSFormats", "MRSConfiguration",
        "MRSProcessing", "MRSFitting", "MRSNetworks", "MRSReport", "MRSStatistics", "MRSSynthesis", "CProcess",
        arguments,
      ], swiftSettings: strict),

    // A short example of each library. A target and not SwiftPM's snippets, which link every target: `CTorch` and
    // `CTorchEngine` have the same functions, one the stand-in of the other.
    .executableTarget(
      name: "examples", dependencies: libraries.map { .target(name: $0) }, path: "Examples",
      swiftSettings: unoptimised),

    .target(name: "TestSupport", dependencies: ["MRSCore"], path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "StudySupport",
      dependencies: [
        "MRSConfiguration", "MRSCore", "MRSFormats", "MRSProfile", "MRSQuantification", "MRSRuns", "MRSStatistics",
        "MRSStudy",
      ], path: "Tests/StudySupport", swiftSettings: unoptimised),
    .testTarget(
      name: "MRSCoreTests", dependencies: ["MRSCore", "CFourier", "TestSupport", numerics], swiftSettings: unoptimised),
    .testTarget(name: "MRSConfigurationTests", dependencies: ["MRSConfiguration"], swiftSettings: unoptimised),
    .testTarget(name: "MRSVocabularyTests", dependencies: ["MRSVocabulary"], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSFormatsTests",
      dependencies: [
        "MRSFormats", "MRSCore", "MRSModel", "MRSProcessing", "MRSProfile", "MRSQuantification", "TestSupport",
        numerics,
      ],
      swiftSettings: unoptimised),
    .testTarget(
      name: "MRSSimulationTests",
      dependencies: [
        "MRSSimulation", "MRSCore", "MRSFormats", "MRSModel", "MRSVocabulary", "TestSupport", numerics,
      ],
      exclude: ["Reference"], swiftSettings: strict),
    .testTarget(
      name: "MRSModelTests", dependencies: ["MRSModel", "MRSCore", "MRSVocabulary", numerics],
      swiftSettings: unoptimised),
    .testTarget(
      name: "MRSSynthesisTests",
      dependencies: ["MRSSynthesis", "MRSCore", "MRSFitting", "MRSProcessing", "MRSModel", "TestSupport", numerics],
      swiftSettings: unoptimised),
    .testTarget(
      name: "MRSFittingTests",
      dependencies: ["MRSFitting", "MRSCore", "MRSModel", "MRSStatistics", "MRSSynthesis", numerics],
      exclude: ["NISTStRD"], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSProcessingTests",
      dependencies: [
        "MRSProcessing", "MRSCore", "MRSModel", "MRSFitting", "MRSFormats", "MRSSynthesis", "TestSupport", numerics,
      ],
      swiftSettings: unoptimised),
    .testTarget(
      name: "MRSNetworksTests", dependencies: ["MRSNetworks", "MRSCore", "TestSupport", numerics],
      swiftSettings: unoptimised),
    .testTarget(
      name: "MRSStatisticsTests", dependencies: ["MRSStatistics", "MRSCore", numerics],
      exclude: ["ORIGIN.md", "Convergence"], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSReportTests", dependencies: ["MRSReport", "MRSCore", "MRSStatistics"], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSProfileTests",
      dependencies: [
        "MRSProfile", "MRSConfiguration", "MRSCore", "MRSFitting", "MRSFormats", "MRSModel", "MRSProcessing",
        "MRSQuantification",
        "MRSRuns", "MRSSimulation", "MRSStudy", "MRSSynthesis", "MRSVocabulary", "StudySupport", "TestSupport",
        numerics,
      ], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSQuantificationTests",
      dependencies: [
        "MRSQuantification", "MRSProfile", "MRSConfiguration", "MRSCore", "MRSFitting", "MRSFormats", "MRSModel",
        "MRSProcessing", "MRSRuns", "MRSStudy", "MRSSynthesis", "MRSVocabulary", "StudySupport", "TestSupport",
        numerics,
      ], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSStudyTests",
      dependencies: [
        "MRSStudy", "MRSProfile", "MRSConfiguration", "MRSCore", "MRSFitting", "MRSFormats", "MRSModel", "MRSNetworks",
        "MRSQuantification", "MRSRuns", "MRSStatistics", "MRSSynthesis", "StudySupport", "TestSupport", numerics,
      ], swiftSettings: unoptimised),
    .testTarget(
      name: "MRSRunsTests",
      dependencies: [
        "MRSRuns", "MRSProfile", "MRSConfiguration", "MRSCore", "MRSFormats", "MRSModel", "MRSNetworks",
        "MRSQuantification", "MRSSimulation", "MRSStatistics", "MRSStudy", "MRSSynthesis", "StudySupport",
        "TestSupport",
      ], swiftSettings: unoptimised),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "hepatica", "examples", "MRSConfiguration", "MRSCore", "MRSFormats", "MRSNetworks", "MRSProfile",
        "MRSQuantification", "MRSRuns", "MRSStudy",
        "StudySupport", "TestSupport", subprocess,
      ],
      exclude: ["Snapshots"],
      swiftSettings: unoptimised),
  ] + benchmarks,
  cxxLanguageStandard: torch == nil ? .cxx17 : .cxx20
)

if let chosen {
  var needed = chosen
  var found = 0
  while found < needed.count {
    found = needed.count
    for target in package.targets where needed.contains(target.name) {
      for dependency in target.dependencies {
        switch dependency {
        case .targetItem(let name, _), .byNameItem(let name, _): needed.insert(name)
        default: continue
        }
      }
    }
  }
  // What makes the thread sanitizer understand Swift's Mutex.
  package.targets.append(.target(name: "SanitizerSupport", path: "Tests/SanitizerSupport"))
  needed.insert("SanitizerSupport")
  for target in package.targets where target.type == .test { target.dependencies.append("SanitizerSupport") }
  // The engine is opened while a program runs; no target depends on it.
  if needed.contains("MRSNetworks") { needed.insert("CTorchEngine") }
  package.targets = package.targets.filter { needed.contains($0.name) }
  package.products = package.products.filter { needed.contains($0.name) }
}
