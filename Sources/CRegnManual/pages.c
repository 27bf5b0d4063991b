#include "CRegnManual.h"

// The compiler's own way of taking in a file; part of C since C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

// In order of path, as a test says. A page that is missing here is missing in `regn help`.
static const unsigned char pages[] = {
#embed "../../docs/manual/command-line.md" suffix(, 0, )
#embed "../../docs/manual/operators/as.md" suffix(, 0, )
#embed "../../docs/manual/operators/consume.md" suffix(, 0, )
#embed "../../docs/manual/operators/count.md" suffix(, 0, )
#embed "../../docs/manual/operators/datatable.md" suffix(, 0, )
#embed "../../docs/manual/operators/distinct.md" suffix(, 0, )
#embed "../../docs/manual/operators/evaluate.md" suffix(, 0, )
#embed "../../docs/manual/operators/extend.md" suffix(, 0, )
#embed "../../docs/manual/operators/externaldata.md" suffix(, 0, )
#embed "../../docs/manual/operators/facet.md" suffix(, 0, )
#embed "../../docs/manual/operators/find.md" suffix(, 0, )
#embed "../../docs/manual/operators/fork.md" suffix(, 0, )
#embed "../../docs/manual/operators/getschema.md" suffix(, 0, )
#embed "../../docs/manual/operators/invoke.md" suffix(, 0, )
#embed "../../docs/manual/operators/join.md" suffix(, 0, )
#embed "../../docs/manual/operators/lookup.md" suffix(, 0, )
#embed "../../docs/manual/operators/make-series.md" suffix(, 0, )
#embed "../../docs/manual/operators/mv-apply.md" suffix(, 0, )
#embed "../../docs/manual/operators/mv-expand.md" suffix(, 0, )
#embed "../../docs/manual/operators/parse-kv.md" suffix(, 0, )
#embed "../../docs/manual/operators/parse.md" suffix(, 0, )
#embed "../../docs/manual/operators/partition.md" suffix(, 0, )
#embed "../../docs/manual/operators/print.md" suffix(, 0, )
#embed "../../docs/manual/operators/project-away.md" suffix(, 0, )
#embed "../../docs/manual/operators/project-by-names.md" suffix(, 0, )
#embed "../../docs/manual/operators/project-keep.md" suffix(, 0, )
#embed "../../docs/manual/operators/project-rename.md" suffix(, 0, )
#embed "../../docs/manual/operators/project-reorder.md" suffix(, 0, )
#embed "../../docs/manual/operators/project.md" suffix(, 0, )
#embed "../../docs/manual/operators/range.md" suffix(, 0, )
#embed "../../docs/manual/operators/reduce.md" suffix(, 0, )
#embed "../../docs/manual/operators/render.md" suffix(, 0, )
#embed "../../docs/manual/operators/sample-distinct.md" suffix(, 0, )
#embed "../../docs/manual/operators/sample.md" suffix(, 0, )
#embed "../../docs/manual/operators/scan.md" suffix(, 0, )
#embed "../../docs/manual/operators/search.md" suffix(, 0, )
#embed "../../docs/manual/operators/serialize.md" suffix(, 0, )
#embed "../../docs/manual/operators/sort.md" suffix(, 0, )
#embed "../../docs/manual/operators/summarize.md" suffix(, 0, )
#embed "../../docs/manual/operators/take.md" suffix(, 0, )
#embed "../../docs/manual/operators/top-hitters.md" suffix(, 0, )
#embed "../../docs/manual/operators/top-nested.md" suffix(, 0, )
#embed "../../docs/manual/operators/top.md" suffix(, 0, )
#embed "../../docs/manual/operators/union.md" suffix(, 0, )
#embed "../../docs/manual/operators/where.md" suffix(, 0, )
#embed "../../docs/manual/output.md" suffix(, 0, )
#embed "../../docs/manual/prompt.md" suffix(, 0, )
#embed "../../docs/manual/statements/declare.md" suffix(, 0, )
#embed "../../docs/manual/statements/functions.md" suffix(, 0, )
#embed "../../docs/manual/statements/let.md" suffix(, 0, )
#embed "../../docs/manual/statements/set.md" suffix(, 0, )
#embed "../../docs/manual/values.md" suffix(, 0, )
};

const unsigned char *regn_manual_pages(void) { return pages; }

size_t regn_manual_length(void) { return sizeof(pages); }
