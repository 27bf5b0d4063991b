// What the sanitizer of threads does not see: where another thread holds the lock of a Swift Mutex, it is
// taken within Swift's library, which is not instrumented. Without these functions what it guards is told as
// a race. scripts/sanitize.sh links them around the library's own.
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define NAMED(prefix, name) __asm__(prefix "$s15Synchronization12_MutexHandleV" name)

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void realLock(uint32_t state, SELF) NAMED("__real_", "9_lockSlowyys6UInt32VF");
SWIFT void realUnlock(SELF) NAMED("__real_", "11_unlockSlowyyF");
SWIFT bool realTryLock(SELF) NAMED("__real_", "12_tryLockSlowSbyF");

SWIFT void lock(uint32_t state, SELF) NAMED("__wrap_", "9_lockSlowyys6UInt32VF");
SWIFT void unlock(SELF) NAMED("__wrap_", "11_unlockSlowyyF");
SWIFT bool tryLock(SELF) NAMED("__wrap_", "12_tryLockSlowSbyF");

SWIFT void lock(uint32_t state, SELF) {
  realLock(state, mutex);
  __tsan_acquire(mutex);
}

SWIFT void unlock(SELF) {
  __tsan_release(mutex);
  realUnlock(mutex);
}

SWIFT bool tryLock(SELF) {
  bool isTaken = realTryLock(mutex);
  if (isTaken) __tsan_acquire(mutex);
  return isTaken;
}
