import MRSCore
import MRSModel
import MRSVocabulary

extension AnalysisProfile {
  /// Checks what types cannot: that every value makes sense, alone and with the others.
  /// - Throws: ``ProfileError/invalid(file:field:value:expected:)`` for the first that does not.
  public func validate() throws(ProfileError) { try validate(in: "profile \(name)", at: "") }

  /// - Parameters:
  ///   - file: what errors call the whole that the profile is in.
  ///   - path: where it is in that whole, with a dot at its end.
  func validate(in file: String, at path: String) throws(ProfileError) {
    do {
      try validateProcessing()
      try validateWater()
      try validateRelaxation()
      try validateFit()
      try validateMacromolecules()
      try validateMacromoleculeShapes()
      try validateLipids()
      try validateShapes()
    } catch .invalid(_, let field, let value, let expected) {
      throw .invalid(file: file, field: path + field, value: value, expected: expected)
    }
  }

  private func validateProcessing() throws(ProfileError) {
    for (index, step) in processing.enumerated() {
      switch step {
      case .removeWater(let removal):
        try require(
          (0.05...1).contains(removal.halfWidth), "processing.\(index).halfWidth", removal.halfWidth, "0.05 to 1 ppm")
      case .reference(let reference):
        try require(
          !reference.lines.isEmpty && reference.lines.allSatisfy { (-2...14).contains($0) },
          "processing.\(index).lines",
          reference.lines, "shifts of lines, −2 to 14 ppm")
      default: break
      }
    }
  }

  private func validateWater() throws(ProfileError) {
    try require(nucleus == "1H", "nucleus", nucleus, "1H: the spin systems are of protons")
    try require(
      WaterShift.range.contains(water.temperature), "water.temperature", water.temperature,
      "0 to 100 °C, where the shift of water is known")
    for (field, value) in [
      ("protonConcentration", water.protonConcentration), ("density", water.density), ("t1", water.t1),
      ("t2", water.t2),
    ] { try requirePositive(value, "water.\(field)") }
    for (field, value) in [
      ("protonConcentrationVariation", water.protonConcentrationVariation), ("t1Deviation", water.t1Deviation),
      ("t2Deviation", water.t2Deviation),
    ] { try requireNotNegative(value, "water.\(field)") }
    let most = water.density * TissueWater.protonsPerKilogram
    try require(
      water.protonConcentration <= 1.001 * most, "water.protonConcentration", water.protonConcentration,
      "at most pure water's, \(most.rounded()) mM at this density")
  }

  private func validateRelaxation() throws(ProfileError) {
    for kind in RelaxationKind.allCases {
      try require(
        relaxation[kind.rawValue] != nil, "relaxation.\(kind.rawValue)", "missing",
        "the times of a typical \(kind.rawValue)")
    }
    for (name, times) in relaxation.sorted(by: { $0.key < $1.key }) {
      try requirePositive(times.t1, "relaxation.\(name).t1")
      try requirePositive(times.t2, "relaxation.\(name).t2")
      try requireNotNegative(times.t2Deviation, "relaxation.\(name).t2Deviation")
    }
  }

