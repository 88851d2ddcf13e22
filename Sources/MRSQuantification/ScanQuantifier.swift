import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSNetworks
import MRSProcessing
import MRSProfile

/// Finds the amounts in scans: the one way from files, or from a signal that is in mM already, to a ``QuantifiedScan``, for
/// every method.
public struct ScanQuantifier: Sendable {
  public let studyProtocol: StudyProtocol
  /// Of draws from the posterior; a fit draws nothing.
  public let stream: RandomStream
  public let worker: Worker
  let shared: SharedSources

  public init(studyProtocol: StudyProtocol, stream: RandomStream, worker: Worker) {
    self.init(studyProtocol: studyProtocol, stream: stream, worker: worker, shared: SharedSources())
  }

  private init(studyProtocol: StudyProtocol, stream: RandomStream, worker: Worker, shared: SharedSources) {
    self.studyProtocol = studyProtocol
    self.stream = stream
    self.worker = worker
    self.shared = shared
  }

  /// The same, sharing what is read and made ready, for one of many scans that are worked on at a time.
  public func single(drawingFrom stream: RandomStream) -> ScanQuantifier {
    ScanQuantifier(studyProtocol: studyProtocol, stream: stream, worker: worker.single, shared: shared)
  }

  /// The amounts in one file.
  /// - Throws: `FormatError`, `ProcessingError`, `FittingError`, `NetworkError`, `ProfileError`, ``QuantifyError``.
  public func quantify(_ request: QuantifyRequest) async throws -> QuantifiedScan {
    let scan = try shared.scan(request.file, overrides: request.overrides, at: request.place, worker: worker)
    let waterScan = try request.water.map {
      try shared.scan($0, overrides: request.overrides.sampling, at: request.place?.voxel, worker: worker)
    }
    let measured = request.place?.averages.map { scan.signals.selecting(averages: Array($0)) } ?? scan.signals
    let name = request.file.lastPathComponent
    // A file that is given for the water may itself hold both.
    let water = waterScan.map { $0.water ?? $0.signals } ?? scan.water
    let waterName = waterScan?.url.lastPathComponent ?? (water == nil ? nil : "the water in \(name)")
    let plan = try await plan(for: scan.acquisition, of: name, request)
    if request.method == .network, water == nil {
      throw QuantifyError.needsOption(
        what: "--method network", option: "--water FILE: networks are trained on spectra in mM")
    }
    let nucleus = plan.choice.profile.nucleus
    for file in [scan, waterScan].compactMap({ $0 }) where file.acquisition.nucleus != nucleus {
      throw QuantifyError.otherNucleus(
        file: file.url.lastPathComponent, nucleus: file.acquisition.nucleus, expected: nucleus)
    }
    let timing = SignalTiming(
      scan: scan.acquisition, named: name, water: water?.acquisition, named: waterName ?? "the water scan",
      basis: plan.basis?.basis.set.acquisition, studyProtocol: studyProtocol)
    let signal = try shared.preparation(plan.choice.profile, of: studyProtocol).signal(
      scan: signals(measured, request), water: water.map { signals($0, request) }, timing: timing, worker: worker
    ).first(plan.points(of: scan.acquisition.points))
    return try await quantify(
      signal, measured: scan.acquisition.points, timing: timing, plan: plan, request,
      file: try shared.artefact(of: request.file, at: request.place),
      water: try waterName.map { name in
        guard let file = request.water else { return try Artefact(of: request.file, name: name) }
        return try shared.artefact(of: file, at: request.place)
      },
      fileDoubts: fileDoubts(scan, water: waterScan) + timing.doubts)
  }

  /// The amounts in an averaged FID that is in mM already, as the spectra of a `synthesize` run are.
  /// - Throws: as ``quantify(_:)``.
  public func quantify(
    stored fid: FID, of file: Artefact, _ request: QuantifyRequest
  ) async throws -> QuantifiedScan {
    let plan = try await plan(for: fid.acquisition, of: file.name, request)
    let timing = SignalTiming(
      scan: fid.acquisition, named: file.name, water: nil, basis: plan.basis?.basis.set.acquisition,
      studyProtocol: studyProtocol)
    return try await quantify(
      ScaledSignal(stored: fid.resized(to: plan.points(of: fid.acquisition.points))),
      measured: fid.acquisition.points, timing: timing, plan: plan, request, file: file, water: nil,
      fileDoubts: timing.doubts)
  }

