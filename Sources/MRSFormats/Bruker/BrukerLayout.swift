import MRSCore

/// How the samples of a Bruker scan lie in its file: word, byte order, points, receivers, repetitions.
struct BrukerLayout: Sendable {
  let coils: Int
  let repetitions: Int
  /// Complex points of a FID, those of the group delay among them.
  let points: Int
  let doubts: [Doubt]
  private let word: Word
  private let order: ByteOrder
  /// Bytes from one repetition to the next.
  private let stride: Int

  private enum Word: Int {
    case int16 = 2
    case int32 = 4
    case float32 = 5
    case float64 = 8

    var size: Int { self == .float32 ? 4 : rawValue }
  }

  /// - Throws: ``FormatError`` where the sizes that the parameters give are not that of the file.
  init(_ file: FileBytes, method: BrukerParameters, acquisition: BrukerParameters) throws(FormatError) {
    var doubts: [Doubt] = []
    (word, order) = Self.word(acquisition, doubts: &doubts)
    let job = acquisition.structure("ACQ_jobs")
    func member(_ index: Int) -> Int? {
      guard job.indices.contains(index), job[index] >= 1, job[index] <= 1e7 else { return nil }
      return Int(job[index])
    }
    let points = [
      member(0).map { $0 / 2 }, acquisition.count("ACQ_size", most: 2 * SamplingLimits.mostPoints).map { $0 / 2 },
      method.count("PVM_DigNp"), method.count("PVM_SpecMatrix"),
    ].compactMap { $0 }.first { $0 >= 1 && $0 <= SamplingLimits.mostPoints }
    guard let points else {
      throw .missingField(
        path: acquisition.path, field: "ACQ_size",
        advice:
          "Neither it nor ACQ_jobs, PVM_DigNp and PVM_SpecMatrix give the number of points; export the scan again.")
    }
    self.points = points
    let bytesPerFID = 2 * word.size * points
    let inBlocks = acquisition.string("GO_block_size") == "Standard_KBlock_Format"
    func size(_ coils: Int) -> Int {
      let bytes = coils * bytesPerFID
      return inBlocks ? (bytes + 1023) / 1024 * 1024 : bytes
    }
    let receivers = Self.receivers(method: method, acquisition: acquisition)
    let isRaw = file.name.lowercased().hasPrefix("rawdata")
    let repetitions = (acquisition.count("NR") ?? 1) * (acquisition.count("NI") ?? 1)
    let averages = method.count("PVM_NAverages") ?? acquisition.count("NA") ?? 1
    let expected = isRaw ? [member(3), member(6)].compactMap { $0 } : [repetitions, repetitions * averages]
    let found = file.bytes.count
    // Receivers that the scanner combined leave one; which of both, the size of the file tells.
    let candidates = receivers == 1 ? [1] : [receivers, 1]
    let fitting = candidates.first { coils in
      found.isMultiple(of: size(coils)) && expected.contains(found / size(coils))
    }
    guard let coils = fitting ?? candidates.first(where: { found.isMultiple(of: size($0)) }), found >= size(coils)
    else {
      throw .contradiction(
        path: file.path,
        first: "\(receivers) receivers × \(points) points × \(2 * word.size) bytes make \(size(receivers))",
        second: "the file has \(found) bytes, which is no multiple of it",
        advice: "The file was cut off, or is of another scan than its parameters; copy all again.")
    }
    self.coils = coils
    stride = size(coils)
    self.repetitions = found / stride
    if fitting == nil {
      doubts.append(
        .contradictoryFields(
          first: "the parameters give \(expected.first ?? 1) repetitions", second: "the file holds \(found / stride)",
          used: "the latter was used"))
    }
    self.doubts = doubts
  }

  /// What a word of the file is: whole numbers of 32 bits where nothing says otherwise.
  private static func word(_ acquisition: BrukerParameters, doubts: inout [Doubt]) -> (Word, ByteOrder) {
    let order: ByteOrder
    switch acquisition.string("BYTORDA") {
    case "big": order = .big
    case "little": order = .little
    default:
      doubts.append(.assumedField(field: "BYTORDA", value: "little"))
      order = .little
    }
    switch (acquisition.string("GO_raw_data_format"), acquisition.string("ACQ_word_size")) {
    case ("GO_32BIT_SGN_INT", _): return (.int32, order)
    case ("GO_16BIT_SGN_INT", _): return (.int16, order)
    case ("GO_32BIT_FLOAT", _): return (.float32, order)
    case (_, "_16_BIT"): return (.int16, order)
    case (_, "_32_BIT"): return (.int32, order)
    case (_, "_64_BIT"): return (.float64, order)
    default:
      doubts.append(.assumedField(field: "GO_raw_data_format", value: "GO_32BIT_SGN_INT"))
      return (.int32, order)
    }
  }

  private static func receivers(method: BrukerParameters, acquisition: BrukerParameters) -> Int {
    if let count = method.count("PVM_EncNReceivers", most: 1024) { return count }
    let on = acquisition.words("ACQ_ReceiverSelect").count { $0 == "Yes" }
    return max(1, on)
  }

  /// The FIDs of a coil and repetition. As stored, a resonance downfield of the carrier has positive frequency, as here.
  func fid(_ file: FileBytes, coil: Int, repetition: Int) -> ComplexVector {
    let start = repetition * stride + coil * 2 * word.size * points
    var fid = ComplexVector(zeros: points)
    for i in 0..<points {
      let place = start + 2 * word.size * i
      fid.real[i] = value(file.bytes, place)
      fid.imaginary[i] = value(file.bytes, place + word.size)
    }
    return fid
  }

  private func value(_ bytes: [UInt8], _ offset: Int) -> Double {
    switch word {
    case .int16: Double(order.int16(in: bytes, at: offset))
    case .int32: Double(order.int32(in: bytes, at: offset))
    case .float32: order.float32(in: bytes, at: offset)
    case .float64: order.float64(in: bytes, at: offset)
    }
  }
}
