#include "CRegnMemory.h"

// Columns and tables of groups are large and short-lived: to have the kernel hand out their pages anew for
// each query takes longer than many a query.
//   oversize_threshold:0    keeps what is freed of very large blocks for the next, as with smaller ones
//   dirty_decay_ms:1000     gives back what was not used for a second
//   background_thread:true  does so beside the query, and in a prompt or a server that waits
// Large pages are taken where the system gives them by itself. To ask for them (thp:always) makes a query
// that finds much memory free a little quicker, and a load take twice as long on a virtual machine that has
// given its free memory back to its host: large pages are those that it has given back.
const char *malloc_conf = "oversize_threshold:0,dirty_decay_ms:1000,background_thread:true";

#ifdef REGN_USES_JEMALLOC

// Swift hides the symbols of all archives that it links into a static program, jemalloc's too. What libc
// allocates by `malloc` (in `realpath`, say) and Regn frees would then come from two allocators. So these
// stand before the archive's functions of the same names, are seen by libc, and ask jemalloc by its other
// names.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

// jemalloc's own functions, which are in its archive beside `malloc` and its kin.
void *mallocx(size_t size, int flags);
void *rallocx(void *block, size_t size, int flags);
void dallocx(void *block, int flags);
size_t sallocx(const void *block, int flags);
int mallctl(const char *name, void *old, size_t *old_size, void *new, size_t new_size);

// The arena of the first thread is there before options are read, and gives blocks of 8 MB and more back as
// soon as they are freed: the next query would wait for them anew.
__attribute__((constructor)) static void keep_large_blocks(void) {
  size_t threshold = SIZE_MAX;
  mallctl("arena.0.oversize_threshold", NULL, NULL, &threshold, sizeof threshold);
}

enum { zeroed = 0x40 };

static inline int aligned(size_t alignment) { return __builtin_ctzl(alignment); }

static inline void *checked(void *block) {
  if (!block) errno = ENOMEM;
  return block;
}

void *malloc(size_t size) { return checked(mallocx(size ? size : 1, 0)); }

void free(void *block) {
  if (block) dallocx(block, 0);
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return checked(NULL);
  return checked(mallocx(bytes ? bytes : 1, zeroed));
}

void *realloc(void *block, size_t size) {
  if (!block) return malloc(size);
  if (!size) {
    dallocx(block, 0);
    return NULL;
  }
  return checked(rallocx(block, size, 0));
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1))) return EINVAL;
  *block = mallocx(size ? size : 1, aligned(alignment));
  return *block ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t size) {
  if (!alignment || (alignment & (alignment - 1))) {
    errno = EINVAL;
    return NULL;
  }
  return checked(mallocx(size ? size : 1, aligned(alignment)));
}

void *memalign(size_t alignment, size_t size) { return aligned_alloc(alignment, size); }
void *valloc(size_t size) { return aligned_alloc(4096, size); }
void *pvalloc(size_t size) { return aligned_alloc(4096, (size + 4095) & ~(size_t)4095); }
size_t malloc_usable_size(void *block) { return block ? sallocx(block, 0) : 0; }

#endif
