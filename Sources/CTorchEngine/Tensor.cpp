#include "Guard.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <cstring>

using namespace ctorch;

namespace {
at::IntArrayRef sizes(const int64_t *shape, int dimensions) { return {shape, static_cast<size_t>(dimensions)}; }
} // namespace

extern "C" {

ct_tensor *ct_from_values(const float *values, const int64_t *shape, int dimensions) {
  return made([&] {
    at::Tensor tensor = at::empty(sizes(shape, dimensions), at::kFloat);
    if (tensor.numel() > 0)
      std::memcpy(tensor.data_ptr<float>(), values, static_cast<size_t>(tensor.numel()) * sizeof(float));
    return tensor;
  });
}

ct_tensor *ct_filled(float value, const int64_t *shape, int dimensions) {
  return made([&] { return at::full(sizes(shape, dimensions), value, at::kFloat); });
}

void ct_release(ct_tensor *tensor) { delete tensor; }

int ct_dimensions(const ct_tensor *tensor) { return static_cast<int>(tensor->value.dim()); }

int64_t ct_size(const ct_tensor *tensor, int dimension) {
  if (dimension < 0 || dimension >= tensor->value.dim()) return 0;
  return tensor->value.sizes()[static_cast<size_t>(dimension)];
}

int64_t ct_count(const ct_tensor *tensor) { return tensor->value.numel(); }

int ct_copy_values(const ct_tensor *tensor, float *values) {
  return status([&] {
    const at::Tensor plain = tensor->value.detach().contiguous();
    if (plain.numel() > 0)
      std::memcpy(values, plain.data_ptr<float>(), static_cast<size_t>(plain.numel()) * sizeof(float));
  });
}

ct_tensor *ct_channels_last(const ct_tensor *x) {
  return made([&] { return x->value.contiguous(at::MemoryFormat::ChannelsLast); });
}

int ct_require_gradient(ct_tensor *tensor) {
  return status([&] { tensor->value.requires_grad_(true); });
}

int ct_backward(ct_tensor *scalar) {
  return status([&] { scalar->value.backward(); });
}

ct_tensor *ct_gradient(const ct_tensor *tensor) {
  return made([&] {
    const at::Tensor gradient = tensor->value.grad();
    TORCH_CHECK(gradient.defined(), "the tensor has no gradient: nothing that depends on it was differentiated");
    return gradient.clone();
  });
}

ct_tensor *ct_detached(const ct_tensor *x) {
  return made([&] { return x->value.detach(); });
}

} // extern "C"
