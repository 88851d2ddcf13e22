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
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(priorDeviation, forKey: .priorDeviation)
    try container.encodeIfPresent(bound, forKey: .bound)
    try container.encode(byName(methods), forKey: .methods)
    if !untold.isEmpty { try container.encode(byName(untold), forKey: .untold) }
    try container.encodeIfPresent(below[.nlsf], forKey: .pNetworkBelowNLSF)
    try container.encodeIfPresent(below[.map], forKey: .pNetworkBelowMAP)
    try container.encodeIfPresent(above[.nlsf], forKey: .pNetworkAboveNLSF)
    try container.encodeIfPresent(above[.map], forKey: .pNetworkAboveMAP)
    try container.encodeIfPresent(below[.posterior], forKey: .pNetworkBelowPosterior)
    try container.encodeIfPresent(above[.posterior], forKey: .pNetworkAbovePosterior)
  }
}

/// As an object of JSON has it.
private func byName<Value>(_ values: [EvaluationMethod: Value]) -> [String: Value] {
  Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
}
