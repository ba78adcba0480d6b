import ArgumentParser
import Efficiency
import Reports

/// Which tokens are counted beside those of the text.
struct TokenPolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What is put around the messages of chat records: chatml, llama-3, none, or so many tokens a \
      message. (default: none)
      """, valueName: "template|n"),
    transform: TokenPolicyOptions.template)
  var template: ChatTemplate?

  @Flag(help: "Count a BOS token for each document.")
  var bos = false

  @Flag(help: "Count an EOS token for each document.")
  var eos = false

  /// Whether any of it was asked for.
  var isGiven: Bool { template != nil || bos || eos }

  var policy: TokenPolicy {
    TokenPolicy(template: template ?? .none, addsBOS: bos, addsEOS: eos)
  }

  private static func template(_ name: String) throws -> ChatTemplate {
    guard let template = ChatTemplate(name) else {
      throw ValidationError(
        "--template “\(name)”: give chatml, llama-3, none, or the number of tokens it adds to a "
          + "message")
    }
    return template
  }

  func validate() throws {
    if bos, template?.beginsWithBOS == true {
      throw ValidationError(
        "the template llama-3 begins each conversation with the BOS token itself, and --bos would "
          + "be a second one; leave --bos out")
    }
  }

  /// Tells that chat records were found for which no template was named.
  func noteChat(_ records: Double) {
    guard template == nil, records > 0 else { return }
    let count = NumberFormat.count(significant: 4).text(of: records)
    StandardError.note(
      "\(count) conversations are counted by their text alone; a chat template adds tokens to each "
        + "message: --template chatml, llama-3 or their number")
  }
}

extension TokenPolicy {
  /// What of documents' ends is counted, in words.
  var boundarySentence: String {
    switch (addsBOS, addsEOS) {
    case (false, false): template.beginsWithBOS ? "only the template's BOS" : "none"
    case (true, false): "a BOS for each document, no EOS"
    case (false, true):
      template.beginsWithBOS
        ? "the template's BOS, and an EOS for each document" : "an EOS for each document, no BOS"
    case (true, true): "a BOS and an EOS for each document"
    }
  }

  /// What a template is called in texts.
  var templateName: String {
    switch template {
    case .none: "no template"
    case .chatML: "ChatML"
    case .llama3: "Llama 3"
    case .tokensPerMessage(let count): "\(count) tokens a message"
    }
  }
}
