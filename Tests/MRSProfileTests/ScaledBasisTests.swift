import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import Numerics
import Testing

@Suite("Scale and widths of a basis of others")
struct ScaledBasisTests {
  /// Creatine and NAA as files have them: cut after half their points, which are filled up with zeros.
  private func basis(creatine: Double, naa: Double) -> BasisSet {
    let whole = Acquisition(spectrometerFrequency: .megahertz(123.2), dwellTime: 0.00025, points: 4096, echoTime: 0.03)
    func function(_ name: String, _ lines: [(shift: Double, protons: Double)], width: Double) -> BasisFunction {
      let grid = whole.with(points: 2048)
      var signal = ComplexVector(zeros: grid.points)
      for line in lines {
        signal.add(
          Lineshape(shift: grid.offset(of: .ppm(line.shift)).hertz, lorentzian: width),
          scaledBy: .init(line.protons / 64), on: grid)
      }
      return BasisFunction(
        name: name, signal: .sampled(FID(samples: signal, acquisition: grid).resized(to: 4096).samples))
    }
    return BasisSet(
      functions: [
        function("Cr", [(3.027, 3), (3.913, 2)], width: creatine), function("NAA", [(2.008, 3)], width: naa),
      ], acquisition: whole, source: "cut.BASIS")
  }

  @Test("The signal of a proton is found within 0.2 % though functions are cut where a thirtieth is left")
  func proton() throws {
    let scaled = ScaledBasis(basis(creatine: 2, naa: 2))
    let proton = try #require(scaled.protonSignal)
    #expect(abs(proton * 64 - 1) < 0.002, "\(proton * 64)")
    #expect(abs(scaled.linewidth - 2) < 0.05, "\(scaled.linewidth)")
    #expect(scaled.ownLinewidths.isEmpty)
  }

  @Test("A width that a file says and its lines have not is measured; functions of another width are named")
  func widths() throws {
    let scaled = ScaledBasis(basis(creatine: 2, naa: 0.5), linewidth: 12.8)
    #expect(abs(scaled.linewidth - 2) < 0.05, "\(scaled.linewidth)")
    #expect(scaled.ownLinewidths.keys.sorted() == ["NAA"])
    #expect(abs(try #require(scaled.ownLinewidths["NAA"]) - 0.5) < 0.1)
  }

