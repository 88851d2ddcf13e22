import Foundation

extension ReferenceProblem {
  /// Every nonlinear problem of StRD that has observations, in NIST's order of difficulty.
  static func all() throws -> [ReferenceProblem] {
    try lower() + average() + higher()
  }

  private typealias D = DualNumber

  private static func lower() throws -> [ReferenceProblem] {
    [
      try .init("Misra1a") { b, x in b[0] * (1 - D.exp(-b[1] * x[0])) },
      try .init("Chwirut2", model: chwirut),
      try .init("Chwirut1", model: chwirut),
      try .init("Lanczos3", model: threeExponentials),
      try .init("Gauss1", model: twoPeaks),
      try .init("Gauss2", model: twoPeaks),
      try .init("DanWood") { b, x in b[0] * D.exp(b[1] * Double.log(x[0])) },
      try .init("Misra1b") { b, x in
        let root = 1 + b[1] * (x[0] / 2)
        return b[0] * (1 - 1 / (root * root))
      },
    ]
  }

  private static func average() throws -> [ReferenceProblem] {
    [
      try .init("Kirby2") { b, x in
        let t = x[0]
        return (b[0] + t * (b[1] + t * b[2])) / (1 + t * (b[3] + t * b[4]))
      },
      try .init("Hahn1", model: cubicOverCubic),
      try .init("Nelson") { b, x in b[0] - b[1] * x[0] * D.exp(-b[2] * x[1]) },
      try .init("MGH17") { b, x in b[0] + b[1] * D.exp(-b[3] * x[0]) + b[2] * D.exp(-b[4] * x[0]) },
      try .init("Lanczos1", model: threeExponentials),
      try .init("Lanczos2", model: threeExponentials),
      try .init("Gauss3", model: twoPeaks),
      try .init("Misra1c") { b, x in b[0] * (1 - D.exp(-0.5 * D.log(1 + 2 * x[0] * b[1]))) },
      try .init("Misra1d") { b, x in b[0] * b[1] * x[0] / (1 + b[1] * x[0]) },
      try .init("Roszman1") { b, x in b[0] - b[1] * x[0] - D.atan(b[2] / (x[0] - b[3])) / Double.pi },
      try .init("ENSO") { b, x in
        let t = 2 * Double.pi * x[0]
        let year = b[0] + b[1] * Double.cos(t / 12) + b[2] * Double.sin(t / 12)
        let second = b[4] * D.cos(t / b[3]) + b[5] * D.sin(t / b[3])
        return year + second + b[7] * D.cos(t / b[6]) + b[8] * D.sin(t / b[6])
      },
    ]
  }

  private static func higher() throws -> [ReferenceProblem] {
    [
      try .init("MGH09") { b, x in
        let t = x[0]
        return b[0] * (t * t + t * b[1]) / (t * t + t * b[2] + b[3])
      },
      try .init("Thurber", model: cubicOverCubic),
      try .init("BoxBOD") { b, x in b[0] * (1 - D.exp(-b[1] * x[0])) },
      try .init("Rat42") { b, x in b[0] / (1 + D.exp(b[1] - b[2] * x[0])) },
      try .init("MGH10") { b, x in b[0] * D.exp(b[1] / (x[0] + b[2])) },
      try .init("Eckerle4") { b, x in
        let z = (x[0] - b[2]) / b[1]
        return b[0] / b[1] * D.exp(-0.5 * z * z)
      },
      try .init("Rat43") { b, x in b[0] / D.pow(1 + D.exp(b[1] - b[2] * x[0]), 1 / b[3]) },
      try .init("Bennett5") { b, x in b[0] * D.pow(b[1] + x[0], -1 / b[2]) },
    ]
  }

  private static let chwirut: Model = { b, x in D.exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]) }

  private static let threeExponentials: Model = { b, x in
    b[0] * D.exp(-b[1] * x[0]) + b[2] * D.exp(-b[3] * x[0]) + b[4] * D.exp(-b[5] * x[0])
  }

  private static let twoPeaks: Model = { b, x in
    let first = (x[0] - b[3]) / b[4]
    let second = (x[0] - b[6]) / b[7]
    return b[0] * D.exp(-b[1] * x[0]) + b[2] * D.exp(-first * first) + b[5] * D.exp(-second * second)
  }

  private static let cubicOverCubic: Model = { b, x in
    let t = x[0]
    return (b[0] + t * (b[1] + t * (b[2] + t * b[3]))) / (1 + t * (b[4] + t * (b[5] + t * b[6])))
  }
}
