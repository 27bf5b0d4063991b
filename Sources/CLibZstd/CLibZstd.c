#include "CLibZstd.h"

#include <dlfcn.h>

static struct {
  void *handle;
  size_t (*decompress)(void *, size_t, const void *, size_t);
  unsigned (*is_error)(size_t);
} zstd;

const char *regn_zstd_load(void) {
  if (zstd.handle) return NULL;
  static const char *const names[] = {"libzstd.so.1", "libzstd.1.dylib"};
  for (size_t i = 0; i < sizeof names / sizeof *names && !zstd.handle; i++)
    zstd.handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!zstd.handle) return "there is no libzstd.so.1";
  zstd.decompress = (size_t(*)(void *, size_t, const void *, size_t))dlsym(zstd.handle, "ZSTD_decompress");
  zstd.is_error = (unsigned (*)(size_t))dlsym(zstd.handle, "ZSTD_isError");
  if (zstd.decompress && zstd.is_error) return NULL;
  dlclose(zstd.handle);
  zstd.handle = NULL;
  return "it lacks what is needed of it";
}

int regn_zstd_unpack(void *target, size_t capacity, const void *source, size_t length) {
  size_t size = zstd.decompress(target, capacity, source, length);
  return zstd.is_error(size) || size != capacity;
}
