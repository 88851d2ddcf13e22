#include "Guard.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/GradMode.h>
#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#else
#include <torch/csrc/api/include/torch/version.h>
#endif

#if defined(__GLIBC__)
#include <climits>
#include <malloc.h>
#endif

std::string &ctorch::last_error() {
  thread_local std::string message = "no call has failed on this thread";
  return message;
}

using namespace ctorch;

extern "C" {

const char *ct_error(void) { return last_error().c_str(); }

const char *ct_version(void) { return TORCH_VERSION; }

const char *ct_configuration(void) {
  static const std::string text = [] {
    std::string made = "unknown";
    guarded([&] { made = at::show_config(); });
    return made;
  }();
  return text.c_str();
}

int ct_set_threads(int count) {
  return status([&] {
    // A thread's first parallel call takes over the number that any thread set last; asking for it now has that done.
    (void)at::get_num_threads();
    at::set_num_threads(count);
  });
}

void ct_tune_allocator(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

bool ct_records_gradients(void) { return c10::GradMode::is_enabled(); }

void ct_set_records_gradients(bool records) { c10::GradMode::set_enabled(records); }

} // extern "C"
