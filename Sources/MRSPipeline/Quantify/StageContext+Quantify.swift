import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSNetworks
import Numerics

extension StageContext {
  /// The amounts in one file.
  /// - Throws: `FormatError`, `ProcessingError`, `FittingError`, `NetworkError`, ``StageError``, ``QuantifyError``.
  public func quantify(_ request: QuantifyRequest) async throws -> QuantifiedScan {
    let scan = try SignalFile.read(request.file, overrides: request.overrides)
    let water = try request.water.map { try SignalFile.read($0, overrides: request.overrides.sampling) }
    switch request.method {
    case .fit, .map, .mcmc: return try await fitted(scan, water: water, request: request)
    case .network: return try predicted(scan, water: water, request: request)
    }
  }

  // MARK: Least squares

  private func fitted(_ scan: Scan, water: Scan?, request: QuantifyRequest) async throws -> QuantifiedScan {
    var acquisition = scan.acquisition
    let name = request.file.lastPathComponent
    let chosen = try await chosenBasis(for: acquisition, of: name, request)
    acquisition.echoTime = acquisition.echoTime ?? chosen.basis.acquisition.echoTime
    let ratioReference = try chosenReference(request, names: chosen.basis.names)
    let adapted = studyProtocol.adapted(to: acquisition)
    // Klose's correction takes the phase of fat for that of water: brains yes, livers no (Documentation/Decisions/0006).
    let processing = Processing(correctsEddyCurrents: chosen.isForeign)
    let processed = try signals(scan, request).processed(
      by: processing, waterReference: water.map { signals($0, request) })
    // The water scan has echo and repetition times of its own.
    let waterTiming = water.map { adapted.adapted(to: $0.acquisition) } ?? adapted
    let reference = try processed.water.map {
      try waterTiming.waterReference(fitting: $0, lipids: waterTiming.lipidFunctions())
    }
    let scaling = reference.map { waterTiming.waterScaling(fatFraction: $0.fatFraction) }
    let factor = Self.factor(scaling, to: request.concentration)
    let fid = reference.map { $0.scaled($0.registered(processed.fid)) } ?? processed.fid

    var fitted = fid.acquisition
    fitted.echoTime = acquisition.echoTime
    let fitter = try fitter(for: fitted, with: chosen, isScaled: reference != nil, request: request)
    let estimate = try await estimate(fid, by: fitter, request)

    var doubts = fileDoubts(scan, water: water) + chosen.doubts
    if reference != nil {
      if acquisition.echoTime == nil { doubts.append(Self.assumed("echo time", adapted.echoTime * 1000)) }
      if acquisition.repetitionTime == nil {
        doubts.append(Self.assumed("repetition time", adapted.acquisition.repetitionTime))
      }
      let unnamed = chosen.basis.names.filter { adapted.attenuations[$0] == nil && !Macromolecules.isBroad($0) }
      if !unnamed.isEmpty {
        doubts.append(
          "the protocol has no relaxation times for \(unnamed.joined(separator: ", ")): those of its typical metabolite "
            + "were taken, and the water is that of the protocol's tissue; mM of another organ need its own (--set water.…)"
        )
      }
    }
    return QuantifiedScan(
      quantification: factor.map { estimate.quantification.scaled(by: $0, unit: request.concentration.unit) }
        ?? estimate.quantification,
      fit: estimate.fit, posteriors: estimate.posteriors.map { $0.scaled(by: factor ?? 1) }, fid: fid,
      water: reference, scaling: scaling, options: fitter.options, reference: ratioReference, doubts: doubts,
      provenance: try provenance(
        request,
        method: "\(estimate.method), \(Self.range(fitter.options.window)), \(fitter.options.compared)"
          + (chosen.added.isEmpty ? "" : ", macromolecules added"),
        basis: (chosen.source, chosen.sha256), notice: nil, processed: processed,
        tissue: scaling?.description))
  }

  // MARK: Network

