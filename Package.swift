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
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CLinearAlgebra", providers: [.apt(["libopenblas-openmp-dev", "liblapacke-dev"])]),
    .target(name: "CFourier"),
    .target(name: "MRSCore", dependencies: ["CLinearAlgebra", "CFourier", numerics], swiftSettings: strict),
    .target(name: "MRSModel", dependencies: ["MRSCore", numerics], swiftSettings: strict),
    .target(
      name: "MRSStatistics",
      dependencies: ["MRSCore", "MRSModel", numerics, .product(name: "SwiftCSV", package: "SwiftCSV")],
      swiftSettings: strict),
    .target(
      name: "MRSReport",
      dependencies: ["MRSCore", "MRSModel", "MRSStatistics", .product(name: "Mustache", package: "swift-mustache")],
      resources: [.embedInCode("Resources/Templates")], swiftSettings: strict),
    .testTarget(name: "MRSCoreTests", dependencies: ["MRSCore"], swiftSettings: strict),
    .testTarget(
      name: "MRSStatisticsTests", dependencies: ["MRSCore", "MRSModel", "MRSStatistics"], exclude: ["ORIGIN.md"],
      swiftSettings: strict),
    .testTarget(
      name: "MRSReportTests", dependencies: ["MRSCore", "MRSModel", "MRSStatistics", "MRSReport"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
