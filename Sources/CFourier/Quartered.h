// The transform of a length that four divides, compiled once for any processor and once for AVX2, which gives the same bits.
#ifndef HEPATICA_QUARTERED_H
#define HEPATICA_QUARTERED_H

#include <cstddef>
#include <memory>

#if defined(__x86_64__) && defined(__clang__)
#define HEPATICA_QUARTERED_AVX2
#endif

/// One length and direction; read-only once made.
struct Quartered {
  virtual ~Quartered() = default;
  /// The elements `first` ..< `first + count` of the transform, those beyond the last from the first on again, times
  /// `scale`; the first sample counts `head` times.
  virtual void run(const double *real, const double *imaginary, double head, std::size_t first, std::size_t count,
                   double scale, double *output_real, double *output_imaginary) const = 0;
};

std::unique_ptr<Quartered> quartered_make_portable(std::size_t length, bool inverse);
#ifdef HEPATICA_QUARTERED_AVX2
std::unique_ptr<Quartered> quartered_make_avx2(std::size_t length, bool inverse);
#endif

#endif
