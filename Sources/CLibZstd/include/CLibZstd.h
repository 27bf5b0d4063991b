// Zstandard's library, loaded when a file is first met that is packed by it.
#ifndef REGN_CLIBZSTD_H
#define REGN_CLIBZSTD_H

#include <stddef.h>

// Loads the library. NULL when it is there, else why it is not.
const char *regn_zstd_load(void);

// Unpacks `source` to exactly `capacity` bytes; 0 when it went well. Only after `regn_zstd_load` gave NULL.
int regn_zstd_unpack(void *target, size_t capacity, const void *source, size_t length);

#endif
