#include "CFourier.h"

#include "Quartered.h"

#include <complex>
#include <kissfft/kissfft.hh>
#include <memory>
#include <new>

namespace {

using Number = std::complex<double>;

std::unique_ptr<Quartered> quartered_make(std::size_t length, bool inverse, bool is_portable) {
#ifdef HEPATICA_QUARTERED_AVX2
  if (!is_portable && __builtin_cpu_supports("avx2")) return quartered_make_avx2(length, inverse);
#endif
  return quartered_make_portable(length, inverse);
}

}  // namespace

struct fourier_plan {
  std::size_t length;
  std::unique_ptr<Quartered> quartered;
  std::unique_ptr<kissfft<double>> whole;
};

static fourier_plan *plan_make(long length, int inverse, bool is_portable) {
  if (length < 1) return nullptr;
  try {
    std::unique_ptr<fourier_plan> plan(new fourier_plan);
    plan->length = std::size_t(length);
    if (length % 4 == 0)
      plan->quartered = quartered_make(plan->length, inverse != 0, is_portable);
    else
      plan->whole.reset(new kissfft<double>(plan->length, inverse != 0));
    return plan.release();
  } catch (...) {
    return nullptr;
  }
}

extern "C" fourier_plan *fourier_plan_make(long length, int inverse) { return plan_make(length, inverse, false); }

extern "C" fourier_plan *fourier_plan_make_portable(long length, int inverse) {
  return plan_make(length, inverse, true);
}

extern "C" void fourier_plan_free(fourier_plan *plan) { delete plan; }

extern "C" void fourier_transform(const fourier_plan *plan, double scale, double head, const double *real,
                                  const double *imaginary, long first, long count, double *output_real,
                                  double *output_imaginary) {
  if (plan->quartered) {
    plan->quartered->run(real, imaginary, head, std::size_t(first), std::size_t(count), scale, output_real,
                         output_imaginary);
    return;
  }
  const std::size_t length = plan->length;
  std::unique_ptr<Number[]> from(new Number[2 * length]);
  Number *to = from.get() + length;
  for (std::size_t i = 0; i < length; i++) from[i] = {real[i], imaginary[i]};
  from[0] *= head;
  // KissFFT keeps a scratch buffer for prime factors above 5, which threads must not share.
  const kissfft<double> own = *plan->whole;
  own.transform(from.get(), to);
  for (long i = 0; i < count; i++) {
    const Number value = to[std::size_t(first + i) % length];
    output_real[i] = scale * value.real();
    output_imaginary[i] = scale * value.imag();
  }
}
