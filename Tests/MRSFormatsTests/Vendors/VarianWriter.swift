import MRSCore

/// A fid and its procpar, byte by byte and line by line.
struct VarianWriter {
  enum Kind { case int16, int32, float }
  var kind = Kind.float
  var receivers = "yynyn"
  /// Blocks of one receiver each, with a trace a repetition.
  var isTraced = false
  /// One receiver after the other, against the usual order.
  var isCoilByCoil = false
  var scale = 0
  var transients = 4

  func fid(_ scan: FIDArray) -> [UInt8] {
    var file = ByteWriter(isBig: true)
    let points = scan.acquisition.points
    let size = kind == .int16 ? 2 : 4
    let traces = isTraced ? scan.averages : 1
    let blocks = scan.coils * scan.averages / traces
    for value in [blocks, traces, 2 * points, size, 2 * points * size, 28 + traces * 2 * points * size] {
      file.append(int: value)
    }
    file.append(short: 0)
    file.append(short: 1 + (kind == .int32 ? 4 : 0) + (kind == .float ? 8 : 0))
    file.append(int: 1)
    for block in 0..<blocks {
      for value in [scale, 1, block + 1, 0] { file.append(short: value) }
      file.append(int: transients)
      for _ in 0..<4 { file.append(float: 0) }
      for trace in 0..<traces {
        let coil = isTraced ? block : isCoilByCoil ? block / scan.averages : block % scan.coils
        let average = isTraced ? trace : isCoilByCoil ? block % scan.averages : block / scan.coils
        append(scan[coil, average].samples, to: &file)
      }
    }
    return file.bytes
  }

  private func append(_ fid: ComplexVector, to file: inout ByteWriter) {
    for i in fid.indices {
      for value in [fid.real[i], -fid.imaginary[i]] {
        switch kind {
        case .int16: file.append(int16: value)
        case .int32: file.append(int32: value)
        case .float: file.append(float: value)
        }
      }
    }
  }

  func procpar(_ changes: [String: String] = [:], without: Set<String> = []) -> String {
    let numbers = [
      ("np", "128"), ("sw", "4000"), ("sfrq", "127.7"), ("te", "0.03"), ("tr", "2"), ("nt", "4"), ("arraydim", "12"),
    ]
    let texts = [
      ("tn", "H1"), ("seqfil", "press"), ("rcvrs", receivers), ("comment", "SECRET \"NAME\""), ("operator_", "SECRET"),
    ]
    var text = ""
    for (key, value) in numbers where !without.contains(key) {
      let values = changes[key] ?? value
      text += "\(key) 1 1 1e9 -1e9 0 2 1 0 1 64\n\(values.split(separator: " ").count) \(values) \n0 \n"
    }
    for (key, value) in texts where !without.contains(key) {
      text += "\(key) 2 2 8 0 0 2 1 0 1 64\n1 \"\(changes[key] ?? value)\"\n2 \"y\" \"n\"\n"
    }
    return text + "array 2 2 8 0 0 2 1 0 1 64\n2 \"pad\"\n\"te\"\n0 \n"
  }
}