  private func validateFit() throws(ProfileError) {
    try require(
      window.low.isFinite && window.high.isFinite && window.low < window.high, "window.low", window.low,
      "below window.high, \(window.high) ppm")
    try require((1...500).contains(lineshape.widest), "lineshape.widest", lineshape.widest, "1 to 500 Hz")
    try requirePositive(lineshape.spacing, "lineshape.spacing")
    try requirePositive(lineshape.deviation, "lineshape.deviation")
    try require(
      lineshape.lowest <= 0 && lineshape.highest > 0 && lineshape.highest <= 1, "lineshape.lowest",
      "\(lineshape.lowest) to \(lineshape.highest)", "shares about zero, the highest at most 1")
    try require(
      (0.01...5).contains(baseline.knotSpacing), "baseline.knotSpacing", baseline.knotSpacing, "0.01 to 5 ppm")
    try requirePositive(baseline.bend, "baseline.bend")
    try require(
      baseline.trials.count <= 8 && baseline.trials.allSatisfy { $0 != 0 && (-3...3).contains($0) }, "baseline.trials",
      baseline.trials, "at most 8 numbers of decades within ±3, none of them 0")
    for (field, value) in [
      ("phase.firstOrderDeviation", phase.firstOrderDeviation), ("ties.shiftDeviation", ties.shiftDeviation),
      ("ties.broadeningDeviation", ties.broadeningDeviation),
      ("ties.ownBroadeningDeviation", ties.ownBroadeningDeviation), ("ties.followerDeviation", ties.followerDeviation),
    ] { try requireNotNegative(value, field) }
    for (field, values) in [
      ("ties.shiftDeviations", ties.shiftDeviations), ("ties.broadeningDeviations", ties.broadeningDeviations),
      ("expected", expected),
    ] {
      for (name, value) in values.sorted(by: { $0.key < $1.key }) { try requireNotNegative(value, "\(field).\(name)") }
    }
    for (name, other) in ties.followers.sorted(by: { $0.key < $1.key }) {
      try require(
        ties.followers[other] == nil, "ties.followers.\(name)", other, "a species that does not follow a third")
    }
    for (index, ratio) in ratios.enumerated() {
      try requirePositive(ratio.deviation, "ratios.\(index).deviation (\(ratio.name))")
      try requireNotNegative(ratio.mean, "ratios.\(index).mean (\(ratio.name))")
      try require(
        !ratio.reference.isEmpty, "ratios.\(index).reference (\(ratio.name))", "empty", "weights of species")
    }
  }

  private func validateMacromolecules() throws(ProfileError) {
    for (index, group) in macromolecules.groups.enumerated() {
      let path = "macromolecules.groups.\(index)"
      try validateLines(group.lines, of: group.name, path)
      for (field, value) in [
        ("broadening", group.broadening), ("broadeningDeviation", group.broadeningDeviation),
        ("shiftDeviation", group.shiftDeviation), ("amount", group.amount),
        ("amountDeviation", group.amountDeviation),
      ] { try requireNotNegative(value, "\(path).\(field) (\(group.name))") }
    }
  }

  private func validateLines(
    _ lines: [MacromoleculeGroup.Line], of name: String, _ path: String
  ) throws(ProfileError) {
    try require(!lines.isEmpty, "\(path).lines (\(name))", "empty", "at least one line")
    for line in lines {
      try require(line.shift.isFinite, "\(path).lines (\(name))", line.shift, "a shift in ppm")
      try requirePositive(line.width, "\(path).lines (\(name)), width")
      try requirePositive(line.protons, "\(path).lines (\(name)), protons")
    }
  }

  private func validateMacromoleculeShapes() throws(ProfileError) {
    guard let shapes = macromolecules.shapes else { return }
    let path = "macromolecules.shapes"
    try require(
      macromolecules.groups.isEmpty || macromolecules.groups.contains { $0.name == shapes.reference },
      "\(path).reference", shapes.reference,
      "the name of a group")
    try require((20...10_000).contains(shapes.draws), "\(path).draws", shapes.draws, "20 to 10000")
    try require(
      (1...64).contains(shapes.components) && shapes.components < shapes.draws, "\(path).components",
      shapes.components, "1 to 64, fewer than draws")
    for (field, value) in [
      ("shiftDeviation", shapes.shiftDeviation), ("widthVariation", shapes.widthVariation),
      ("areaVariation", shapes.areaVariation), ("lorentzianMean", shapes.lorentzianMean),
    ] { try requireNotNegative(value, "\(path).\(field)") }
    try requirePositive(shapes.lorentzianDeviation, "\(path).lorentzianDeviation")
    for (index, alternative) in (shapes.alternatives ?? []).enumerated() {
      try validate(alternative, beside: shapes.reference, "\(path).alternatives.\(index)")
    }
  }

