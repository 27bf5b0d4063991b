/// How jemalloc, which release builds are linked with, is to treat memory. It reads `malloc_conf` before the
/// first allocation; without jemalloc nobody does.
extern const char *malloc_conf;
