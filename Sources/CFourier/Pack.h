// Four numbers that KissFFT transforms as one: a scalar type whose every operation the processor does on all four at once.
#ifndef HEPATICA_PACK_H
#define HEPATICA_PACK_H

#include <cmath>
#include <type_traits>

#pragma STDC FP_CONTRACT OFF

struct Pack {
  typedef double Pair __attribute__((vector_size(16)));
  Pair low, high;

  Pack() = default;
  Pack(Pair low, Pair high) : low(low), high(high) {}
  Pack(double a, double b, double c, double d) : low{a, b}, high{c, d} {}
  /// The same number four times.
  template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  Pack(Number number)
      : low{static_cast<double>(number), static_cast<double>(number)},
        high{static_cast<double>(number), static_cast<double>(number)} {}

  double operator[](int lane) const { return lane < 2 ? low[lane] : high[lane - 2]; }
  /// For std::acos and comparisons when a plan is made, where all four are the same.
  operator double() const { return low[0]; }

  Pack &operator+=(const Pack &other) { return *this = *this + other; }
  Pack &operator-=(const Pack &other) { return *this = *this - other; }
  Pack &operator*=(const Pack &other) { return *this = *this * other; }
  Pack operator-() const { return {-low, -high}; }

  friend Pack operator+(const Pack &a, const Pack &b) { return {a.low + b.low, a.high + b.high}; }
  friend Pack operator-(const Pack &a, const Pack &b) { return {a.low - b.low, a.high - b.high}; }
  friend Pack operator*(const Pack &a, const Pack &b) { return {a.low * b.low, a.high * b.high}; }
  template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  friend Pack operator*(Number a, const Pack &b) {
    return Pack(a) * b;
  }
  template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  friend Pack operator*(const Pack &a, Number b) {
    return a * Pack(b);
  }
};

// Found by std::exp and std::polar of complex numbers when a plan is made.
inline Pack exp(const Pack &x) { return std::exp(x[0]); }
inline Pack cos(const Pack &x) { return std::cos(x[0]); }
inline Pack sin(const Pack &x) { return std::sin(x[0]); }

#endif
