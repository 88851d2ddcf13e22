/// What the elements of an array or attribute are, among those that ``ArrayFileWriter`` writes.
enum HDF5Type: Equatable {
  case float32
  case float64
  case int64
  /// Texts of one length, filled up with zero bytes.
  case text(length: Int)
  /// Any other, of so many bytes.
  case unknown(size: Int)

  var size: Int {
    switch self {
    case .float32: 4
    case .float64, .int64: 8
    case .text(let length): length
    case .unknown(let size): size
    }
  }

  /// From a datatype message: class and version, three bytes of bits, the size, and what the class needs besides.
  init(_ message: HDF5Cursor) throws(HDF5Refusal) {
    var message = message
    let kind = try message.byte() & 0x0f
    let bits = try message.take(3)
    let size = try message.number(4)
    let rest = try message.take(message.left)
    func has(_ expectedBits: [UInt8], _ properties: [UInt8]) -> Bool {
      bits.elementsEqual(expectedBits) && rest.starts(with: properties)
    }
    switch (kind, size) {
    case (1, 4) where has([0x20, 0x1f, 0], [0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]): self = .float32
    case (1, 8) where has([0x20, 0x3f, 0], [0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0]): self = .float64
    case (0, 8) where has([0x08, 0, 0], [0, 0, 64, 0]): self = .int64
    case (3, _) where size > 0: self = .text(length: size)
    default: self = .unknown(size: size)
    }
  }

  /// In words, for messages.
  var description: String {
    switch self {
    case .float32: "float32"
    case .float64: "float64"
    case .int64, .unknown: "not floating-point numbers"
    case .text: "texts of one length"
    }
  }
}
