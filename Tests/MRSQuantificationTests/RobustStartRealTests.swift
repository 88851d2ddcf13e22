import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSProcessing
import MRSProfile
import MRSQuantification
import MRSStudy
import TestSupport
import Testing

@Suite(
  "The first guess of a fit: real spectra",
  .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct RobustStartRealTests {
  enum Scan: String, CaseIterable, Sendable {
    case lcmodel, osprey

    var files: (signal: String, water: String?, basis: String) {
      switch self {
      case .lcmodel: ("lcmodel/data.raw", nil, "lcmodel/3t.basis")
      case .osprey:
        (
          "osprey/sub-01_ses-01_PRESS_raw-act_noID.SDAT", "osprey/sub-01_ses-01_PRESS_raw-ref_noID.SDAT",
          "osprey/3T_PRESS_Philips_35ms_noMM.BASIS"
        )
      }
    }

    /// The FID and the quantifier of its own basis.
    func load() throws -> (fid: FID, quantifier: LeastSquares) {
      let root = try #require(SharedData.root)
      let water = try files.water.map { try SignalFile.read(root.appending(path: $0)).signals }
      let scan = try SignalFile.read(root.appending(path: files.signal)).signals
      let fid = try SignalSet(scan: scan, water: water).processed().fid
      let basis = try BasisFile(contentsOf: root.appending(path: files.basis)).basis
      return (
        fid,
        LeastSquares(
          model: ForwardModel(basis: basis, acquisition: fid.acquisition),
          options: LeastSquaresOptions(window: .ppm(0.2) ... .ppm(4.0)))
      )
    }
  }

  @Test(
    "Moved by up to 0.5 ppm and turned by any angle, the spectrum is found where it was put", arguments: Scan.allCases)
  func movedAndTurned(scan: Scan) throws {
    let (fid, quantifier) = try scan.load()
    let own = try quantifier.firstGuess(of: fid)
    let fit = try quantifier.fit(fid)
    print(
      "\(scan): guess \(own.frequency) Hz, \(own.phase) rad, \(own.gaussian) Hz wide, explains \(own.explained), reversed "
        + "\(try quantifier.firstGuess(of: fid.conjugated).explained); fit "
        + "\(fit.parameters.frequency) Hz, \(fit.parameters.phase) rad, \(fit.parameters.gaussian) Hz; \(fit.suitability)"
    )
    #expect(abs(own.frequency - fit.parameters.frequency) < 3)
    #expect(RobustStartTests.distance(own.phase, fit.parameters.phase) < 0.6)

    let megahertz = fid.acquisition.spectrometerFrequency.megahertz
    // What is left of ±0.5 ppm beyond the file's own shift.
    let reach = 0.5 * megahertz - abs(own.frequency)
    var stream = RandomStream(seed: 80)
    for index in 0..<100 {
      let (shift, phase) = (stream.uniform(in: -reach...reach), stream.uniform(in: -.pi ... .pi))
      let moved = fid.shifted(by: .hertz(shift)).phased(by: .radians(phase))
      let guess = try quantifier.firstGuess(of: moved)
      #expect(abs(guess.frequency - own.frequency - shift) < 0.5, "\(shift)")
      #expect(RobustStartTests.distance(guess.phase, own.phase + phase) < 0.1, "\(shift)")
      #expect(!guess.isProbablyConjugated)
      #expect(try quantifier.firstGuess(of: moved.conjugated).isProbablyConjugated)
      guard index < 3 else { continue }
      for (a, b) in zip(try quantifier.quantify(moved).amounts, fit.quantification.amounts)
      where b.standardDeviation.isFinite {
        // A lineshape without a model can be told in more than one way; what remains is below the uncertainty.
        #expect(abs(a.value - b.value) < 0.6 * b.standardDeviation, "\(a.name)")
      }
    }
  }
}
