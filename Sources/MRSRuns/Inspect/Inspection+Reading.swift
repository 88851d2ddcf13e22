import Foundation
import MRSCore
import MRSFormats
import MRSNetworks

extension Inspection {
  /// Looks at a signal file, a basis file or folder, a run folder or the folder of a network, whichever it is.
  /// - Throws: `FormatError`, `RunError`, `NetworkError`, ``RunError/uninspectable(_:)``.
  public init(
    of url: URL, overrides: SignalOverrides = .none, showsIdentity: Bool = false
  ) throws {
    if BasisFile.format(of: url) != nil {
      self.init(
        basis: try BasisFile(contentsOf: url, overrides: overrides), path: url.path, showsIdentity: showsIdentity)
    } else if url.isFolder {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      guard names.contains("manifest.json") else { throw RunError.uninspectable(url.path) }
      if names.contains("card.json") {
        self.init(network: try NetworkBundle(readingFrom: url), path: url.path)
      } else {
        self.init(run: try Manifest(readingFrom: url), path: url.path)
      }
    } else {
      let scans =
        overrides.part.isEmpty
        ? try SignalFile.readAll(url, overrides: overrides) : [try SignalFile.read(url, overrides: overrides)]
      guard let scan = scans.first else { throw RunError.uninspectable(url.path) }
      self.init(scan: scan, of: scans.count, path: url.path, showsIdentity: showsIdentity)
    }
  }

  /// - Parameter count: how many signals the file holds, of which this is one.
  private init(scan: Scan, of count: Int, path: String, showsIdentity: Bool) {
    let shown = scan.fields.filter { showsIdentity || !$0.identifiesSubject }
    let signals = scan.signals
    self.init(
      path: path, kind: "signal",
      sections: [
        Section(
          "signals",
          [
            Fact("format", .text(scan.format.rawValue)), Fact("coils", .integer(signals.coils)),
            Fact("averages", .integer(signals.averages)),
            Fact("averagesRepresented", scan.averagesRepresented.map { .integer($0) }),
            Fact("points", .integer(scan.acquisition.points)),
          ] + Self.several(scan, of: count))
      ] + Self.water(scan) + Self.voxel(scan.geometry) + [Self.acquisition(scan.acquisition), Self.header(shown)],
      warnings: scan.doubts.map(\.description), hiddenFields: scan.fields.count - shown.count)
  }

  /// Of a file of several signals: how many, along which axes, and which one is shown.
  private static func several(_ scan: Scan, of count: Int) -> [Fact] {
    guard count > 1 || scan.part != nil else { return [] }
    let axes = (scan.part?.coordinates ?? []).map { "\($0.axis) of \($0.count)" }.joined(separator: ", ")
    return [
      Fact("signals", .integer(count)), Fact("axes", .text(axes)),
      Fact("shown", scan.part.map { .text($0.description) }),
    ]
  }

  /// The water reference within the file.
  private static func water(_ scan: Scan) -> [Section] {
    scan.water.map { water in
      [
        Section(
          "water",
          [
            Fact("coils", .integer(water.coils)), Fact("averages", .integer(water.averages)),
            Fact("points", .integer(water.acquisition.points)),
          ])
      ]
    } ?? []
  }

  /// Millimetres to a hundredth, in the scanner's frame: to the right, the front, the head.
  private static func voxel(_ geometry: VoxelGeometry?) -> [Section] {
    guard let geometry else { return [] }
    func words(_ vector: SIMD3<Double>, _ digits: Double) -> Fact.Value {
      .text((0..<3).map { "\((vector[$0] * digits).rounded() / digits + 0)" }.joined(separator: " × "))
    }
    return [
      Section(
        "voxel",
        [
          Fact("size", words(geometry.size, 100), unit: "mm"), Fact("centre", words(geometry.centre, 100), unit: "mm"),
          Fact("volume", .number((geometry.millilitres * 1000).rounded() / 1000), unit: "ml"),
          Fact("directionX", words(geometry.directions[0], 1e4)),
          Fact("directionY", words(geometry.directions[1], 1e4)),
          Fact("directionZ", words(geometry.directions[2], 1e4)),
        ])
    ]
  }

