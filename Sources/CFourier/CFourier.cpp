#include "CFourier.h"

#include <complex>
#include <kissfft/kissfft.hh>
#include <memory>
#include <new>

struct fourier_plan {
  kissfft<double> transform;
  /// KissFFT keeps one scratch buffer in the plan for prime factors above 5: such a plan must not be shared.
  bool has_scratch;
  std::size_t length;
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
                            has_large_prime_factor(length), static_cast<std::size_t>(length)};
  } catch (...) {
    return nullptr;
  }
}

extern "C" void fourier_plan_free(fourier_plan *plan) { delete plan; }

extern "C" void fourier_transform(const fourier_plan *plan, double scale, const double *real, const double *imaginary,
                                  double *output_real, double *output_imaginary) {
  const std::size_t length = plan->length;
  std::unique_ptr<std::complex<double>[]> from(new std::complex<double>[2 * length]);
  std::complex<double> *to = from.get() + length;
  for (std::size_t i = 0; i < length; i++) from[i] = {real[i], imaginary[i]};
  if (plan->has_scratch) {
    const kissfft<double> own = plan->transform;
    own.transform(from.get(), to);
  } else {
    plan->transform.transform(from.get(), to);
  }
  for (std::size_t i = 0; i < length; i++) {
    output_real[i] = scale * to[i].real();
    output_imaginary[i] = scale * to[i].imag();
  }
}
