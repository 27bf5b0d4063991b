#include "CRegnPhrases.h"

// The compiler's own way of taking in a file; part of C since C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

// In order of path, as a test says. A file that is missing here is missing in Danish.
static const unsigned char phrases[] = {
#embed "../../translations/da/analyzers.txt" suffix(, )
#embed "../../translations/da/binder.txt" suffix(, )
#embed "../../translations/da/commands.txt" suffix(, )
#embed "../../translations/da/data.txt" suffix(, )
#embed "../../translations/da/dataset.txt" suffix(, )
#embed "../../translations/da/engine.txt" suffix(, )
#embed "../../translations/da/files.txt" suffix(, )
#embed "../../translations/da/functions.txt" suffix(, )
#embed "../../translations/da/language-server.txt" suffix(, )
#embed "../../translations/da/language-service.txt" suffix(, )
#embed "../../translations/da/manual.txt" suffix(, )
#embed "../../translations/da/phrases.txt" suffix(, )
#embed "../../translations/da/presentation.txt" suffix(, )
#embed "../../translations/da/prompt.txt" suffix(, )
#embed "../../translations/da/regex.txt" suffix(, )
#embed "../../translations/da/session.txt" suffix(, )
#embed "../../translations/da/statbank.txt" suffix(, )
#embed "../../translations/da/syntax.txt" suffix(, )
};

const unsigned char *regn_phrases_danish(void) { return phrases; }

size_t regn_phrases_danish_length(void) { return sizeof(phrases); }
