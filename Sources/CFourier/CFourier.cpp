#include "CFourier.h"

#include "Quartered.h"

#include <cmath>
#include <complex>
#include <cstdint>
#include <kissfft/kissfft.hh>
#include <memory>
#include <new>
#include <vector>

namespace {

using Number = std::complex<double>;

std::unique_ptr<Quartered> quartered_make(std::size_t length, bool inverse, bool is_portable) {
#ifdef HEPATICA_QUARTERED_AVX2
  if (!is_portable && __builtin_cpu_supports("avx2")) return quartered_make_avx2(length, inverse);
#endif
  return quartered_make_portable(length, inverse);
}

std::size_t largest_prime(std::size_t length) {
  std::size_t largest = 1;
  for (std::size_t factor = 2; factor * factor <= length; factor++)
    while (length % factor == 0) {
      largest = factor;
      length /= factor;
    }
  return length > 1 ? length : largest;
}

// A transform of any length N as a convolution (Bluestein 1970, doi:10.1109/TAU.1970.1162132): with c_n = exp(-i*pi*n*n/N), or its
// conjugate for the inverse, X_k = c_k * sum over n of (x_n * c_n) * conj(c_(k-n)), by transforms of a power of two M >= 2N - 1.
// KissFFT takes a time of N * p for a length with a prime factor p.
class Chirped {
 public:
  Chirped(std::size_t length, bool inverse)
      : length_(length), size_(power(2 * length - 1)), forward_(size_, false), backward_(size_, true), chirp_(length),
        filter_(size_) {
    const double pi = std::acos(-1.0);
    std::vector<Number> ends(size_);
    for (std::size_t n = 0; n < length; n++) {
      // n * n modulo 2N, exact.
      const std::uint64_t square = std::uint64_t(n) * n % (2 * std::uint64_t(length));
      chirp_[n] = std::polar(1.0, (inverse ? pi : -pi) * double(square) / double(length));
      ends[n] = std::conj(chirp_[n]);
      if (n > 0) ends[size_ - n] = ends[n];
    }
    forward_.transform(ends.data(), filter_.data());
  }

  void run(const double *real, const double *imaginary, double head, Number *output) const {
    std::vector<Number> from(size_), to(size_);
    for (std::size_t n = 0; n < length_; n++)
      from[n] = Number(real[n], imaginary[n]) * chirp_[n] * (n == 0 ? head : 1.0);
    // A power of two has no prime factor above 5: its plans keep nothing, and may be shared.
    forward_.transform(from.data(), to.data());
    for (std::size_t n = 0; n < size_; n++) to[n] *= filter_[n];
    backward_.transform(to.data(), from.data());
    for (std::size_t n = 0; n < length_; n++) output[n] = from[n] * chirp_[n] / double(size_);
  }

 private:
  static std::size_t power(std::size_t least) {
    std::size_t size = 1;
    while (size < least) size *= 2;
    return size;
  }

  std::size_t length_, size_;
  kissfft<double> forward_, backward_;
  std::vector<Number> chirp_, filter_;
};

// Above, a prime factor takes longer than the convolution.
constexpr std::size_t most_prime = 300;

}  // namespace

struct fourier_plan {
  std::size_t length;
  std::unique_ptr<Chirped> chirped;
  std::unique_ptr<Quartered> quartered;
  std::unique_ptr<kissfft<double>> whole;
};

static fourier_plan *plan_make(long length, int inverse, bool is_portable) {
  if (length < 1) return nullptr;
  try {
    std::unique_ptr<fourier_plan> plan(new fourier_plan);
    plan->length = std::size_t(length);
    if (largest_prime(plan->length) > most_prime)
      plan->chirped.reset(new Chirped(plan->length, inverse != 0));
    else if (length % 4 == 0)
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
  if (plan->chirped) {
    plan->chirped->run(real, imaginary, head, to);
  } else {
    for (std::size_t i = 0; i < length; i++) from[i] = {real[i], imaginary[i]};
    from[0] *= head;
    // KissFFT keeps a scratch buffer for prime factors above 5, which threads must not share.
    const kissfft<double> own = *plan->whole;
    own.transform(from.get(), to);
  }
  for (long i = 0; i < count; i++) {
    const Number value = to[std::size_t(first + i) % length];
    output_real[i] = scale * value.real();
    output_imaginary[i] = scale * value.imag();
  }
}
