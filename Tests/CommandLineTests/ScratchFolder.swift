import Foundation
import TestSupport

/// A folder that is removed when the test ends.
final class ScratchFolder {
  private let folder: TemporaryFolder
  var url: URL { folder.url }

  init() throws { folder = try TemporaryFolder() }

  /// The names of what is in it, hidden ones too.
  var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ data: Data, as name: String) throws -> String {
    try data.write(to: url.appending(path: name))
    return path(name)
  }

  func write(_ text: String, as name: String) throws -> String { try write(Data(text.utf8), as: name) }

  /// A Philips pair of a PRESS scan of the default protocol's acquisition: every sample 1 + i, of which the SDAT holds
  /// `stored`.
  func philips(_ name: String, samples: Int = 1024, stored: Int = 1024, echoTime: Int = 30) throws -> String {
    let header = """
      scan_id : PRESS
      samples : \(samples)
      rows : 1
      synthesizer_frequency : 123250000
      offset_frequency : 0
      sample_frequency : 2000
      nucleus : 1H
      echo_time : \(echoTime)
      repetition_time : 2000
      averages : 16
      """
    _ = try write(header, as: "\(name).SPAR")
    // 1.0 as a VAX F_floating: words swapped, exponent biased by 129.
    return try write(Data((0..<(2 * stored)).flatMap { _ in [0x80, 0x40, 0, 0] as [UInt8] }), as: "\(name).SDAT")
  }
}
