#include "CFourier.h"

#include "Pack.h"

#include <complex>
#include <kissfft/kissfft.hh>
#include <memory>
#include <new>
#include <vector>

namespace {

using Number = std::complex<double>;
using Packed = std::complex<Pack>;

bool has_large_prime_factor(std::size_t length) {
  for (std::size_t prime : {2, 3, 5})
    while (length % prime == 0) length /= prime;
  return length > 1;
}

/// A transform by KissFFT; a plan keeps one scratch buffer for prime factors above 5, and such a plan must not be shared.
template <typename Scalar> struct Kiss {
  kissfft<Scalar> transform;
  bool has_scratch;

  Kiss(std::size_t length, bool inverse) : transform(length, inverse), has_scratch(has_large_prime_factor(length)) {}

  void run(const std::complex<Scalar> *from, std::complex<Scalar> *to) const {
    if (has_scratch) {
      const kissfft<Scalar> own = transform;
      own.transform(from, to);
    } else {
      transform.transform(from, to);
    }
  }
};

/// The four transforms of every fourth sample in one, which a last step of radix 4 joins: with N = 4·M and k = q + j·M,
/// X[k] = Σ_r (∓i)^(r·j)·W^(r·q)·F_r[q], F_r the transform of x[4·n + r].
struct Quartered {
  Kiss<Pack> quarter;
  /// (1, W^q, W^2q, W^3q), q < M.
  std::vector<Packed> twiddles;
  double sign;

  Quartered(std::size_t length, bool inverse)
      : quarter(length / 4, inverse), twiddles(length / 4), sign(inverse ? 1 : -1) {
    for (std::size_t q = 0; q < twiddles.size(); q++) {
      Number turn[4];
      for (int r = 0; r < 4; r++) turn[r] = std::polar(1.0, sign * 2 * std::acos(-1.0) * double(r * q) / double(length));
      twiddles[q] = Packed(Pack(turn[0].real(), turn[1].real(), turn[2].real(), turn[3].real()),
                           Pack(turn[0].imag(), turn[1].imag(), turn[2].imag(), turn[3].imag()));
    }
  }

  void run(const double *real, const double *imaginary, std::size_t first, std::size_t count, double scale,
           double *output_real, double *output_imaginary) const {
    const std::size_t length = twiddles.size();
    // Every element is written before it is read: setting them to zero first would cost a tenth of the transform.
    struct Free {
      void operator()(Packed *memory) const { ::operator delete(memory); }
    };
    std::unique_ptr<Packed, Free> memory(static_cast<Packed *>(::operator new(2 * length * sizeof(Packed))));
    Packed *from = memory.get(), *parts = from + length;
    for (std::size_t n = 0; n < length; n++) {
      const double *x = real + 4 * n, *y = imaginary + 4 * n;
      from[n] = Packed(Pack(x[0], x[1], x[2], x[3]), Pack(y[0], y[1], y[2], y[3]));
    }
    quarter.run(from, parts);
    // Whole transforms join every part once; of a range only what it holds.
    if (first == 0 && count == 4 * length) {
      for (std::size_t q = 0; q < length; q++) {
        const Packed part = parts[q] * twiddles[q];
        for (int j = 0; j < 4; j++) join(part, j, scale, output_real[q + j * length], output_imaginary[q + j * length]);
      }
    } else {
      for (std::size_t i = 0; i < count; i++) {
        const std::size_t k = (first + i) % (4 * length), q = k % length;
        join(parts[q] * twiddles[q], int(k / length), scale, output_real[i], output_imaginary[i]);
      }
    }
  }

  void join(const Packed &part, int j, double scale, double &real, double &imaginary) const {
    const Pack x = part.real(), y = part.imag();
    const double turn = j == 1 ? -sign : sign;
    double re, im;
    if (j % 2 == 0) {
      const double even_re = x[0] + x[2], odd_re = x[1] + x[3], even_im = y[0] + y[2], odd_im = y[1] + y[3];
      re = j == 0 ? even_re + odd_re : even_re - odd_re;
      im = j == 0 ? even_im + odd_im : even_im - odd_im;
    } else {
      re = (x[0] - x[2]) + turn * (y[1] - y[3]);
      im = (y[0] - y[2]) - turn * (x[1] - x[3]);
    }
    real = scale * re;
    imaginary = scale * im;
  }
};

}  // namespace

struct fourier_plan {
  std::size_t length;
  std::unique_ptr<Quartered> quartered;
  std::unique_ptr<Kiss<double>> whole;
};

extern "C" fourier_plan *fourier_plan_make(long length, int inverse) {
  if (length < 1) return nullptr;
  try {
    std::unique_ptr<fourier_plan> plan(new fourier_plan);
    plan->length = std::size_t(length);
    if (length % 4 == 0)
      plan->quartered.reset(new Quartered(plan->length, inverse != 0));
    else
      plan->whole.reset(new Kiss<double>(plan->length, inverse != 0));
    return plan.release();
  } catch (...) {
    return nullptr;
  }
}

extern "C" void fourier_plan_free(fourier_plan *plan) { delete plan; }

extern "C" void fourier_transform(const fourier_plan *plan, double scale, const double *real, const double *imaginary,
                                  long first, long count, double *output_real, double *output_imaginary) {
  if (plan->quartered) {
    plan->quartered->run(real, imaginary, std::size_t(first), std::size_t(count), scale, output_real, output_imaginary);
    return;
  }
  const std::size_t length = plan->length;
  std::unique_ptr<Number[]> from(new Number[2 * length]);
  Number *to = from.get() + length;
  for (std::size_t i = 0; i < length; i++) from[i] = {real[i], imaginary[i]};
  plan->whole->run(from.get(), to);
  for (long i = 0; i < count; i++) {
    const Number value = to[std::size_t(first + i) % length];
    output_real[i] = scale * value.real();
    output_imaginary[i] = scale * value.imag();
  }
}
