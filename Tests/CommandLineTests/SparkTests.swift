import Foundation
import TestSupport
import Testing

/// The tests of `Integrations/Spark`, in Python. Those on a cluster take minutes.
@Suite struct SparkTests {
  @Test func theIntegrationsOwnTestsPass() throws {
    let folder = try TemporaryFolder()
    let python = ProcessInfo.processInfo.environment["TOKPROF_PYSPARK_PYTHON"] ?? "python3"
    let tests = Repository.root.appendingPathComponent("Integrations/Spark").path
    let hasSpark = try shell("\"$1\" -c 'import pyspark' && java -version", [python], in: folder)
    let runsCluster = isSlowTest && hasSpark.status == 0
    if !runsCluster {
      Repository.reportSkip(
        isSlowTest
          ? "Spark's cluster: pyspark or java is missing; TOKPROF_PYSPARK_PYTHON names a Python"
          : "Spark's cluster: it takes minutes; make test-slow runs it")
    }
    let result = try shell(
      #"cd "$2" && PYTHONDONTWRITEBYTECODE=1 "$1" -m unittest -v $3"#,
      [python, tests, runsCluster ? "" : "test_tokprof_spark.PureTests"], in: folder, seconds: 900)
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("test_a_shard_ends_by_its_exit_code"))
  }
}
