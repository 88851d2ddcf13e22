import Foundation
import MRSCore

/// The files that a BIDS data set has once: its description, README, and the list of participants.
public struct BIDSDataset: Sendable {
  public let root: URL

  public init(root: URL) { self.root = root }

  /// Writes what is not there, and adds the subject to the list of participants, which must name every subject's folder. Files that
  /// are there stay as they are but for that line.
  /// - Throws: ``FormatError/unwritable(path:reason:)``, ``FormatError/unreadable(path:reason:)``.
  public func complete(subject: String) throws(FormatError) {
    let description = root.appending(path: "dataset_description.json")
    if !isThere(description) {
      try BIDSSidecar.write(
        [
          "Name": .string(root.lastPathComponent), "BIDSVersion": .string("1.10.0"), "DatasetType": .string("raw"),
          "GeneratedBy": .array([.object(["Name": .string("Hepatica"), "Version": .string(Versions.current)])]),
        ], to: description)
    }
    if !["README", "README.md", "README.rst", "README.txt"].contains(where: { isThere(root.appending(path: $0)) }) {
      let text = """
        MR spectroscopy of \(root.lastPathComponent), converted by Hepatica \(Versions.current).

        Each subject's folder mrs holds signals as NIfTI-MRS (suffix svs: one voxel, mrsi: a grid, mrsref: unsuppressed water of the
        same voxel) with a JSON file of what the scanner's header says. What may tell who was measured was left out unless it was
        asked for. Say here who measured what, and how the data may be used.

        """
      try FileBytes.write(Array(text.utf8), to: root.appending(path: "README"))
    }
    try list("sub-\(subject)")
  }

  private func list(_ participant: String) throws(FormatError) {
    let file = root.appending(path: "participants.tsv")
    var lines = ["participant_id"]
    if isThere(file) {
      let path = file.path(percentEncoded: false)
      let bytes: Data
      do { bytes = try Data(wholeFile: file) } catch { throw .unreadable(path: path, reason: error.description) }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .unreadable(path: path, reason: "it is not UTF-8 text")
      }
      lines = text.split(whereSeparator: \.isNewline).map(String.init)
    }
    let columns = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map {
      String($0).trimmed
    }
    guard let own = columns.firstIndex(of: "participant_id") else {
      throw .missingField(
        path: file.path(percentEncoded: false), field: "participant_id",
        advice: "It is the first column of this file by BIDS; write it, or remove the file.")
    }
    let known = lines.dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard !known.contains(where: { $0.indices.contains(own) && $0[own].trimmed == participant }) else { return }
    lines.append(columns.indices.map { $0 == own ? participant : "n/a" }.joined(separator: "\t"))
    try FileBytes.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: file)
  }

  private func isThere(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) }
}
