import Foundation
import MRSCore
import MRSFormats

/// A signal that a basis gets as a function of its own: measured macromolecules, or what another program has simulated.
public struct BasisAddition: Hashable, Sendable {
  /// The function's name.
  public let name: String
  public let file: URL

  /// `FILE`, whose name without its ending is the function's, or `NAME=FILE`.
  public init(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    file = URL(filePath: parts.last ?? text)
    name = parts.count > 1 ? parts[0] : file.deletingPathExtension().deletingPathExtension().lastPathComponent
  }

  /// The function, of which one unit is one proton: the mean of the file's averages, divided by its magnitude at time zero.
  /// It is cut, or filled with zeros, to the points of the basis.
  /// - Returns: the function, and in words what of the file is not as in the basis.
  /// - Throws: `FormatError` for a file that cannot be read, or that has coils that are not combined, or another
  ///   nucleus, field or dwell time than `acquisition`.
  public func function(on acquisition: Acquisition) throws(FormatError) -> (function: BasisFunction, doubts: [String]) {
    let scan = try SignalFile.read(file)
    let signals = scan.signals
    let own = signals.acquisition
    func refuse(_ first: String, _ second: String, _ advice: String) -> FormatError {
      .contradiction(path: file.path, first: first, second: second, advice: advice)
    }
    guard signals.coils == 1 else {
      throw refuse(
        "a basis function is one signal", "the file has \(signals.coils) coils", "Combine them first: hepatica convert."
      )
    }
    let ratio = own.spectrometerFrequency.megahertz / acquisition.spectrometerFrequency.megahertz
    guard own.nucleus == acquisition.nucleus, abs(ratio - 1) < 0.01 else {
      throw refuse(
        "the basis is of \(acquisition.nucleus) at \(acquisition.spectrometerFrequency.megahertz) MHz",
        "the file of \(own.nucleus) at \(own.spectrometerFrequency.megahertz) MHz",
        "Give the protocol of the file's field (--set acquisition.spectrometerFrequency=…).")
    }
    guard abs(own.dwellTime / acquisition.dwellTime - 1) < 1e-6 else {
      throw refuse(
        "the basis has a dwell time of \(acquisition.dwellTime * 1000) ms", "the file of \(own.dwellTime * 1000) ms",
        "Give that of the file (--set acquisition.dwellTime=…): nothing is interpolated.")
    }
    var sum = ComplexVector(zeros: own.points)
    for fid in signals.samples { sum += fid }
    let start = sum[0].length
    guard start > 0, start.isFinite else {
      throw refuse("a function begins with a signal", "its first sample is \(start)", "Give the FID from its echo on.")
    }
    let scaled = (1 / start) * sum
    let samples = ComplexVector((0..<acquisition.points).map { $0 < own.points ? scaled[$0] : .zero })
    var doubts: [String] = []
    if let time = own.echoTime, let expected = acquisition.echoTime, abs(time - expected) > 1e-3 {
      doubts.append("\(name): its echo time is \(time * 1000) ms, that of the basis \(expected * 1000) ms")
    }
    if own.carrierShift != acquisition.carrierShift {
      doubts.append(
        "\(name): 0 Hz is at \(own.carrierShift.ppm) ppm in the file and at \(acquisition.carrierShift.ppm) in the basis; "
          + "it was taken as it is")
    }
    return (BasisFunction(name: name, signal: .sampled(samples)), doubts)
  }
}
