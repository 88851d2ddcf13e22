import MRSCore
import MRSModel
import MRSSimulation
import MRSVocabulary

extension StudyProtocol {
  /// Checks what types cannot: that every value makes sense, alone and with the others.
  /// - Throws: ``ProfileError/invalid(file:field:value:expected:)`` for the first that does not.
  public func validate() throws(ProfileError) {
    try validateAcquisition()
    try validateLocalisation()
    try validateEditing()
    try validateScan()
    try validateSpecies()
    try validateLipids()
    try validateNuisances()
    try validateStudy()
    try validateTraining()
    try profile.validate(in: name, at: "profile.")
  }

  private func validateScan() throws(ProfileError) {
    try require((1...512).contains(scan.coils), "scan.coils", scan.coils, "1 to 512")
    try require((1...8192).contains(scan.averages), "scan.averages", scan.averages, "1 to 8192")
    try require((1...8192).contains(scan.waterAverages), "scan.waterAverages", scan.waterAverages, "1 to 8192")
    let samples = scan.coils * max(scan.averages, scan.waterAverages) * acquisition.points
    try require(
      samples <= 1 << 28, "scan.averages",
      "\(scan.averages) (with scan.coils and acquisition.points, \(samples) samples)",
      "at most 268435456 samples a scan, which are 4 GB")
    try requireNotNegative(scan.frequencyJitter, "scan.frequencyJitter", unit: "Hz")
    try requireNotNegative(scan.phaseJitter, "scan.phaseJitter", unit: "degrees")
    try require((0..<1).contains(scan.badAverages), "scan.badAverages", scan.badAverages, "a share, 0 to below 1")
  }

  private func validateSpecies() throws(ProfileError) {
    let known: [String]
    do {
      known = try spinSystemLibrary().molecules.map(\.name)
    } catch {
      throw .invalid(file: name, field: "spinSystems", value: spinSystems ?? "none", expected: "\(error)")
    }
    var seen: Set<String> = []
    for (index, entry) in species.enumerated() {
      let path = "species.\(index)"
      try require(
        known.contains(entry.name), "\(path).name", entry.name,
        "a spin system of the library: \(known.joined(separator: ", "))")
      try require(seen.insert(entry.name).inserted, "\(path).name", entry.name, "each species once")
      try requirePositive(entry.amount, "\(path).amount (\(entry.name))", unit: "mM")
      try requirePositive(entry.ratio, "\(path).ratio (\(entry.name))", unit: "a ratio")
      try requirePositive(entry.t1, "\(path).t1 (\(entry.name))", unit: "ms")
      try requirePositive(entry.t2, "\(path).t2 (\(entry.name))", unit: "ms")
      try requireNotNegative(entry.shiftDeviation, "\(path).shiftDeviation (\(entry.name))", unit: "ppm")
    }
    try require(
      species.contains { $0.role == .target }, "species", "without a target", "at least one species of role \"target\"")
  }

  private func validateLipids() throws(ProfileError) {
    let range = lipids.fatFractionRange
    try require(
      range.count == 2 && range[0] > 0 && range[0] < range[1] && range[1] < 1, "lipids.fatFractionRange", range,
      "two shares [low, high], 0 < low < high < 1")
    let fraction = lipids.protonDensityFatFraction.mean
    try require(fraction > 0 && fraction < 1, "lipids.protonDensityFatFraction", fraction, "a mean between 0 and 1")
    try requirePositive(lipids.ratio, "lipids.ratio", unit: "a ratio")
    try requirePositive(lipids.t1, "lipids.t1", unit: "ms")
    try requireNotNegative(lipids.ownVariation, "lipids.ownVariation", unit: "a coefficient of variation")
    try requireNotNegative(lipids.shiftDeviation, "lipids.shiftDeviation", unit: "ppm")
    if let count = lipids.shapePool {
      try require((0...2000).contains(count), "lipids.shapePool", count, "0 to 2000 shapes a resonance")
    }
    try require(lipids.chainLength.mean > 4, "lipids.chainLength", lipids.chainLength.mean, "a mean above 4 carbons")
    try requirePositive(lipids.doubleBonds, "lipids.doubleBonds", unit: "double bonds a molecule")
    try requirePositive(lipids.interruptedDoubleBonds, "lipids.interruptedDoubleBonds", unit: "double bonds a molecule")
    let resonances = FatFunction.all.map(\.name)
    try require(
      Set(lipids.t2.keys) == Set(resonances), "lipids.t2", lipids.t2.keys.sorted().joined(separator: ", "),
      "exactly \(resonances.joined(separator: ", "))")
    for (name, t2) in lipids.t2.sorted(by: { $0.key < $1.key }) {
      try requirePositive(t2, "lipids.t2.\(name)", unit: "ms")
    }
  }

