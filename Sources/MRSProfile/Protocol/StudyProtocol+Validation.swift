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
    try validateScan()
    try validateSpecies()
    try validateLipids()
    try validateNuisances()
    try validateStudy()
    try validateTraining()
    try profile.validate(in: name, at: "profile.")
  }

  private func validateAcquisition() throws(ProfileError) {
    let section = acquisition
    try require(section.nucleus == "1H", "acquisition.nucleus", section.nucleus, "1H: the spin systems are of protons")
    guard let sequence = Sequence(rawValue: section.sequence) else {
      throw .invalid(
        file: name, field: "acquisition.sequence", value: section.sequence, expected: "one of \(Self.sequenceNames)")
    }
    try requirePositive(section.spectrometerFrequency, "acquisition.spectrometerFrequency", unit: "MHz")
    try requirePositive(section.dwellTime, "acquisition.dwellTime", unit: "ms")
    for (time, field) in [(section.firstEchoTime, "firstEchoTime"), (section.secondEchoTime, "secondEchoTime")] {
      switch sequence {
      case .press: try requirePositive(time, "acquisition.\(field)", unit: "ms")
      case .pulseAcquire:
        try require(time == 0, "acquisition.\(field)", time, "0: PULSE-ACQUIRE has no echo")
      default: try requireNotNegative(time, "acquisition.\(field)", unit: "ms")
      }
    }
    try require(
      sequence == .pulseAcquire || section.firstEchoTime + section.secondEchoTime > 0, "acquisition.firstEchoTime",
      section.firstEchoTime, "an echo time above 0 ms, firstEchoTime + secondEchoTime")
    try requireNotNegative(section.mixingTime, "acquisition.mixingTime", unit: "ms")
    try require((64...65536).contains(section.points), "acquisition.points", section.points, "64 to 65536 points")
    let echoTime = section.firstEchoTime + section.secondEchoTime
    try require(
      section.repetitionTime.isFinite && section.repetitionTime > echoTime, "acquisition.repetitionTime",
      section.repetitionTime, "longer than the echo time, \(echoTime) ms")
    let low = spectralAcquisition.shift(at: .hertz(-spectralAcquisition.bandwidth.hertz / 2)).ppm
    let high = spectralAcquisition.shift(at: .hertz(spectralAcquisition.bandwidth.hertz / 2)).ppm
    try require(
      profile.window.low.isFinite && profile.window.low >= low, "profile.window.low", profile.window.low,
      "inside the spectrum, \(rounded(low)) to \(rounded(high)) ppm")
    try require(
      profile.window.high.isFinite && profile.window.high <= high, "profile.window.high", profile.window.high,
      "inside the spectrum, \(rounded(low)) to \(rounded(high)) ppm")
    try require(
      profile.window.low < profile.window.high, "profile.window.low", profile.window.low,
      "below profile.window.high, \(profile.window.high) ppm")
  }

  /// That the shaped pulses can be made and fit into the sequence.
  private func validateLocalisation() throws(ProfileError) {
    guard acquisition.pulses == .shaped else { return }
    try require(
      acquisition.sequence != Sequence.pulseAcquire.rawValue, "acquisition.pulses", acquisition.pulses.rawValue,
      "ideal: PULSE-ACQUIRE selects no slice")
    try require(
      localisation.transmitterShift.isFinite, "localisation.transmitterShift", localisation.transmitterShift,
      "a shift in ppm")
    do {
      _ = try pulseSequence()
    } catch let error as SimulationError {
      let fields = ["sinc90": "excitation", "slr180": "refocusing", "hs1": "adiabatic"]
      switch error {
      case .badPulse(let pulse, let field, let value, let expected):
        throw .invalid(
          file: name, field: "localisation.\(fields[pulse] ?? pulse)\(field.capitalized)", value: value,
          expected: expected)
      case .pulsesDoNotFit(_, let interval, let available, let needed):
        let field = interval == "TM" ? "mixingTime" : interval == "TE2/2" ? "secondEchoTime" : "firstEchoTime"
        throw .invalid(
          file: name, field: "acquisition.\(field)", value: "too short: \(interval) is \(rounded(available * 1000)) ms",
          expected: "at least the \(rounded(needed * 1000)) ms that its pulses take; shorten them in [localisation]")
      default:
        throw .invalid(file: name, field: "localisation", value: "not simulated", expected: "\(error)")
      }
    } catch {
      throw .invalid(file: name, field: "localisation", value: "not simulated", expected: "\(error)")
    }
  }

  private func validateScan() throws(ProfileError) {
    try requireCount(scan.coils, "scan.coils", atLeast: 1)
    try requireCount(scan.averages, "scan.averages", atLeast: 1)
    try requireCount(scan.waterAverages, "scan.waterAverages", atLeast: 1)
    try requireNotNegative(scan.frequencyJitter, "scan.frequencyJitter", unit: "Hz")
    try requireNotNegative(scan.phaseJitter, "scan.phaseJitter", unit: "degrees")
    try require((0..<1).contains(scan.badAverages), "scan.badAverages", scan.badAverages, "a share, 0 to below 1")
  }

  private func validateSpecies() throws(ProfileError) {
    let known: [String]
    do { known = try SpinSystemLibrary.metabolites().molecules.map(\.name) } catch { known = [] }
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
      try require(position.isFinite, "nuisances.macromoleculePositions.\(index)", position, "a shift in ppm")
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
    try requireCount(cohort.priorSubjects, "cohort.priorSubjects", atLeast: 2)
    for (name, count) in [("negatives", cohort.negatives), ("positives", cohort.positives)] {
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
    for (name, count) in [
      ("quantificationExamples", section.quantificationExamples),
      ("classificationExamples", section.classificationExamples), ("validationExamples", section.validationExamples),
      ("testExamples", section.testExamples), ("quantificationEpochs", section.quantificationEpochs),
      ("classificationEpochs", section.classificationEpochs), ("engineThreads", section.engineThreads),
      ("validations", section.validations),
    ] {
      try requireCount(count, "training.\(name)", atLeast: 1)
    }
    for (name, value, unit) in [
      ("encoderNoise", section.encoderNoise, "times the noise"), ("leastAmount", section.leastAmount, "mM"),
      ("amountPenalty", section.amountPenalty, "a penalty"),
      ("nuisancePenalty", section.nuisancePenalty, "a penalty"),
    ] {
      try requirePositive(value, "training.\(name)", unit: unit)
    }
    try require(
      (1...max(1, section.classificationExamples / 2)).contains(diagnosis.networks), "diagnosis.networks",
      diagnosis.networks,
      "1 to half of training.classificationExamples, \(section.classificationExamples): each learns from its share")
    try require(
      !diagnosis.score.isEmpty && diagnosis.score.values.allSatisfy { $0.isFinite && $0 != 0 }, "diagnosis.score",
      diagnosis.score, "a weight that is not 0 for one or more species or sums, as { tCho = 1.0 }")
    try requireCount(diagnosis.replicateExamples, "diagnosis.replicateExamples", atLeast: 4 * diagnosis.networks)
    try requireCount(diagnosis.limitExamples, "diagnosis.limitExamples", atLeast: 20)
    let known = Vocabulary.standard.sums.map(\.name) + allSpecies
    for name in diagnosis.score.keys.sorted() {
      try require(known.contains(name), "diagnosis.score", name, "one of \(known.joined(separator: ", "))")
    }
    try validateNetworks()
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// Throws unless the value is as expected.
  private func require(
    _ isGood: Bool, _ field: String, _ value: @autoclosure () -> Any, _ expected: @autoclosure () -> String
  ) throws(ProfileError) {
    guard isGood else { throw .invalid(file: name, field: field, value: "\(value())", expected: expected()) }
  }

  private func requirePositive(_ value: Double, _ field: String, unit: String) throws(ProfileError) {
    try require(value.isFinite && value > 0, field, value, "a positive number (\(unit))")
  }

  private func requirePositive(_ distribution: Distribution, _ field: String, unit: String) throws(ProfileError) {
    try require(
      distribution.mean.isFinite && distribution.mean > 0, field, distribution.mean, "a positive mean (\(unit))")
  }

  private func requireNotNegative(_ value: Double, _ field: String, unit: String) throws(ProfileError) {
    try require(value.isFinite && value >= 0, field, value, "0 or a positive number (\(unit))")
  }

  private func requireCount(_ value: Int, _ field: String, atLeast least: Int) throws(ProfileError) {
    try require(value >= least, field, value, "a whole number, at least \(least)")
  }
}
