import Foundation
import MRSCore

/// As two files: `features.json`, the steps and what they are for, and `features.safetensors`, what they learnt.
extension FeatureExtractor {
  static let descriptionFile = "features.json"
  static let arraysFile = "features.safetensors"

  private struct Description: Codable {
    let recipe: FeatureRecipe
    let encoder: SpectrumEncoder
    let targets: FeatureTargets
    let amounts, ratios: [Edges]
  }

  private struct Edges: Codable {
    let widths, fats: [Double]
  }

  /// The files' contents: a function of the extractor alone.
  func files() throws -> [(name: String, data: Data)] {
    func edges(_ tables: [LinearTable]) -> [Edges] {
      tables.map { Edges(widths: $0.widthEdges, fats: $0.fatEdges) }
    }
    let description = Description(
      recipe: recipe, encoder: self.encoder, targets: targets, amounts: edges(learnt.amounts),
      ratios: edges(learnt.ratios))
    var arrays: [WeightArray] = []
    func add(_ name: String, _ array: FloatArray) {
      arrays.append(WeightArray(name: name, shape: array.shape, values: array.values))
    }
    add("inputs.means", learnt.means)
    add("inputs.deviations", learnt.deviations)
    if recipe.lipids != nil {
      add("lipids.scales", learnt.scales)
      add("lipids.middles", learnt.middles)
      add("lipids.spreads", learnt.spreads)
    }
    if let components = learnt.components {
      add("components.middle", components.middle)
      add("components.deviations", components.deviations)
      add("components.directions", components.directions)
    }
    if let domain = learnt.domain {
      add("domain.means", domain.means)
      add("domain.deviations", domain.deviations)
      add("domain.limits", domain.limits)
      add("domain.directions", domain.directions)
    }
    for (family, tables) in [("amounts", learnt.amounts), ("ratios", learnt.ratios)] {
      for (number, table) in tables.enumerated() {
        for (name, array) in table.arrays { add("\(family).\(number).\(name)", array) }
      }
    }
    let halves = Set(arrays.map(\.name).filter { $0.hasSuffix(".directions") })
    return [
      (Self.descriptionFile, try NetworkFolder.encoder.encode(description)),
      (Self.arraysFile, try SafetensorsFile(arrays: arrays, halves: halves).data()),
    ]
  }

  /// - Parameter path: what errors name, the folder.
  /// - Throws: ``NetworkError``.
  init(description: Data, arrays: Data, path: String) throws(NetworkError) {
    let read: Description
    do {
      read = try JSONDecoder().decode(Description.self, from: description)
      try read.recipe.validate()
      try read.targets.validate()
    } catch NetworkError.invalidOption(let field, let value, let expected) {
      throw .unfitting(path: "\(path)/\(Self.descriptionFile)", field: field, value: value, expected: expected)
    } catch {
      throw .unreadableFile(path: "\(path)/\(Self.descriptionFile)", reason: error.plainReason)
    }
    let source = "\(path)/\(Self.arraysFile)"
    let file = try SafetensorsFile(data: arrays, path: source)
    func array(_ name: String, _ shape: [Int?]) throws(NetworkError) -> FloatArray {
      try FloatArray(named: name, in: file.arrays, shape: shape, source: source)
    }
    let size = 2 * read.encoder.points
    var learnt = Learnt()
    learnt.means = try array("inputs.means", [nil])
    learnt.deviations = try array("inputs.deviations", [learnt.means.count])
    if read.recipe.lipids != nil {
      learnt.scales = try array("lipids.scales", [nil])
      learnt.middles = try array("lipids.middles", [learnt.scales.count])
      learnt.spreads = try array("lipids.spreads", [learnt.scales.count])
    }
    if read.recipe.components != nil {
      let deviations = try array("components.deviations", [nil])
      learnt.components = PrincipalComponents(
        middle: try array("components.middle", [size]),
        directions: try array("components.directions", [deviations.count, size]), deviations: deviations)
    }
    if file.arrays.contains(where: { $0.name == "domain.means" }) {
      let deviations = try array("domain.deviations", [nil])
      learnt.domain = FeatureDomain(
        means: try array("domain.means", [learnt.means.count]),
        directions: try array("domain.directions", [deviations.count, learnt.means.count]), deviations: deviations,
        limits: try array("domain.limits", [2]))
    }
    func tables(_ family: String, _ edges: [Edges], amounts: Int) throws(NetworkError) -> [LinearTable] {
      var tables: [LinearTable] = []
      for (number, edge) in edges.enumerated() {
        let (name, cells) = ("\(family).\(number)", (edge.widths.count + 1) * (edge.fats.count + 1))
        let variances = try array("\(name).variances", [cells, nil])
        let rows = cells * variances.shape[1]
        tables.append(
          LinearTable(
            widthEdges: edge.widths, fatEdges: edge.fats, means: try array("\(name).means", [cells, size]),
            directions: try array("\(name).directions", [rows, size]), variances: variances,
            amountMeans: try array("\(name).amountMeans", [cells, amounts]),
            amountVariances: try array("\(name).amountVariances", [cells, amounts]),
            responses: try array("\(name).responses", [rows, amounts])))
      }
      return tables
    }
    learnt.amounts = try tables("amounts", read.amounts, amounts: read.targets.names.count)
    learnt.ratios = try tables("ratios", read.ratios, amounts: read.targets.lipids.count)
    self.init(recipe: read.recipe, encoder: read.encoder, targets: read.targets, learnt: learnt)
    if let lipids, learnt.scales.count != 2 * lipids.count {
      throw .weightShape(
        path: source, name: "lipids.scales", expected: [2 * lipids.count], found: learnt.scales.shape)
    }
    guard learnt.means.count == numbers else {
      throw .weightShape(path: source, name: "inputs.means", expected: [numbers], found: learnt.means.shape)
    }
  }

  /// Reads the two files of a folder; nil where there are none.
  /// - Throws: ``NetworkError``.
  public init?(readingFrom folder: URL) throws(NetworkError) {
    let description = folder.appending(path: Self.descriptionFile)
    guard FileManager.default.fileExists(atPath: description.path) else { return nil }
    try self.init(
      description: NetworkFolder.contents(of: description),
      arrays: NetworkFolder.contents(of: folder.appending(path: Self.arraysFile)), path: folder.path)
  }

  /// Writes the two files into a folder, the description last.
  /// - Throws: ``NetworkError/unwritableFile(path:reason:)``.
  public func write(to folder: URL) throws(NetworkError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in try files().reversed() {
        try file.data.write(replacing: folder.appending(path: file.name))
      }
    } catch {
      throw .unwritableFile(path: folder.path, reason: error.plainReason)
    }
  }
}

extension LinearTable {
  fileprivate var arrays: [(String, FloatArray)] {
    [
      ("means", means), ("variances", variances), ("amountMeans", amountMeans), ("amountVariances", amountVariances),
      ("responses", responses), ("directions", directions),
    ]
  }
}
