/// How a spectrum becomes the inputs of a network: named steps with their parameters, as a protocol writes them. Units are
/// ppm, Hz and ms.
///
/// A spectrum is always registered first. What follows each adds numbers, and may be left out.
public struct FeatureRecipe: Hashable, Sendable, Codable {
  /// Brings the methylene line of fat to its place, in phase, and tells how wide it is (``Registration``).
  public var registration: RegistrationStep
  /// Coefficients on lines of fat and their derivatives (``LipidCoefficients``).
  public var lipids: LipidStep?
  /// Principal components of what those lines leave (``PrincipalComponents``).
  public var components: ComponentStep?
  /// Linear estimates of all amounts by cells of width and fat (``LinearTable``).
  public var amounts: TableStep?
  /// The same of the ratios of fat's resonances to its methylene: they are also where the network begins.
  public var ratios: TableStep?
  /// The registered spectrum itself, as maps that convolutions see; the other numbers are then beside them.
  public var spectrum: SpectrumStep?
  /// How many spectra the steps learn scales, cells and components from, as they are measured.
  public var scaleExamples: Int
  /// How many spectra without noise each table learns from.
  public var tableExamples: Int

  /// How a spectrum is put in place: width, shift and phase by the methylene line, whose fit has the other lines of fat beside it.
  public struct RegistrationStep: Hashable, Sendable, Codable {
    /// Of the resonances of fat; the first is the methylene line.
    public var lines: [Line]
    /// How many of them, from the first, lie within the region.
    public var regionLines: Int
    /// Hz, of every line beyond that of its T2.
    public var ownWidth: Double
    /// Broad signals that lie below the lines, ppm, and their Gauss width, Hz.
    public var broadShifts: [Double]
    public var broadWidth: Double
    /// The deviation of their amplitudes about zero, mM of protons: without, lines as broad as they are are taken for them.
    public var broadAmplitude: Double
    /// Where lines and broad signals are fitted, ppm.
    public var regionLow: Double
    public var regionHigh: Double
    /// The Gauss widths that are tried, Hz: so many from the lowest to the highest, each the same factor above the last.
    public var lowestWidth: Double
    public var highestWidth: Double
    public var widths: Int
    /// How far the methylene line is searched for with a line of this width, Hz.
    public var reach: Double
    public var searchWidth: Double
    /// Which share of the shift and of the phase that were found is taken off the spectrum: the rest is the methylene line's
    /// own, and not that of the metabolites.
    public var shiftShare: Double
    public var phaseShare: Double
    /// How often width and shift are found in turn.
    public var iterations: Int
  }

  /// One line of fat, of unit amplitude at the time zero.
  public struct Line: Hashable, Sendable, Codable {
    /// ppm
    public var shift: Double
    /// ms
    public var t2: Double
  }

  /// Coefficients of the spectrum on the lines of fat, each times powers of the time: what turns and bends them.
  public struct LipidStep: Hashable, Sendable, Codable {
    /// Lines times tⁿ for n below this, of those within the region; of the others below `farOrders`.
    public var orders: Int
    public var farOrders: Int
  }

  /// Principal components of what the lines of fat leave.
  public struct ComponentStep: Hashable, Sendable, Codable {
    public var count: Int
  }

  /// The registered spectrum itself, as planes for convolutions.
  public struct SpectrumStep: Hashable, Sendable, Codable {
    /// What is shown, a real and an imaginary plane each.
    public var parts: [Part]

    /// What of the spectrum a pair of planes shows.
    public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
      /// All of the spectrum.
      case whole
      /// What the lines of the lipid step leave of it.
      case withoutFat
    }
  }

  /// Linear Bayes estimates of all amounts, one matrix for each cell of width and fat.
  public struct TableStep: Hashable, Sendable, Codable {
    /// Cells along the width of the lines and along the height of fat, each with as many spectra.
    public var widths: Int
    public var fats: Int
    /// Directions that are kept of each cell.
    public var directions: Int
  }

  /// - Throws: ``NetworkError/invalidOption(field:value:expected:)``
  public func validate() throws(NetworkError) {
    func require(_ condition: Bool, _ field: String, _ value: Any, _ expected: String) throws(NetworkError) {
      guard condition else { throw .invalidOption(field: "features.\(field)", value: "\(value)", expected: expected) }
    }
    let step = registration
    try require(step.lines.count >= 1, "registration.lines", step.lines.count, "1 or more, methylene first")
    try require(step.lines.allSatisfy { $0.t2 > 0 }, "registration.lines", "a T2 of 0 ms or less", "positive T2")
    try require(
      (1...step.lines.count).contains(step.regionLines), "registration.regionLines", step.regionLines,
      "1 to \(step.lines.count)")
    try require(step.regionLow < step.regionHigh, "registration.regionLow", step.regionLow, "less than regionHigh")
    try require(step.broadAmplitude > 0, "registration.broadAmplitude", step.broadAmplitude, "a positive number")
    try require(step.broadWidth > 0, "registration.broadWidth", step.broadWidth, "a positive number")
    try require(
      step.lowestWidth > 0 && step.lowestWidth < step.highestWidth, "registration.lowestWidth", step.lowestWidth,
      "positive and less than highestWidth")
    try require((3...500).contains(step.widths), "registration.widths", step.widths, "3 to 500")
    try require(step.reach > 0 && step.reach <= 100, "registration.reach", step.reach, "up to 100 Hz")
    try require(step.searchWidth > 0, "registration.searchWidth", step.searchWidth, "a positive number")
    try require((1...20).contains(step.iterations), "registration.iterations", step.iterations, "1 to 20")
    for (name, share) in [("shiftShare", step.shiftShare), ("phaseShare", step.phaseShare)] {
      try require((0...1).contains(share), "registration.\(name)", share, "0 to 1")
    }
    if let lipids {
      try require((1...8).contains(lipids.orders), "lipids.orders", lipids.orders, "1 to 8")
      try require((0...8).contains(lipids.farOrders), "lipids.farOrders", lipids.farOrders, "0 to 8")
    }
    if let components {
      try require((1...2048).contains(components.count), "components.count", components.count, "1 to 2048")
    }
    if let spectrum {
      let (parts, names) = (spectrum.parts, spectrum.parts.map(\.rawValue).joined(separator: ", "))
      try require(
        !parts.isEmpty && Set(parts).count == parts.count, "spectrum.parts", names,
        "one or more of \(SpectrumStep.Part.allCases.map(\.rawValue).joined(separator: ", ")), each once")
      try require(
        lipids != nil || !parts.contains(.withoutFat), "spectrum.parts", names,
        "no 'withoutFat' where there is no step 'lipids'")
    }
    for (name, table) in [("amounts", amounts), ("ratios", ratios)] {
      guard let table else { continue }
      try require((1...100).contains(table.widths), "\(name).widths", table.widths, "1 to 100")
      try require((1...100).contains(table.fats), "\(name).fats", table.fats, "1 to 100")
      try require((1...512).contains(table.directions), "\(name).directions", table.directions, "1 to 512")
    }
    try require(scaleExamples >= 100, "scaleExamples", scaleExamples, "100 or more")
    try require(tableExamples >= 100, "tableExamples", tableExamples, "100 or more")
  }
}
