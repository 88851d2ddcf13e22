// Four numbers that KissFFT transforms as one: a scalar type whose every operation the processor does on all four at once.
//
// In a namespace without name: what is compiled of it for one processor must not be taken for what is meant for another.
#ifndef HEPATICA_PACK_H
#define HEPATICA_PACK_H

#include <cmath>
#include <type_traits>

#pragma STDC FP_CONTRACT OFF

namespace {

struct Pack {
  typedef double Lanes __attribute__((vector_size(32)));
  Lanes lanes;

  Pack() = default;
  Pack(double a, double b, double c, double d) : lanes{a, b, c, d} {}
  /// The same number four times.
  template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  Pack(Number number)
      : lanes{static_cast<double>(number), static_cast<double>(number), static_cast<double>(number),
              static_cast<double>(number)} {}

  double operator[](int lane) const { return lanes[lane]; }
  /// For std::acos and comparisons when a plan is made, where all four are the same.
  operator double() const { return lanes[0]; }

  Pack &operator+=(const Pack &other) {
    lanes += other.lanes;
    return *this;
  }
  Pack &operator-=(const Pack &other) {
    lanes -= other.lanes;
    return *this;
  }
  Pack &operator*=(const Pack &other) {
    lanes *= other.lanes;
    return *this;
  }
  Pack operator-() const {
    Pack result = *this;
    result.lanes = -lanes;
    return result;
  }

  friend Pack operator+(Pack a, const Pack &b) { return a += b; }
  friend Pack operator-(Pack a, const Pack &b) { return a -= b; }
  friend Pack operator*(Pack a, const Pack &b) { return a *= b; }
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

}  // namespace

#endif
