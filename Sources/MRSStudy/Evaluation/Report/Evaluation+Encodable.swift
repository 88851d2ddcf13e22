extension Evaluation: Encodable {
  private enum Key: String, CodingKey {
    case scenario, title, planted, examples, targets, sums, alarms, jointRanks, groups
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(scenario, forKey: .scenario)
    try container.encode(title, forKey: .title)
    try container.encode(isPlanted, forKey: .planted)
    try container.encode(examples, forKey: .examples)
    try container.encode(targets, forKey: .targets)
    try container.encode(sums, forKey: .sums)
    try container.encode(byName(alarms), forKey: .alarms)
    if !jointRanks.isEmpty { try container.encode(byName(jointRanks), forKey: .jointRanks) }
    if !groups.isEmpty { try container.encode(groups, forKey: .groups) }
  }
}

extension Evaluation.Quantity: Encodable {
  private enum Key: String, CodingKey {
    case name, priorDeviation, bound, methods, untold, pNetworkBelowNLSF, pNetworkBelowMAP, pNetworkAboveNLSF,
      pNetworkAboveMAP
    case pNetworkBelowPosterior, pNetworkAbovePosterior
    case pNetworkLogBelowNLSF, pNetworkLogBelowMAP, pNetworkLogBelowPosterior
    case pNetworkLogAboveNLSF, pNetworkLogAboveMAP, pNetworkLogAbovePosterior
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(priorDeviation, forKey: .priorDeviation)
    try container.encodeIfPresent(bound, forKey: .bound)
    try container.encode(byName(methods), forKey: .methods)
    if !untold.isEmpty { try container.encode(byName(untold), forKey: .untold) }
    for (pValues, keys) in [
      (below, [.pNetworkBelowNLSF, .pNetworkBelowMAP, .pNetworkBelowPosterior]),
      (above, [.pNetworkAboveNLSF, .pNetworkAboveMAP, .pNetworkAbovePosterior]),
      (logBelow, [.pNetworkLogBelowNLSF, .pNetworkLogBelowMAP, .pNetworkLogBelowPosterior]),
      (logAbove, [.pNetworkLogAboveNLSF, .pNetworkLogAboveMAP, .pNetworkLogAbovePosterior]),
    ] as [([EvaluationMethod: Double], [Key])] {
      for (method, key) in zip([EvaluationMethod.nlsf, .map, .posterior], keys) {
        try container.encodeIfPresent(pValues[method], forKey: key)
      }
    }
  }
}

/// As an object of JSON has it.
private func byName<Value>(_ values: [EvaluationMethod: Value]) -> [String: Value] {
  Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
}
