import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSVocabulary

/// The basis a signal is fitted with, and where it is from.
struct QuantifyBasis: Sendable {
  let basis: BasisSet
  /// Of the file or the files of a folder, or of the simulated basis as JSON.
  let sha256: String
  let source: String
  /// True for a basis of others; false for what the protocol describes, which is fitted with the protocol's options.
  let isForeign: Bool
  /// The names of the functions that were added to those of the file.
  let added: [String]
  let doubts: [String]

  /// Reads a basis of any known format for a signal of the given acquisition.
  /// - Parameter overrides: the dwell time and frequency of .RAW files that hold none.
  /// - Throws: `FormatError`, `PipelineError`, ``QuantifyError/basisField(basis:megahertz:file:fileMegahertz:)``.
  init(
    reading url: URL, for acquisition: Acquisition, of file: String, addsMacromolecules: Bool,
    overrides: SignalOverrides = .none
  ) throws {
    let basisFile = try BasisFile(contentsOf: url, overrides: overrides)
    let read = basisFile.basis
    let isSimulated = basisFile.format == .hepatica
    var doubts = basisFile.warnings.map { "\(url.lastPathComponent): \($0)" }
    let own = read.acquisition.spectrometerFrequency.megahertz
    let megahertz = acquisition.spectrometerFrequency.megahertz
    guard abs(own / megahertz - 1) <= 0.005 else {
      throw QuantifyError.basisField(
        basis: url.lastPathComponent, megahertz: own, file: file, fileMegahertz: megahertz)
    }
    if let made = read.acquisition.echoTime, let measured = acquisition.echoTime, abs(made - measured) > 0.001 {
      doubts.append(
        "the basis is for an echo time of \(Self.milliseconds(made)), the signal has \(Self.milliseconds(measured)): "
          + "coupled spins (Ins, Glu, Gln, Lac, …) evolve differently and are biased")
    }
    if let made = read.acquisition.sequence, let measured = acquisition.sequence, !made.contains(measured) {
      doubts.append("the basis is for \(made), the signal was measured with \(measured)")
    }
    let addsBroad = addsMacromolecules && !read.names.contains(where: Vocabulary.standard.isBroad)
    let broad = addsBroad ? Macromolecules.basisFunctions(on: read.acquisition) : []
    // In the scale of the file, where that is known, so that all amounts are in protons or species of one unit.
    let signal = (try? Self.protonSignal(of: read)) ?? 1
    basis = BasisSet(
      functions: read.functions + broad.map { $0.scaled(by: signal) }, acquisition: read.acquisition,
      source: read.source)
    // The hash that network cards carry is that of the values of a simulated basis; a file's is that of its bytes.
    sha256 = isSimulated ? read.sha256 : try Artefact(of: basisFile.files, in: url).sha256
    source = url.lastPathComponent
    isForeign = !isSimulated
    added = broad.map(\.name)
    self.doubts = doubts
  }

  /// The simulated basis of a protocol.
  init(simulated basis: BasisSet) {
    self.basis = basis
    sha256 = basis.sha256
    source = "simulated, \(basis.source)"
    isForeign = false
    added = []
    doubts = []
  }

  /// The signal of one proton at unit amount: 1 for simulated lines, else a third of the amplitude that the creatine
  /// (or NAA) methyl singlet has at time zero, found by fitting the function with two lines.
  /// - Throws: ``QuantifyError/unknownScale(basis:looked:)``, `FittingError`.
  static func protonSignal(of basis: BasisSet) throws -> Double {
    let references = Vocabulary.standard.scaleReferences
    if basis.functions.contains(where: { if case .lines = $0.signal { true } else { false } }) { return 1 }
    for reference in references {
      let shifts = reference.singlets.map(\.shift)
      guard
        let name = Vocabulary.standard.names(of: reference.name, among: basis.names).first,
        let function = basis.functions.first(where: { $0.name == name }),
        case .sampled(let samples) = function.signal
      else { continue }
      let lines = shifts.map { shift in
        BasisFunction(
          name: "\(shift)",
          signal: .lines(
            TransitionLines(
              frequencies: [basis.acquisition.offset(of: .ppm(shift)).hertz],
              amplitudes: ComplexVector(real: [1], imaginary: [0]))))
      }
      let set = BasisSet(functions: lines, acquisition: basis.acquisition, source: reference.name)
      let reach = shifts.count == 1 ? 0.15 : 1.2
      let options = LeastSquaresOptions(
        window: .ppm(shifts[0] - 0.3) ... .ppm(shifts[0] + reach), baselineKnotSpacing: nil,
        naturalWidths: Dictionary(uniqueKeysWithValues: set.names.map { ($0, 0.1) }), firstOrderPhaseDeviation: 0,
        shiftDeviation: 0.01)
      let model = ForwardModel(basis: set, acquisition: basis.acquisition)
      let fit = try LeastSquares(model: model, options: options)
        .fit(FID(samples: samples, acquisition: basis.acquisition))
      if fit.parameters.amounts[0] > 0 { return fit.parameters.amounts[0] / reference.singlets[0].protons }
    }
    throw QuantifyError.unknownScale(basis: basis.source, looked: references.map(\.name))
  }

  /// The basis in protons.
  /// - Throws: as ``protonSignal(of:)``.
  func inProtons() throws -> BasisSet {
    let signal = try Self.protonSignal(of: basis)
    return BasisSet(
      functions: basis.functions.map { $0.scaled(by: 1 / signal) }, acquisition: basis.acquisition,
      source: basis.source)
  }

  private static func milliseconds(_ time: Double) -> String { "\((time * 1e5).rounded() / 100) ms" }
}

extension BasisFunction {
  /// With every amplitude times `factor`.
  fileprivate func scaled(by factor: Double) -> BasisFunction {
    switch signal {
    case .lines(let lines): BasisFunction(name: name, signal: .lines(lines.scaled(by: factor)))
    case .sampled(let samples): BasisFunction(name: name, signal: .sampled(factor * samples))
    }
  }
}
