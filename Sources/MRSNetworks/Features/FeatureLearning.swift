import MRSCore
import Numerics

/// Learns what the steps of a ``FeatureRecipe`` take from training spectra. The same spectra give the same bytes, on however
/// many tasks.
public struct FeatureLearning: Sendable {
  /// A spectrum with the amounts of all species of the targets, in order.
  public struct Example: Sendable {
    public let fid: FID
    public let amounts: [Double]

    public init(fid: FID, amounts: [Double]) {
      self.fid = fid
      self.amounts = amounts
    }
  }

  /// The spectra of a range of indices.
  public typealias Source = @Sendable (Range<Int>) throws -> [Example]

  public let recipe: FeatureRecipe
  public let encoder: SpectrumEncoder
  public let targets: FeatureTargets
  private let registration: Registration

  /// Spectra that are worked on as one, and blocks of them that are held at a time.
  private static let block = 250
  private static let held = 32

  /// - Throws: ``NetworkError/invalidOption(field:value:expected:)``
  public init(recipe: FeatureRecipe, encoder: SpectrumEncoder, targets: FeatureTargets) throws(NetworkError) {
    try recipe.validate()
    self.recipe = recipe
    self.encoder = encoder
    self.targets = targets
    registration = Registration(recipe.registration, encoder: encoder)
  }

  /// - Parameters:
  ///   - measured: spectra as they are measured.
  ///   - noiseless: without noise: first all kinds, then those without what few spectra have. A table for each.
  /// - Throws: what the sources throw; `LinearAlgebraError`; `CancellationError`.
  public func extractor(measured: @escaping Source, noiseless: [Source], worker: Worker) async throws
    -> FeatureExtractor
  {
    let batches = try await registered(measured, 0..<recipe.scaleExamples, worker, title: "Scales of the features")
    let widths = batches.flatMap(\.spectra.widths)
    let fats = batches.flatMap(\.spectra.logFats)
    let noises = batches.flatMap(\.spectra.noises)
    var learnt = FeatureExtractor.Learnt()
    if let step = recipe.lipids {
      let lipids = LipidCoefficients(step, registration: registration)
      let parts = try await batches.concurrentMap(tasks: worker.tasks) { lipids.split($0.spectra) }
      learnScales(Matrix(joining: parts.map(\.coefficients)), &learnt)
      if let step = recipe.components {
        learnt.components = try PrincipalComponents(of: Matrix(joining: parts.map(\.rest)), count: step.count)
      }
    }
    for (number, source) in noiseless.enumerated() {
      let title = "Linear estimates, table \(number + 1) of \(noiseless.count)"
      var families: [Family] = []
      if let step = recipe.amounts { families.append(Family(step, widths, fats, noises, isRelative: false)) }
      if let step = recipe.ratios {
        let relative = zip(noises, fats).map { $0 * .exp(-$1) }
        families.append(Family(step, widths, fats, relative, isRelative: true))
      }
      let tables = try await tables(families, source, worker, title: title)
      for (family, table) in zip(families, tables) {
        if family.isRelative { learnt.ratios.append(table) } else { learnt.amounts.append(table) }
      }
    }
    let extractor = try await standardised(learnt, batches.map(\.spectra), tasks: worker.tasks)
    return try await knowingItsDomain(extractor, measured: measured, worker: worker)
  }

  /// The extractor with what tells that a spectrum is unlike those it learnt of.
  private func knowingItsDomain(
    _ extractor: FeatureExtractor, measured: @escaping Source, worker: Worker
  ) async throws -> FeatureExtractor {
    // Others than the scales are from.
    let range = recipe.scaleExamples..<3 * recipe.scaleExamples
    let rows = try await worker.map(Self.blocks(range), "What features are like", unit: "blocks of \(Self.block)") {
      block in
      let fids = try measured(block).map(\.fid)
      let shown = extractor.encoded(fids)
      return extractor.numbers(inputs: shown.inputs, sideInputs: shown.sideInputs)
    }.flatMap(\.self)
    var learnt = extractor.learnt
    learnt.domain = try FeatureDomain(of: rows)
    return FeatureExtractor(recipe: recipe, encoder: encoder, targets: targets, learnt: learnt)
  }

