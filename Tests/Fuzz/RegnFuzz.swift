import CLibFuzzer
import Glibc

/// What is run with one input after another.
///
/// The first argument is a target's name, the others are libFuzzer's. `list` prints the names.
@main
struct RegnFuzz {
  nonisolated(unsafe) private static var chosen: FuzzTarget?

  static func main() {
    let name = CommandLine.arguments.dropFirst().first ?? ""
    if name == "list" {
      print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
      return
    }
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      print("the first argument is one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
      exit(2)
    }
    chosen = target
    // libFuzzer sees the arguments behind the target's name.
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        RegnFuzz.chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
      })
  }
}
