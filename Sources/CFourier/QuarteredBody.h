// What is behind Quartered.h, for the processor of the file that includes this: all its types are that file's own.
namespace {

using Number = std::complex<double>;
using Packed = std::complex<Pack>;

/// The four transforms of every fourth sample in one, which a last step of radix 4 joins: with N = 4·M and k = q + j·M,
/// X[k] = Σ_r (∓i)^(r·j)·W^(r·q)·F_r[q], F_r the transform of x[4·n + r].
struct PackedQuarters final : Quartered {
  kissfft<Pack> quarter;
  /// (1, W^q, W^2q, W^3q), q < M.
  std::vector<Packed> twiddles;
  /// Whether KissFFT keeps a scratch buffer, for prime factors above 5: such a transform must not be shared.
  bool has_scratch;
  double sign;

  PackedQuarters(std::size_t length, bool inverse)
      : quarter(length / 4, inverse), twiddles(length / 4), has_scratch(has_large_prime_factor(length / 4)),
        sign(inverse ? 1 : -1) {
    for (std::size_t q = 0; q < twiddles.size(); q++) {
      Number turn[4];
      for (int r = 0; r < 4; r++) turn[r] = std::polar(1.0, sign * 2 * std::acos(-1.0) * double(r * q) / double(length));
      twiddles[q] = Packed(Pack(turn[0].real(), turn[1].real(), turn[2].real(), turn[3].real()),
                           Pack(turn[0].imag(), turn[1].imag(), turn[2].imag(), turn[3].imag()));
    }
  }

  void run(const double *real, const double *imaginary, double head, std::size_t first, std::size_t count, double scale,
           double *output_real, double *output_imaginary) const override {
    const std::size_t length = twiddles.size();
    // Every element is written before it is read: setting them to zero first would cost a tenth of the transform.
    struct Free {
      void operator()(Packed *memory) const { ::operator delete(memory, std::align_val_t(alignof(Packed))); }
    };
    std::unique_ptr<Packed, Free> memory(
        static_cast<Packed *>(::operator new(2 * length * sizeof(Packed), std::align_val_t(alignof(Packed)))));
    Packed *from = memory.get(), *parts = from + length;
    for (std::size_t n = 0; n < length; n++) {
      const double *x = real + 4 * n, *y = imaginary + 4 * n;
      from[n] = Packed(Pack(x[0], x[1], x[2], x[3]), Pack(y[0], y[1], y[2], y[3]));
    }
    from[0] = Packed(Pack(head * real[0], real[1], real[2], real[3]),
                     Pack(head * imaginary[0], imaginary[1], imaginary[2], imaginary[3]));
    if (has_scratch) {
      const kissfft<Pack> own = quarter;
      own.transform(from, parts);
    } else {
      quarter.transform(from, parts);
    }
    // Whole transforms join every part once; of a range only what it holds, in runs of one j.
    if (first == 0 && count == 4 * length) {
      for (std::size_t q = 0; q < length; q++) {
        const Packed part = parts[q] * twiddles[q];
        for (int j = 0; j < 4; j++) join(part, j, scale, output_real[q + j * length], output_imaginary[q + j * length]);
      }
      return;
    }
    for (std::size_t i = 0; i < count;) {
      const std::size_t k = (first + i) % (4 * length), q = k % length, run = std::min(count - i, length - q);
      const int j = int(k / length);
      for (std::size_t n = 0; n < run; n++)
        join(parts[q + n] * twiddles[q + n], j, scale, output_real[i + n], output_imaginary[i + n]);
      i += run;
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

  static bool has_large_prime_factor(std::size_t length) {
    for (std::size_t prime : {2, 3, 5})
      while (length % prime == 0) length /= prime;
    return length > 1;
  }
};

}  // namespace
