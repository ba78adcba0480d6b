import CBuildCommit
import Efficiency

/// The version of tokprof.
enum Version {
  static let number = ToolVersion.number

  /// What `--version` prints: the version, what was built, and the tables that counts rest on.
  static let text = """
    tokprof \(number)
    commit \(commit.isEmpty ? "unknown" : commit)
    Unicode \(tables.patternUnicode) in patterns, \(tables.scriptUnicode) in scripts (ICU \
    \(tables.icu))
    """

  private static let tables = MeasuringEnvironment.current
  private static let commit = String(cString: tokprof_build_commit())
}
