import MRSConfiguration

/// MRSConfiguration: a value is read from TOML in layers, and a key that is misspelt is refused.
///
/// Prints `TE 35.0 ms`, then the error, which names the line and asks whether `echoTime` was meant.
func readSettings() throws {
  struct Settings: Decodable {
    let echoTime: Double
  }

  let settings = try ConfigurationFile.decode(
    Settings.self, from: "echoTime = 30", name: "scan.toml", overrides: [ConfigurationOverride("echoTime=35")])
  print("TE \(settings.echoTime) ms")
  do {
    _ = try ConfigurationFile.decode(Settings.self, from: "echoTime = 30\nechoTme = 35", name: "scan.toml")
  } catch {
    print(error)
  }
}
