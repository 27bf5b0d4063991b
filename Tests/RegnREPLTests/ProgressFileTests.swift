import Foundation
import RegnCourse
import RegnREPL
import RegnTestSupport
import Testing

/// The file that keeps which lessons are solved.
@Suite struct ProgressFileTests {
  private let folder = TemporaryFolder()

  private func open(_ name: String = "state/course") -> ProgressFile {
    ProgressFile(path: folder(name), CourseWords(.en))
  }

  @Test func whatIsSolvedIsKept() throws {
    let first = open()
    // Where nothing was solved, nothing is made.
    #expect(folder.names == [])
    first.solve("where")
    first.solve("count")
    #expect(open().progress.solved == ["count", "where"])
    #expect(folder.read("state/course") == "regn course 1\nsolved count\nsolved where\n")
    #expect(first.takeWarnings() == [])
    first.reset()
    #expect(open().progress.solved == [])
  }

  @Test func twoProgramsSeeWhatEachHasSolved() {
    let one = open()
    let other = open()
    one.solve("count")
    other.solve("where")
    #expect(other.progress.solved == ["count", "where"])
    one.solve("text")
    #expect(open().progress.solved == ["count", "text", "where"])
  }

  @Test func manyAtOnceLoseNothing() {
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      let file = open()
      for lesson in 0..<10 { file.solve("l-\(number)-\(lesson)") }
    }
    #expect(open().progress.solved.count == 80)
    #expect(folder.names == ["state"])
  }

  @Test func aDamagedFileIsKept() {
    folder.write("state/course", "regn course 1\nsolved cou")
    let file = open()
    #expect(
      file.takeWarnings() == [
        "\(folder("state/course")) is damaged: it is kept as \(folder("state/course.damaged")), "
          + "and the course begins anew"
      ])
    #expect(file.takeWarnings() == [])
    #expect(folder.read("state/course.damaged") == "regn course 1\nsolved cou")
    file.solve("count")
    #expect(open().progress.solved == ["count"])
    // A second damaged file does not take the first one's place.
    folder.write("state/course", "\u{0}\u{0}")
    #expect(open().takeWarnings().first?.contains("course.damaged-2") ?? false)
    #expect(folder.read("state/course.damaged") == "regn course 1\nsolved cou")
    #expect(folder.read("state/course.damaged-2") == "\u{0}\u{0}")
  }

  @Test func aPlaceThatCannotBeWritten() {
    folder.write("file", "")
    let file = open("file/course")
    file.solve("count")
    #expect(file.progress.solved == ["count"])
    #expect(file.takeWarnings() == ["progress is not kept: \(folder("file/course")): Not a directory"])
    // It is said once, and not tried again.
    file.solve("where")
    #expect(file.takeWarnings() == [])
  }

  @Test func aFolderInItsPlace() {
    folder.write("state/course/within", "")
    let file = open()
    file.solve("count")
    #expect(file.takeWarnings().count == 1)
    #expect(folder.read("state/course/within") == "")
  }

  @Test func withoutAPath() {
    let file = ProgressFile(path: nil, CourseWords(.da))
    file.solve("count")
    #expect(file.progress.solved == ["count"])
    #expect(file.takeWarnings() == [])
  }
}