  private func validateNuisances() throws(ProfileError) {
    let section = nuisances
    for (name, distribution) in [
      ("gaussian", section.gaussian), ("ownBroadening", section.ownBroadening),
      ("residualWater", section.residualWater), ("macromolecules", section.macromolecules),
      ("outOfVoxelLipid", section.outOfVoxelLipid), ("spuriousEcho", section.spuriousEcho),
      ("spuriousEchoTime", section.spuriousEchoTime), ("fieldInhomogeneity", section.fieldInhomogeneity),
      ("fieldRegionWidth", section.fieldRegionWidth),
    ] {
      try require(distribution.mean >= 0, "nuisances.\(name)", distribution.mean, "a mean of at least 0")
    }
    for (name, distribution) in [
      ("signalToNoise", section.signalToNoise), ("residualWaterWidth", section.residualWaterWidth),
      ("macromoleculeWidth", section.macromoleculeWidth), ("outOfVoxelLipidWidth", section.outOfVoxelLipidWidth),
      ("spuriousEchoDuration", section.spuriousEchoDuration), ("eddyCurrentTime", section.eddyCurrentTime),
      ("combinationGain", section.combinationGain),
    ] {
      try requirePositive(distribution, "nuisances.\(name)", unit: "a width, duration or ratio")
    }
    switch section.signalToNoise {
    case .fixed, .logUniform, .logNormal: break
    case .uniform, .normal:
      throw .invalid(
        file: name, field: "nuisances.signalToNoise", value: "\(section.signalToNoise)",
        expected: "fixed, logUniform or logNormal: the noise is drawn as its reciprocal")
    }
    try require(
      (1...64).contains(section.fieldRegions), "nuisances.fieldRegions", section.fieldRegions, "1 to 64 regions")
    try require(
      (1...64).contains(section.residualWaterLines), "nuisances.residualWaterLines", section.residualWaterLines,
      "1 to 64 lines")
    try requireNotNegative(section.residualWaterSpread, "nuisances.residualWaterSpread", unit: "Hz")
    try requireNotNegative(section.macromoleculeShiftDeviation, "nuisances.macromoleculeShiftDeviation", unit: "ppm")
    for (index, position) in section.macromoleculePositions.enumerated() {
      try require(
        (-50...50).contains(position), "nuisances.macromoleculePositions.\(index)", position, "a shift, -50 to 50 ppm")
    }
    for (name, share) in [
      ("outOfVoxelLipidShare", section.outOfVoxelLipidShare), ("spuriousEchoShare", section.spuriousEchoShare),
    ] {
      try require((0...1).contains(share), "nuisances.\(name)", share, "a share, 0 to 1")
    }
  }

  private func validateStudy() throws(ProfileError) {
    try require(
      !cohort.negativeGroup.isEmpty && cohort.negativeGroup != cohort.positiveGroup, "cohort.negativeGroup",
      cohort.negativeGroup, "a name other than that of cohort.positiveGroup")
    try require(!cohort.positiveGroup.isEmpty, "cohort.positiveGroup", "empty", "a name")
    try require(
      (2...100_000).contains(cohort.priorSubjects), "cohort.priorSubjects", cohort.priorSubjects, "2 to 100000")
    for (name, count) in [("negatives", cohort.negatives), ("positives", cohort.positives)] {
      try require(count <= 100_000, "cohort.\(name)", count, "at most 100000 virtual patients")
      try require(
        count > cohort.priorSubjects, "cohort.\(name)", count,
        "more than cohort.priorSubjects (\(cohort.priorSubjects)): the rest is for testing")
    }
    try require(cohort.effect.isFinite, "cohort.effect", cohort.effect, "a number")
    try require(priors.widening >= 1 && priors.widening.isFinite, "priors.widening", priors.widening, "at least 1")
    try requireNotNegative(priors.minimumDeviation, "priors.minimumDeviation", unit: "a logarithm")
  }