  @Test("What couplings add to the decay of inositol is not taken for its width")
  func couplings() async throws {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    let simulated = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 2))
    let grid = basis(creatine: 2, naa: 2).acquisition
    let place = try #require(simulated.names.firstIndex(of: "mI"))
    let inositol = simulated.rendered(on: grid)[place]
    for width in [0.5, 2.0] {
      let damped = inositol.broadened(byLorentzian: .hertz(width))
      let others = basis(creatine: 2, naa: 2)
      let scaled = ScaledBasis(
        BasisSet(
          functions: others.functions + [BasisFunction(name: "Ins", signal: .sampled(damped.samples))],
          acquisition: grid, source: "coupled.BASIS"))
      let found = scaled.ownLinewidths["Ins"] ?? scaled.linewidth
      #expect(abs(found - width) < 0.3, "\(width) Hz: \(found)")
    }
  }

  @Test("Functions that are wider than their species are made narrower, but not to nothing, and keep their differences")
  func narrowed() throws {
    let brain = try AnalysisProfile.load("brain")
    let widths = brain.relaxationWidths(of: ["Cr", "NAA"])
    let (creatine, naa) = (try #require(widths["Cr"]), try #require(widths["NAA"]))
    func options(_ width: Double) throws -> LeastSquaresOptions {
      let wide = basis(creatine: width, naa: width)
      return try FitRecipe(profile: brain, echoTime: 0.03, repetitionTime: 2)
        .fitter(basis: ScaledBasis(wide), for: wide.acquisition, isScaled: false).options
    }
    let two = try options(2)
    let narrowed = try #require(two.naturalWidths["NAA"])
    #expect(naa < 2 && abs(narrowed - (naa - 2)) < 0.05)
    for (name, width) in widths {
      let whole = try #require(two.naturalWidths[name]) + (try #require(two.functionWidths[name]))
      #expect(abs(whole - width) < 1e-9, "\(name) is as wide as its T2 says")
    }
    let twenty = try options(20)
    let least = try #require(twenty.naturalWidths["NAA"])
    #expect(abs(least + 18) < 0.3)
    let difference = try #require(twenty.naturalWidths["Cr"]) - least
    #expect(abs(difference - (creatine - naa)) < 1e-9)
  }

  @Test("A basis of 8 Hz tells a scan of 4 Hz within 1 %; left as it is it tells 2.5 times too much")
  func wideBasis() throws {
    let (wide, brain) = (basis(creatine: 8, naa: 8), try AnalysisProfile.load("brain"))
    let truth = ["Cr": 8.0, "NAA": 12.0]
    let model = ForwardModel(basis: wide, acquisition: wide.acquisition)
    let widths = brain.relaxationWidths(of: model.names)
    let clean = model.fid(
      SignalParameters(
        amounts: model.names.map { truth[$0] ?? 0 }, shifts: model.names.map { _ in 0 },
        lorentzians: model.names.map { 0.5 + (widths[$0] ?? 0) - 8 }, gaussian: 4, frequency: 0, phase: 0))
    var stream = RandomStream(seed: 5)
    let noise = ComplexVector(
      (0..<clean.samples.count).map { _ in Complex(0.002 * stream.normal(), 0.002 * stream.normal()) })
    let fitter = try FitRecipe(profile: brain, echoTime: 0.03, repetitionTime: 2)
      .fitter(basis: ScaledBasis(wide), for: wide.acquisition, isScaled: false)
    let found = try fitter.quantify(FID(samples: clean.samples + noise, acquisition: wide.acquisition))
    for (name, amount) in truth {
      let value = try #require(found[name]).value
      print("\(name) by a basis of 8 Hz: \(value) of \(amount)")
      #expect(abs(value / amount - 1) < 0.01, "\(name): \(value)")
    }
  }

  @Test("A scan that is narrower than a basis of Gauss lines is doubted, and a wider one is not", arguments: [2.0, 9])
  func gaussBasis(width: Double) throws {
    let (sharp, brain) = (basis(creatine: 2, naa: 2), try AnalysisProfile.load("brain"))
    let grid = sharp.acquisition
    func widened(_ hertz: Double) -> BasisSet {
      let functions = zip(sharp.names, sharp.rendered(on: grid)).map { name, fid in
        BasisFunction(name: name, signal: .sampled(fid.broadened(byGaussian: .hertz(hertz)).samples))
      }
      return BasisSet(functions: functions, acquisition: grid, source: "gauss.BASIS")
    }
    var stream = RandomStream(seed: 5)
    let noise = ComplexVector(
      (0..<grid.points).map { _ in Complex(0.002 * stream.normal(), 0.002 * stream.normal()) })
    let scan = widened(width).rendered(on: grid).reduce(noise) { $0 + 10.0 * $1.samples }
    let fitter = try FitRecipe(profile: brain, echoTime: 0.03, repetitionTime: 2)
      .fitter(basis: ScaledBasis(widened(6)), for: grid, isScaled: false)
    let found = try fitter.quantify(FID(samples: scan, acquisition: grid))
    #expect(found.doubts.contains { $0.code == .narrowerThanBasis } == (width < 6), "\(found.doubts)")
  }

  @Test("Macromolecules of a basis, measured in another scan, may be narrower than they are in it")
  func measured() throws {
    let own = basis(creatine: 2, naa: 2)
    let broad = BasisFunction(name: "Mac", signal: own.functions[1].signal)
    let fitter = try FitRecipe(profile: AnalysisProfile.load("brain"), echoTime: 0.03, repetitionTime: 2).fitter(
      basis: ScaledBasis(
        BasisSet(functions: own.functions + [broad], acquisition: own.acquisition, source: "measured.BASIS")),
      for: own.acquisition, isScaled: false)
    #expect(fitter.options.broadeningDeviations["Mac"] == 3)
    #expect(fitter.options.naturalWidths["Mac"] == 0)
    #expect(try #require(fitter.options.functionWidths["Mac"]) >= 12)
  }
}
