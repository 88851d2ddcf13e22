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
  ],
  targets: [
    .systemLibrary(name: "CLinearAlgebra", providers: [.apt(["libopenblas-openmp-dev", "liblapacke-dev"])]),
    .target(name: "CFourier"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "MRSCore", dependencies: ["CLinearAlgebra", "CFourier", numerics], swiftSettings: strict),
    .target(name: "MRSFormats", dependencies: ["MRSCore", "CZlib", numerics], swiftSettings: strict),
    .target(name: "MRSModel", dependencies: ["MRSCore", numerics], swiftSettings: strict),
    .testTarget(name: "MRSCoreTests", dependencies: ["MRSCore", numerics], swiftSettings: strict),
    .testTarget(name: "MRSFormatsTests", dependencies: ["MRSFormats", "MRSCore", numerics], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