  private func learnScales(_ coefficients: Matrix, _ learnt: inout FeatureExtractor.Learnt) {
    let (count, size) = (coefficients.columns, coefficients.rows)
    var relative = coefficients
    for j in 0..<count {
      let (a, b) = (coefficients[0, j], coefficients[1, j])
      let height = max((a * a + b * b).squareRoot(), .leastNormalMagnitude)
      for i in 0..<size { relative[i, j] /= height }
    }
    var (scales, middles, spreads): ([Double], [Double], [Double]) = ([], [], [])
    for i in 0..<size {
      scales.append(coefficients.row(i).map { abs($0) }.element(ofRank: count / 2) + 1e-6)
      let row = relative.row(i)
      let middle = row.element(ofRank: count / 2)
      middles.append(middle)
      spreads.append(1.4826 * row.map { abs($0 - middle) }.element(ofRank: count / 2) + 1e-6)
    }
    learnt.scales = FloatArray(scales, shape: [size])
    learnt.middles = FloatArray(middles, shape: [size])
    learnt.spreads = FloatArray(spreads, shape: [size])
  }

  /// Means and deviations of the inputs.
  private func standardised(
    _ learnt: FeatureExtractor.Learnt, _ batches: [RegisteredSpectra], tasks: Int
  ) async throws -> FeatureExtractor {
    var learnt = learnt
    let raw = FeatureExtractor(recipe: recipe, encoder: encoder, targets: targets, learnt: learnt)
    let rows = try await batches.concurrentMap(tasks: tasks) { raw.raw($0).features }.flatMap(\.self)
    let size = rows.first?.count ?? 0
    var (sums, squares) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    for row in rows { for i in 0..<size { sums[i] += row[i] } }
    let means = sums.map { $0 / Double(rows.count) }
    for row in rows { for i in 0..<size { squares[i] += (row[i] - means[i]) * (row[i] - means[i]) } }
    learnt.means = FloatArray(means, shape: [size])
    learnt.deviations = FloatArray(squares.map { ($0 / Double(rows.count)).squareRoot() + 1e-3 }, shape: [size])
    return FeatureExtractor(recipe: recipe, encoder: encoder, targets: targets, learnt: learnt)
  }

  /// Registered spectra of one block, with their amounts (species, count).
  private struct Batch: Sendable {
    let spectra: RegisteredSpectra
    let amounts: Matrix
  }

  private func registered(
    _ source: @escaping Source, _ range: Range<Int>, _ worker: Worker, title: String
  ) async throws -> [Batch] {
    let registration = self.registration
    return try await worker.map(Self.blocks(range), title, unit: "blocks of \(Self.block)") { block in
      let examples = try source(block)
      return Batch(
        spectra: registration.registered(examples.map(\.fid)), amounts: Matrix(columns: examples.map(\.amounts)))
    }
  }

