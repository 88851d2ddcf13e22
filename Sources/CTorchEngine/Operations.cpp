#include "Guard.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/add.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/flatten.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/tanh.h>
#include <vector>

using namespace ctorch;

extern "C" {

ct_tensor *ct_convolution(const ct_tensor *x, const ct_tensor *kernel, int64_t padding, bool bfloat16) {
  return made([&] {
    const auto type = bfloat16 ? at::kBFloat16 : at::kFloat;
    return at::conv2d(x->value.to(type), kernel->value.to(type), at::Tensor(), at::IntArrayRef{1, 1},
                      at::IntArrayRef{0, padding})
        .to(at::kFloat);
  });
}

ct_tensor *ct_batch_norm(const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, ct_tensor *running_mean,
                         ct_tensor *running_variance, bool training, double momentum, double epsilon) {
  return made([&] {
    return at::batch_norm(x->value, gain->value, offset->value, running_mean->value, running_variance->value, training,
                          momentum, epsilon, false);
  });
}

ct_tensor *ct_max_pool(const ct_tensor *x, int64_t width) {
  return made([&] { return at::max_pool2d(x->value, at::IntArrayRef{1, width}); });
}

ct_tensor *ct_relu(const ct_tensor *x) {
  return made([&] { return at::relu(x->value); });
}

ct_tensor *ct_gelu(const ct_tensor *x) {
  return made([&] { return at::gelu(x->value); });
}

ct_tensor *ct_silu(const ct_tensor *x) {
  return made([&] { return at::silu(x->value); });
}

ct_tensor *ct_layer_norm(const ct_tensor *x, const ct_tensor *gain, const ct_tensor *offset, double epsilon) {
  return made([&] { return at::layer_norm(x->value, gain->value.sizes(), gain->value, offset->value, epsilon); });
}

ct_tensor *ct_tanh(const ct_tensor *x) {
  return made([&] { return at::tanh(x->value); });
}

ct_tensor *ct_dropout(const ct_tensor *x, double probability, uint64_t seed) {
  return made([&] {
    TORCH_CHECK(probability >= 0 && probability < 1, "the dropout probability must be in [0, 1), not ", probability);
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    const at::Tensor kept = at::empty(x->value.sizes(), at::kFloat).bernoulli_(1 - probability, generator);
    return at::mul(x->value, kept.div_(1 - probability));
  });
}

ct_tensor *ct_linear(const ct_tensor *x, const ct_tensor *weight, const ct_tensor *offset, bool bfloat16) {
  return made([&] {
    if (!bfloat16) return at::linear(x->value, weight->value, offset->value);
    const at::Tensor product = at::mm(x->value.to(at::kBFloat16), weight->value.to(at::kBFloat16).t());
    return at::add(product.to(at::kFloat), offset->value);
  });
}

ct_tensor *ct_flattened(const ct_tensor *x) {
  return made([&] { return at::flatten(x->value, 1); });
}

ct_tensor *ct_concatenated(const ct_tensor *const *tensors, int count, int64_t dimension) {
  return made([&] {
    std::vector<at::Tensor> values;
    for (int i = 0; i < count; ++i) values.push_back(tensors[i]->value);
    return at::cat(values, dimension);
  });
}

ct_tensor *ct_slice(const ct_tensor *x, int64_t dimension, int64_t start, int64_t length) {
  return made([&] { return x->value.narrow(dimension, start, length); });
}

ct_tensor *ct_affine(const ct_tensor *x, double factor, double term) {
  return made([&] { return at::add(at::mul(x->value, factor), term); });
}

ct_tensor *ct_sum(const ct_tensor *a, const ct_tensor *b) {
  return made([&] { return at::add(a->value, b->value); });
}

ct_tensor *ct_difference(const ct_tensor *a, const ct_tensor *b) {
  return made([&] { return at::sub(a->value, b->value); });
}

ct_tensor *ct_product(const ct_tensor *a, const ct_tensor *b) {
  return made([&] { return at::mul(a->value, b->value); });
}

ct_tensor *ct_exponential(const ct_tensor *x) {
  return made([&] { return at::exp(x->value); });
}

ct_tensor *ct_mean(const ct_tensor *x) {
  return made([&] { return at::mean(x->value); });
}

ct_tensor *ct_total(const ct_tensor *x) {
  return made([&] { return at::sum(x->value); });
}

ct_tensor *ct_binary_cross_entropy(const ct_tensor *logits, const ct_tensor *labels) {
  return made([&] { return at::binary_cross_entropy_with_logits(logits->value, labels->value); });
}

} // extern "C"
