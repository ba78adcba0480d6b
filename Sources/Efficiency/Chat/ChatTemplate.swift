/// What is put around the messages of a conversation before a model is trained on it.
public enum ChatTemplate: Hashable, Sendable {
  /// Nothing: the messages' own text.
  case none
  /// `<|im_start|>role`, a newline, the content, `<|im_end|>` and a newline, as in OpenAI's ChatML and
  /// in the templates of Qwen; without the system message that some models put in themselves.
  case chatML
  /// `<|begin_of_text|>` once, then for each message `<|start_header_id|>role<|end_header_id|>`, two
  /// newlines, the content without white space around it, and `<|eot_id|>`: Llama 3's, without the
  /// system message with dates that 3.1 and later put in.
  case llama3
  /// So many tokens for each message, of which the last one ends it.
  case tokensPerMessage(Int)

  /// Whether the template begins a conversation with the BOS token.
  public var beginsWithBOS: Bool { self == .llama3 }
}

extension ChatTemplate: CustomStringConvertible {
  /// The name by which ``init(_:)`` knows it.
  public var description: String {
    switch self {
    case .none: "none"
    case .chatML: "chatml"
    case .llama3: "llama-3"
    case .tokensPerMessage(let count): "\(count)"
    }
  }

  /// The template of a name: `none`, `chatml`, `llama-3`, or a number of tokens for each message.
  public init?(_ name: String) {
    switch name.lowercased() {
    case "none": self = .none
    case "chatml": self = .chatML
    case "llama-3", "llama3": self = .llama3
    default:
      guard let count = Int(name), 0...1_000_000 ~= count else { return nil }
      self = .tokensPerMessage(count)
    }
  }
}

/// Which tokens are counted beside those of the text.
///
/// A special token counts as one whether or not the tokenizer has it: who trains with a template adds
/// its tokens to the vocabulary.
public struct TokenPolicy: Hashable, Sendable {
  /// What is put around the messages of chat records.
  public var template: ChatTemplate
  /// Whether a token begins each document.
  public var addsBOS: Bool
  /// Whether a token ends each document.
  public var addsEOS: Bool

  /// Creates a policy.
  public init(template: ChatTemplate = .none, addsBOS: Bool = false, addsEOS: Bool = false) {
    self.template = template
    self.addsBOS = addsBOS
    self.addsEOS = addsEOS
  }

  /// Only the text.
  public static let content = TokenPolicy()

  /// How many tokens stand at the ends of each document.
  public var tokensPerDocument: Int { (addsBOS ? 1 : 0) + (addsEOS ? 1 : 0) }
}