  private static func blocks(_ range: Range<Int>) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: block).map { $0..<min($0 + block, range.upperBound) }
  }

  private func tables(
    _ families: [Family], _ source: @escaping Source, _ worker: Worker, title: String
  ) async throws -> [LinearTable] {
    var sums: [[Int: LinearTable.Sums]] = families.map { _ in [:] }
    let progress = worker.progress(of: title, total: recipe.tableExamples, unit: "spectra")
    for start in stride(from: 0, to: recipe.tableExamples, by: Self.block * Self.held) {
      let range = start..<min(start + Self.block * Self.held, recipe.tableExamples)
      let batches = try await registered(source, range, .quiet(tasks: worker.tasks), title: "")
      for (number, family) in families.enumerated() {
        let targets = self.targets
        let found = try await Array(0..<family.cells).concurrentMap(tasks: worker.tasks) { cell in
          family.sums(of: batches.map { ($0.spectra, $0.amounts) }, in: cell, targets: targets)
        }
        for (cell, part) in found.enumerated() where part.count > 0 {
          if sums[number][cell] == nil { sums[number][cell] = part } else { sums[number][cell]?.add(part) }
        }
      }
      progress.advance(by: range.count)
    }
    progress.finish()
    var tables: [LinearTable] = []
    for (number, family) in families.enumerated() {
      let own = sums[number]
      let (size, count) = (2 * encoder.points, family.isRelative ? targets.lipids.count : targets.names.count)
      let cells = try await Array(0..<family.cells).concurrentMap(tasks: worker.tasks) { cell in
        try LinearTable.Cell(
          own[cell] ?? LinearTable.Sums(size: size, amounts: count), noises: family.noises,
          directions: family.step.directions)
      }
      tables.append(LinearTable(cells: cells, widthEdges: family.widthEdges, fatEdges: family.fatEdges))
    }
    return tables
  }
}

extension FeatureLearning {
  /// A table to be learnt: its cells, and noises at which it is to be good.
  struct Family: Sendable {
    let step: FeatureRecipe.TableStep
    let isRelative: Bool
    let widthEdges, fatEdges, noises: [Double]
    var cells: Int { (widthEdges.count + 1) * (fatEdges.count + 1) }

    /// Edges between as many spectra each; noises that 1, 5 and 9 in ten have less than.
    init(_ step: FeatureRecipe.TableStep, _ widths: [Double], _ fats: [Double], _ noises: [Double], isRelative: Bool) {
      func quantiles(_ values: [Double], _ parts: Int) -> [Double] {
        let sorted = values.sorted()
        return (1..<max(parts, 1)).map { sorted[sorted.count * $0 / parts] }
      }
      self.step = step
      self.isRelative = isRelative
      widthEdges = quantiles(widths, step.widths)
      fatEdges = quantiles(fats, step.fats)
      let tenths = quantiles(noises, 10)
      self.noises = [tenths[0], tenths[4], tenths[8]]
    }

    /// The sums over the spectra of one cell: fat's amounts over the methylene line, in a table of ratios the spectra too.
    func sums(
      of batches: [(RegisteredSpectra, Matrix)], in cell: Int, targets: FeatureTargets
    ) -> LinearTable.Sums {
      var (windows, amounts): ([Double], [Double]) = ([], [])
      let kept = isRelative ? targets.lipids : Array(targets.names.indices)
      let isLipid = kept.map { targets.lipids.contains($0) }
      for (spectra, all) in batches {
        for place in 0..<spectra.count
        where LinearTable.cell(
          width: spectra.widths[place], logFat: spectra.logFats[place], widthEdges: widthEdges, fatEdges: fatEdges)
          == cell
        {
          let factor = Double.exp(-spectra.logFats[place])
          let window = spectra.windows.column(place)
          windows += isRelative ? window.map { $0 * factor } : window
          for (k, lipid) in zip(kept, isLipid) { amounts.append(all[k, place] * (lipid ? factor : 1)) }
        }
      }
      let size = batches.first?.0.windows.rows ?? 0
      var sums = LinearTable.Sums(size: size, amounts: kept.count)
      guard !windows.isEmpty else { return sums }
      let count = windows.count / size
      sums.add(
        Matrix(rows: size, columns: count, elements: windows),
        amounts: Matrix(rows: kept.count, columns: count, elements: amounts))
      return sums
    }
  }
}

extension Matrix {
  /// Matrices of as many rows side by side.
  init(joining parts: [Matrix]) {
    self.init(
      rows: parts.first?.rows ?? 0, columns: parts.reduce(0) { $0 + $1.columns }, elements: parts.flatMap(\.elements))
  }
}
