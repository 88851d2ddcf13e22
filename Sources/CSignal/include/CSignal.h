// The inner loops of synthesis and processing: damped rotations, normal noise and order, for whole signals.
//
// They are C because Clang compiles them for the vector unit found at run time. Multiplications and additions are never
// fused, so that every machine gives the same bits.
#ifndef HEPATICA_CSIGNAL_H
#define HEPATICA_CSIGNAL_H

#include <stdint.h>

/// target(n) += amplitude·exp((damping + i·rotation)·n)·signal(n), n = 0 ..< count. Target and signal do not overlap.
void signal_add_damped(double *target_real, double *target_imaginary, const double *signal_real,
                       const double *signal_imaginary, long count, double amplitude, double damping, double rotation);

/// target(n) += (real + i·imaginary)·envelope(n)·exp((damping + i·rotation)·n); an envelope of NULL is 1.
void signal_add_line(double *target_real, double *target_imaginary, const double *envelope, long count, double real,
                     double imaginary, double damping, double rotation);

/// target(n) ← (real + i·imaginary)·envelope(n)·exp(i·rotation·n)·target(n); an envelope of NULL is 1.
void signal_modulate(double *target_real, double *target_imaginary, const double *envelope, long count, double real,
                     double imaginary, double rotation);

/// target(n) = envelope(n)·exp((damping + i·rotation)·n)·signal(n). Target and signal do not overlap; the target need not
/// have been written before.
void signal_shape(double *target_real, double *target_imaginary, const double *signal_real,
                  const double *signal_imaginary, const double *envelope, long count, double damping, double rotation);

/// target(n) = a(n)·b(n), into another place, which need not have been written before.
void signal_multiply(double *target_real, double *target_imaginary, const double *a_real, const double *a_imaginary,
                     const double *b_real, const double *b_imaginary, long count);

/// target(n) ← weights(n)·target(n).
void signal_weight(double *target_real, double *target_imaginary, const double *weights, long count);

/// envelope(n) = exp(−rate·n²).
void signal_gaussian(double *envelope, long count, double rate);

/// Sorts the columns of a row-major matrix of `rows` rows, each upwards: values(r, n) ≤ values(r + 1, n). Without NaN.
void signal_sort_columns(double *values, long rows, long columns);

/// target(n) += deviation·(standard normal number n of the key from counter `block` on); 128 numbers use 32 counters.
/// They are of single precision, made of 23-bit uniform numbers, so that none exceeds 5.7 deviations.
void signal_add_normals(double *target, long count, double deviation, uint64_t key, uint64_t block);

#endif