  private func validateTraining() throws(ProfileError) {
    let section = training
    // Those of validation and test are stored, some 10 kB each; those of training are made as they are needed.
    for (name, count, most) in [
      ("quantificationExamples", section.quantificationExamples, 1_000_000_000),
      ("classificationExamples", section.classificationExamples, 1_000_000_000),
      ("validationExamples", section.validationExamples, 1_000_000), ("testExamples", section.testExamples, 1_000_000),
      ("quantificationEpochs", section.quantificationEpochs, 1_000_000),
      ("classificationEpochs", section.classificationEpochs, 1_000_000),
      ("engineThreads", section.engineThreads, 1024), ("validations", section.validations, 100_000),
    ] {
      try require((1...most).contains(count), "training.\(name)", count, "1 to \(most)")
    }
    if let count = section.reconstructedExamples {
      try require((0...1_000_000).contains(count), "training.reconstructedExamples", count, "0 to 1000000")
    }
    for (name, value, unit) in [
      ("encoderNoise", section.encoderNoise, "times the noise"), ("leastAmount", section.leastAmount, "mM"),
      ("amountPenalty", section.amountPenalty, "a penalty"),
      ("nuisancePenalty", section.nuisancePenalty, "a penalty"),
    ] {
      try requirePositive(value, "training.\(name)", unit: unit)
    }
    try require(
      (1...max(1, min(1000, section.classificationExamples / 2))).contains(diagnosis.networks), "diagnosis.networks",
      diagnosis.networks,
      "1 to half of training.classificationExamples, \(section.classificationExamples): each learns from its share")
    try require(
      !diagnosis.score.isEmpty && diagnosis.score.values.allSatisfy { $0.isFinite && $0 != 0 }, "diagnosis.score",
      diagnosis.score, "a weight that is not 0 for one or more species or sums, as { tCho = 1.0 }")
    try require(
      (4 * diagnosis.networks...10_000_000).contains(diagnosis.replicateExamples), "diagnosis.replicateExamples",
      diagnosis.replicateExamples, "\(4 * diagnosis.networks) (four a network) to 10000000")
    try require(
      (20...10_000_000).contains(diagnosis.limitExamples), "diagnosis.limitExamples", diagnosis.limitExamples,
      "20 to 10000000")
    let known = Vocabulary.standard.sums.map(\.name) + allSpecies
    for name in diagnosis.score.keys.sorted() {
      try require(known.contains(name), "diagnosis.score", name, "one of \(known.joined(separator: ", "))")
    }
    try validateNetworks()
  }

  func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// Throws unless the value is as expected.
  func require(
    _ isGood: Bool, _ field: String, _ value: @autoclosure () -> Any, _ expected: @autoclosure () -> String
  ) throws(ProfileError) {
    guard isGood else { throw .invalid(file: name, field: field, value: "\(value())", expected: expected()) }
  }

  func requirePositive(_ value: Double, _ field: String, unit: String) throws(ProfileError) {
    try require(value.isFinite && value > 0, field, value, "a positive number (\(unit))")
  }

  func requirePositive(_ distribution: Distribution, _ field: String, unit: String) throws(ProfileError) {
    try require(
      distribution.mean.isFinite && distribution.mean > 0, field, distribution.mean, "a positive mean (\(unit))")
  }

  func requireNotNegative(_ value: Double, _ field: String, unit: String) throws(ProfileError) {
    try require(value.isFinite && value >= 0, field, value, "0 or a positive number (\(unit))")
  }
}
