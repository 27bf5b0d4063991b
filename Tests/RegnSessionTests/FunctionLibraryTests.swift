import RegnData
import RegnFunctions
import RegnSession
import RegnSyntax
import Testing

/// The open table of functions is whole: sorted, unique, told of, and every example answers as it says.
@Suite struct FunctionLibraryTests {
  @Test func namesAreSortedAndUnique() {
    let names = FunctionLibrary.all.map(\.name)
    #expect(names == names.sorted())
    let all = FunctionLibrary.all.flatMap { [$0.name] + $0.aliases }
    let doubles = Dictionary(grouping: all) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(doubles.isEmpty, "two functions share a name: \(doubles)")
  }

  @Test func everyFunctionIsToldOf() {
    for function in FunctionLibrary.all {
      #expect(!function.summary.isEmpty, "\(function.name) has no summary")
      #expect(!function.signatures.isEmpty, "\(function.name) has no signature")
      // Operators (`__add`) are shown by the manual's pages on operators.
      if !function.name.hasPrefix("__") {
        #expect(!function.examples.isEmpty, "\(function.name) has no example")
      }
      for signature in function.signatures {
        let names = signature.parameters.map(\.name)
        #expect(!names.contains(""), "\(function.name) has a parameter without a name")
        #expect(Set(names).count == names.count, "\(function.name) has two parameters of one name: \(names)")
      }
    }
  }

  @Test func everyExampleAnswersAsItSays() throws {
    for function in FunctionLibrary.all {
      for example in function.examples {
        let session = Session()
        session.options.now = DateTime("2025-01-15T12:00:00Z")
        session.options.randomSeed = 42
        var answers: [String] = []
        _ = try session.run(SourceText(example.query)) { event in
          switch event {
          case .result(let result, _): answers.append(GoldenAnswer.plainText(result))
          case .diagnostics(let diagnostics, let text):
            // Remarks on a query that runs are no part of its answer.
            for diagnostic in diagnostics where diagnostic.severity == .error {
              answers.append(GoldenAnswer.text(diagnostic, text))
            }
          case .failure(let failure, _, _): answers.append(GoldenAnswer.text(failure))
          case .answers, .loaded, .remark: break
          }
        }
        let answer = answers.joined(separator: "\n--\n")
        #expect(answer == example.answer, "example of \(function.name): \(example.query)")
      }
    }
  }
}
