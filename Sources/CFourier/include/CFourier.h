// A plain-C face of KissFFT's double-precision template (BSD-3-Clause), which is header-only C++.
#ifndef HEPATICA_CFOURIER_H
#define HEPATICA_CFOURIER_H

#ifdef __cplusplus
extern "C" {
#endif

/// An opaque transform plan of one length and direction.
typedef struct fourier_plan fourier_plan;

/// A plan for `length` points (exponent −2πi·kn/N; +2πi·kn/N when `inverse` is not 0), or NULL when `length` < 1 or
/// memory is short. Free it with `fourier_plan_free`. A plan is read-only once made: threads may share it.
fourier_plan *fourier_plan_make(long length, int inverse);
/// The same by instructions that every processor has; what it gives has the same bits.
fourier_plan *fourier_plan_make_portable(long length, int inverse);
void fourier_plan_free(fourier_plan *plan);

/// Transforms `length` complex numbers, their real and imaginary parts apart, of which the first counts `head` times, and
/// multiplies them by `scale`: the results `first` to `first + count - 1`, those beyond the last from the first on again.
/// Input and output must not overlap.
void fourier_transform(const fourier_plan *plan, double scale, double head, const double *real, const double *imaginary,
                       long first, long count, double *output_real, double *output_imaginary);

#ifdef __cplusplus
}
#endif
#endif
