#include "Guard.h"

#include <ATen/Parallel.h>
#include <cmath>

using namespace ctorch;

namespace {

/// Numbers below which a task of its own does not pay.
constexpr int64_t grain = 32768;

float *values(const at::Tensor &tensor, int64_t count) {
  TORCH_CHECK(tensor.is_contiguous() && tensor.numel() == count, "AdamW needs a contiguous tensor of ", count,
              " numbers, not one of sizes ", tensor.sizes());
  return tensor.data_ptr<float>();
}

void update(at::Tensor &parameter, const at::Tensor &first, const at::Tensor &second, double weight_decay,
            const ct_adamw &options) {
  if (!parameter.grad().defined()) return;
  const at::Tensor gradient = parameter.grad().contiguous();
  const int64_t count = parameter.numel();
  float *p = values(parameter, count), *m = values(first, count), *v = values(second, count);
  const float *g = values(gradient, count);

  const double step = static_cast<double>(options.step);
  const float first_decay = static_cast<float>(options.first_decay);
  const float second_decay = static_cast<float>(options.second_decay);
  const float epsilon = static_cast<float>(options.epsilon);
  const float factor = static_cast<float>(options.gradient_factor);
  const float rate = static_cast<float>(options.learning_rate / (1 - std::pow(options.first_decay, step)));
  const float root_correction = static_cast<float>(1 / std::sqrt(1 - std::pow(options.second_decay, step)));
  const float shrink = static_cast<float>(1 - options.learning_rate * weight_decay);

  at::parallel_for(0, count, grain, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; ++i) {
      const float clipped = factor * g[i];
      m[i] = first_decay * m[i] + (1 - first_decay) * clipped;
      v[i] = second_decay * v[i] + (1 - second_decay) * clipped * clipped;
      // The builtin sets no errno, so that four roots are taken at once.
      p[i] = shrink * p[i] - rate * m[i] / (__builtin_elementwise_sqrt(v[i]) * root_correction + epsilon);
    }
  });
  parameter.mutable_grad().reset();
}

} // namespace

extern "C" {

int ct_gradient_norm(const ct_tensor *const *parameters, int count, double *norm) {
  return status([&] {
    double sum = 0;
    for (int i = 0; i < count; ++i) {
      const at::Tensor gradient = parameters[i]->value.grad();
      if (!gradient.defined()) continue;
      const double part = gradient.norm().item<double>();
      sum += part * part;
    }
    *norm = std::sqrt(sum);
  });
}

int ct_adamw_step(ct_tensor *const *parameters, ct_tensor *const *first, ct_tensor *const *second,
                  const double *weight_decays, int count, ct_adamw options) {
  return status([&] {
    for (int i = 0; i < count; ++i)
      update(parameters[i]->value, first[i]->value, second[i]->value, weight_decays[i], options);
  });
}

int ct_move_towards(ct_tensor *a, const ct_tensor *b, double share) {
  return status([&] { a->value.lerp_(b->value.detach(), share); });
}

} // extern "C"