  private init(basis file: BasisFile, path: String, showsIdentity: Bool) {
    let shown = file.fields.filter { showsIdentity || !$0.identifiesSubject }
    self.init(
      path: path, kind: "basis",
      sections: [
        Section(
          "functions",
          [
            Fact("format", .text(file.format.rawValue)), Fact("count", .integer(file.basis.functions.count)),
            Fact("names", .text(file.basis.names.joined(separator: ", "))),
            Fact("linewidth", file.linewidth.map { .number(($0.hertz * 1e4).rounded() / 1e4) }, unit: "Hz"),
          ]),
        Self.acquisition(file.basis.acquisition), Self.header(shown),
      ], warnings: file.doubts.map(\.description), hiddenFields: file.fields.count - shown.count)
  }

  private init(run manifest: Manifest, path: String) {
    let versions = manifest.versions
    self.init(
      path: path, kind: "run",
      sections: [
        Section(
          "command",
          [
            Fact("verb", .text(manifest.verb)), Fact("arguments", .text(manifest.arguments.joined(separator: " "))),
            Fact("seed", manifest.seed.map { .text("\($0)") }), Fact("hepatica", .text(versions.hepatica)),
            Fact("platform", .text(versions.platform)),
          ]),
        Section(
          "files",
          (manifest.inputs.map { ($0, "input") } + manifest.outputs.map { ($0, "output") }).map {
            Fact($0.0.name, .text("\($0.1), \($0.0.size) bytes, SHA-256 \($0.0.sha256.prefix(12))…"))
          }),
      ], warnings: manifest.warnings, hiddenFields: 0)
  }

  private init(network bundle: NetworkBundle<NetworkCard>, path: String) {
    let card = bundle.card
    self.init(
      path: path, kind: "network",
      sections: [
        Section(
          "card",
          [
            Fact("task", .text(card.task.rawValue)), Fact("targets", .text(card.targets.joined(separator: ", "))),
            Fact("protocol", .text(card.studyProtocol)), Fact("trainingExamples", .integer(card.trainingExamples)),
            Fact("calibrated", .text(card.calibration == nil ? "no" : "yes")),
            Fact("seed", .text("\(card.seed)")), Fact("basisSHA256", .text(card.basisHash)),
            Fact("notice", .text(card.notice)),
          ]),
        Self.acquisition(card.encoder.acquisition),
      ], warnings: [], hiddenFields: 0)
  }

  private static func header(_ fields: [HeaderField]) -> Section {
    var seen: Set<String> = []
    // A name said twice keeps its first value, so that JSON has one value a key.
    return Section("header", fields.filter { seen.insert($0.name).inserted }.map { Fact($0.name, .text($0.value)) })
  }

  private static func acquisition(_ acquisition: Acquisition) -> Section {
    let half = acquisition.bandwidth.hertz / 2
    func digits(_ value: Double, _ count: Double) -> Double { (value * count).rounded() / count }
    return Section(
      "acquisition",
      [
        Fact("nucleus", .text(acquisition.nucleus)),
        Fact("spectrometerFrequency", .number(acquisition.spectrometerFrequency.megahertz), unit: "MHz"),
        Fact("field", acquisition.fieldStrength.map { .number(digits($0, 1e4)) }, unit: "T"),
        Fact("dwellTime", .number(digits(acquisition.dwellTime * 1000, 1e9)), unit: "ms"),
        Fact("bandwidth", .number(digits(acquisition.bandwidth.hertz, 1e4)), unit: "Hz"),
        Fact("points", .integer(acquisition.points)),
        Fact("lowestShift", .number(digits(acquisition.shift(at: .hertz(-half)).ppm, 1e3)), unit: "ppm"),
        Fact("highestShift", .number(digits(acquisition.shift(at: .hertz(half)).ppm, 1e3)), unit: "ppm"),
        Fact("shiftAtZeroHertz", .number(acquisition.carrierShift.ppm), unit: "ppm"),
        Fact("sequence", acquisition.sequence.map { .text($0) }),
        Fact("echoTime", acquisition.echoTime.map { .number(digits($0 * 1000, 1e6)) }, unit: "ms"),
        Fact("repetitionTime", acquisition.repetitionTime.map { .number(digits($0 * 1000, 1e6)) }, unit: "ms"),
      ])
  }
}
