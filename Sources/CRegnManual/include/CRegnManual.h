#ifndef CREGNMANUAL_H
#define CREGNMANUAL_H

#include <stddef.h>

/// The manual's pages that are written by hand, as they stand in docs/manual: UTF-8 Markdown, each with a
/// zero byte behind it.
extern const unsigned char *_Nonnull regn_manual_pages(void);

/// The bytes of all pages with their zeros.
extern size_t regn_manual_length(void);

#endif
