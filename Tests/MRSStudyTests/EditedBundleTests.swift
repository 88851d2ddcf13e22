import Foundation
import MRSNetworks
import StudySupport
import TestSupport
import Testing

/// What a bundle says of itself is checked before it is used, though its manifest was made anew after the change.
@Suite("Edited bundles of networks")
struct EditedBundleTests {
  struct Edit: Sendable, CustomTestStringConvertible {
    let file: String
    /// The keys that lead to what is changed.
    let path: [String]
    let change: @Sendable (Any) -> Any
    /// What the error must name.
    let named: [String]

    var testDescription: String { "\(file): \(path.joined(separator: "."))" }
  }

  static let edits = [
    Edit(
      file: "architecture.json", path: ["loss", "kind"], change: { _ in "\u{7F}ilu" },
      named: ["architecture.json", "loss"]),
    Edit(
      file: "card.json", path: ["encoder", "firstPoint"], change: { _ in 5000 },
      named: ["card.json", "encoder.points", "5000"]),
    Edit(
      file: "features.json", path: ["encoder", "firstPoint"], change: { _ in -1 },
      named: ["features.json", "encoder.points", "-1"]),
    Edit(
      file: "features.json", path: ["encoder", "acquisition", "points"], change: { _ in 1 << 40 },
      named: ["features.json", "encoder.acquisition", "1099511627776 points"]),
    Edit(
      file: "card.json", path: ["logMeans"], change: { Array(($0 as? [Double] ?? []).dropLast()) },
      named: ["card.json", "'logMeans' is 27 numbers, expected 28"]),
    Edit(
      file: "card.json", path: ["domain", "profile"], change: { _ in [1.0] },
      named: ["card.json", "domain.profile", "1 numbers"]),
    Edit(
      file: "card.json", path: ["domain", "ranges", "noise"],
      change: { ($0 as? [Double] ?? []).reversed() as [Double] },
      named: ["card.json", "domain.ranges.noise", "the least, then the largest"]),
    Edit(
      file: "card.json", path: ["targets"], change: { ($0 as? [String] ?? []).reversed() as [String] },
      named: ["card.json", "targets", "those of the features"]),
    Edit(
      file: "card.json", path: ["unlikeness"], change: { Array(($0 as? [Any] ?? []).dropLast()) },
      named: ["card.json", "unlikeness", "limits of 16 kinds", "unlikeness.json"]),
    Edit(
      file: "card.json", path: ["reconstruction", "distance"], change: { _ in 0 },
      named: ["card.json", "reconstruction", "above zero"]),
    Edit(
      file: "features.json", path: ["targets", "lipids"], change: { _ in [900] },
      named: ["features.json", "targets.lipids", "[900]"]),
    Edit(
      file: "features.json", path: ["amounts"], change: { Array(($0 as? [Any] ?? []).dropLast()) },
      named: ["features.safetensors", "inputs.means"]),
    Edit(
      file: "unlikeness.json", path: ["spectrogramScale"], change: { _ in 0 },
      named: ["unlikeness.json", "spectrogramScale", "above 0"]),
    Edit(
      file: "unlikeness.json", path: ["spectrograms"], change: { Array(($0 as? [Any] ?? []).dropLast()) },
      named: ["unlikeness.safetensors", "spectrograms.means"]),
    Edit(
      file: "unlikeness.json", path: ["spectrograms"], change: { _ in [] as [Any] },
      named: ["unlikeness.json", "inputs of the network"]),
  ]

  @Test("What does not fit is refused by file and field", arguments: edits)
  func refused(edit: Edit) throws {
    let folder = try TemporaryFolder()
    let bundle = folder.url.appending(path: "n")
    try ShippedBundle.copy(to: bundle)
    let file = bundle.appending(path: edit.file)
    let whole = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    try JSONSerialization.data(withJSONObject: Self.changed(whole, edit.path[...], edit.change)).write(to: file)
    try ShippedBundle.seal(edit.file, of: bundle)
    let error = try #require(throws: NetworkError.self) {
      _ = try NetworkQuantifier(NetworkBundle(readingFrom: bundle), named: bundle.path)
    }
    #expect(!"\(error)".unicodeScalars.contains { $0.properties.generalCategory == .control })
    for text in edit.named { #expect("\(error)".contains(text), "\(error)") }
  }

  private static func changed(_ value: Any, _ path: ArraySlice<String>, _ change: (Any) -> Any) -> Any {
    guard let key = path.first, var fields = value as? [String: Any], let inner = fields[key] else {
      return change(value)
    }
    fields[key] = changed(inner, path.dropFirst(), change)
    return fields
  }
}
