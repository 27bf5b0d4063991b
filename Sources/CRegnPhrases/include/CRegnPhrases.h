#ifndef CREGNPHRASES_H
#define CREGNPHRASES_H

#include <stddef.h>

/// What is said, in Danish: the files of translations/da one behind the other, UTF-8.
extern const unsigned char *_Nonnull regn_phrases_danish(void);

/// The bytes of all files.
extern size_t regn_phrases_danish_length(void);

#endif