  private func validate(
    _ alternative: MacromoleculeAlternative, beside reference: String, _ path: String
  ) throws(ProfileError) {
    try require(!alternative.name.isEmpty, "\(path).name", "empty", "what results call it")
    try requirePositive(alternative.probability, "\(path).probability (\(alternative.name))")
    for (field, value) in [
      ("broadening", alternative.broadening), ("shiftDeviation", alternative.shiftDeviation),
      ("areaVariation", alternative.areaVariation),
    ] { try requireNotNegative(value ?? 0, "\(path).\(field) (\(alternative.name))") }
    try require(
      (1...64).contains(alternative.components ?? 1), "\(path).components (\(alternative.name))",
      alternative.components ?? 0, "1 to 64")
    for group in alternative.groups {
      let known = macromolecules.groups.map(\.name)
      try require(
        known.isEmpty || known.contains(group.name), "\(path).groups.name (\(alternative.name))", group.name,
        "one of \(known.joined(separator: ", ")); a profile of other groups sets alternatives = []")
      if let lines = group.lines { try validateLines(lines, of: group.name, "\(path).groups") }
      guard group.name != reference else { continue }
      try requireNotNegative(group.ratio ?? 0, "\(path).groups.ratio (\(group.name))")
      try requirePositive(group.deviation ?? 1, "\(path).groups.deviation (\(group.name))")
    }
  }

  private func validateLipids() throws(ProfileError) {
    try require(
      (0..<1).contains(lipids.expectedFatFraction), "lipids.expectedFatFraction", lipids.expectedFatFraction,
      "a share, 0 to below 1")
    for (field, pair, least) in [
      ("chainLength", lipids.chainLength, 4.0), ("doubleBonds", lipids.doubleBonds, 0.0),
      ("interruptedDoubleBonds", lipids.interruptedDoubleBonds, 0.0),
    ] {
      try require(
        pair.count == 2 && pair[0] > least && pair[1] >= 0, "lipids.\(field)", pair,
        "[mean, deviation], the mean above \(least)")
    }
    try requireNotNegative(lipids.ownVariation, "lipids.ownVariation")
    if let amounts {
      try requireNotNegative(amounts.variation, "amounts.variation")
      let sums = Vocabulary.standard.sums.map(\.name)
      for common in amounts.common {
        try require(
          sums.contains(common.sum), "amounts.common.sum", common.sum, "one of \(sums.joined(separator: ", "))")
        try requireNotNegative(common.deviation, "amounts.common.deviation")
      }
    }
  }

  private func validateShapes() throws(ProfileError) {
    guard let shapes else { return }
    try require((20...10_000).contains(shapes.draws), "shapes.draws", shapes.draws, "20 to 10000")
    try require(
      (1...64).contains(shapes.components) && shapes.components < shapes.draws, "shapes.components", shapes.components,
      "1 to 64, fewer than draws")
    try require((0...1).contains(shapes.knownShare), "shapes.knownShare", shapes.knownShare, "a share, 0 to 1")
    for (field, value) in [
      ("scale", shapes.scale), ("shiftDeviation", shapes.shiftDeviation), ("lorentzianMean", shapes.lorentzianMean),
      ("lorentzianLead", shapes.lorentzianLead), ("gaussianDeviation", shapes.gaussianDeviation),
      ("relaxationDeviation", shapes.relaxationDeviation), ("amountDeviation", shapes.amountDeviation),
      ("uncoupledAmountDeviation", shapes.uncoupledAmountDeviation),
    ] { try requireNotNegative(value, "shapes.\(field)") }
    try requirePositive(shapes.shortestRelaxation, "shapes.shortestRelaxation")
    try require(
      shapes.couplings.count == 2 && shapes.couplings[0] >= 0 && shapes.couplings[0] <= shapes.couplings[1],
      "shapes.couplings", shapes.couplings, "[least, largest] in Hz")
    try require((1...20).contains(shapes.mostCouplings), "shapes.mostCouplings", shapes.mostCouplings, "1 to 20")
  }

  private func require(
    _ isGood: Bool, _ field: String, _ value: @autoclosure () -> Any, _ expected: @autoclosure () -> String
  ) throws(ProfileError) {
    guard isGood else {
      throw .invalid(file: "profile \(name)", field: field, value: "\(value())", expected: expected())
    }
  }

  private func requirePositive(_ value: Double, _ field: String) throws(ProfileError) {
    try require(value.isFinite && value > 0, field, value, "a positive number")
  }

  private func requireNotNegative(_ value: Double, _ field: String) throws(ProfileError) {
    try require(value.isFinite && value >= 0, field, value, "0 or a positive number")
  }
}
