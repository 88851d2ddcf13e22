#include "Quartered.h"

#ifdef HEPATICA_QUARTERED_AVX2

// The standard library's functions are for any processor, for others may get them from here.
#include <algorithm>
#include <cmath>
#include <complex>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "Pack.h"

#include <kissfft/kissfft.hh>

#include "QuarteredBody.h"

std::unique_ptr<Quartered> quartered_make_avx2(std::size_t length, bool inverse) {
  return std::unique_ptr<Quartered>(new PackedQuarters(length, inverse));
}

#pragma clang attribute pop

#endif
