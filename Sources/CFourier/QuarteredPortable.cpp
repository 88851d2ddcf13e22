#include "Quartered.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "Pack.h"

#include <kissfft/kissfft.hh>

#include "QuarteredBody.h"

std::unique_ptr<Quartered> quartered_make_portable(std::size_t length, bool inverse) {
  return std::unique_ptr<Quartered>(new PackedQuarters(length, inverse));
}
