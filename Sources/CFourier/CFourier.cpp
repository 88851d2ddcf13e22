#include "CFourier.h"

#include <complex>
#include <kissfft/kissfft.hh>
#include <new>

struct fourier_plan {
  kissfft<double> transform;
  /// KissFFT keeps one scratch buffer in the plan for prime factors above 5: such a plan must not be shared.
  bool has_scratch;
};

static bool has_large_prime_factor(long length) {
  for (long prime : {2L, 3L, 5L})
    while (length % prime == 0) length /= prime;
  return length > 1;
}

extern "C" fourier_plan *fourier_plan_make(long length, int inverse) {
  if (length < 1) return nullptr;
  try {
    return new fourier_plan{kissfft<double>(static_cast<std::size_t>(length), inverse != 0),
                            has_large_prime_factor(length)};
  } catch (...) {
    return nullptr;
  }
}

extern "C" void fourier_plan_free(fourier_plan *plan) { delete plan; }

extern "C" void fourier_transform(const fourier_plan *plan, const double *input, double *output) {
  // std::complex<double> is laid out as two doubles (C++11, [complex.numbers]/4).
  auto from = reinterpret_cast<const std::complex<double> *>(input);
  auto to = reinterpret_cast<std::complex<double> *>(output);
  if (plan->has_scratch) {
    const kissfft<double> own = plan->transform;
    own.transform(from, to);
  } else {
    plan->transform.transform(from, to);
  }
}
