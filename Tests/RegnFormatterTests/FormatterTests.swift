import RegnFormatter
import RegnSyntax
import Testing

private let samples = [
  "costs|where year==2024 and f( a,b )>-1|summarize total=sum(amount),n=count() by x,bin( t,1d )|sort by n desc",
  "// first\nlet a=1;// after a\n\n\n// before b\nlet b = T|where x==a;\nT|take b // end",
  "let f=(x:long,y:string=\"z\",T:(a:long,*)){let q=x+1;T|where a>q};f(1)",
  "let f = (x: long) { x + 1 }; print f(1), -1, - -1, a[0].b['c'], dynamic({'a':[1,-2]}), ['to ord']",
  "T | join kind = inner hint.strategy=shuffle (U|project a,b|where a>1) on a,$left.b==$right.c",
  "T | mv-apply x=xs to typeof(long) on (top 2 by x|summarize sum(x)) | project-away a*,*b",
  "T | fork a=(where x>1|count) (summarize sum(x) by y) | render timechart with(title='x',ycolumns=a,b)",
  "datatable(a:long,b:string)[1,'x',2,'y']|extend c=iff(a>1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'),d=3",
  "T | where aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == 1 and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb == 2 and cccccccccccccccccccccccccc == 3",
  "T | where a in ((U | where aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == 1 | project bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb))",
  "T | make-series n=count() default = 0 on t from a to b step 1h by k | scan declare(n:long=0) with (step s:x>1=>n=s.n+1;)",
  "T | make-graph a-->b with U on id | take   1",
  "T | where // why\n x == 1 // because\n // own line\n and y == 2\n| take 5",
  "T | wher   x | take   5;   print   1",
  "print x = ```a\n  b```,   y=1",
  "union withsource=t T*,(U|where x>1)|evaluate pivot(a,sum(b)):(x:long)|where x between(1..2)",
  "#!/usr/bin/env -S regn run\nT|count", "", "\n\n// only a comment\n", "T | where (",
  "T | lookup (municipalities | project code, municipality_group, aaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbb) on code",
  "declare query_parameters(chosen_year:long=2024,chosen_function:string=\"6.45.51\",benchmark:real=25.0,another:string=\"x\"); T",
]

@Suite struct FormatterTests {
  @Test(arguments: samples) func formattingTwiceChangesNothing(_ text: String) {
    let once = format(text)
    #expect(format(once) == once)
  }

  @Test(arguments: samples) func tokensStay(_ text: String) {
    #expect(tokens(format(text)) == tokens(text))
  }

  @Test(arguments: samples) func commentsStay(_ text: String) {
    #expect(comments(format(text)) == comments(text))
  }

  @Test func truncatedTextsKeepTheirTokens() {
    for sample in samples {
      for length in 0..<sample.utf8.count {
        let part = String(decoding: Array(sample.utf8).prefix(length), as: UTF8.self)
        let once = format(part)
        #expect(tokens(once) == tokens(part), "\(part)")
        #expect(format(once) == once, "\(part)")
      }
    }
  }

  @Test func anOperatorALine() {
    #expect(
      format("costs|where year==2024|summarize total=sum(amount),n=count() by x,bin( t,1d )|sort by n desc")
        == """
        costs
        | where year == 2024
        | summarize total = sum(amount), n = count() by x, bin(t, 1d)
        | sort by n desc

        """)
  }

  @Test func statementsAndComments() {
    #expect(
      format(samples[1]) == """
        // first
        let a = 1;  // after a

        // before b
        let b = T | where x == a;
        T
        | take b  // end

        """)
  }

  @Test func aCommentBehindAStageStaysThere() {
    #expect(
      format("costs // all\n|where year==2024 // the latest\n// by place\n|summarize sum( amount )by code")
        == """
        costs  // all
        | where year == 2024  // the latest
        // by place
        | summarize sum(amount) by code

        """)
  }

  @Test func aScriptOfTheTour() {
    let text = """
      // How much could be saved?
      declare query_parameters(chosen_year: long = 2024, benchmark: real = 25.0);
      let chosen = costs
          | where year == chosen_year and function == chosen_function
          | lookup (municipalities | project code, municipality_group) on code;
      let peers = chosen
          | summarize best = percentile(kr_per_inhabitant, benchmark) by municipality_group;
      chosen
      | lookup peers on municipality_group
      | summarize municipalities = count(),
          potential = sum(max_of(0, kr_per_inhabitant - best) * inhabitants)
          by municipality_group
      | sort by potential desc

      """
    #expect(format(text) == text)
  }

  @Test func subqueriesAreIndented() {
    #expect(
      format(samples[20]) == """
        T
        | lookup (
            municipalities
            | project code, municipality_group, aaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbb
        ) on code

        """)
  }

  @Test func aColumnOfAPatternIsNoOperatorOnANewLine() {
    let text =
      #"T | parse line with * "town=" town ", parts=" parts: int * "id=" id: long ", at=" at: datetime "#
      + #"", end=" end project-away line"#
    #expect(
      format(text) == #"""
        T
        | parse line
            with * "town=" town ", parts=" parts: int * "id=" id: long ", at=" at: datetime
                ", end=" end project-away line

        """#)
    #expect(Parser.parse(format(text)).hasErrors == Parser.parse(text).hasErrors)
  }
}
