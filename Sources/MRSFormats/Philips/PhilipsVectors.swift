import MRSCore

/// The standard vectors of one mix of Philips raw data as FIDs: coil, then average in the order of the list.
struct PhilipsVectors: Sendable {
  let coils: Int
  let averages: Int
  let points: Int
  let fids: [ComplexVector]
  let doubts: [Doubt]

  /// `nil` where the list has none of this mix.
  /// - Throws: ``FormatError`` for vectors outside of the data, of different sizes, or of several voxels or echoes.
  init?(_ list: PhilipsList, _ data: FileBytes, mix: Int) throws(FormatError) {
    let vectors = list.vectors.filter { $0.type == "STD" && $0.mix == mix }
    guard let first = vectors.first else { return nil }
    try Self.check(vectors, list, data)
    points = first.size / 8
    let channels = Set(vectors.map(\.channel)).sorted()
    // An average is what has the same attributes; each channel has one vector of it.
    var order: [[Int]] = []
    var members: [[Int]: [Int: PhilipsList.Vector]] = [:]
    for vector in vectors {
      if members[vector.attributes] == nil { order.append(vector.attributes) }
      guard members[vector.attributes, default: [:]].updateValue(vector, forKey: vector.channel) == nil else {
        throw .invalidField(
          path: list.path, location: .line(vector.line), field: "aver",
          found: "the same as before for channel \(vector.channel)",
          expected: "another average, dynamic or attribute for each vector of a channel",
          consequence: "Which vectors belong together is not said.")
      }
    }
    let whole = order.filter { members[$0]?.count == channels.count }
    guard !whole.isEmpty else {
      throw .contradiction(
        path: list.path, first: "mix \(mix) has \(channels.count) channels", second: "no average has a vector of each",
        advice: "The list is damaged; export it again.")
    }
    coils = channels.count
    averages = whole.count
    fids = channels.flatMap { channel in
      whole.compactMap { members[$0]?[channel].map { Self.fid($0, data) } }
    }
    doubts =
      whole.count == order.count
      ? []
      : [
        .contradictoryFields(
          first: "mix \(mix) has \(channels.count) channels",
          second: "\(order.count - whole.count) of \(order.count) averages lack some", used: "they were left out")
      ]
  }

  private static func check(
    _ vectors: [PhilipsList.Vector], _ list: PhilipsList, _ data: FileBytes
  ) throws(FormatError) {
    let size = vectors[0].size
    for vector in vectors {
      guard vector.size == size, size >= 16, size.isMultiple(of: 8), size / 8 <= SamplingLimits.mostPoints else {
        throw .invalidField(
          path: list.path, location: .line(vector.line), field: "size", found: "\(vector.size) bytes",
          expected: "that of the other vectors (\(size)), a multiple of 8 up to \(8 * SamplingLimits.mostPoints)",
          consequence: "Vectors of one mix are of one length.")
      }
      guard vector.offset >= 0, vector.offset <= data.bytes.count - size else {
        throw .truncated(
          path: data.path, part: "the vector on line \(vector.line) of the list", needed: max(0, vector.offset) + size,
          found: data.bytes.count)
      }
    }
    for (name, what) in [
      ("loca", "locations"), ("echo", "echoes"), ("kx", "voxels"), ("ky", "voxels"), ("kz", "voxels"),
    ] {
      guard let column = list.attributeNames.firstIndex(of: name) else { continue }
      let values = Set(vectors.map { $0.attributes[column] })
      guard values.count == 1 else {
        throw .notYetRead(
          path: list.path, format: "Philips raw data of several \(what) ('\(name)' has \(values.count) values)",
          advice: "convert it to NIfTI-MRS with 'spec2nii philips_dl DATA LIST SPAR'")
      }
    }
  }

  private static func fid(_ vector: PhilipsList.Vector, _ data: FileBytes) -> ComplexVector {
    var fid = ComplexVector(zeros: vector.size / 8)
    for i in fid.indices {
      fid.real[i] = ByteOrder.little.float32(in: data.bytes, at: vector.offset + 8 * i)
      fid.imaginary[i] = ByteOrder.little.float32(in: data.bytes, at: vector.offset + 8 * i + 4)
    }
    return fid
  }
}
