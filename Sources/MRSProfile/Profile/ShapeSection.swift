import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary

extension AnalysisProfile {
  /// How the functions of fat may look otherwise than they were simulated (`ShapeFamilies`).
  public struct ShapeSection: Hashable, Sendable, Codable {
    /// How many shapes a resonance are drawn, and of them how many principal components stand for all.
    public var draws: Int
    /// The share of them that are the function's own shape.
    public var knownShare: Double
    public var components: Int
    /// What the deviations of the components are multiplied with.
    public var scale: Double
    /// Of a shape's shift, ppm.
    public var shiftDeviation: Double
    /// Of its further Lorentz width, Hz: exponential, from `-lorentzianLead` on.
    public var lorentzianMean: Double
    public var lorentzianLead: Double
    /// Of its Gauss width, Hz.
    public var gaussianDeviation: Double
    /// Of its T2, ms, and the least T2.
    public var relaxationDeviation: Double
    public var shortestRelaxation: Double
    /// Of multiplets, Hz, the least and the largest, and how many a multiplet has at most.
    public var couplings: [Double]
    public var mostCouplings: Int
    /// Where the resonances of a function are, ppm, where the vocabulary has them elsewhere or as one.
    public var places: [String: [Double]]
    /// Functions that no coupling turns within TE.
    public var uncoupled: [String]
    /// How far the amount of a function is less known than fat itself, since another shape has another signal at TE: the
    /// standard deviation of its logarithm, and that of uncoupled functions.
    public var amountDeviation: Double
    public var uncoupledAmountDeviation: Double

    /// At an echo time in seconds.
    func families(echoTime: Double) -> ShapeFamilies {
      ShapeFamilies(
        draws: draws, knownShare: knownShare, components: components, scale: scale, shiftDeviation: shiftDeviation,
        lorentzianMean: lorentzianMean, lorentzianLead: lorentzianLead, gaussianDeviation: gaussianDeviation,
        relaxationDeviation: relaxationDeviation / 1000, shortestRelaxation: shortestRelaxation / 1000,
        couplings: couplings[0]...couplings[1], mostCouplings: mostCouplings, echoTime: echoTime)
    }
  }

  /// How shapes may look at an echo time in seconds.
  public func shapeFamilies(echoTime: Double) -> ShapeFamilies {
    shapes?.families(echoTime: echoTime) ?? ShapeFamilies(echoTime: echoTime)
  }

  /// The functions of fat among `names` whose shapes are only nearly known; none without a section `shapes`.
  ///
  /// - Parameters:
  ///   - proton: the signal of one proton at unit amount, before relaxation.
  ///   - attenuations: what relaxation leaves of it, by function; 1 for those not named.
  ///   - linewidth: that the functions bring themselves, Hz.
  public func uncertainShapes(
    among names: [String], proton: Double, attenuations: [String: Double], linewidth: Double
  ) -> [UncertainShape] {
    guard let shapes else { return [] }
    let usual = TriglycerideModel(
      chainLength: lipids.chainLength[0], doubleBonds: lipids.doubleBonds[0],
      interruptedDoubleBonds: lipids.interruptedDoubleBonds[0]
    ).amounts(protonConcentration: 1)
    let reference = FatFunction.methylene
    guard names.contains(reference) else { return [] }
    return FatFunction.all.filter { names.contains($0.name) }.compactMap { function in
      guard let times = relaxationSection(of: function.name) else { return nil }
      let unit = proton * (attenuations[function.name] ?? 1)
      let (first, others) = (function.parts[0], function.parts.dropFirst())
      let places = shapes.places[function.name] ?? [first.resonance.shift]
      let parts =
        places.map { UncertainShape.Part(shift: $0, signal: unit * first.protons / Double(places.count)) }
        + others.map { UncertainShape.Part(shift: $0.resonance.shift, signal: unit * $0.protons) }
      return UncertainShape(
        name: function.name, parts: parts, reference: reference,
        ratio: (usual[function.name] ?? 0) / (usual[reference] ?? 1), relaxationTime: times.t2 / 1000,
        functionWidth: linewidth, isCoupled: !shapes.uncoupled.contains(function.name))
    }
  }
}
