import JSONText

/// What shards must have in common to be added up.
public struct ShardHeader: Sendable, Equatable {
  /// What was worked out.
  public enum Kind: String, Sendable {
    /// Observations by script, for a profile.
    case profile
    /// Only documents, bytes, characters and tokens.
    case count
  }

  /// What was worked out.
  public var kind: Kind
  /// The tokenizer.
  public var tokenizer: TokenizerIdentity
  /// What it was measured with.
  public var environment: MeasuringEnvironment
  /// The stretch of a document that gave one observation.
  public var unit: UnitKind
  /// How records are found and what is done with those that cannot be read, by the names of the
  /// options. They are compared and not interpreted.
  public var policies: [Policy]

  /// One option with its value.
  public struct Policy: Sendable, Equatable {
    /// The option's name.
    public var name: String
    /// Its value as text; empty when it was not given.
    public var value: String

    /// Creates a policy.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a header.
  public init(
    kind: Kind, tokenizer: TokenizerIdentity, environment: MeasuringEnvironment = .current,
    unit: UnitKind, policies: [Policy]
  ) {
    self.kind = kind
    self.tokenizer = tokenizer
    self.environment = environment
    self.unit = unit
    self.policies = policies
  }

  /// The profile of no text.
  var emptyProfile: EfficiencyProfile {
    EfficiencyProfile(
      tokenizer: tokenizer, environment: environment, unit: unit, total: TextCounts(), cells: [],
      files: [])
  }

  /// - Throws: ``ShardError`` that names the first difference.
  func checkPolicies(_ other: ShardHeader) throws(ShardError) {
    guard kind == other.kind else {
      throw ShardError("states of “map” and of “map --count” cannot be added")
    }
    for policy in policies + other.policies {
      func value(_ policies: [Policy]) -> String {
        policies.first { $0.name == policy.name }?.value ?? ""
      }
      let (mine, others) = (value(policies), value(other.policies))
      if mine != others {
        throw ShardError(
          "the states were made with different --\(policy.name): “\(mine)” and “\(others)”",
          remedy: "map all shards with the same options")
      }
    }
  }
}
