import RegnData
import RegnPhrases

/// What can be in the way of an import, RG0650 to RG0657.
enum StatBankFailure {
  static func wrong(_ message: Phrase, hint: Phrase = "") -> ExecutionError {
    ExecutionError(code: "RG0650", message: message, hint: hint)
  }

  static func tooManyCells(_ message: Phrase, hint: Phrase) -> ExecutionError {
    ExecutionError(code: "RG0651", message: message, hint: hint)
  }

  static func unreadable(_ what: Phrase) -> ExecutionError {
    ExecutionError(
      code: "RG0655", message: "the StatBank's answer cannot be read: \(what)",
      hint: "try again later; if it stays so, the address (--api) may lead to something else")
  }

  static func damaged(_ what: Phrase) -> ExecutionError {
    ExecutionError(
      code: "RG0657", message: what, hint: "import the table again: regn import statbank TABLE")
  }
}
