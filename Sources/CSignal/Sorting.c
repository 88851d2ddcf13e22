#include "CSignal.h"
#include "VectorUnit.h"

static inline void exchange(double *restrict low, double *restrict high, long count) {
  for (long n = 0; n < count; n++) {
    double a = low[n], b = high[n];
    low[n] = a < b ? a : b;
    high[n] = a < b ? b : a;
  }
}

// Merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M): which rows are compared does not depend on
// the values, so that all columns are sorted at once.
FOR_EVERY_VECTOR_UNIT void signal_sort_columns(double *values, long rows, long columns) {
  long top = 1;
  while (2 * top < rows) top *= 2;
  for (long p = top; p > 0; p /= 2) {
    long q = top, r = 0, d = p;
    for (;;) {
      for (long i = 0; i + d < rows; i++)
        if ((i & p) == r) exchange(values + i * columns, values + (i + d) * columns, columns);
      if (q == p) break;
      d = q - p;
      q /= 2;
      r = p;
    }
  }
}
