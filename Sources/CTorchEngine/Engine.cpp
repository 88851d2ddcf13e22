#include "Guard.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/GradMode.h>

std::string &ctorch::last_error() {
  thread_local std::string message = "no call has failed on this thread";
  return message;
}

using namespace ctorch;

extern "C" {

const char *ct_error(void) { return last_error().c_str(); }

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
    // A thread's first parallel call takes over the number that any thread set last; asking for it now has that done. Setting the
    // number starts threads anew, which then wait for work in circles: once a step that made two threads slower than one.
    if (at::get_num_threads() != count) at::set_num_threads(count);
  });
}

bool ct_records_gradients(void) { return c10::GradMode::is_enabled(); }

void ct_set_records_gradients(bool records) { c10::GradMode::set_enabled(records); }

bool ct_multiplies_bfloat16(void) {
  // Elsewhere libtorch multiplies bfloat16 number by number, tens of times slower than float32.
#if defined(__x86_64__)
  return at::globalContext().hasMKLDNN() && __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

} // extern "C"