  private func predicted(_ scan: Scan, water: Scan?, request: QuantifyRequest) throws -> QuantifiedScan {
    guard let folder = request.network else {
      throw StageError.needsOption(what: "--method network", option: "--network BUNDLE, the folder of a trained qCNN")
    }
    let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder)
    let quantifier = try NetworkQuantifier(network: bundle.network, card: bundle.card)
    try bundle.card.requireMatch(of: scan.acquisition)
    guard bundle.card.studyProtocol == studyProtocol.name else {
      throw QuantifyError.foreignProtocol(network: bundle.card.studyProtocol, found: studyProtocol.name)
    }
    if let url = request.basis {
      let chosen = try QuantifyBasis(
        reading: url, for: scan.acquisition, of: request.file.lastPathComponent, addsMacromolecules: false,
        overrides: request.overrides)
      guard chosen.sha256 == bundle.card.basisHash else {
        throw QuantifyError.foreignBasis(
          basis: url.lastPathComponent, found: chosen.sha256, trained: bundle.card.basisHash)
      }
    }
    guard let water else {
      throw StageError.needsOption(
        what: "--method network", option: "--water FILE: networks are trained on spectra in mM")
    }
    let adapted = studyProtocol.adapted(to: scan.acquisition)
    let processed = try signals(scan, request).processed(
      by: Processing(correctsEddyCurrents: false), waterReference: signals(water, request))
    guard let waterFID = processed.water else { throw FittingError.noSignal }
    let waterTiming = adapted.adapted(to: water.acquisition)
    let reference = try waterTiming.waterReference(fitting: waterFID, lipids: waterTiming.lipidFunctions())
    let scaling = waterTiming.waterScaling(fatFraction: reference.fatFraction)
    let factor = Self.factor(scaling, to: request.concentration)
    let fid = reference.scaled(reference.registered(processed.fid))
    let quantification = try quantifier.quantify(fid)
    return QuantifiedScan(
      quantification: factor.map { quantification.scaled(by: $0, unit: request.concentration.unit) } ?? quantification,
      fit: nil, fid: fid,
      water: reference, scaling: scaling, options: nil,
      reference: try chosenReference(request, names: quantification.amounts.map(\.name)),
      doubts: fileDoubts(scan, water: water),
      provenance: try provenance(
        request, method: "quantification network (qCNN) \(folder.lastPathComponent)",
        basis: ("that of the network's training", bundle.card.basisHash), notice: bundle.card.notice,
        processed: processed, tissue: scaling.description))
  }

  // MARK: Parts

  /// What turns amounts in mM into the unit asked for; `nil` where they stay as they are, as without a water scan.
  private static func factor(_ scaling: WaterScaling?, to concentration: QuantifyRequest.Concentration) -> Double? {
    concentration == .millimolar ? nil : scaling?.factor(to: concentration.unit)
  }

  private func signals(_ scan: Scan, _ request: QuantifyRequest) -> FIDArray {
    let referenced = studyProtocol.referenced(scan.signals)
    guard request.isConjugated else { return referenced }
    return FIDArray(
      acquisition: referenced.acquisition, coils: referenced.coils, averages: referenced.averages,
      samples: referenced.samples.map(\.conjugated))
  }

  private func fileDoubts(_ scan: Scan, water: Scan?) -> [String] {
    var doubts = scan.doubts.map { "\(Doubt.inFile(scan.url.lastPathComponent, $0))" }
    doubts += water.map { water in water.doubts.map { "\(Doubt.inFile(water.url.lastPathComponent, $0))" } } ?? []
    if let own = scan.averagesRepresented, let other = water?.averagesRepresented, own != other {
      doubts.append("the scan stands for \(own) averages, its water for \(other): both were taken as means, not sums")
    }
    return doubts
  }

  private func chosenReference(_ request: QuantifyRequest, names: [String]) throws(StageError) -> [String] {
    guard let asked = request.reference else {
      return ["Cr", "PCr"].allSatisfy(names.contains) ? ["Cr", "PCr"] : []
    }
    if let unknown = asked.first(where: { !names.contains($0) }) {
      throw .unknownReference(name: unknown, known: names)
    }
    return asked
  }

  private func provenance(
    _ request: QuantifyRequest, method: String, basis: (name: String, sha256: String), notice: String?,
    processed: ProcessedScan, tissue: String?
  ) throws -> QuantifiedScan.Provenance {
    let record = processed.record
    var steps: [String] = []
    if let weights = record.coilWeights { steps.append("\(weights.weights.count) coils combined") }
    if let corrections = record.corrections, corrections.count > 1 {
      steps.append(
        "\(record.averagesUsed) of \(corrections.count) averages aligned and averaged"
          + (record.rejected.isEmpty ? "" : ", \(record.rejected.count) rejected"))
    }
    if record.eddyCurrents != nil { steps.append("eddy currents corrected with the water") }
    if request.isConjugated { steps.append("conjugated") }
    return .init(
      method: method, file: try Artefact(of: request.file), water: try request.water.map { try Artefact(of: $0) },
      basis: basis.name, basisSHA256: basis.sha256, networkNotice: notice,
      processing: steps.isEmpty ? "none: one averaged FID" : steps.joined(separator: "; "), tissue: tissue,
      studyProtocol: studyProtocol.name, hepatica: Versions.current)
  }

  private static func assumed(_ quantity: String, _ milliseconds: Double) -> String {
    "the file does not say its \(quantity); that of the protocol, \(milliseconds) ms, was taken for the relaxation"
  }

  private static func range(_ window: ClosedRange<ChemicalShift>) -> String {
    "\(window.lowerBound.ppm)–\(window.upperBound.ppm) ppm"
  }
}

extension StudyProtocol {
  /// The share of the signal left at TE and TR for each name; names that the protocol does not have get that of its
  /// typical metabolite (median T1 and T2 of its species), macromolecules none.
  func attenuations(of names: [String]) -> [String: Double] {
    let own = attenuations
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let metabolites = species.compactMap { own[$0.name] }
    let typical = metabolites.isEmpty ? 1 : median(metabolites)
    return Dictionary(
      names.map { ($0, own[$0] ?? (Macromolecules.isBroad($0) ? 1 : typical)) }, uniquingKeysWith: { first, _ in first }
    )
  }
}

extension WaterScaling: CustomStringConvertible {
  /// The constants that turn signals into concentrations, in words.
  public var description: String {
    func milliseconds(_ time: Double) -> String { "\((time * 1e5).rounded() / 100)" }
    let (t1, t2) = (tissue.relaxation.t1, tissue.relaxation.t2)
    return
      "water \(tissue.protonConcentration) mM of protons (\((tissue.waterContent * 100).rounded() / 100) kg a kg of "
      + "\(tissue.density) kg/L), T1 \(milliseconds(t1)) ± \(milliseconds(tissue.t1Deviation)) ms, "
      + "T2 \(milliseconds(t2)) ± \(milliseconds(tissue.t2Deviation)) ms; water scan TE \(milliseconds(echoTime)) ms, "
      + "TR \(milliseconds(repetitionTime)) ms"
  }
}
