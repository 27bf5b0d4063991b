import CLibFuzzer
import Glibc

/// Runs the target that the variable `REGN_FUZZ_TARGET` names with one input after another; without it,
/// prints the names. All arguments are libFuzzer's, which starts the program anew with others of its own.
@main
struct RegnFuzz {
  nonisolated(unsafe) private static var chosen: FuzzTarget?

  static func main() {
    let name = getenv("REGN_FUZZ_TARGET").map { String(cString: $0) }
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
      exit(name == nil ? 0 : 2)
    }
    chosen = target
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        RegnFuzz.chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
      })
  }
}
