import MRSCore

/// Philips raw data made line by line and byte by byte.
struct PhilipsListWriter {
  var columns = [
    "typ", "mix", "dyn", "card", "echo", "loca", "chan", "extr1", "extr2", "kx", "ky", "kz", "aver", "sign", "rf",
    "grad", "enc", "rtop", "rr", "size", "offset",
  ]
  /// The attribute that counts averages.
  var counter = "aver"
  private(set) var rows: [String] = []
  private(set) var data = ByteWriter()

  mutating func add(
    _ fid: ComplexVector, type: String = "STD", mix: Int, channel: Int, average: Int, _ changes: [String: Int] = [:]
  ) {
    var values = ["mix": mix, "chan": channel, "sign": 1, "size": 8 * fid.count, "offset": data.bytes.count]
    values[counter] = average
    values.merge(changes) { $1 }
    rows.append("  " + columns.map { $0 == "typ" ? type : "\(values[$0] ?? 0)" }.joined(separator: "  "))
    for i in fid.indices {
      data.append(float: fid.real[i])
      data.append(float: fid.imaginary[i])
    }
  }

  mutating func add(_ scan: FIDArray, mix: Int) {
    for average in 0..<scan.averages {
      for coil in 0..<scan.coils { add(scan[coil, average].samples, mix: mix, channel: 2 * coil, average: average) }
    }
  }

  var list: String {
    """
    # === DATA DESCRIPTION FILE ======================
    #
    # Scan name   : SECRET
    # === GENERAL INFORMATION ========================
    .    0    0    0  number_of_mixes                    :     2
    # === START OF DATA VECTOR INDEX =================
    #
    # \(columns.joined(separator: "   "))
    # --- -----
    #
    \(rows.joined(separator: "\r\n"))
    #
    # === END OF DATA VECTOR INDEX ===================
    .    0    0    0  t_range                            :     0   63

    """
  }
}
