import MRSCore
import MRSModel
import MRSProcessing
import MRSProfile
import Numerics

/// A liver of known concentrations as three coils and four averages see it, and its water.
struct LiverScan {
  static let truth = ["GPC": 2.4, "Bet": 2.1, "Glycogen": 60.0, "GSH": 3.6, "Tau": 3.2]
  static let acquisition = VendorScan.acquisition.with(points: 512)

  let studyProtocol: StudyProtocol
  /// Of the truth's species and fat.
  let basis: BasisSet
  let scan: FIDArray
  let water: FIDArray
  /// One FID of each, as a scanner combines and averages them.
  let combined: FID
  let combinedWater: FID

  init() async throws {
    let grid = Self.acquisition
    let study = try StudyProtocol.load(StudyProtocol.narrowName).adapted(to: grid)
    let all = try await ProtocolSimulator(study).basis(worker: .quiet(tasks: 2))
    let fat = TriglycerideModel.liver.amounts(
      protonConcentration: 0.12 / 0.88 * study.profile.water.protonConcentration)
    basis = BasisSet(
      functions: all.functions.filter { Self.truth[$0.name] != nil || fat[$0.name] != nil }, acquisition: grid,
      source: all.source)
    var relaxations = study.relaxations
    relaxations["Water"] = study.profile.waterRelaxation
    let lines = TransitionLines(
      frequencies: [grid.offset(of: .bodyWater).hertz], amplitudes: ComplexVector(real: [1], imaginary: [0]))
    let waterBasis = BasisSet(
      functions: [BasisFunction(name: "Water", signal: .lines(lines))]
        + basis.functions.filter { fat[$0.name] != nil },
      acquisition: grid, source: "water")
    var random = RandomStream(seed: 11)
    func signals(_ basis: BasisSet, _ amounts: [String: Double], averages: Int) -> FIDArray {
      let weights = relaxations.mapValues {
        $0.attenuation(echoTime: grid.echoTime ?? 0, repetitionTime: grid.repetitionTime ?? 0)
      }
      let model = ForwardModel(basis: basis, acquisition: grid, attenuations: weights)
      let clean = model.fid(
        SignalParameters(
          amounts: model.names.map { amounts[$0] ?? 0 }, shifts: model.names.map { _ in 0 },
          lorentzians: model.names.map { relaxations[$0].map { 1 / (.pi * $0.t2) } ?? 5 }, gaussian: 7, frequency: 3,
          phase: 0.6)
      ).samples
      let samples = (0..<3).flatMap { coil -> [ComplexVector] in
        let gain = Complex<Double>(length: 5000 / Double(coil + 1), phase: Double(coil))
        return (0..<averages).map { _ in
          var fid = gain * clean
          random.addNormals(to: &fid.real, deviation: 2000)
          random.addNormals(to: &fid.imaginary, deviation: 2000)
          return fid
        }
      }
      return FIDArray(acquisition: grid, coils: 3, averages: averages, samples: samples)
    }
    scan = signals(basis, Self.truth.merging(fat) { $1 }, averages: 4)
    water = signals(
      waterBasis, fat.merging(["Water": study.profile.water.protonConcentration]) { $1 }, averages: 2)
    studyProtocol = study
    let processed = try SignalSet(scan: study.profile.referenced(scan), water: study.profile.referenced(water))
      .processed(by: study.profile.processing)
    combined = FID(samples: processed.fid.samples, acquisition: grid)
    combinedWater = FID(samples: (processed.water ?? processed.fid).samples, acquisition: grid)
  }
}

extension FIDArray {
  /// Multiplied and rounded to whole numbers, as scanners store them.
  func whole(scale: Double = 1) -> FIDArray {
    FIDArray(
      acquisition: acquisition, coils: coils, averages: averages,
      samples: samples.map { fid in
        ComplexVector(
          real: fid.real.map { (scale * $0).rounded() }, imaginary: fid.imaginary.map { (scale * $0).rounded() })
      })
  }

  /// The largest number there is.
  var height: Double { samples.reduce(0) { max($0, $1.real.map(abs).max() ?? 0, $1.imaginary.map(abs).max() ?? 0) } }
}
