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
    } else if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      guard names.contains("manifest.json") else { throw RunError.uninspectable(url.path) }
      if names.contains("card.json") {
        self.init(network: try NetworkBundle(readingFrom: url), path: url.path)
      } else {
        self.init(run: try Manifest(readingFrom: url), path: url.path)
      }
    } else {
      self.init(scan: try SignalFile.read(url, overrides: overrides), path: url.path, showsIdentity: showsIdentity)
    }
  }

  private init(scan: Scan, path: String, showsIdentity: Bool) {
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
          ]),
        Self.acquisition(scan.acquisition), Self.header(shown),
      ], warnings: scan.doubts.map(\.description), hiddenFields: scan.fields.count - shown.count)
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