  private func quantify(
    _ signal: ScaledSignal, measured: Int, timing: SignalTiming, plan: QuantificationPlan, _ request: QuantifyRequest,
    file: Artefact,
    water: Artefact?, fileDoubts: [Doubt]
  ) async throws -> QuantifiedScan {
    let inSignal = try await result(of: signal, timing: timing, plan: plan, request)
    let found = signal.scaling == nil ? inSignal : inSignal.relaxing(by: plan.choice.profile, echoTime: timing.echoTime)
    let factor = request.concentration == .millimolar ? nil : signal.scaling?.factor(to: request.concentration.unit)
    let reference = try RatioReference(request.reference, among: found.quantification.amounts.map(\.name)).names
    return QuantifiedScan(
      quantification: factor.map { found.quantification.scaled(by: $0, unit: request.concentration.unit) }
        ?? found.quantification,
      fit: found.fit, posteriors: found.posteriors.map { $0.scaled(by: factor ?? 1) }, sampling: found.sampling,
      signal: signal, options: found.options, prior: found.prior, saliency: found.saliency,
      reconstruction: found.reconstruction,
      untold: found.untold, reference: reference, profile: plan.choice.profile,
      echoTime: timing.echoTime,
      doubts: fileDoubts + signal.doubts + found.doubts,
      provenance: .init(
        method: found.method, file: file, water: water, basis: found.basis.name, basisSHA256: found.basis.sha256,
        networkSHA256: found.networkSHA256, networkNotice: found.notice,
        processing: ([plan.note(of: measured), signal.processing].compactMap(\.self)
          + (request.isConjugated ? ["conjugated"] : [])).joined(separator: "; "),
        tissue: signal.scaling.map { TissueWords($0).text }, profile: plan.choice.profile.name,
        profileSHA256: shared.hash(of: plan.choice.profile), profileReason: plan.choice.reason,
        studyProtocol: studyProtocol.name, hepatica: Versions.current))
  }

  private func result(
    of signal: ScaledSignal, timing: SignalTiming, plan: QuantificationPlan, _ request: QuantifyRequest
  ) async throws -> MethodResult {
    if let network = plan.network {
      return try await NetworkMethod(
        network: network, prior: request.prior, saliency: request.saliency,
        fitter: request.reconstructs ? fitter(for: network, signal, timing, plan.choice.profile) : nil,
        usesWaterLineshape: plan.choice.profile.lineshape.fromWater == true
      ).result(of: signal)
    }
    guard let basis = plan.basis else { throw QuantifyError.needsOption(what: "a fit", option: "a basis") }
    var result = try await FitMethod(
      basis: basis, profile: plan.choice.profile, studyProtocol: studyProtocol, request: request, shared: shared
    ).result(of: signal, timing: timing, stream: stream.child("mcmc"), tasks: worker.tasks)
    result.doubts += try unseenByFits(signal, plan.choice.profile)
    return result
  }

  /// The fit that makes spectra again from a network's amounts: of the protocol's basis, with the prior that they are told under.
  private func fitter(
    for network: NetworkQuantifier, _ signal: ScaledSignal, _ timing: SignalTiming, _ profile: AnalysisProfile
  ) async throws -> LeastSquares {
    let key = SharedSources.FitKey(
      acquisition: signal.fid.acquisition, profile: profile, isScaled: true,
      timing: [timing.echoTime, timing.repetitionTime])
    if let known = shared.reconstructing[key] { return known }
    let basis = ScaledBasis(try await shared.basis(of: studyProtocol, tasks: worker.tasks))
    let prior = try network.prior ?? CohortPrior(literatureOf: studyProtocol, profile: profile).union
    let fitter = Reconstruction.fitter(
      try FitRecipe(profile: profile, echoTime: timing.echoTime, repetitionTime: timing.repetitionTime).fitter(
        basis: basis, for: signal.fid.acquisition, isScaled: true, prior: prior))
    shared.reconstructing[key] = fitter
    return fitter
  }

  /// What a fit does not see and the network that comes with the program does, where it lies beside the program and the signal is
  /// one that it knows.
  private func unseenByFits(_ signal: ScaledSignal, _ profile: AnalysisProfile) throws -> [Doubt] {
    guard signal.isScaled, profile.name == studyProtocol.profile.name,
      let folder = try? ShippedNetwork.folder(for: studyProtocol)
    else { return [] }
    let network = try shared.network(in: folder, prior: nil)
    guard (try? network.card.requireMatch(of: signal.fid.acquisition)) != nil else { return [] }
    return try network.doubts(of: signal.fid, among: \.isUnseenByFits)
  }

  private func signals(_ signals: FIDArray, _ request: QuantifyRequest) -> FIDArray {
    guard request.isConjugated else { return signals }
    return FIDArray(
      acquisition: signals.acquisition, coils: signals.coils, averages: signals.averages,
      samples: signals.samples.map(\.conjugated))
  }

  private func fileDoubts(_ scan: Scan, water: Scan?) -> [Doubt] {
    var doubts = [scan, water].compactMap { $0 }.flatMap { file in
      file.doubts.map { Doubt.inFile(file.url.lastPathComponent, $0) }
    }
    if let own = scan.averagesRepresented, let other = water?.averagesRepresented, own != other {
      doubts.append(.differentAverages(scan: own, water: other))
    }
    return doubts
  }
}
