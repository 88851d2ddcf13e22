import Foundation
import MRSCore
import MRSFormats
import MRSProfile

/// The basis a signal is fitted with, and where it is from. Where it is from decides nothing about the fit.
struct ChosenBasis: Sendable {
  let basis: ScaledBasis
  /// Of the file or the files of a folder, or of a simulated basis as JSON.
  let sha256: String
  let source: String
  let doubts: [Doubt]

  /// Reads a basis of any known format for a signal of the given acquisition.
  /// - Parameters:
  ///   - overrides: the dwell time and frequency of .RAW files that hold none.
  ///   - choices: what is said of the basis beside its file.
  /// - Throws: `FormatError`, ``QuantifyError/basisField(basis:megahertz:file:fileMegahertz:)``.
  init(
    reading url: URL, for acquisition: Acquisition, of file: String, overrides: SignalOverrides = .none,
    choices: BasisChoices = .init()
  ) throws {
    let basisFile = try BasisFile(contentsOf: url, overrides: overrides)
    var read = basisFile.basis
    // What identifies the basis is the file's content, whatever is said beside it.
    let digest = basisFile.format == .hepatica ? BasisDigest(read).sha256 : nil
    if let time = choices.echoTime { read = read.with(echoTime: time) }
    let name = url.lastPathComponent
    var doubts = basisFile.doubts.map { Doubt.inFile(name, $0) }
    let own = read.acquisition.spectrometerFrequency.megahertz
    let megahertz = acquisition.spectrometerFrequency.megahertz
    if abs(own / megahertz - 1) > Self.sameField {
      guard choices.allowsOtherField else {
        throw QuantifyError.basisField(basis: name, megahertz: own, file: file, fileMegahertz: megahertz)
      }
      read = read.stretched(to: acquisition.spectrometerFrequency)
      doubts.append(.basisField(basis: own, signal: megahertz))
    }
    if let measured = acquisition.echoTime {
      if let made = read.acquisition.echoTime {
        if abs(made - measured) > 0.001 { doubts.append(.basisEchoTime(basis: made, signal: measured)) }
      } else {
        doubts.append(.basisEchoTimeUnknown(signal: measured))
      }
    }
    if let made = read.acquisition.sequence, let measured = acquisition.sequence,
      !made.uppercased().contains(measured.uppercased())
        || read.acquisition.combination != acquisition.combination
    {
      doubts.append(.basisSequence(basis: made, signal: measured))
    }
    basis = ScaledBasis(read, linewidth: basisFile.linewidth?.hertz)
    // The hash that network cards carry is that of the values of a simulated basis; a file's is that of its bytes.
    sha256 = try digest ?? Artefact(of: basisFile.files, in: url).sha256
    source = name
    self.doubts = doubts
  }

  /// How far the fields of basis and signal may differ: by then a coupling of 7 Hz is off by 0.04 Hz.
  private static let sameField = 0.005

  /// The simulated basis of a protocol.
  init(simulated basis: BasisSet) {
    self.basis = ScaledBasis(basis)
    sha256 = BasisDigest(basis).sha256
    source = "simulated, \(basis.source)"
    doubts = []
  }
}

extension BasisSet {
  /// The same functions, of an echo time that is told.
  fileprivate func with(echoTime: Double) -> BasisSet {
    var acquisition = acquisition
    acquisition.echoTime = echoTime
    return BasisSet(functions: functions, acquisition: acquisition, source: source)
  }
}
