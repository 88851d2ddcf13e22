/// From which length on the FIDs of a scan are left in a file and read as they are needed.
enum LongScan {
  /// 64 MiB as they lie in the file, 128 MiB in double precision. A scan of 32 coils and 64 averages of 2048 points has half of
  /// that; to hold one of 64 coils and 512 averages of 4096 points took 3 GB.
  static let shortest = 64 << 20
}
