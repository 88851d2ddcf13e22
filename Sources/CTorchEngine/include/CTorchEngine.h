// What CTorch.h declares, over libtorch: a library of its own, which CTorch opens when the first of its functions is
// called. Nothing links against it.
#include "CTorch.h"
