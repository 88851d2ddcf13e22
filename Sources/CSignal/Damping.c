#include "CSignal.h"
#include "VectorUnit.h"

#include <math.h>

// exp((α + iω)·n) is a product of coarse and fine steps, z(32·j + i) = z(32·j)·z(i), each by repeated multiplication: the
// relative error stays below 64 rounding errors, and samples do not wait for one another as in one long recurrence.
enum { FINE = 32 };

struct steps {
  double real[FINE], imaginary[FINE];
  double coarse_real, coarse_imaginary;
};

static struct steps steps_make(double damping, double rotation) {
  struct steps steps;
  double length = exp(damping);
  double step_real = length * cos(rotation), step_imaginary = length * sin(rotation);
  double real = 1, imaginary = 0;
  for (int i = 0; i < FINE; i++) {
    steps.real[i] = real;
    steps.imaginary[i] = imaginary;
    double next = real * step_real - imaginary * step_imaginary;
    imaginary = real * step_imaginary + imaginary * step_real;
    real = next;
  }
  steps.coarse_real = real;
  steps.coarse_imaginary = imaginary;
  return steps;
}

// Runs BODY for every block of FINE samples from `start` with the block's factor (real, imaginary).
#define FOR_BLOCKS(BODY)                                                                                               \
  for (long start = 0; start < count; start += FINE) {                                                                 \
    long length = count - start < FINE ? count - start : FINE;                                                         \
    if (length == FINE) {                                                                                              \
      for (long i = 0; i < FINE; i++) BODY                                                                             \
    } else {                                                                                                           \
      for (long i = 0; i < length; i++) BODY                                                                           \
    }                                                                                                                  \
    double next = real * steps.coarse_real - imaginary * steps.coarse_imaginary;                                       \
    imaginary = real * steps.coarse_imaginary + imaginary * steps.coarse_real;                                         \
    real = next;                                                                                                       \
  }

FOR_EVERY_VECTOR_UNIT
void signal_add_damped(double *restrict target_real, double *restrict target_imaginary,
                       const double *restrict signal_real, const double *restrict signal_imaginary, long count,
                       double amplitude, double damping, double rotation) {
  const struct steps steps = steps_make(damping, rotation);
  double real = amplitude, imaginary = 0;
  FOR_BLOCKS({
    double x = real * steps.real[i] - imaginary * steps.imaginary[i];
    double y = real * steps.imaginary[i] + imaginary * steps.real[i];
    target_real[start + i] += x * signal_real[start + i] - y * signal_imaginary[start + i];
    target_imaginary[start + i] += x * signal_imaginary[start + i] + y * signal_real[start + i];
  })
}

FOR_EVERY_VECTOR_UNIT
void signal_shape(double *restrict target_real, double *restrict target_imaginary, const double *restrict signal_real,
                  const double *restrict signal_imaginary, const double *restrict envelope, long count, double damping,
                  double rotation) {
  const struct steps steps = steps_make(damping, rotation);
  double real = 1, imaginary = 0;
  FOR_BLOCKS({
    double x = envelope[start + i] * (real * steps.real[i] - imaginary * steps.imaginary[i]);
    double y = envelope[start + i] * (real * steps.imaginary[i] + imaginary * steps.real[i]);
    target_real[start + i] = x * signal_real[start + i] - y * signal_imaginary[start + i];
    target_imaginary[start + i] = x * signal_imaginary[start + i] + y * signal_real[start + i];
  })
}

FOR_EVERY_VECTOR_UNIT
void signal_multiply(double *restrict target_real, double *restrict target_imaginary, const double *restrict a_real,
                     const double *restrict a_imaginary, const double *restrict b_real,
                     const double *restrict b_imaginary, long count) {
  for (long i = 0; i < count; i++) {
    target_real[i] = a_real[i] * b_real[i] - a_imaginary[i] * b_imaginary[i];
    target_imaginary[i] = a_real[i] * b_imaginary[i] + a_imaginary[i] * b_real[i];
  }
}

FOR_EVERY_VECTOR_UNIT
void signal_add_line(double *restrict target_real, double *restrict target_imaginary, const double *restrict envelope,
                     long count, double real, double imaginary, double damping, double rotation) {
  const struct steps steps = steps_make(damping, rotation);
  if (envelope) {
    FOR_BLOCKS({
      target_real[start + i] += envelope[start + i] * (real * steps.real[i] - imaginary * steps.imaginary[i]);
      target_imaginary[start + i] += envelope[start + i] * (real * steps.imaginary[i] + imaginary * steps.real[i]);
    })
  } else {
    FOR_BLOCKS({
      target_real[start + i] += real * steps.real[i] - imaginary * steps.imaginary[i];
      target_imaginary[start + i] += real * steps.imaginary[i] + imaginary * steps.real[i];
    })
  }
}

FOR_EVERY_VECTOR_UNIT
void signal_modulate(double *restrict target_real, double *restrict target_imaginary, const double *restrict envelope,
                     long count, double real, double imaginary, double rotation) {
  const struct steps steps = steps_make(0, rotation);
  if (envelope) {
    FOR_BLOCKS({
      double x = envelope[start + i] * (real * steps.real[i] - imaginary * steps.imaginary[i]);
      double y = envelope[start + i] * (real * steps.imaginary[i] + imaginary * steps.real[i]);
      double old = target_real[start + i];
      target_real[start + i] = x * old - y * target_imaginary[start + i];
      target_imaginary[start + i] = x * target_imaginary[start + i] + y * old;
    })
  } else {
    FOR_BLOCKS({
      double x = real * steps.real[i] - imaginary * steps.imaginary[i];
      double y = real * steps.imaginary[i] + imaginary * steps.real[i];
      double old = target_real[start + i];
      target_real[start + i] = x * old - y * target_imaginary[start + i];
      target_imaginary[start + i] = x * target_imaginary[start + i] + y * old;
    })
  }
}

FOR_EVERY_VECTOR_UNIT
void signal_weight(double *restrict target_real, double *restrict target_imaginary, const double *restrict weights,
                   long count) {
  for (long i = 0; i < count; i++) target_real[i] *= weights[i];
  for (long i = 0; i < count; i++) target_imaginary[i] *= weights[i];
}

// Eight interleaved recurrences: e(n + 8) = e(n)·r(n) and r(n + 8) = r(n)·exp(−128·rate) with r(n) = exp(−rate·(16·n + 64)).
// What falls below 10⁻¹⁰⁰ is zero: subnormal numbers would cost a hundred times the time of others.
FOR_EVERY_VECTOR_UNIT
void signal_gaussian(double *restrict envelope, long count, double rate) {
  enum { LANES = 8 };
  double value[LANES], ratio[LANES];
  for (int lane = 0; lane < LANES; lane++) {
    // The first is 1 for an infinite rate too.
    value[lane] = lane ? exp(-rate * lane * lane) : 1;
    ratio[lane] = exp(-rate * (16 * lane + 64));
  }
  const double step = exp(-128 * rate);
  for (long start = 0; start < count; start += LANES) {
    long length = count - start < LANES ? count - start : LANES;
    for (long lane = 0; lane < length; lane++) envelope[start + lane] = value[lane];
    for (int lane = 0; lane < LANES; lane++) {
      double next = value[lane] * ratio[lane];
      value[lane] = next < 1e-100 ? 0 : next;
      ratio[lane] *= step;
    }
  }
}
