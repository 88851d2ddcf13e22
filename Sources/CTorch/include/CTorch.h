// The tensor operations that MRSNetworks uses, as plain C over libtorch's ATen headers (1.13 and later; CPU, float32).
//
// Loading. The operations are in a library of their own, CTorchEngine, which the first call opens. Where it is not there,
// every call fails, and `ct_error()` says what is missing.
//
// Errors. A function that returns a `ct_tensor *` returns NULL when it fails; one that returns `int` returns 0 when it
// succeeds and −1 when it fails. The reason is then in `ct_error()`, on the same thread, until the next failure there.
// No C++ exception leaves this library.
//
// Ownership. Every `ct_tensor *` returned is owned by the caller, who gives it to `ct_release` once. Operands must live
// until the call returns; what autograd needs of them after that, the results keep by themselves.
//
// Threads. Gradient recording and the number of threads belong to the calling thread. A tensor may be read by several
// threads, and must not be read while another changes it.
#ifndef HEPATICA_CTORCH_H
#define HEPATICA_CTORCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A float32 tensor in main memory, with its gradient graph.
typedef struct ct_tensor ct_tensor;

// MARK: Engine

/// Why the last call that failed on this thread failed; never NULL.
const char *ct_error(void);
/// The version of libtorch that this was compiled against, such as "1.13.1".
const char *ct_version(void);
/// How libtorch was built and which instruction set it uses here, on several lines.
const char *ct_configuration(void);
/// The number of threads that operations called from this thread use, from now on.
int ct_set_threads(int count);
/// Lets glibc keep what is freed instead of mapping every large activation afresh; does nothing elsewhere. It holds for
/// the whole process.
void ct_tune_allocator(void);
/// Whether this thread records operations for `ct_backward` (it does at first), and a way to change it.
bool ct_records_gradients(void);
void ct_set_records_gradients(bool records);
/// Whether this processor multiplies numbers in bfloat16, and the engine has it do so.
bool ct_multiplies_bfloat16(void);

// MARK: Tensors and their values

/// A copy of the row-major values.
ct_tensor *ct_from_values(const float *values, const int64_t *shape, int dimensions);
ct_tensor *ct_filled(float value, const int64_t *shape, int dimensions);
void ct_release(ct_tensor *tensor);
int ct_dimensions(const ct_tensor *tensor);
int64_t ct_size(const ct_tensor *tensor, int dimension);
int64_t ct_count(const ct_tensor *tensor);
/// Copies all values, row-major, whatever the memory layout; `values` has room for `ct_count` numbers.
int ct_copy_values(const ct_tensor *tensor, float *values);
/// The same values with channels innermost in memory, which convolutions prefer; N×C×H×W only.
ct_tensor *ct_channels_last(const ct_tensor *x);

// MARK: Gradients

/// Marks a tensor that is no result as one whose gradient `ct_backward` computes.
int ct_require_gradient(ct_tensor *tensor);
/// Adds the gradient of this scalar to each marked tensor that it depends on.
int ct_backward(ct_tensor *scalar);
/// The gradient that was added up so far; fails when there is none.
ct_tensor *ct_gradient(const ct_tensor *tensor);
/// The same values, through which no gradient flows.
ct_tensor *ct_detached(const ct_tensor *x);

// MARK: Layers

/// Cross-correlation of N×C×1×L with O×C×1×K at stride 1, zero-padded by `padding` points on both sides. With `bfloat16`
/// factors and results are rounded to 8 bits of mantissa, here and where gradients flow back; sums are float32.
ct_tensor *ct_convolution(const ct_tensor *x, const ct_tensor *kernel, int64_t padding, bool bfloat16);
/// Per channel, (x − mean)/√(variance + epsilon)·gain + offset. In training, mean and variance are the batch's own, and
/// the running ones move towards them by `momentum`; otherwise they are the running ones.
ct_tensor *ct_batch_norm(const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, ct_tensor *running_mean,
                         ct_tensor *running_variance, bool training, double momentum, double epsilon);
/// Of each row of N×W, (x − mean)/√(variance + epsilon)·gain + offset.
ct_tensor *ct_layer_norm(const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, double epsilon);
/// The largest of every `width` points of N×C×1×L; what is left over at the end is dropped.
ct_tensor *ct_max_pool(const ct_tensor *x, int64_t width);
ct_tensor *ct_relu(const ct_tensor *x);
/// x·Φ(x), Φ being the standard normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415).
ct_tensor *ct_gelu(const ct_tensor *x);
/// x/(1 + e⁻ˣ).
ct_tensor *ct_silu(const ct_tensor *x);
ct_tensor *ct_tanh(const ct_tensor *x);
/// Sets each value to zero with the given probability and divides the others by 1 − probability. The choice is a
/// function of `seed` alone: no global generator is used.
ct_tensor *ct_dropout(const ct_tensor *x, double probability, uint64_t seed);
/// x·weightᵀ + offset, for x N×I, weight O×I, offset O; `bfloat16` as for convolutions, but for the offset.
ct_tensor *ct_linear(const ct_tensor *x, const ct_tensor *weight, const ct_tensor *offset, bool bfloat16);
/// N×… as N×(all the rest), row-major.
ct_tensor *ct_flattened(const ct_tensor *x);
/// `count` tensors one after the other along `dimension`.
ct_tensor *ct_concatenated(const ct_tensor *const *tensors, int count, int64_t dimension);
/// The `length` entries of `dimension` that begin at `start`.
ct_tensor *ct_slice(const ct_tensor *x, int64_t dimension, int64_t start, int64_t length);

// MARK: Arithmetic and losses

/// factor·x + term.
ct_tensor *ct_affine(const ct_tensor *x, double factor, double term);
ct_tensor *ct_sum(const ct_tensor *a, const ct_tensor *b);
ct_tensor *ct_difference(const ct_tensor *a, const ct_tensor *b);
ct_tensor *ct_product(const ct_tensor *a, const ct_tensor *b);
ct_tensor *ct_exponential(const ct_tensor *x);
/// The mean and the total of all values, as scalars.
ct_tensor *ct_mean(const ct_tensor *x);
ct_tensor *ct_total(const ct_tensor *x);
/// The mean over all values of log(1 + eᶻ) − y·z, for logits z and labels y between 0 and 1.
ct_tensor *ct_binary_cross_entropy(const ct_tensor *logits, const ct_tensor *labels);

// MARK: Optimisation

/// √Σ g² over the gradients of `count` tensors.
int ct_gradient_norm(const ct_tensor *const *parameters, int count, double *norm);

/// What one step of AdamW does, for `ct_adamw_step`.
typedef struct ct_adamw {
  /// The number of this step, from 1.
  int64_t step;
  double learning_rate, first_decay, second_decay, epsilon;
  /// Every gradient is multiplied by this first (gradient clipping).
  double gradient_factor;
} ct_adamw;

/// One step of Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101), in place: with g the
/// gradient, m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², p ← p − η(m̂/(√v̂ + ε) + λp), m̂ and v̂ being corrected for their
/// start at zero. `weight_decays` holds one λ a parameter. The gradients are cleared.
int ct_adamw_step(ct_tensor *const *parameters, ct_tensor *const *first, ct_tensor *const *second,
                  const double *weight_decays, int count, ct_adamw options);

/// a ← a + share·(b − a), in place and without gradients: a running mean.
int ct_move_towards(ct_tensor *a, const ct_tensor *b, double share);

#ifdef __cplusplus
}
#endif
#endif
