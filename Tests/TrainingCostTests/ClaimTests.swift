import Foundation
import Testing

@testable import TrainingCost

/// Every number that five widely read articles state about training cost.
@Suite struct ClaimTests {
  @Test(arguments: Claim.all.indices)
  func claim(index: Int) throws {
    let claim = Claim.all[index]
    let value = try claim.compute()
    let error = abs(value / claim.right - 1)
    #expect(error <= claim.tolerance, "\(claim.id) \(claim.what): \(value), not \(claim.right)")
    guard let article = claim.article else { return }
    let distance = article == 0 ? 1 : abs(value / article - 1)
    if let reason = claim.error {
      #expect(distance > claim.tolerance, "\(claim.id) \(claim.what) is right after all: \(reason)")
    } else {
      #expect(
        distance <= claim.rounding + claim.tolerance,
        "\(claim.id) \(claim.what): the article's \(article) is not \(value)")
    }
  }

  /// No row of the list of claims is forgotten: each is computed above or excused with a reason.
  @Test(.enabled(if: claimsFile != nil, "skipped: no ../shared/facts/claims.csv (TOKPROF_SHARED)"))
  func everyRowIsCovered() throws {
    let text = try String(contentsOfFile: try #require(Self.claimsFile), encoding: .utf8)
    let ids = text.split(separator: "\n").dropFirst().compactMap { line -> String? in
      let id = String(line.prefix { $0 != "," })
      return id.wholeMatch(of: /A[0-4]-[0-9]{2}/) == nil ? nil : id
    }
    #expect(ids.count == 134)
    let computed = Set(Claim.all.map(\.id))
    for id in ids {
      #expect(computed.contains(id) != (Claim.notComputed[id] != nil), "\(id)")
    }
    #expect(computed.subtracting(ids).isEmpty)
  }

  /// The two wrong inputs behind the famous 205 % are both named.
  @Test func theParadoxIsExplained() throws {
    let audit = try Claim.paradox()
    let kinds = Set(audit.warnings.map(\.kind))
    #expect(kinds.isSuperset(of: [.utilisationAboveOne, .sparsePeak, .totalParameters]))
    let peak = try #require(audit.warnings.first { $0.kind == .sparsePeak })
    #expect(peak.text.contains("H100-PCIe") && peak.text.contains("989.4"))
  }

  static let claimsFile: String? = {
    let root =
      ProcessInfo.processInfo.environment["TOKPROF_SHARED"]
      ?? URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../shared").standardized.path
    let file = root + "/facts/claims.csv"
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }()
}
