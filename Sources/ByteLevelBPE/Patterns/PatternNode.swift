/// A regular expression as a tree.
///
/// Anchors and word boundaries are written with look-around: the end of the text is "not before
/// any scalar". Positions count scalars from the start of the pattern; they are kept where a
/// later step may have to refuse the construct.
package indirect enum PatternNode: Sendable, Equatable {
  package enum Greed: Sendable {
    case greedy, lazy, possessive
  }

  package enum Direction: Sendable {
    case ahead, behind
  }

  /// Matches the empty string.
  case empty
  /// Matches one scalar of the set.
  case scalar(ScalarSet)
  case concatenation([PatternNode])
  /// The branches in the order in which they are tried.
  case alternation([PatternNode])
  /// `maximum` is nil when there is none.
  case repetition(PatternNode, minimum: Int, maximum: Int?, Greed, position: Int)
  case atomic(PatternNode, position: Int)
  case look(Direction, negated: Bool, PatternNode, position: Int)
}

extension PatternNode {
  /// Whether the node can match without consuming anything.
  package var isNullable: Bool {
    switch self {
    case .empty, .look: true
    case .scalar: false
    case .concatenation(let nodes): nodes.allSatisfy(\.isNullable)
    case .alternation(let nodes): nodes.contains(where: \.isNullable)
    case .repetition(let node, let minimum, _, _, _): minimum == 0 || node.isNullable
    case .atomic(let node, _): node.isNullable
    }
  }

  /// The scalars that a match with any characters can begin with.
  package var firstScalars: ScalarSet {
    switch self {
    case .empty, .look: return .empty
    case .scalar(let set): return set
    case .concatenation(let nodes):
      var first = ScalarSet.empty
      for node in nodes {
        first = first.union(node.firstScalars)
        if !node.isNullable { break }
      }
      return first
    case .alternation(let nodes):
      return nodes.reduce(ScalarSet.empty) { $0.union($1.firstScalars) }
    case .repetition(let node, _, _, _, _), .atomic(let node, _): return node.firstScalars
    }
  }

  /// Whether, wherever the node matches, there is only one place where the match can end.
  package var hasSingleEnd: Bool {
    switch self {
    case .empty, .look, .scalar, .atomic: true
    case .repetition(let node, let minimum, let maximum, let greed, _):
      greed == .possessive || (minimum == maximum && node.hasSingleEnd)
    case .concatenation(let nodes): nodes.allSatisfy(\.hasSingleEnd)
    case .alternation(let nodes): nodes.allSatisfy { if case .scalar = $0 { true } else { false } }
    }
  }
}

/// The regular-expression syntax that a tokenizer file was written for.
public enum PatternDialect: Sendable {
  /// Oniguruma's own syntax: what HF tokenizers reads.
  case oniguruma
  /// The syntax of Rust's fancy-regex: what tiktoken reads.
  case fancyRegex
}

extension PatternNode {
  /// Reads a regular expression into a tree.
  package static func parse(
    _ source: String, dialect: PatternDialect
  ) throws(PatternError) -> PatternNode {
    try PatternParser.parse(source, dialect: dialect)
  }
}
