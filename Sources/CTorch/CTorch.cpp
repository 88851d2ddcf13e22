// Every function of CTorch.h, from CTorchEngine once it is needed. Linked in, libtorch and the two hundred libraries that
// Debian's brings with it would take 0.4 s of every start, of a fit too (Documentation/Decisions/0013).
#include "CTorch.h"
#include "Loader.h"

#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#else
#include <torch/csrc/api/include/torch/version.h>
#endif

#if defined(__GLIBC__)
#include <climits>
#include <malloc.h>
#endif

/// A function of the engine, or `failure` where there is no engine.
#define FORWARD(type, name, parameters, arguments, failure)                                                            \
  type name parameters {                                                                                               \
    using function = type(*) parameters;                                                                               \
    static const auto real = reinterpret_cast<function>(ctorch::engine_function(#name));                               \
    return real ? real arguments : failure;                                                                            \
  }
#define FORWARD_TENSOR(name, parameters, arguments) FORWARD(ct_tensor *, name, parameters, arguments, nullptr)
#define FORWARD_STATUS(name, parameters, arguments) FORWARD(int, name, parameters, arguments, -1)

extern "C" {

const char *ct_version(void) { return TORCH_VERSION; }

void ct_tune_allocator(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

FORWARD(const char *, ct_error, (void), (), ctorch::loading_error())
FORWARD(const char *, ct_configuration, (void), (), ctorch::loading_error())
FORWARD_STATUS(ct_set_threads, (int count), (count))
FORWARD(bool, ct_records_gradients, (void), (), false)
FORWARD(void, ct_set_records_gradients, (bool records), (records), void())
FORWARD(bool, ct_multiplies_bfloat16, (void), (), false)

FORWARD_TENSOR(ct_from_values, (const float *values, const int64_t *shape, int dimensions), (values, shape, dimensions))
FORWARD_TENSOR(ct_filled, (float value, const int64_t *shape, int dimensions), (value, shape, dimensions))
FORWARD(void, ct_release, (ct_tensor *tensor), (tensor), void())
FORWARD(int, ct_dimensions, (const ct_tensor *tensor), (tensor), 0)
FORWARD(int64_t, ct_size, (const ct_tensor *tensor, int dimension), (tensor, dimension), 0)
FORWARD(int64_t, ct_count, (const ct_tensor *tensor), (tensor), 0)
FORWARD_STATUS(ct_copy_values, (const ct_tensor *tensor, float *values), (tensor, values))
FORWARD_TENSOR(ct_channels_last, (const ct_tensor *x), (x))

FORWARD_STATUS(ct_require_gradient, (ct_tensor *tensor), (tensor))
FORWARD_STATUS(ct_backward, (ct_tensor *scalar), (scalar))
FORWARD_TENSOR(ct_gradient, (const ct_tensor *tensor), (tensor))
FORWARD_TENSOR(ct_detached, (const ct_tensor *x), (x))

FORWARD_TENSOR(ct_convolution, (const ct_tensor *x, const ct_tensor *kernel, int64_t padding, bool bfloat16),
               (x, kernel, padding, bfloat16))
FORWARD_TENSOR(ct_batch_norm,
               (const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, ct_tensor *running_mean,
                ct_tensor *running_variance, bool training, double momentum, double epsilon),
               (x, gain, offset, running_mean, running_variance, training, momentum, epsilon))
FORWARD_TENSOR(ct_max_pool, (const ct_tensor *x, int64_t width), (x, width))
FORWARD_TENSOR(ct_relu, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_gelu, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_silu, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_layer_norm, (const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, double epsilon),
               (x, gain, offset, epsilon))
FORWARD_TENSOR(ct_tanh, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_dropout, (const ct_tensor *x, double probability, uint64_t seed), (x, probability, seed))
FORWARD_TENSOR(ct_linear, (const ct_tensor *x, const ct_tensor *weight, const ct_tensor *offset, bool bfloat16),
               (x, weight, offset, bfloat16))
FORWARD_TENSOR(ct_flattened, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_concatenated, (const ct_tensor *const *tensors, int count, int64_t dimension),
               (tensors, count, dimension))
FORWARD_TENSOR(ct_slice, (const ct_tensor *x, int64_t dimension, int64_t start, int64_t length),
               (x, dimension, start, length))

FORWARD_TENSOR(ct_affine, (const ct_tensor *x, double factor, double term), (x, factor, term))
FORWARD_TENSOR(ct_sum, (const ct_tensor *a, const ct_tensor *b), (a, b))
FORWARD_TENSOR(ct_difference, (const ct_tensor *a, const ct_tensor *b), (a, b))
FORWARD_TENSOR(ct_product, (const ct_tensor *a, const ct_tensor *b), (a, b))
FORWARD_TENSOR(ct_exponential, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_mean, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_total, (const ct_tensor *x), (x))
FORWARD_TENSOR(ct_binary_cross_entropy, (const ct_tensor *logits, const ct_tensor *labels), (logits, labels))

FORWARD_STATUS(ct_gradient_norm, (const ct_tensor *const *parameters, int count, double *norm),
               (parameters, count, norm))
FORWARD_STATUS(ct_adamw_step,
               (ct_tensor *const *parameters, ct_tensor *const *first, ct_tensor *const *second,
                const double *weight_decays, int count, ct_adamw options),
               (parameters, first, second, weight_decays, count, options))
FORWARD_STATUS(ct_move_towards, (ct_tensor * a, const ct_tensor *b, double share), (a, b, share))

} // extern "C"
