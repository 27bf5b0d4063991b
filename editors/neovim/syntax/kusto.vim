" Colours of KQL, from the rules by which Regn reads it.
if exists("b:current_syntax")
  finish
endif
syntax case match
syntax iskeyword @,48-57,_,192-255

syntax match kustoFunction /\<\K\k*\ze(/
syntax keyword kustoKeyword let set declare query_parameters alias restrict access pattern
syntax keyword kustoKeyword by on with of from to step asc desc default typeof
syntax match kustoKeyword /\<nulls\s\+\(first\|last\)\>/
syntax keyword kustoWord and or between endswith endswith_cs has has_all has_any has_cs hasprefix hasprefix_cs
syntax keyword kustoWord hassuffix hassuffix_cs in startswith startswith_cs
" Two that the command itself would take for its own.
syntax match kustoWord /\<contains\(_cs\)\?\>/
syntax match kustoWord /\<matches\s\+regex\>/
syntax match kustoWord /\<in\~/
syntax match kustoWord /!\(between\|contains\|contains_cs\|endswith\|endswith_cs\|has\|has_cs\|hasprefix\)\>/
syntax match kustoWord /!\(hasprefix_cs\|hassuffix\|hassuffix_cs\|in\|startswith\|startswith_cs\)\>\~\?/
syntax keyword kustoConstant true false null
syntax match kustoSetting /\<\(kind\|withsource\|isfuzzy\|flags\|hint\(\.\k\+\)\+\)\ze\s*=[=~]\@!/
syntax match kustoSide /\$\(left\|right\)\>/

" An operator stands behind a pipe, or begins a query.
syntax match kustoOperator /\(|\_s*\)\@<=\(as\|consume\|count\|distinct\|evaluate\|extend\|facet\)\>/
syntax match kustoOperator /\(|\_s*\)\@<=\(filter\|find\|fork\|getschema\|invoke\|join\|limit\|lookup\)\>/
syntax match kustoOperator /\(|\_s*\)\@<=\(order\|parse\|partition\|project\|reduce\|render\|sample\)\>/
syntax match kustoOperator /\(|\_s*\)\@<=\(scan\|search\|serialize\|sort\|summarize\|take\|top\|union\)\>/
syntax match kustoOperator /\(|\_s*\)\@<=where\>/
syntax match kustoOperator /\<\(datatable\|externaldata\)\ze\s*(/
syntax match kustoOperator /\(^\s*\|[=(;{]\s*\)\@<=\(evaluate\|find\|print\|range\|search\|union\)\ze\s\+[^ \t=,]/
syntax match kustoOperator /\<\(graph-mark-components\|graph-match\|graph-merge\|graph-shortest-paths\)\>/
syntax match kustoOperator /\<\(graph-to-table\|graph-where-edges\|graph-where-nodes\|macro-expand\)\>/
syntax match kustoOperator /\<\(make-graph\|make-series\|mv-apply\|mv-expand\|parse-kv\|parse-where\)\>/
syntax match kustoOperator /\<\(project-away\|project-by-names\|project-keep\|project-rename\)\>/
syntax match kustoOperator /\<\(project-reorder\|sample-distinct\|top-hitters\|top-nested\)\>/

syntax match kustoType /\(:\s*\|\<typeof\s*(\s*\)\@<=\(bool\|boolean\|date\|datetime\|decimal\|double\)\>/
syntax match kustoType /\(:\s*\|\<typeof\s*(\s*\)\@<=\(dynamic\|guid\|int\|long\|real\|string\|time\)\>/
syntax match kustoType /\(:\s*\|\<typeof\s*(\s*\)\@<=\(timespan\|uniqueid\|uuid\)\>/
syntax match kustoType /\<\(bool\|boolean\|date\|datetime\|decimal\|double\|dynamic\|float\|guid\)\ze\s*(/
syntax match kustoType /\<\(int\|long\|real\|time\|timespan\|uniqueid\)\ze\s*(/

syntax match kustoNumber /\<0[xX]\x\+\>/
syntax match kustoNumber /\<\d\+\(\.\d\+\)\?\([eE][-+]\?\d\+\)\?\k*\>/

syntax match kustoEscape contained /\\\(x\x\{1,2}\|u\x\{1,4}\|U\x\{1,8}\|\o\{1,3}\|[^xuU0-7]\)/
syntax match kustoDoubled contained /""\|''/
syntax region kustoString oneline start=/[hH]\?"/ skip=/\\./ end=/"/ contains=kustoEscape
syntax region kustoString oneline start=/[hH]\?'/ skip=/\\./ end=/'/ contains=kustoEscape
syntax region kustoString oneline start=/[hH]\?@"/ skip=/""/ end=/"/ contains=kustoDoubled
syntax region kustoString oneline start=/[hH]\?@'/ skip=/''/ end=/'/ contains=kustoDoubled
syntax region kustoString start=/[hH]\?```/ end=/```/
syntax region kustoString start=/[hH]\?\~\~\~/ end=/\~\~\~/
syntax match kustoComment /\/\/.*$/ contains=@Spell

highlight default link kustoComment Comment
highlight default link kustoConstant Constant
highlight default link kustoDoubled SpecialChar
highlight default link kustoEscape SpecialChar
highlight default link kustoFunction Function
highlight default link kustoKeyword Keyword
highlight default link kustoNumber Number
highlight default link kustoOperator Statement
highlight default link kustoSetting Identifier
highlight default link kustoSide Identifier
highlight default link kustoString String
highlight default link kustoType Type
highlight default link kustoWord Operator

let b:current_syntax = "kusto"
