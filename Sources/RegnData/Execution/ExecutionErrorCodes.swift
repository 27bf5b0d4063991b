extension ExecutionError {
  /// The stable name of a kind of failure, `RG06xx`, with a short description for lists and help.
  public struct Code: Hashable, Sendable {
    /// The identifier, such as `RG0603`.
    public let id: String
    /// What it is about.
    public let title: String
  }

  /// All codes that a failure can have, sorted by identifier.
  public static let codes: [Code] = [
    Code(id: "RG0601", title: "the query was interrupted"),
    Code(id: "RG0602", title: "the time limit was reached"),
    Code(id: "RG0603", title: "the memory limit was reached"),
    Code(id: "RG0604", title: "a dynamic value that is too large"),
    Code(id: "RG0605", title: "a decimal that is too large"),
    Code(id: "RG0606", title: "a value that a function cannot use"),
    Code(id: "RG0607", title: "an assertion that does not hold"),
    Code(id: "RG0608", title: "a text that is no regular expression"),
    Code(id: "RG0609", title: "more groups than can be counted"),
    Code(id: "RG0610", title: "no such file"),
    Code(id: "RG0611", title: "a directory where a file is needed"),
    Code(id: "RG0612", title: "a file that may not be read"),
    Code(id: "RG0613", title: "a device or a socket"),
    Code(id: "RG0614", title: "a file that is not text"),
    Code(id: "RG0615", title: "an empty file"),
    Code(id: "RG0616", title: "a file that was changed while it was read"),
    Code(id: "RG0617", title: "a file that cannot be read"),
    Code(id: "RG0618", title: "a malformed record"),
    Code(id: "RG0619", title: "a record that is too long"),
    Code(id: "RG0620", title: "a pattern that no file's name fits"),
    Code(id: "RG0621", title: "no directory where one is needed"),
    Code(id: "RG0622", title: "a packed file that is damaged"),
    Code(id: "RG0623", title: "a packed file that unpacks to far too much"),
    Code(id: "RG0624", title: "an archive that no table can be taken from"),
    Code(id: "RG0625", title: "a file that breaks the rules of its format"),
    Code(id: "RG0626", title: "a file that a script may not read"),
    Code(id: "RG0627", title: "a workbook that no table can be taken from"),
    Code(id: "RG0630", title: "output that cannot be written"),
    Code(id: "RG0631", title: "a path whose ending names no format"),
    Code(id: "RG0632", title: "a parameter that the script does not declare"),
    Code(id: "RG0633", title: "standard input is a table already"),
    Code(id: "RG0640", title: "no such lesson"),
    Code(id: "RG0641", title: "a lesson's file that has a mistake"),
    Code(id: "RG0642", title: "progress in the course that cannot be kept"),
    Code(id: "RG0650", title: "an import that names what is not there"),
    Code(id: "RG0651", title: "more cells than are to be imported"),
    Code(id: "RG0652", title: "a server that cannot be reached"),
    Code(id: "RG0653", title: "a server that refuses"),
    Code(id: "RG0654", title: "a connection that broke off"),
    Code(id: "RG0655", title: "an answer that cannot be read"),
    Code(id: "RG0656", title: "a library that is not installed"),
    Code(id: "RG0657", title: "an imported table that cannot be read"),
    Code(id: "RG0660", title: "rows that cannot be set aside in temporary files"),
    Code(id: "RG0699", title: "a fault in Regn itself"),
  ]

  /// Something that cannot be unless Regn is at fault.
  public static func fault(_ what: String) -> ExecutionError {
    ExecutionError(
      code: "RG0699", message: "this is a fault in Regn, not in the query: \(what)",
      hint: "please report it with the query; writing the query another way may help meanwhile")
  }
}
