import CTorch

/// A float32 tensor of libtorch with its gradient graph. It stays on the thread that made it.
@safe package final class Tensor {
  private let handle: OpaquePointer

  private init(owning handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe ct_release(handle) }

  /// Row-major values of the shape.
  package convenience init(_ values: [Float], shape: [Int]) throws(NetworkError) {
    let expected = shape.reduce(1, *)
    guard values.count == expected else {
      throw .sizeMismatch(what: "values of a tensor of shape \(shape)", expected: expected, found: values.count)
    }
    let sizes = shape.map(Int64.init)
    let made = unsafe values.withUnsafeBufferPointer { numbers in
      unsafe sizes.withUnsafeBufferPointer { sizes in
        // An empty array has no address; libtorch then reads nothing.
        var none: Float = 0
        return unsafe withUnsafePointer(to: &none) { placeholder in
          unsafe ct_from_values(numbers.baseAddress ?? placeholder, sizes.baseAddress, Int32(sizes.count))
        }
      }
    }
    guard let made = unsafe made else {
      throw .engine(operation: "make tensor of shape \(shape)", message: NetworkEngine.lastMessage)
    }
    unsafe self.init(owning: made)
  }

  /// A tensor of one value throughout.
  package static func filled(_ value: Float, shape: [Int]) throws(NetworkError) -> Tensor {
    try Tensor([Float](repeating: value, count: shape.reduce(1, *)), shape: shape)
  }

  package var shape: [Int] {
    withExtendedLifetime(self) {
      unsafe (0..<ct_dimensions(handle)).map { dimension in unsafe Int(ct_size(handle, dimension)) }
    }
  }

  package var count: Int { withExtendedLifetime(self) { unsafe Int(ct_count(handle)) } }

  /// All values, row-major.
  package func values() throws(NetworkError) -> [Float] {
    let count = count
    var status: Int32 = 0
    let copy = withExtendedLifetime(self) {
      unsafe [Float](unsafeUninitializedCapacity: max(count, 1)) { buffer, initialized in
        unsafe buffer.initialize(repeating: 0)
        if let address = buffer.baseAddress { status = unsafe ct_copy_values(handle, address) }
        initialized = count
      }
    }
    guard status == 0 else { throw .engine(operation: "copy values", message: NetworkEngine.lastMessage) }
    return copy
  }

  /// The value of a tensor of one value.
  package func scalar() throws(NetworkError) -> Double {
    let all = try values()
    guard all.count == 1 else { throw .sizeMismatch(what: "values of a scalar", expected: 1, found: all.count) }
    return Double(all[0])
  }

  /// The one way to a new tensor from others: `body` gets the operands' handles and the operands outlive the call.
  /// (ARC may otherwise free a temporary between the reading of its handle and the call that uses it.)
  package static func apply(
    _ operation: String, _ operands: [Tensor], _ body: ([OpaquePointer?]) -> OpaquePointer?
  ) throws(NetworkError) -> Tensor {
    let result = unsafe withExtendedLifetime(operands) { unsafe body(operands.map { unsafe $0.handle }) }
    guard let result = unsafe result else {
      throw .engine(
        operation: "\(operation) of \(operands.map { "\($0.shape)" }.joined(separator: ", "))",
        message: NetworkEngine.lastMessage)
    }
    return unsafe Tensor(owning: result)
  }

  /// The same for calls that change tensors or yield numbers, and return a status.
  package static func perform(
    _ operation: String, _ operands: [Tensor], _ body: ([OpaquePointer?]) -> Int32
  ) throws(NetworkError) {
    let status = withExtendedLifetime(operands) { unsafe body(operands.map { unsafe $0.handle }) }
    guard status == 0 else { throw .engine(operation: operation, message: NetworkEngine.lastMessage) }
  }
}
