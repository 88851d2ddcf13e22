import Foundation
import MRSCore
import MRSModel

/// Spectra kept in an HDF5 file, as `Documentation/SpectrumFiles.md` describes it: FIDs in single precision, seven digits
/// and a thousand times finer than their noise, and the truth of every one of them by name.
public struct StoredSpectra: SpectrumSource {
  public let count: Int
  public let acquisition: Acquisition
  public let species: [String]
  public let groups: [String]
  private let file: ArrayFile
  /// Of the file, for errors.
  private let name: String

  /// - Throws: ``ArrayFileError``: no such file, not of this layout, arrays that contradict one another.
  public init(contentsOf url: URL) throws {
    file = try ArrayFile(contentsOf: url)
    name = url.lastPathComponent
    var found: String?
    if case .text(let text) = try file.attribute("layout") { found = text }
    guard found == Self.layoutName else {
      throw ArrayFileError.wrongLayout(file: url.lastPathComponent, found: found, expected: Self.layoutName)
    }
    species = try file.texts("species")
    groups = try file.texts("groups")
    guard case .text(let json) = try file.attribute("acquisition") else {
      throw ArrayFileError.wrongKind(
        file: url.lastPathComponent, array: "acquisition", found: "no text", expected: "a text of JSON")
    }
    acquisition = try JSONDecoder().decode(Acquisition.self, from: Data(json.utf8))
    count = try file.shape(of: "fid").first ?? 0
    for array in Self.arrays(count: count, species: species.count, acquisition: acquisition) {
      let found = try file.shape(of: array.name)
      guard found == array.shape else {
        throw ArrayFileError.wrongShape(
          file: url.lastPathComponent, array: array.name, found: found, expected: array.shape)
      }
    }
  }

  public func spectra(in range: Range<Int>) throws -> [LabelledSpectrum] {
    let (points, kinds, shared) = (acquisition.points, species.count, Self.sharedNames.count)
    let samples: [Float] = try file.read("fid", rows: range)
    let amounts: [Double] = try file.read("amounts", rows: range)
    let shifts: [Float] = try file.read("shifts", rows: range)
    let lorentzians: [Float] = try file.read("lorentzians", rows: range)
    let common: [Double] = try file.read("shared", rows: range)
    let group: [Float] = try file.read("group", rows: range)
    return try (0..<range.count).map { i in
      let start = i * 2 * points
      let own = common[i * shared..<(i + 1) * shared].map(\.self)
      return LabelledSpectrum(
        fid: FID(
          samples: ComplexVector(
            real: samples[start..<start + points].map(Double.init),
            imaginary: samples[start + points..<start + 2 * points].map(Double.init)),
          acquisition: acquisition),
        truth: SignalParameters(
          amounts: Array(amounts[i * kinds..<(i + 1) * kinds]),
          shifts: shifts[i * kinds..<(i + 1) * kinds].map(Double.init),
          lorentzians: lorentzians[i * kinds..<(i + 1) * kinds].map(Double.init), gaussian: own[0],
          frequency: own[1], phase: own[2], delay: own[3]),
        noise: own[4], group: try place(ofGroup: group[i]))
    }
  }

  private func place(ofGroup value: Float) throws(ArrayFileError) -> Int {
    guard let place = Int(exactly: value), groups.indices.contains(place) else {
      throw .damaged(
        file: name, array: "group", reason: "a spectrum is of group \(value); there are \(groups.count), from 0 on")
    }
    return place
  }

