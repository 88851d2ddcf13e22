// What every source of CTorch shares: the tensor behind the handle, and the one place where exceptions end.
#ifndef HEPATICA_CTORCH_GUARD_H
#define HEPATICA_CTORCH_GUARD_H

#include "CTorch.h"

#include <ATen/core/Tensor.h>
#include <exception>
#include <string>

struct ct_tensor {
  at::Tensor value;
};

namespace ctorch {

/// The message behind `ct_error`.
std::string &last_error();

/// Runs `body`; false, with its message kept, when it throws.
template <class Body> bool guarded(Body body) noexcept {
  try {
    try {
      body();
      return true;
    } catch (const c10::Error &error) {
      last_error() = error.what_without_backtrace();
    } catch (const std::exception &error) {
      last_error() = error.what();
    } catch (...) {
      last_error() = "an exception of unknown type";
    }
  } catch (...) {
    // No memory even for the message: the previous one stays.
  }
  return false;
}

/// A handle to the tensor that `body` returns, or NULL.
template <class Body> ct_tensor *made(Body body) noexcept {
  ct_tensor *result = nullptr;
  guarded([&] { result = new ct_tensor{body()}; });
  return result;
}

template <class Body> int status(Body body) noexcept { return guarded(body) ? 0 : -1; }

} // namespace ctorch

#endif
