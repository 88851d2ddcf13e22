import Foundation
import MRSConfiguration
import MRSCore
import MRSFormats
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSSimulation
import MRSStatistics
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

/// What reads a kind of file that is no signal, with a valid one.
struct FuzzedReader: Sendable, CustomTestStringConvertible {
  /// A file of the folder that is changed.
  struct File: Sendable {
    let name: String
    let structure: StructureMutator.Structure
  }

  let name: String
  let files: [File]
  /// Writes a valid folder.
  let make: @Sendable (URL) async throws -> Void
  /// After a change, before reading: digests that would tell it are made anew.
  var mend: @Sendable (URL, String) throws -> Void = { _, _ in }
  let read: @Sendable (URL) throws -> Void

  var testDescription: String { name }

  static let all: [FuzzedReader] = [
    basis(.lcmodelBasis, "b.BASIS"), basis(.fslMRS, "fsl"), ownBasis, spectra, bundle, configuration("protocol"),
    configuration("profile"), configuration("spin systems"), cohort, list, manifest,
  ]

  // MARK: Bases

  private static let small = BasisSet(
    functions: ["Cr", "Lac"].enumerated().map { index, name in
      BasisFunction(
        name: name,
        signal: .sampled(
          ComplexVector((0..<12).map { .init(length: exp(-0.1 * Double($0)), phase: Double(index * $0)) })))
    },
    acquisition: Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 12, sequence: "PRESS", echoTime: 0.030),
    source: "a test")

  private static func basis(_ format: BasisFormat, _ place: String) -> FuzzedReader {
    let files = format == .lcmodelBasis ? [place] : ["\(place)/Cr.json", "\(place)/Lac.json"]
    return FuzzedReader(
      name: format == .lcmodelBasis ? "BASIS" : "FSL JSON",
      files: files.map { File(name: $0, structure: .text) },
      make: { folder in
        let url = folder.appending(path: place)
        if format != .lcmodelBasis {
          try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        try BasisFile.write(small, as: format, to: url, sampling: .init(linewidth: .hertz(1)))
      },
      read: { folder in
        let basis = try BasisFile.read(folder.appending(path: place))
        _ = basis.rendered(on: basis.acquisition)
      })
  }

  private static let ownBasis = FuzzedReader(
    name: "basis.json", files: [File(name: "basis.json", structure: .text)],
    make: { folder in
      let lines = BasisFunction(
        name: "Ala",
        signal: .lines(
          TransitionLines(frequencies: [10, -20], amplitudes: ComplexVector(real: [1, 2], imaginary: [0, 1]))))
      let basis = BasisSet(functions: small.functions + [lines], acquisition: small.acquisition, source: "a test")
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(basis).write(to: folder.appending(path: "basis.json"))
    },
    read: { folder in
      let basis = try BasisFile.read(folder.appending(path: "basis.json"))
      _ = basis.rendered(on: basis.acquisition)
    })

  // MARK: Spectra and networks

  private static let spectra = FuzzedReader(
    name: "HDF5",
    files: [
      File(
        name: "s.h5",
        structure: .binary(
          fields: stride(from: 0, to: 96, by: 8).map { .init(offset: $0, size: 8) }
            + stride(from: 96, to: 2048, by: 4).map { .init(offset: $0, size: 4) },
          sections: [0, 48, 96, 512, 800, 2048]))
    ],
    make: { folder in
      let settings = try ReducedStudy.context(["training.validationExamples=2", "acquisition.points=64"])
      let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: .quiet(tasks: 2))
      let synthesizer = SpectrumGenerator(settings.studyProtocol, basis: basis).synthesizer(
        amounts: try CohortPrior(literatureOf: settings.studyProtocol).union)
      let source = StreamedSpectra(
        count: 2, groups: ["LC", "LC-HCC"], synthesizers: [synthesizer, synthesizer], stream: settings.stream)
      let file = folder.appending(path: "s.h5")
      try await StoredSpectra.write(source, to: file, tasks: 1)
      let whole = try Data(contentsOf: file)
      try whole.write(to: folder.appending(path: "whole"))
      // The superblock, ten headers, and heap, tree, leaf and block of the links at least.
      #expect(HDF5Checksums.count(in: whole) >= 15)
    },
    mend: { folder, name in
      // Every other file keeps checksums that do not fit.
      let file = folder.appending(path: name)
      guard try Artefact(of: file).sha256.first.map({ "02468ace".contains($0) }) == true else { return }
      let whole = try Data(contentsOf: folder.appending(path: "whole"))
      try HDF5Checksums.mended(Data(contentsOf: file), like: whole).write(to: file)
    },
    read: { folder in
      let spectra = try StoredSpectra(contentsOf: folder.appending(path: "s.h5"))
      _ = try spectra.spectra(in: 0..<min(2, spectra.count))
    })

  /// One line, as the network that comes with the program expects a signal.
  private static let spectrum = Result {
    let acquisition = try NetworkBundle<NetworkCard>(readingFrom: ShippedBundle.folder).card.encoder.acquisition
    var samples = ComplexVector(zeros: acquisition.points)
    samples.addLine(amplitude: 1, damping: -0.02, rotation: 1.3)
    return FID(samples: samples, acquisition: acquisition)
  }

  private static let bundle = FuzzedReader(
    name: "network",
    files: ["architecture.json", "card.json", "features.json"].map { File(name: "n/\($0)", structure: .text) }
      + ["weights.safetensors", "features.safetensors"].map {
        File(
          name: "n/\($0)",
          structure: .mixed(
            fields: [.init(offset: 0, size: 8)] + (1..<60).map { .init(offset: 8 * $0, size: 8) },
            sections: [0, 8, 200]))
      } + [File(name: "n/manifest.json", structure: .text)],
    make: { folder in
      try ShippedBundle.copy(to: folder.appending(path: "n"))
    },
    mend: { folder, name in
      guard !name.hasSuffix("manifest.json") else { return }
      try ShippedBundle.seal(String(name.dropFirst("n/".count)), of: folder.appending(path: "n"))
    },
    read: { folder in
      let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder.appending(path: "n"))
      _ = try NetworkQuantifier(bundle).quantify(spectrum.get())
    })

  // MARK: Texts

  private static func configuration(_ kind: String) -> FuzzedReader {
    FuzzedReader(
      name: "TOML of \(kind)", files: [File(name: "a.toml", structure: .text)],
      make: { folder in
        let text =
          switch kind {
          case "protocol": try ConfigurationFile.encode(StudyProtocol.load(StudyProtocol.defaultName))
          case "profile": try ConfigurationFile.encode(AnalysisProfile.load("brain"))
          default:
            "[X]\nsource = \"own\"\n[[X.part]]\ncopies = 2\nshifts = [1.0, 2.0]\ncouplings = [[1, 2, 7.0]]\nnitrogen = [[1, 2.0]]\n"
          }
        try Data(text.utf8).write(to: folder.appending(path: "a.toml"))
      },
      read: { folder in
        let file = folder.appending(path: "a.toml")
        switch kind {
        case "protocol": try StudyProtocol.load(file.path).validate()
        case "profile": _ = try AnalysisProfile.load(file.path)
        default: _ = try SpinSystemLibrary(contentsOf: file)
        }
      })
  }

  private static let table =
    "subject,group,file,water\n" + (0..<6).map { "s\($0),\($0 < 3 ? "LC" : "HCC"),s\($0).nii,w\($0).nii\n" }.joined()

  private static let cohort = FuzzedReader(
    name: "CSV of a cohort", files: [File(name: "c.csv", structure: .text)],
    make: { try Data(table.utf8).write(to: $0.appending(path: "c.csv")) },
    read: { _ = try CohortTable(contentsOf: $0.appending(path: "c.csv")) })

  private static let list = FuzzedReader(
    name: "CSV of a batch", files: [File(name: "l.csv", structure: .text)],
    make: { try Data("file,water\na.nii,b.nii\nc.nii,\n".utf8).write(to: $0.appending(path: "l.csv")) },
    read: { _ = try BatchItem.items(of: [$0.appending(path: "l.csv")]) })

  private static let manifest = FuzzedReader(
    name: "manifest",
    files: ["out/manifest.json", "out/timing.json"].map { File(name: $0, structure: .text) },
    make: { folder in
      try await RunFolder.run(at: folder.appending(path: "out")) { run in
        try run.write(Data([1, 2, 3]), to: "results/values.bin")
        try run.finish(.init(verb: "fit", arguments: ["a"]), seed: 7, resolved: ["points": 1024])
      }
    },
    read: { folder in
      let manifest = try Manifest(readingFrom: folder.appending(path: "out"))
      _ = try manifest.discrepancies(in: folder.appending(path: "out"))
    })
}
