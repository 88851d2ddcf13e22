// Tells the thread sanitizer what Swift's Mutex orders. Its quick path is compiled into whoever uses it, where the sanitizer
// sees it; where two threads meet, it goes through libswiftSynchronization, which was not built for the sanitizer, and every
// value that a mutex guards looked like a race. These two functions stand before the library's own of the same names
// (swift/stdlib/public/Synchronization/Mutex/LinuxImpl.swift), call them, and say what they have done.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) && defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

typedef __attribute__((swiftcall)) void LockSlow(uint32_t thread, __attribute__((swift_context)) void *handle);
typedef __attribute__((swiftcall)) void UnlockSlow(__attribute__((swift_context)) void *handle);

static void *original(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

LockSlow hepatica_lock_slow __asm__(LOCK_SLOW);
__attribute__((swiftcall)) void hepatica_lock_slow(uint32_t thread, __attribute__((swift_context)) void *handle) {
  ((LockSlow *)original(LOCK_SLOW))(thread, handle);
  __tsan_acquire(handle);
}

UnlockSlow hepatica_unlock_slow __asm__(UNLOCK_SLOW);
__attribute__((swiftcall)) void hepatica_unlock_slow(__attribute__((swift_context)) void *handle) {
  __tsan_release(handle);
  ((UnlockSlow *)original(UNLOCK_SLOW))(handle);
}
#endif
#endif
typedef int hepatica_sanitizer_support;