  /// Writes every spectrum of `source`, made by `tasks` tasks in blocks of `block`, each of which is in memory only while
  /// it is made. A writing that was interrupted goes on where it was, if all of this is the same as then; which file
  /// comes out does not depend on it, or on `tasks`.
  ///
  /// - Parameters:
  ///   - origin: what the spectra come from, by name: the protocol, the seed, the program. Kept in the file.
  ///   - resuming: told once, before anything is made, how many spectra an interrupted writing has left, if any.
  ///   - progress: told how many more spectra are there.
  /// - Throws: ``ArrayFileError`` and what the source throws. What is written stays then, to go on with.
  public static func write(
    _ source: some SpectrumSource, to url: URL, origin: [String: ArrayAttribute] = [:], tasks: Int, block: Int = 250,
    resuming: (Int) -> Void = { _ in }, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws {
    let layout = try layout(of: source, origin: origin)
    let blocks = stride(from: 0, to: source.count, by: block).map { $0..<min($0 + block, source.count) }
    let writer = try ArrayFileWriter(to: url, layout: layout, blocks: blocks.count)
    let done = writer.finishedBlocks.reduce(0) { $0 + blocks[$1].count }
    if done > 0 { resuming(done) }
    _ = try await blocks.indices.filter { !writer.finishedBlocks.contains($0) }.concurrentMap(tasks: tasks) { index in
      let range = blocks[index]
      let spectra = try source.spectra(in: range)
      try writer.write(samples(of: spectra), to: "fid", from: range.lowerBound)
      try writer.write(spectra.flatMap(\.amounts), to: "amounts", from: range.lowerBound)
      try writer.write(spectra.flatMap { $0.truth.shifts.map(Float.init) }, to: "shifts", from: range.lowerBound)
      try writer.write(
        spectra.flatMap { $0.truth.lorentzians.map(Float.init) }, to: "lorentzians", from: range.lowerBound)
      try writer.write(
        spectra.flatMap { [$0.truth.gaussian, $0.truth.frequency, $0.truth.phase, $0.truth.delay, $0.noise] },
        to: "shared", from: range.lowerBound)
      try writer.write(spectra.map { Float($0.group) }, to: "group", from: range.lowerBound)
      try writer.finish(block: index)
      progress(range.count)
    }
    try writer.finish()
  }

  /// What the attribute `layout` says of a file as this type writes it.
  static let layoutName = "hepatica spectra 2"

  /// The columns of `shared`.
  static let sharedNames = ["gaussian [Hz]", "frequency [Hz]", "phase [rad]", "delay [s]", "noise [mM of protons]"]

  private static func arrays(count: Int, species: Int, acquisition: Acquisition) -> [ArrayFileLayout.Numbers] {
    func described(_ axes: String, _ unit: String) -> [String: ArrayAttribute] {
      ["axes": .text(axes), "unit": .text(unit)]
    }
    return [
      .init(
        "fid", of: .float32, shape: [count, 2, acquisition.points],
        attributes: described("example, part (real, imaginary), time", "mM of protons")),
      .init("amounts", of: .float64, shape: [count, species], attributes: described("example, species", "mM")),
      .init("shifts", of: .float32, shape: [count, species], attributes: described("example, species", "Hz")),
      .init("lorentzians", of: .float32, shape: [count, species], attributes: described("example, species", "Hz")),
      .init(
        "shared", of: .float64, shape: [count, sharedNames.count],
        attributes: described("example, shared_names", "as named")),
      .init("group", of: .float32, shape: [count], attributes: described("example", "index into groups")),
    ]
  }

  private static func layout(
    of source: some SpectrumSource, origin: [String: ArrayAttribute]
  ) throws -> ArrayFileLayout {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let acquisition = source.acquisition
    let own: [String: ArrayAttribute] = [
      "layout": .text(layoutName),
      "acquisition": .text(String(decoding: try encoder.encode(acquisition), as: UTF8.self)),
      "dwell_time_s": .number(acquisition.dwellTime),
      "spectrometer_frequency_MHz": .number(acquisition.spectrometerFrequency.megahertz),
      "carrier_shift_ppm": .number(acquisition.carrierShift.ppm),
    ]
    return ArrayFileLayout(
      numbers: arrays(count: source.count, species: source.species.count, acquisition: acquisition),
      texts: [.init("species", source.species), .init("groups", source.groups), .init("shared_names", sharedNames)],
      attributes: origin.merging(own) { $1 })
  }

  private static func samples(of spectra: [LabelledSpectrum]) -> [Float] {
    var samples: [Float] = []
    samples.reserveCapacity(spectra.reduce(0) { $0 + 2 * $1.fid.samples.count })
    for spectrum in spectra {
      samples.append(contentsOf: spectrum.fid.samples.real.lazy.map(Float.init))
      samples.append(contentsOf: spectrum.fid.samples.imaginary.lazy.map(Float.init))
    }
    return samples
  }
}
