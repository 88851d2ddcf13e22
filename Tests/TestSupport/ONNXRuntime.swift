import Foundation

/// Runs ONNX files with Microsoft's ONNX Runtime in Python, for tests that are skipped where that is absent.
public enum ONNXRuntime {
  /// The Python that has `onnxruntime`: that of the environment's HEPATICA_PYTHON, else python3; `nil` where it has
  /// not.
  public static let python: String? = {
    let command = ProcessInfo.processInfo.environment["HEPATICA_PYTHON"] ?? "python3"
    return (try? run([command, "-c", "import onnxruntime, numpy"])) == 0 ? command : nil
  }()

  /// What a skipped test prints.
  public static let reason = """
    Python's onnxruntime is not installed: python3 -m venv V; V/bin/pip install onnx onnxruntime; \
    HEPATICA_PYTHON=V/bin/python
    """

  /// What a run gives: the outputs by name, and whether ONNX's own checker was there and found the file right.
  public struct Outcome: Sendable {
    public let outputs: [String: [Double]]
    public let isChecked: Bool
    /// Seconds a spectrum, of the fastest of three runs of all.
    public let seconds: Double
    /// The largest difference of any number between a run of all at once and runs one by one, over the largest number
    /// of its output.
    public let batchDifference: Double
  }

  private struct Summary: Decodable {
    let names: [String]
    let checked: Bool
    let seconds: Double
    let difference: Double
  }

  /// - Parameter fids: one after the other, real and imaginary part in turn.
  public static func outputs(of model: Data, fids: [[Double]]) throws -> Outcome {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try model.write(to: folder.url.appending(path: "model.onnx"))
    let bytes = fids.flatMap {
      $0.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    }
    try Data(bytes).write(to: folder.url.appending(path: "fids"))
    let status = try run([python ?? "python3", "-c", script, folder.url.path, "\(fids.count)"])
    guard status == 0 else { throw CocoaError(.executableRuntimeMismatch) }
    let summary = try JSONDecoder().decode(
      Summary.self, from: Data(contentsOf: folder.url.appending(path: "summary.json")))
    var outputs: [String: [Double]] = [:]
    for name in summary.names {
      let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: "out.\(name)")))
      outputs[name] = stride(from: 0, to: bytes.count, by: 8).map { start in
        Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * $1) })
      }
    }
    return Outcome(
      outputs: outputs, isChecked: summary.checked, seconds: summary.seconds, batchDifference: summary.difference)
  }

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static let script = """
    import json, sys, time
    import numpy, onnxruntime
    folder, count = sys.argv[1], int(sys.argv[2])
    checked = False
    try:
        import onnx
        onnx.checker.check_model(folder + "/model.onnx", full_check=True)
        checked = True
    except ImportError:
        pass
    session = onnxruntime.InferenceSession(folder + "/model.onnx", providers=["CPUExecutionProvider"])
    fids = numpy.fromfile(folder + "/fids").reshape(count, -1, 2)
    names = [output.name for output in session.get_outputs()]
    seconds = 1e9
    for _ in range(3):
        start = time.time()
        found = session.run(names, {"fid": fids})
        seconds = min(seconds, (time.time() - start) / count)
    alone = [session.run(names, {"fid": fids[i:i + 1]}) for i in range(count)]
    pairs = [(a[0], b[i], abs(b).max()) for i, one in enumerate(alone) for a, b in zip(one, found)]
    difference = max(float(abs(a - b).max() / largest) for a, b, largest in pairs)
    for name, values in zip(names, found):
        values.astype(float).tofile(folder + "/out." + name)
    summary = dict(names=names, checked=checked, seconds=seconds, difference=difference)
    json.dump(summary, open(folder + "/summary.json", "w"))
    """
}
